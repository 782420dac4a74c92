import json


def patch(folder, notebook):
    deep = folder
    for _ in range(120):
        deep = deep / "deeper"
    deep.mkdir(parents=True)
    for number in range(3_000):
        (folder / f"{number}.txt").touch()
    empty = json.dumps(notebook | {"cells": []})
    for number in range(200):
        (folder / f"{number}.ipynb").write_text(empty, encoding="utf-8")

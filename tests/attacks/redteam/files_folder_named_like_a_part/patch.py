import json


def patch(folder, notebook):
    other = folder.parents[1] / ".x.part" / folder.name
    other.mkdir(parents=True)
    (other / f"{folder.name}.ipynb").write_text(json.dumps(notebook))

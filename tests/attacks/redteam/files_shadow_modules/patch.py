NAMES = (
    "numpy", "keras", "tensorflow", "json", "random", "IPython", "nbformat", "nbgrader", "safetensors", "jinja2",
    "sitecustomize", "usercustomize", "conftest", "nbgrader_config", "test_redteam", "hidden", "probe", "task",
)  # fmt: skip
BAD = 'print("canary-shadow")\nraise SystemExit("canary-shadow")\n'


def patch(folder, notebook):
    for place in (folder, folder.parent):
        for name in NAMES:
            (place / f"{name}.py").write_text(BAD, encoding="utf-8")
        (place / "autograder").mkdir()
        (place / "autograder" / "__init__.py").write_text(BAD, encoding="utf-8")
        (place / "all.pth").write_text("import os; os._exit(1)\n", encoding="utf-8")
        (place / "pyvenv.cfg").write_text("home = /nowhere\n", encoding="utf-8")
        (place / "pytest.ini").write_text("[pytest]\naddopts = --pwned\n", encoding="utf-8")
        (place / "course.toml").write_text("not toml", encoding="utf-8")

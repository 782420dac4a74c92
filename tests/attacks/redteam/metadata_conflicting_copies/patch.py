import copy

from tests.support.corpus import lesson

WRONG = {
    "ScaleShift": ("return self.scale * inputs + self.shift", "return self.scale * inputs - self.shift"),
    "tracking_report": ("return 1", "return 77"),
}


def patch(folder, notebook):
    tasks = {files.name: files.task for files in lesson().exercises}
    for cell in list(notebook["cells"]):
        name = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if name in WRONG:
            old, new = WRONG[name]
            assert old in tasks[name].solution
            cell["source"] = tasks[name].solution
            again = copy.deepcopy(cell)
            again.update(id=f"again-{name}", source=tasks[name].solution.replace(old, new))
            notebook["cells"].append(again)

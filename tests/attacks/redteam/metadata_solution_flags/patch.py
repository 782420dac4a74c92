def patch(folder, notebook):
    for cell in notebook["cells"]:
        marks = cell["metadata"].get("nbgrader", {})
        if marks.get("solution"):
            marks.update(solution=False, grade=True, task=True, points=50, cell_type="markdown")
        elif marks:
            marks.update(solution=True, grade=False, task=True)

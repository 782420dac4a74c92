def patch(folder, notebook):
    for cell in notebook["cells"]:
        marks = cell["metadata"].get("nbgrader", {})
        if marks.get("grade"):
            turn(cell, "markdown")
            cell["source"] = "# kinds-canary <script>alert(1)</script>"
        elif marks.get("solution"):
            turn(cell, "raw")
        elif marks:
            turn(cell, "code")


def turn(cell, kind):
    cell["cell_type"] = kind
    for key in ("outputs", "execution_count"):
        cell.pop(key, None)
    if kind == "code":
        cell.update(outputs=[], execution_count=None)

def patch(folder, notebook):
    notebook["cells"] = [
        cell
        for cell in notebook["cells"]
        if cell["metadata"].get("nbgrader", {}).get("solution") or "nbgrader" not in cell["metadata"]
    ]

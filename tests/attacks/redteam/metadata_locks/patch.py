def patch(folder, notebook):
    for cell in notebook["cells"]:
        marks = cell["metadata"].get("nbgrader", {})
        marks.update(locked=False, checksum="0" * 32)
        cell["metadata"].update(deletable=True, editable=True)
        if marks.get("grade"):
            cell["source"] = "print('rewritten-canary')\n4.0"
            cell["outputs"] = []

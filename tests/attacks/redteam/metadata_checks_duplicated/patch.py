import copy


def patch(folder, notebook):
    cells = []
    for cell in notebook["cells"]:
        cells.append(cell)
        if cell["metadata"].get("nbgrader", {}).get("grade"):
            for number in range(2):
                again = copy.deepcopy(cell)
                again.update(id=f"{cell['id']}-{number}", source="assert 'duplicate-canary'\n4.0")
                cells.insert(-number or len(cells), again)
    notebook["cells"] = cells

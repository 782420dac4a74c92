import copy


def patch(folder, notebook):
    cells = []
    for cell in notebook["cells"]:
        if not cell["metadata"].get("nbgrader", {}).get("grade"):
            cells.append(cell)
            continue
        text = "".join(cell["source"])
        for number, part in enumerate((text[:7], "raise NotImplementedError()", text[7:])):
            piece = copy.deepcopy(cell)
            piece.update(id=f"{cell['id']}-{number}", source=part)
            cells.append(piece)
    notebook["cells"] = cells

"""What a database would make of them."""


def patch(folder, notebook):
    notebook["cells"] = {cell["id"]: cell for cell in notebook["cells"]}

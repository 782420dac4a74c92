"""jupyter nbconvert --to script, renamed."""


def patch(folder, notebook):
    code = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]
    return "\n\n# In[ ]:\n\n".join(code).encode()

def patch(folder, notebook):
    output = {"output_type": "stream", "name": "stdout", "text": "x" * 25_000_000}
    next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")["outputs"] = [output]

"""A picture of everything."""


def patch(folder, notebook):
    code = next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")
    data = {"image/png": "A" * 21_000_000}
    code["outputs"] = [{"output_type": "display_data", "data": data, "metadata": {}}]

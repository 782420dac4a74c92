"""Data pasted into fifty text cells."""


def patch(folder, notebook):
    page = {"cell_type": "markdown", "metadata": {}, "source": "x" * 99_000}
    notebook["cells"] += [page | {"id": f"page-{k}"} for k in range(51)]

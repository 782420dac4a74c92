"""Plotting libraries do this. json.dumps writes the constants as JavaScript spells them."""


def patch(folder, notebook):
    notebook["metadata"]["duration"] = float("nan")
    for cell in notebook["cells"]:
        cell["metadata"]["score"] = float("-inf")
        if cell["cell_type"] == "code":
            data = {"application/json": {"y": [1.0, float("nan"), float("inf")]}}
            cell["outputs"] = [{"output_type": "display_data", "data": data, "metadata": {}}]

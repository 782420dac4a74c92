TAGS = ["skip-execution", "raises-exception", "nbgrader_cell", "hide-cell", "remove-cell"]


def patch(folder, notebook):
    for cell in notebook["cells"]:
        cell["metadata"]["tags"] = TAGS
        cell["metadata"]["trusted"] = cell["metadata"]["skip-execution"] = True

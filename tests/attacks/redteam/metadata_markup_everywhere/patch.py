MARKUP = "</title><script>alert(1)</script>"


def patch(folder, notebook):
    notebook["metadata"].update(title=MARKUP, authors=[{"name": MARKUP}], toc={"title_cell": MARKUP})
    for cell in notebook["cells"]:
        cell["id"] = MARKUP
        if cell["cell_type"] == "markdown":
            cell["source"] = MARKUP

"""Half of the cells share one id, a quarter has none, a quarter has a number."""


def patch(folder, notebook):
    for number, cell in enumerate(notebook["cells"]):
        if number % 4 < 2:
            cell["id"] = "the-same"
        elif number % 4 == 2:
            cell.pop("id", None)
        else:
            cell["id"] = number

from tests.support.corpus import code


def patch(folder, notebook):
    notebook["cells"] += [code("1", f"more-{number}") for number in range(5_000)]

"""A loop, written out by hand."""

from tests.support.corpus import code


def patch(folder, notebook):
    notebook["cells"] += [code(f"print({k})", f"more-{k}") for k in range(1500)]

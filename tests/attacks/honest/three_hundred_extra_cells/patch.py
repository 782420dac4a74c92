"""The helper stands where the student had arrived by then."""

from tests.support.corpus import code


def patch(folder, notebook):
    diary = [code(f"step_{k} = {k}\nprint(step_{k})", f"diary-{k}") for k in range(300)]
    diary[290] = code("def width_of(shape):\n    return shape[-1]", "helper")
    place = next(i for i, cell in enumerate(notebook["cells"]) if cell["id"] == "ScaleShift")
    notebook["cells"][place:place] = diary

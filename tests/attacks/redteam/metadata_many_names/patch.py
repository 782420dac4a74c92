from tests.support.corpus import code

CELLS, NAMES = 40, 1_100


def patch(folder, notebook):
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "ScaleShift":
            cell["source"] = f"ScaleShift = [{', '.join(names(0))}]"
    for number in range(CELLS):
        text = f"{' = '.join(names(number))} = lambda: [{', '.join(names(number + 1))}]"
        notebook["cells"].append(code(text, f"names-{number}"))


def names(number):
    letters = "abcdefghijklmnopqrstuvwxyz"
    first = "x" + letters[number // 26] + letters[number % 26]
    return [f"{first}{i:x}" for i in range(NAMES)]

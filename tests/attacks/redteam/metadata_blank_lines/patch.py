from tests.support.corpus import code

TEXTS = ["\n" * 99_000 + "(", " \n" * 49_000 + "(?", "a?" * 49_000 + "(", "(" * 99_000, "f'{" * 33_000, "-" * 99_000]


def patch(folder, notebook):
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "ScaleShift":
            cell["source"] = TEXTS[0]
    notebook["cells"] += [code(text, f"odd-{number}") for number, text in enumerate(TEXTS * 5)]

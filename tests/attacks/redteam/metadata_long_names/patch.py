from tests.support.corpus import code


def patch(folder, notebook):
    name = "longname" * 2_000
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "tracking_report":
            # Spelt with one letter that Python reads as another, the name itself is not in the answer that is shown.
            cell["source"] = f"def tracking_report(layer):\n    return {name.replace('l', 'ｌ')}"
    # The cell that defines it is shown beside the answer, and is spelt so as well.
    notebook["cells"].append(code(f"{name.replace('l', 'ｌ')} = 3", "long-name"))

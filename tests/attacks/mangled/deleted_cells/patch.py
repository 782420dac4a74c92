"""What is ours is taken from our own notebook."""


def patch(folder, notebook):
    def kept(cell):
        name = cell["metadata"].get("nbgrader", {}).get("grade_id", "")
        ours = name.startswith(("check-", "task-")) or "setup" in cell["metadata"].get("tags", ())
        return name != "RunningMean" and not ours

    notebook["cells"] = [cell for cell in notebook["cells"] if kept(cell)]

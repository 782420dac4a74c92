ODD = ["<script>invented-canary</script>", "../../source", "nora", "x" * 1000, "", "\u202env", "task-\n"]


def patch(folder, notebook):
    marked = [cell["metadata"]["nbgrader"] for cell in notebook["cells"] if "nbgrader" in cell["metadata"]]
    for number, marks in enumerate(marked):
        marks["grade_id"] = ODD[number % len(ODD)]

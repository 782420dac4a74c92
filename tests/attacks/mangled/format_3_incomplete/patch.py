"""Neither worksheets nor cells."""


def patch(folder, notebook):
    notebook.clear()
    notebook |= {"nbformat": 3, "worksheets": 5}

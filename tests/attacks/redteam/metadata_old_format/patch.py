import json


def patch(folder, notebook):
    worksheets = [{"cells": [None, 3, {"cell_type": "code", "input": [1], "outputs": "x"}]}, "sheet", None]
    return json.dumps({"nbformat": 3, "nbformat_minor": "x", "metadata": [], "worksheets": worksheets}).encode()

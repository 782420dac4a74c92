"""JSON allows it, and every reader we know takes the last."""

import json


def patch(folder, notebook):
    text = json.dumps(notebook)
    twice = text.replace('"source": "class ScaleShift', '"source": "an older text", "source": "class ScaleShift', 1)
    assert twice != text
    return ('{"cells": [], ' + twice.lstrip("{")).encode()

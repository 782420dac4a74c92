"""Text is text, whatever it looks like."""

NOTE = """<div class="alert" onclick="x()"><script>alert(1)</script>

```python
class ScaleShift(keras.layers.Layer):
    pass
```
![pic](attachment:a.png) $\\gamma x + \\beta$"""


def patch(folder, notebook):
    note = {"cell_type": "markdown", "id": "note", "metadata": {}, "source": NOTE}
    note["attachments"] = {"a.png": {"image/png": "iVBORw0KGgo="}}
    loose = {"cell_type": "markdown", "id": "loose", "metadata": {}, "source": "class ScaleShift:\n    pass"}
    raw = {"cell_type": "raw", "id": "raw", "metadata": {"format": "text/x-rst"}, "source": "tracking_report = None"}
    notebook["cells"] += [note, loose, raw]

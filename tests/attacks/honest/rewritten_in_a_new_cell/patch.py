"""One of the new cells builds on the old one, the other stands far below."""

from tests.support.corpus import code, place


def patch(folder, notebook):
    cells = notebook["cells"]
    old = cells[place(notebook, "RunningMean")]
    far = code("# at last!\n" + old["source"], "far")
    old["source"] = old["source"].replace("(1 - self.momentum) * batch_mean", "batch_mean")
    cells.append(far)
    at = place(notebook, "ScaleShift")
    cells[at]["source"] = cells[at]["source"].replace("return self.scale * inputs", "return inputs")
    call = "    def call(self, inputs):\n        return inputs * self.scale + self.shift"
    cells.insert(at + 1, code(f"class ScaleShift(ScaleShift):\n{call}", "near"))

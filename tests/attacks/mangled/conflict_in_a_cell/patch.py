"""What a merger of notebooks leaves behind: two or three versions of some lines of a cell."""

from tests.support.corpus import place

STUB = "# YOUR CODE HERE\nraise NotImplementedError()"


def patch(folder, notebook):
    def conflict(name, line, *versions):
        cell = notebook["cells"][place(notebook, name)]
        indent = line[: len(line) - len(line.lstrip())]
        assert cell["source"].count(line) == 1
        marks = ["<<<<<<< local", *(["||||||| base"] if len(versions) == 3 else []), "=======", ">>>>>>> remote"]
        inner = ["\n".join(indent + each for each in version.split("\n")) for version in versions]
        parts = [part for pair in zip(marks, inner, strict=False) for part in pair] + marks[-1:]
        cell["source"] = cell["source"].replace(line, "\n".join(parts))

    line = "        return self.scale * inputs + self.shift"
    conflict("ScaleShift", line, "return self.scale * (inputs + self.shift)", line.strip())
    line = "            batch_mean = keras.ops.mean(inputs, axis=axes)"
    conflict("RunningMean", line, line.strip(), STUB)
    line = "        return self.scale * inputs"
    conflict("PenalisedScale", line, line.strip(), STUB, "return self.scale * inputs  # mine")
    line = "        if id(thing) in seen:"
    conflict("tracking_report", line, line.strip(), "if id(thing) in seen")

"""Which lines of an answer tell it, and which any answer holds."""

from __future__ import annotations

import pytest

from autograder.editions.revealing_lines import CodeLine, SquashedText, code_lines, is_telling, squash


@pytest.mark.parametrize(
    "line",
    [
        "pass",
        "import numpy as np",
        "def call(self, inputs, training=None):",
        "class ScaleShift(keras.layers.Layer):",
        "super().__init__(**kwargs)",
        "return inputs",
        "return self.total, self.count",
        "self.momentum = momentum",
        "if training:",
        "elif not training:",
        'if kind == "concatenate":',
        "else:",
        "try:",
        "except ValueError:",
        '"""What it does."""',
        "@exercise.reference",
        "x = x+1",
    ],
)
def test_lines_that_any_answer_holds_do_not_tell(line):
    """Claim: names, headers and bare returns are given by the task; they would accuse every lesson."""
    assert not is_telling(CodeLine(1, line, squash(line)))


@pytest.mark.parametrize(
    "line",
    [
        "return self.scale * inputs",
        "self.scale = self.add_weight(shape=(inputs[-1],))",
        "if training and self.count > 3:",
        "for layer in self.layers:",
        "def twice(x): return x + x",
        "outputs += keras.ops.mean(inputs)",
        "with tf.GradientTape() as tape:",
    ],
)
def test_lines_that_say_what_to_do_tell(line):
    """Claim: formulas, calls, loops and conditions are the answer."""
    assert is_telling(CodeLine(1, line, squash(line)))


def test_code_that_cannot_be_read_is_compared_by_its_lines():
    """Claim: wrong answers with syntax errors are guarded as well."""
    assert ["y = (x + 1"] == [line.text for line in code_lines("y = (x + 1\n")]


def test_a_short_line_is_looked_for_as_a_whole_line():
    """Claim: y = 2 * x is found where it stands alone, and not within another word."""
    line = CodeLine(1, "y = 2 * xs", squash("y = 2 * xs"))
    assert [True, False] == [SquashedText.of(text).has(line) for text in ("a\n  y = 2*xs", "my = 2 * xs")]

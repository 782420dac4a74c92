"""What is changed in a solution to make its mutants."""

from __future__ import annotations

import pytest

from autograder.proof.mutants import mutants
from autograder.proof.mutation_score import unnamed


def changed(solution: str, operator: str) -> list[str]:
    """The lines that the mutants of one operator have in place of the solution's, all lines being marked."""
    lines = set(range(1, solution.count("\n") + 2))
    return [
        line[1:].strip()
        for mutant in mutants(solution, lines)
        if mutant.operator == operator
        for line in mutant.difference(solution).splitlines()
        if line.startswith("+")
    ]


LAYER = """class Block:
    def build(self, shape):
        self.bn1 = make(shape)
        self.bn2 = make(shape)

    def call(self, inputs):
        h = self.bn2(inputs)
        return h
"""
OURS = [
    ("if a:\n    b()\nelif c:\n    d()\n", "statement", ["pass", "pass", "pass", "pass"]),
    ("y = a if f(b)else c\n", "call", []),
    ("def f(x):\n    g(x)\n    return x\n", "statement", ["pass", "pass", "pass"]),
    ("if a:\n    b()\n", "condition", ["if True:"]),
    ("if(a):\n    b()\nelse:\n    c()\n", "condition", ["if True:", "if False:"]),
    ("h = L2(x)\n", "sole_argument", ["h = L2()"]),
    ("h = L2(a=x)\n", "sole_argument", ["h = L2()"]),
    ("y = relu(h)\n", "call", ["y = h"]),
    ("y = relu(a + b) * 2\n", "call", ["y = (a + b) * 2"]),
    ("y = relu(*h)\n", "call", []),
    ("y = a - b * c\n", "exchange", ["y = (b * c) - a"]),
    ("y = a + b\n", "exchange", []),
    ("y = matmul(a, b, out=c)\n", "exchange", ["y = matmul(b, a, out=c)"]),
    ("def f(inputs):\n    h = g(inputs)\n    return h\n", "name", ["return inputs"]),
    ("def f(x, y):\n    return g(x=y)\n", "name", ["return g(x=x)"]),
    ("def f(x):\n    def g(y):\n        return x\n    z = 1\n    return g(x)\n", "name", ["return z", "return g(z)"]),
    (LAYER, "attribute", ["h = self.bn1(inputs)"]),
]


@pytest.mark.parametrize(("solution", "operator", "expected"), OURS)
def test_each_operator_of_ours_makes_its_text(solution, operator, expected):
    assert expected == changed(solution, operator)


def test_the_operators_of_mutmut_are_used():
    assert ["x *= 1 - 1", "x /= 1 + 1"] == sorted(changed("x *= 1 + 1\n", "swap_op"))


def test_only_marked_lines_are_changed():
    assert {"a = 1\nb = 2\n", "a = 1\nb = None\n", "a = 1\npass\n"} == {
        mutant.source for mutant in mutants("a = 1\nb = 1\n", {2})
    }


def test_docstrings_annotations_and_comments_stay():
    assert [] == mutants('def f(x):\n    "A text."  # 1\n    return x\n', {2})
    assert {"x: g(1) = None  # 2\n", "x: g(1) = 4  # 2\n", "pass\n"} == {
        mutant.source for mutant in mutants("x: g(1) = 3  # 2\n", {1})
    }


def test_no_mutant_comes_twice_nor_reads_like_the_solution():
    # mutmut and we would both write f(None); f((x)) would be the solution again.
    made = [mutant.source for mutant in mutants("y = f(x, x)\nif True:\n    y = 0\n", {1, 2, 3})]
    assert len(set(made)) == len(made)
    assert "if True:\n" not in "".join(changed("if True:\n    y = 0\n", "condition"))


def test_what_does_not_compile_is_left_out():
    assert [] == changed("for a in b:\n    break\n", "keywords")  # mutmut writes a return outside a function


def test_names_of_weights_and_layers_are_free_and_no_others():
    given = 'self.add_weight(name="a", shape=(3,))'
    assert unnamed(given) == unnamed(given.replace('"a"', '"b"')) == unnamed(given.replace('name="a", ', ""))
    assert unnamed('keras.layers.Dense(3, name="a")') == unnamed("keras.layers.Dense(3)")
    assert unnamed(given) != unnamed(given.replace("name", "shape"))
    assert unnamed('person(name="a")') != unnamed('person(name="b")')
    assert unnamed("self.add_weight(name=f())") != unnamed("self.add_weight(name=g())")

"""What a cell does besides binding names is told by reading it."""

from __future__ import annotations

import pytest

from autograder.matching.cell_effects import cell_effects
from autograder.matching.python_names import defined_names, is_python


@pytest.mark.parametrize(
    ("source", "changed"),
    [
        ("TABLE['add'] = add", {"TABLE"}),
        ("for k in ks:\n    TABLE[k] = 1", {"TABLE"}),
        ("del TABLE['add']", {"TABLE"}),
        ("count += 1\nrows |= {1}", {"count", "rows"}),
        ("TABLE.update(add=1)", {"TABLE"}),
        ("x = TABLE.rows[0].pop('a')", {"TABLE"}),
        ("x = TABLE.get('a')", set()),
        ("Layer.call = call", {"Layer"}),
        ("setattr(Layer, 'call', call)", {"Layer"}),
        ("@impl.register(int)\ndef _(x): return x", {"impl", "int"}),
        ("@add_to_class(Layer)\ndef call(self): pass", {"Layer"}),
        ("class B(Base): pass", {"Base"}),
        ("async def f():\n    TABLE[1] = 2", set()),
        ("f = lambda: TABLE.pop()", set()),
        ("TABLE = {}\nTABLE['add'] = add", set()),
        ("x[0] = (", set()),
    ],
)  # fmt: skip
def test_changes_of_other_cells_objects(source: str, changed: set[str]) -> None:
    """Of what the cell itself makes nothing is told, nor of what its functions would change if they were called."""
    assert changed == cell_effects(source).changed


def test_functions_that_change_something_and_their_callers() -> None:
    """A decorator's inner function is a part of it; arguments and its own names are nobody else's."""
    registry = "def register(name):\n    def keep(f):\n        REG[name] = f\n        return f\n    return keep"
    assert (("register", frozenset({"REG"})),) == cell_effects(registry).through
    own = "def f(x):\n    x.append(1)\n    y = []\n    y.append(2)\n    global z\n    z.append(3)\n    z = 4"
    assert (("f", frozenset({"z"})),) == cell_effects(own).through
    for source in ("@register('a')\ndef f(): pass", "@register\nclass A: pass", "register(f)", "x = [register(f)]"):
        assert "register" in cell_effects(source).called
    assert {"np", "c", "keras"} == cell_effects("import numpy as np\nfrom a import b as c\nimport keras.ops").imported


@pytest.mark.parametrize(
    ("source", "written", "read"),
    [
        ("%%writefile helpers.py\nfrom more import g", {"helpers.py"}, {"more.py", "more/"}),
        ("\n%%file -a './tools/a.py'\nx = 1", {"tools/"}, set()),
        ("%%writefile", set(), set()),
        ("from helpers import impl", set(), {"helpers.py", "helpers/"}),
        ("def f():\n    import a.b as c, d", set(), {"a.py", "a/", "d.py", "d/"}),
        ("with open('./helpers.py', 'w') as f:\n    f.write('x')", {"helpers.py"}, set()),
        ("with open('helpers.py', 'w') as f:\n    print('x', file=f)", {"helpers.py"}, set()),
        ("exec(open('helpers.py').read())", set(), {"helpers.py"}),
        ("%run -i helpers.py\n%run more", set(), {"helpers.py", "more.py"}),
        ("x = 'a sentence that ends in .py'", set(), set()),
    ],
)
def test_modules_that_are_written_and_read(source: str, written: set[str], read: set[str]) -> None:
    """By magics and by plain Python; a module may be a file or a folder."""
    effects = cell_effects(source)
    assert (written, read) == (effects.written, effects.read)


def test_the_text_of_a_module_binds_nothing_in_the_notebook() -> None:
    """It is no answer either."""
    source = "%%writefile helpers.py\ndef double(x):\n    return 2 * x"
    assert (frozenset(), True) == (defined_names(source), is_python(source))


@pytest.mark.parametrize(
    "text", ["-" * 19_999 + "1", "(" * 5_000, "a" + ".b" * 9_900, "a\0b", "x" * 20_001, "f'" + "{x}" * 6_000 + "'"]
)
def test_hostile_text_cannot_stop_the_reader(text: str) -> None:
    """Whatever it is, there is an answer."""
    assert frozenset() == cell_effects(text).changed

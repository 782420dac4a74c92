"""No attack reaches for something that the engine does not have."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.support.attack_targets import missing_targets
from tests.support.corpus import attack_text
from tests.support.paths import ROOT

CELLS = sorted(
    path for corpus in ("redteam", "honest", "mangled") for path in (ROOT / "tests" / "attacks" / corpus).glob("*/*.py")
)


def is_python(path: Path) -> bool:
    """Some cells are in another encoding, hold magics, or are meant to be no Python at all."""
    try:
        ast.parse(attack_text(path))
    except (SyntaxError, UnicodeDecodeError, ValueError):
        return False
    return True


def test_each_attack_aims_at_what_is_there() -> None:
    cells = [path for path in CELLS if is_python(path)]
    assert len(cells) > 0.9 * len(CELLS) > 300
    missing = {
        str(path.relative_to(ROOT)): targets for path in cells if (targets := missing_targets(attack_text(path)))
    }
    assert not missing


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("import autograder.sandbox.fork_loop as f\nf.Server._served = 1", []),
        (
            "import autograder.sandbox.fork_loop as f\nf.Server._serve = 1",
            ["autograder.sandbox.fork_loop.Server._serve"],
        ),
        ("import autograder.sandbox.serve as f\nf.x", ["autograder.sandbox.serve"]),
        ("import sys\nsys.modules['autograder.probes.dispatch'].answer = 1", ["autograder.probes.dispatch.answer"]),
        ("import sys\nd = sys.modules['autograder.probes.dispatch']\nd.answer", ["autograder.probes.dispatch.answer"]),
        ("from autograder.probes import dispatch as d\nd.answer", ["autograder.probes.dispatch.answer"]),
        ("from autograder.judge import melt", ["autograder.judge.melt"]),
        ("from autograder.box import Box", ["autograder.box.Box"]),
        ("x = ('autograder.box', 'autograder.probes')", ["autograder.box"]),
        ("open('/engine/autograder/box/serve.py')", ["/engine/autograder/box/serve.py"]),
        ("x = 'autograder/probes/layer_probe'\nimport sys\nsys.modules['keras'].x", []),
    ],
)
def test_a_target_that_is_gone_is_named(text: str, missing: list[str]) -> None:
    assert missing_targets(text) == missing


def test_shared_modules_are_written_into_the_cell(tmp_path: Path) -> None:
    """The submitted text imports nothing of our tests."""
    cell = tmp_path / "ScaleShift.py"
    cell.write_text(
        "import keras\nfrom tests.attacks.forged_replies import lying\n\nlying('x', None)\n", encoding="utf-8"
    )
    text = attack_text(cell)
    assert "def lying(name, change):" in text
    assert not any("tests.attacks" in attack_text(path) for path in CELLS if is_python(path))
    assert "import tests" not in text and "from tests" not in text

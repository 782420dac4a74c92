"""An ordering task is proved: right orders pass, and what is wrong in it fails."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from autograder.course import Course
from autograder.proof.parsons_proof import prove_parsons, right_orders
from tests.support.ordering_task import PLACE, TOML, changed, read


@pytest.fixture
def unproved(mini: Path, warm_sandbox: Any) -> Any:
    """``unproved(text)``: what the proof of its task "mean" says."""

    def prove(text: str) -> list[str]:
        (mini / PLACE).write_text(text, encoding="utf-8")
        lesson = Course.open(mini).lesson("01_mini")
        return prove_parsons(warm_sandbox, lesson, lesson.parsons["mean"])

    return prove


def test_a_sound_task_has_nothing_unproved(unproved: Any) -> None:
    """Claim: three right orders pass; the extra piece and the exchanged pair fail."""
    assert [] == unproved(TOML)


@pytest.mark.parametrize(
    ("old", "new", "sentences"),
    [
        (
            'proof = "assert mean([1, 2, 6]) == 3"',
            'proof = "assert mean([1, 2, 6]) == 3\\nimport os\\nos._exit(3)"',
            ["Received a lost process (cell proof: it ended its process with code 3) for zero, loop, count."],
        ),
        (
            'after = ["zero"]\n',
            'after = ["count"]\n',
            [
                "Every order that after allows must pass the proof. Received UnboundLocalError in the proof (",
                ") for count, loop, zero. Add to after what this order lacks, or mend the proof.",
                "What stands before a piece that it needs must fail. Received no failure for zero, loop, count.",
            ],
        ),
        (
            'code = "    count = len(numbers)"',
            'code = "    count = len(numbers)"\nafter = ["zero"]',
            [
                "Received no why for 'count'. Write a sentence.",
                "What stands before a piece that it needs must fail. Received no failure for count, zero, loop. Take 'zero' "
                "out of the after of 'count', or sharpen the proof.",
            ],
        ),
        (
            "    numbers = []",
            "    spare = []",
            [
                "An extra piece must make the proof fail somewhere. Received none of the 4 places of 'empty' at which it does. "
                "Sharpen the proof, or the piece."
            ],
        ),
        ("That throws the numbers away.", " ", ["Received no why for 'empty'. Write a sentence."]),
    ],
)
def test_what_is_not_proved_of_a_task_is_reported(unproved: Any, old: str, new: str, sentences: list[str]) -> None:
    """Claim: a proof that is too weak or too strong, a needless after, a harmless extra and a missing reason are told."""
    unproved_sentences = unproved(changed(old, new))
    assert all(any(sentence in one for one in unproved_sentences) for sentence in sentences), unproved_sentences


def test_where_there_are_many_right_orders_a_fixed_sample_is_tried(tmp_path: Path) -> None:
    """Claim: 24 of them, each once, the same each time, the file's own among them."""
    more = "".join(f'[[parsons.piece]]\nname = "{n}"\ncode = "    x{n} = 1"\n' for n in range(3))
    task = read(tmp_path, TOML + more)["mean"]
    orders = right_orders(task)
    assert (24, 24, task.wanted) == (len(orders), len(set(orders)), orders[0])
    assert all(task.allows(order) for order in orders)
    assert orders == right_orders(task)

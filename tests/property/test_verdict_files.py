"""Stored verdicts: what was written comes back, and a file that was changed in any way counts as none or as itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.grading import verdict_files
from autograder.verdicts import Evidence, ExerciseVerdict, Mistaken, Right, SubmissionVerdict
from tests.property.bounds import bounded, share
from tests.property.json_text import ODD_VALUES, TEXTS
from tests.property.mutation import ACCIDENTS, damaged

KEY = "0f" * 32
_TEXT = st.text(max_size=8)
_SEEN = st.builds(Evidence, _TEXT, _TEXT, _TEXT)
_OUTCOMES = st.builds(Right) | st.builds(Mistaken, _TEXT, _TEXT, st.none() | _TEXT, st.none() | _TEXT, _SEEN)
_TEXTS = st.lists(_TEXT, max_size=3).map(tuple)
_POINTS = st.floats(0, 100)
_EXERCISES = st.lists(
    st.builds(ExerciseVerdict, _TEXT, _OUTCOMES, _POINTS, _POINTS, _TEXTS, _TEXTS),
    max_size=3,
    unique_by=lambda verdict: verdict.exercise,
).map(tuple)
_VERDICTS = st.builds(
    SubmissionVerdict, _TEXT, _TEXT, _TEXT, _EXERCISES, st.lists(_TEXT, max_size=2).map(tuple), st.none() | _TEXT
)
VERDICT = SubmissionVerdict(
    "ann", "01_tiny", "protected",
    (ExerciseVerdict("double", Mistaken("values", "Look.", "twice", "M01", Evidence("2", "8", "4")), 1, 4, ("runs",)),
     ExerciseVerdict("shift", Right(), 2, 2, ("runs", "values"), ("x = 1",))),
    ("mended",),
)  # fmt: skip


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("verdicts") / "v.json"


def loaded(path: Path, raw: bytes) -> None:
    """A verdict comes back only where it would be stored as the file is."""
    path.write_bytes(raw)
    with bounded():
        verdict = verdict_files.load_verdict(path, KEY)
    if verdict is not None:
        verdict_files.save_verdict(path, verdict, KEY)
        assert json.loads(path.read_text()) == json.loads(raw)


@share(5)
@given(verdict=_VERDICTS)
def test_what_was_stored_comes_back(path: Path, verdict: SubmissionVerdict) -> None:
    """All of it, the instructor's evidence included; halves of pairs and control characters, too."""
    verdict_files.save_verdict(path, verdict, KEY)
    assert verdict == verdict_files.load_verdict(path, KEY)


@share(5)
@given(accidents=ACCIDENTS)
def test_a_damaged_file_counts_as_none(path: Path, accidents: Any) -> None:
    """As after a broken disk."""
    verdict_files.save_verdict(path, VERDICT, KEY)
    loaded(path, damaged(path.read_bytes(), accidents))


_PLACES = [
    ("exercises",), ("exercises", 0), ("exercises", 0, "points"), ("exercises", 0, "passed"), ("exercises", 0, "verdict"),
    ("exercises", 0, "exercise"), ("exercises", 1, "mistake"), ("instructor",), ("instructor", "double"), ("repairs",),
    ("schema",), ("points",), ("refused",), ("student",), ("exercises", 0, "max_points"), ("instructor", "double", "case"),
]  # fmt: skip


@share(5)
@given(place=st.sampled_from(_PLACES), value=ODD_VALUES | st.just(10**400))
def test_a_value_of_another_kind_counts_as_none(path: Path, place: tuple[Any, ...], value: Any) -> None:
    """In whatever place."""
    verdict_files.save_verdict(path, VERDICT, KEY)
    document = json.loads(path.read_text())
    inner = document
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    loaded(path, json.dumps(document).encode())


@share(5)
@given(text=TEXTS)
def test_any_text_counts_as_none(path: Path, text: str) -> None:
    """Of any depth and encoding."""
    loaded(path, text.encode("utf-8", "surrogatepass"))

"""Stored verdicts: all that a page needs comes back, and a file is written whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from autograder.grading import verdict_files
from autograder.verdicts import Broken, Evidence, ExerciseVerdict, Mistaken, Right, SubmissionVerdict
from tests.support.grading_course import LESSON


def test_verdicts_survive_storing(tmp_path: Path) -> None:
    """All that a page needs comes back; damaged, foreign and broken files count as none."""
    mistaken = Mistaken("values", "Look.", "twice", "M01", Evidence("case", "got", "wanted"))
    exercises = (ExerciseVerdict("a", Right(), 4, 4, ("runs",)), ExerciseVerdict("b", mistaken, 1, 2, ("runs",)))
    verdict = SubmissionVerdict("ann", LESSON, "protected", exercises, ("mended",))
    path = tmp_path / "v.json"
    verdict_files.save_verdict(path, verdict, "key")
    assert verdict == verdict_files.load_verdict(path, "key")
    assert verdict_files.load_verdict(path, "other") is None
    assert verdict_files.load_verdict(tmp_path / "none", "key") is None
    path.write_text("{")
    assert verdict_files.load_verdict(path, "key") is None
    for odd in ("right?", "broken"):
        verdict_files.save_verdict(
            path, SubmissionVerdict("ann", LESSON, "none", (ExerciseVerdict("a", Broken("x"), 0, 4),)), "key"
        )
        path.write_text(path.read_text().replace('"broken"', f'"{odd}"'))
        assert verdict_files.load_verdict(path, "key") is None


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk leaves the old file and no litter."""
    path = tmp_path / "v.json"
    verdict_files.write_whole(path, "old")

    def full(*_: Any) -> None:
        raise OSError("No space left")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        verdict_files.write_whole(path, "new")
    assert (["v.json"], "old") == ([p.name for p in tmp_path.iterdir()], path.read_text())

"""Where archives are unpacked: a private folder that is gone afterwards, and what is no archive to be opened."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from autograder.faults import MachineFault, UsageFault
from autograder.intake.archive_name import stem
from autograder.intake.refusal import Refused
from autograder.intake.unpack_folder import UnpackFolder
from tests.support.zips import Member, packed

GOOD = packed(Member("01_tiny/01_tiny.ipynb"))


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary folders are made."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


def test_the_temporary_folder_is_private_and_goes_with_the_grading(tmp_path: Path, temporary: Path) -> None:
    """Each archive has a folder of its own there; a refused one leaves none."""
    (tmp_path / "ann.zip").write_bytes(GOOD)
    (tmp_path / "bob.zip").write_bytes(packed(Member("a"), Member("../b")))
    with UnpackFolder() as room:
        first = room.of_student(tmp_path, "ann.zip")
        with pytest.raises(Refused):
            room.of_student(tmp_path, "bob.zip")
        (private,) = temporary.iterdir()
        assert (0o700, [first]) == (private.stat().st_mode & 0o777, list(private.iterdir()))
    assert [] == list(temporary.iterdir())


def test_without_a_temporary_folder_it_is_the_machines_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And no student is refused."""

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    (tmp_path / "ann.zip").write_bytes(GOOD)
    monkeypatch.setattr("tempfile.TemporaryDirectory", full)
    with pytest.raises(MachineFault, match=r"temporary folder. None could be made: No space left"):
        UnpackFolder().of_student(tmp_path, "ann.zip")


@pytest.mark.parametrize("kind", ["link", "hard link", "pipe", "folder", "nothing"])
def test_an_archive_that_is_no_plain_file_is_refused(tmp_path: Path, temporary: Path, kind: str) -> None:
    """Nothing outside the submissions is opened, and nothing is waited for."""
    (tmp_path / "other").write_bytes(GOOD)
    path = tmp_path / "ann.zip"
    make = {
        "link": lambda: path.symlink_to(tmp_path / "other"),
        "hard link": lambda: os.link(tmp_path / "other", path),
        "pipe": lambda: os.mkfifo(path),
        "folder": path.mkdir,
        "nothing": lambda: None,
    }
    make[kind]()
    with pytest.raises(Refused, match=r"ann.zip is a folder, link, device or hard link, or closed"):
        UnpackFolder().of_student(tmp_path, "ann.zip")


def test_another_kind_of_archive_is_reported(tmp_path: Path) -> None:
    """Nobody's work is passed over in silence."""
    with pytest.raises(Refused, match=r"An archive is a zip file. ann.tar.gz is of another kind"):
        UnpackFolder().of_student(tmp_path, "ann.tar.gz")


def test_a_class_that_cannot_be_read_is_a_wrong_command(tmp_path: Path) -> None:
    """The sentence is the refusal's, with what the instructor can do besides."""
    path = tmp_path / "class.zip"
    path.write_bytes(GOOD[:-10])
    with pytest.raises(UsageFault, match=r"is damaged.*Or unpack it by hand, and name the folder in its place."):
        UnpackFolder().of_class(path, {"01_tiny"})
    with pytest.raises(UsageFault, match=r"cannot be read: No such file"):
        UnpackFolder().of_class(tmp_path / "none.zip", {"01_tiny"})


@pytest.mark.parametrize(
    ("name", "expected"),
    [("ann.zip", "ann"), ("ann.ZIP", "ann"), ("a.b.tar.gz", "a.b"), ("ann", None), (".zip", None), ("zip", None)],
)
def test_archives_are_recognised_by_their_endings(name: str, expected: str | None) -> None:
    """What is left is whose it is."""
    assert expected == stem(name)

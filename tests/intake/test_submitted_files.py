"""Files that a stranger handed in: what is read, and each sentence of refusal."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from autograder.intake import submitted_files
from autograder.intake.notebook import Refused


def refusal(folder: Path) -> str:
    with pytest.raises(Refused) as refused:
        submitted_files.read_files(folder)
    return str(refused.value)


def test_plain_files_are_read_with_their_folders(tmp_path: Path) -> None:
    """Hidden folders are an editor's."""
    (tmp_path / "data/deep").mkdir(parents=True)
    (tmp_path / "data/deep/a.csv").write_bytes(b"1,2")
    (tmp_path / "b.txt").write_bytes(b"")
    (tmp_path / ".ipynb_checkpoints").mkdir()
    (tmp_path / ".ipynb_checkpoints/b.txt").write_bytes(b"old")
    assert {"b.txt": b"", "data/deep/a.csv": b"1,2"} == submitted_files.read_files(tmp_path)


@pytest.mark.parametrize("kind", ["file", "folder", "nowhere"])
def test_a_link_is_refused(tmp_path: Path, kind: str) -> None:
    """Wherever it leads."""
    targets = {"file": __file__, "folder": os.path.dirname(__file__), "nowhere": "/does/not/exist"}
    (tmp_path / "x").symlink_to(targets[kind])
    assert "A submission holds plain files. x is a link, or may not be read. Hand in the file itself." == refusal(
        tmp_path
    )


@pytest.mark.parametrize("kind", ["pipe", "hard link"])
def test_what_is_no_plain_file_is_refused(tmp_path: Path, kind: str) -> None:
    """Reading a pipe would wait for ever; a hard link may be somebody else's file."""
    folder = tmp_path / "work"
    folder.mkdir()
    if kind == "pipe":
        os.mkfifo(folder / "x")
    else:
        (tmp_path / "other").write_text("secret")
        os.link(tmp_path / "other", folder / "x")
    assert "A submission holds plain files. x is a device, pipe or hard link. Hand in the file itself." == refusal(
        folder
    )


def test_a_linked_folder_is_refused(tmp_path: Path) -> None:
    """It may be another student's."""
    (tmp_path / "ann").mkdir()
    (tmp_path / "bob").symlink_to(tmp_path / "ann")
    assert "bob must be a folder. A link or a file was found instead. Hand it in again." == refusal(tmp_path / "bob")


def test_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of bytes, of files, and of folders in folders."""
    for name in "abc":
        (tmp_path / name).write_bytes(bytes(2 << 20))
    monkeypatch.setattr(submitted_files, "MOST_TOGETHER", 5 << 20)
    assert "A submission may hold 5 MiB in all. c goes beyond. Leave out what was downloaded." == refusal(tmp_path)
    monkeypatch.setattr(submitted_files, "MOST_FILES", 1)
    assert "A submission may hold 1 files. This one holds more. Leave out what was downloaded." == refusal(tmp_path)
    deep = tmp_path / "0" / "/".join("d" * 20)
    deep.mkdir(parents=True)
    assert "Folders may nest 16 deep in a submission. These nest deeper. Hand in fewer." == refusal(tmp_path)


def test_a_name_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    """No notebook of the graded course could hold it."""
    os.close(os.open(os.fsencode(tmp_path) + b"/\xff", os.O_CREAT | os.O_WRONLY))
    assert "The names of files are UTF-8. One in this submission is not. Rename it." == refusal(tmp_path)

"""The one writer of whole files: what lies at the place before and after, with which permissions, and who wins a race."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from autograder.whole_files import sweep, write_once, write_whole

Writer = Callable[..., None]


@pytest.fixture
def umask() -> Iterator[None]:
    """A umask that leaves nothing to others."""
    before = os.umask(0o077)
    yield
    os.umask(before)


def permissions(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("write", [write_whole, write_once])
def test_texts_and_bytes_are_written_as_they_are_and_folders_are_made(tmp_path: Path, write: Writer) -> None:
    """Claim: text is UTF-8, no line end is translated, and nothing else is left there."""
    write(tmp_path / "a" / "b" / "text", "é\r\n")
    write(tmp_path / "a" / "b" / "bytes", b"\xff\x00")
    assert {"text": "é\r\n".encode(), "bytes": b"\xff\x00"} == {
        path.name: path.read_bytes() for path in (tmp_path / "a" / "b").iterdir()
    }


@pytest.mark.parametrize("write", [write_whole, write_once])
def test_permissions_are_those_asked_for_or_the_umasks(tmp_path: Path, umask: None, write: Writer) -> None:
    """Claim: results are readable whatever the umask says; a secret is its owner's; None asks the umask."""
    for name, given in (("usual", {}), ("secret", {"mode": 0o600}), ("umask", {"mode": None})):
        write(tmp_path / name, "x", **given)
    assert [0o644, 0o600, 0o600] == [permissions(tmp_path / name) for name in ("usual", "secret", "umask")]


def test_a_file_that_is_there_is_replaced_by_one_and_kept_by_the_other(tmp_path: Path) -> None:
    """Claim: of two that write once, the first wins, and the second leaves nothing behind."""
    path = tmp_path / "x"
    write_once(path, "first")
    write_once(path, "second")
    assert ("first", [path]) == (path.read_text(), list(tmp_path.iterdir()))
    write_whole(path, "third")
    assert ("third", [path]) == (path.read_text(), list(tmp_path.iterdir()))


def test_where_there_are_no_hard_links_the_first_wins_nevertheless(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Claim: some network shares and memory sticks have none."""

    def link(*_: object) -> None:
        raise PermissionError("Operation not permitted")

    monkeypatch.setattr(os, "link", link)
    path = tmp_path / "x"
    write_once(path, "first")
    write_once(path, "second")
    assert ("first", [path]) == (path.read_text(), list(tmp_path.iterdir()))


def test_only_parts_are_swept_away(tmp_path: Path) -> None:
    """Claim: hidden files of others, and files whose name merely ends so, stay."""
    for name in (".x.json.0a1b2c3d.part", ".hidden", "movie.part"):
        (tmp_path / name).write_text("half")
    sweep(tmp_path)
    assert {".hidden", "movie.part"} == {path.name for path in tmp_path.iterdir()}


def test_a_folder_that_is_named_like_a_part_stays(tmp_path: Path) -> None:
    """Claim: a folder of such a name is somebody's, and does not stop what lies beside it from being swept."""
    (tmp_path / ".ann.part" / "inner").mkdir(parents=True)
    for place in (tmp_path, tmp_path / ".ann.part", tmp_path / ".ann.part" / "inner"):
        (place / ".x.json.0a1b2c3d.part").write_text("half")
    sweep(tmp_path)
    assert [".ann.part", ".ann.part/inner"] == sorted(str(p.relative_to(tmp_path)) for p in tmp_path.rglob("*"))

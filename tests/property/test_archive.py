"""Archives: whatever a stranger packed is unpacked within bounds, or Refused, and nothing is written elsewhere."""

from __future__ import annotations

import io
import os
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.intake.archive import Room, unpack
from autograder.intake.archive_member import is_junk
from autograder.intake.refusal import Refused
from tests.property.bounds import MIB, bounded, light, share
from tests.property.mutation import ACCIDENTS, NUMBERS, damaged
from tests.support.zips import DEFLATED, DEVICE, FOLDER, LINK, PLAIN, STORED, UTF_8, Member, packed, quoted

ROOM = Room(members=20, each=MIB, together=2 * MIB, ratio=200)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where each example is unpacked; the file beside it must stay as it is."""
    place = tmp_path_factory.mktemp("archives")
    (place / "beside").write_bytes(b"untouched")
    yield place


def unpacked(place: Path, raw: bytes) -> dict[str, bytes] | None:
    """What was unpacked, or None when it was Refused."""
    into = place / "into"
    shutil.rmtree(into, ignore_errors=True)  # of an example that failed
    into.mkdir()
    try:
        with bounded():
            unpack(io.BytesIO(raw), "ann.zip", into, ROOM)
    except Refused as refusal:
        assert str(refusal).isprintable()
        found = None
    else:
        found = {str(path.relative_to(into)): path.read_bytes() for path in into.rglob("*") if not path.is_dir()}
    entries = [
        entry for top, folders, files in os.walk(into) for entry in (Path(top, each) for each in folders + files)
    ]
    assert not any(entry.is_symlink() for entry in entries)
    assert sum(entry.stat().st_size for entry in entries if entry.is_file()) <= ROOM.together + ROOM.each
    assert (["beside", "into"], b"untouched") == (sorted(os.listdir(place)), (place / "beside").read_bytes())
    shutil.rmtree(into)
    return found


_NAMES = st.sampled_from(
    ["a", "a/b", "a/", "a/b/", "./a", "a//b", "/a", "../a", "a/../b", "..", ".", "", "a\\b", "C:a", "a\0b", "a\nb", "\ud800",
     "é", "A", "__MACOSX/a", ".DS_Store", "a.zip", "a.ZIP/", "x" * 300, "d/" * 20 + "a", "beside", "../beside", "~", "con"]
) | st.text(max_size=10) | st.binary(max_size=10)  # fmt: skip
_DATA = st.binary(max_size=40) | st.integers(0, 3 * MIB).map(bytes)
_LIE = st.none() | st.none() | st.sampled_from(NUMBERS) | st.integers(0, 200)
_MEMBERS = st.builds(
    Member,
    name=_NAMES,
    data=_DATA,
    method=st.sampled_from([DEFLATED, DEFLATED, STORED, 9, 12, 14, 99]),
    flags=st.sampled_from([UTF_8, UTF_8, 0, 1, 8, 0x20, 0x41, 0x2000, 0xFFFF]),
    attributes=st.sampled_from([PLAIN, PLAIN, 0, FOLDER, LINK, DEVICE, 0x10, 0x400]),
    size=_LIE,
    packed_size=_LIE,
    crc=st.none() | st.none() | st.just(0),
    at=_LIE,
    own_name=st.none() | st.none() | _NAMES,
    raw=st.none() | st.none() | st.binary(max_size=30),
)


@share(10)
@given(members=st.lists(_MEMBERS, max_size=4), before=st.binary(max_size=9), comment=st.binary(max_size=9))
def test_an_archive_of_lies_is_unpacked_within_bounds_or_refused(
    place: Path, members: list[Member], before: bytes, comment: bytes
) -> None:
    """Every field of every header may say anything."""
    unpacked(place, packed(*members, before=before, comment=comment))


def _honest() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        made.mkdir("01_tiny")
        made.writestr("01_tiny/01_tiny.ipynb", b'{"cells": []}' * 20)
        made.writestr("01_tiny/é.txt", b"x", zipfile.ZIP_STORED)
    return stream.getvalue()


@share(10)
@given(raw=st.sampled_from([_honest(), quoted("a", 1000, 5), packed(Member("a"), comment=b"c")]), accidents=ACCIDENTS)
def test_a_damaged_archive_is_unpacked_within_bounds_or_refused(place: Path, raw: bytes, accidents: Any) -> None:
    """As after a broken upload, and as somebody who seeks a hole would damage it."""
    unpacked(place, damaged(raw, accidents))


_PATHS = st.lists(st.text(st.characters(codec="utf-8", exclude_characters='/\\:.', exclude_categories=["Cc"]), min_size=1,
                          max_size=8), min_size=1, max_size=3).map("/".join)  # fmt: skip


@share(10)
@given(files=st.dictionaries(_PATHS, st.binary(max_size=100), min_size=1, max_size=4), stored=st.booleans())
def test_what_is_honestly_packed_is_unpacked_to_the_byte(place: Path, files: dict[str, bytes], stored: bool) -> None:
    """Whatever the names, so long as no file is also a folder, nor what a file manager leaves."""
    if any(is_junk(name) or name.startswith(f"{other}/") for name in files for other in files):
        return
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(name, data)
    assert files == unpacked(place, stream.getvalue())


@share(40)
@given(
    size=st.sampled_from([0, MIB // 2, 2 * MIB]),
    count=st.integers(1, 30),
    name=st.text(max_size=200),
    share_bytes=st.booleans(),
)
def test_an_archive_costs_memory_by_its_own_length(
    place: Path, size: int, count: int, name: str, share_bytes: bool
) -> None:
    """However much it would unpack to, and however long its table of contents is."""
    name_in_text = name.encode("utf-8", "replace").decode()
    raw = (
        quoted("a", size, count)
        if share_bytes
        else packed(*[Member(f"{i}{name_in_text}", bytes(size)) for i in range(count)])
    )
    with light(4 * len(raw) + ROOM.together + 2 * MIB):  # what was unpacked is read to be looked at
        unpacked(place, raw)

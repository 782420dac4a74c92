"""Intake: whatever a student hands in is read or Refused, and what is read is plain."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.intake import submitted_files
from autograder.intake.notebook import MOST_BYTES, MOST_SOURCE, Submitted, read_notebook
from autograder.intake.refusal import Refused
from autograder.intake.student_id import is_student
from tests.property.bounds import MIB, bounded, light, share
from tests.property.json_text import OBJECTS
from tests.property.mutation import ACCIDENTS, damaged
from tests.property.notebooks import FILES, HONEST, written

LESSON = "01_tiny"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A submission's folder, in which each example writes its notebook anew."""
    return tmp_path_factory.mktemp("submitted")


def taken(folder: Path, raw: bytes) -> Submitted | None:
    """What intake reads of the notebook ``raw``, or None when it is Refused with a sentence."""
    (folder / f"{LESSON}.ipynb").write_bytes(raw)
    with bounded():
        try:
            submitted = read_notebook(folder, LESSON)
        except Refused as refusal:
            assert str(refusal).isprintable()
            return None
    for cell in submitted.cells:
        assert cell.kind in ("code", "markdown", "raw")
        assert "\r" not in cell.source
        assert len(cell.source.encode()) <= 4 * MOST_SOURCE  # no half of a pair is left
        assert cell.grade_id is None or (type(cell.grade_id) is str and len(cell.grade_id) <= 128)
    assert all(sentence.isprintable() for sentence in submitted.repairs)
    return submitted


@given(raw=FILES)
def test_a_notebook_of_any_shape_is_read_or_refused(folder: Path, raw: bytes) -> None:
    """Wrong types at every level, all kinds of metadata, sources as lists, formats 3 and 4, every encoding."""
    taken(folder, raw)


@given(raw=st.sampled_from(HONEST), accidents=ACCIDENTS)
def test_a_damaged_notebook_is_read_or_refused(folder: Path, raw: bytes, accidents: Any) -> None:
    """As after a broken copy or a full disk."""
    taken(folder, damaged(raw, accidents))


@given(text=OBJECTS, tail=st.binary(max_size=8))
def test_what_is_nearly_json_is_read_or_refused(folder: Path, text: str, tail: bytes) -> None:
    """Of every depth, with numbers of thousands of digits, with halves of pairs."""
    taken(folder, b'{"nbformat": 4, "cells": ' + text.encode("utf-8", "surrogatepass") + b"}" + tail)


@given(raw=st.binary(max_size=200))
def test_raw_bytes_are_refused(folder: Path, raw: bytes) -> None:
    """No random bytes are a notebook."""
    assert taken(folder, raw) is None


@given(
    sources=st.lists(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=30), max_size=5
    ),
    how=st.sampled_from(["ascii", "utf-8", "utf-16", "mark", "padded"]),
)
def test_what_a_student_wrote_is_read_to_the_letter(folder: Path, sources: list[str], how: str) -> None:
    """Whatever the file's encoding, and whether the sources are lists of lines or not."""
    cells = [
        {"cell_type": "code", "source": text.splitlines(keepends=True) if i % 2 else text}
        for i, text in enumerate(sources)
    ]
    submitted = taken(folder, written({"nbformat": 4, "cells": cells}, how))
    assert submitted is not None
    assert sources == [cell.source for cell in submitted.cells]


@share(20)
@given(
    token=st.sampled_from(
        [b"{},", b"[],", b'{"":0},', b"0,", b'"",', b"1.5,", b'{"cell_type":"code"},', b"[", b'{"a":']
    ),
    count=st.integers(1, 30_000),
    head=st.sampled_from([b'{"nbformat":4,"cells":[', b'{"nbformat":3,"worksheets":[{"cells":[', b'{"metadata":[']),
)
def test_a_notebook_costs_memory_by_its_length(folder: Path, token: bytes, count: int, head: bytes) -> None:
    """No more than a hundred bytes for one, whatever stands in it; so 20 MB at most cost what a machine has."""
    raw = head + token * count + b"0]" + b"}]}" * (b"sheets" in head) + b"}" * (b"sheets" not in head)
    with light(100 * len(raw) + MOST_BYTES + MIB):  # reading sets as much aside as a notebook may have
        taken(folder, raw)


_NAME = st.binary(min_size=1, max_size=12).map(
    lambda raw: raw.replace(b"/", b"-").replace(b"\0", b"-")
) | st.sampled_from(
    [
        b"01_tiny.ipynb",
        b"a.ipynb",
        b"A.IPYNB",
        b"a.ipynb.txt",
        b"\xff.ipynb",
        b".hidden",
        b"timestamp.txt",
        b"data",
        b"-rf",
    ]
)
_ENTRY = st.tuples(
    st.lists(_NAME, min_size=1, max_size=3),
    st.sampled_from(["file", "folder", "link", "hard link", "pipe"]),
    st.binary(),
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where trees are made; beside it lies a file that none of them may show."""
    place = tmp_path_factory.mktemp("trees")
    (place / "secret").write_bytes(b"canary")
    yield place


@share(4)
@given(entries=st.lists(_ENTRY, max_size=5))
def test_a_folder_of_anything_is_read_or_refused(place: Path, entries: Any) -> None:
    """Links, pipes, hard links, names that are no text: nothing outside is opened, and no descriptor stays open."""
    tree = Path(tempfile.mkdtemp(dir=place))
    made = [_made(os.fsencode(tree), *entry, os.fsencode(place / "secret")) for entry in entries]
    before = len(os.listdir("/proc/self/fd"))
    with bounded():
        try:
            files = submitted_files.read_files(tree)
            assert all(made)
            assert b"canary" not in files.values()
        except Refused as refusal:
            assert str(refusal).isprintable()
        try:
            read_notebook(tree, LESSON)
        except Refused as refusal:
            assert str(refusal).isprintable()
    assert before == len(os.listdir("/proc/self/fd"))
    shutil.rmtree(tree)


def _made(root: bytes, names: list[bytes], kind: str, data: bytes, secret: bytes) -> bool:
    """Make an entry below ``root``; True when it is plain, False when it must be refused or could not be made."""
    path = os.path.join(root, *names)
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        if kind == "file":
            with open(path, "xb") as file:
                file.write(data)
        elif kind == "folder":
            os.mkdir(path)
        elif kind == "link":
            os.symlink(secret, path)
        elif kind == "hard link":
            os.link(secret, path)
        else:
            os.mkfifo(path)
    except OSError:  # a name that is taken already, or "." and ".."
        return True
    hidden = any(name.startswith(b".") for name in names[:-1])
    return hidden or kind in ("file", "folder")


@given(name=st.text(max_size=70))
def test_a_students_id_is_a_plain_name(name: str) -> None:
    """Whatever is one can be a folder, an address and a database's key as it is."""
    if is_student(name):
        assert name.isascii()
        assert "/" not in name
        assert name not in (".", "..")
        assert 1 <= len(name) <= 64

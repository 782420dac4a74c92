"""Reading a submitted notebook: what is kept, what is mended, and each sentence of refusal."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from autograder.intake.notebook import MOST_BYTES, MOST_CELLS, MOST_SOURCE, read_notebook
from autograder.intake.plain_file import read_small_text
from autograder.intake.refusal import Refused
from autograder.intake.student_id import is_student
from tests.property.bounds import bounded, light
from tests.support.grading_course import LESSON, cell, hand_in, notebook


def refusal(folder: Path) -> str:
    with pytest.raises(Refused) as refused:
        read_notebook(folder, LESSON)
    return str(refused.value)


def test_of_a_cell_only_type_source_and_grade_id_are_kept(tmp_path: Path) -> None:
    """No other metadata and no output of a student's reaches the grader."""
    odd = cell("x = 1", "double", outputs=[{"output_type": "stream", "name": "stdout", "text": "full marks"}])
    odd["metadata"]["tags"] = ["skip-execution"]
    submitted = read_notebook(hand_in(tmp_path, "ann", notebook(odd)), LESSON)
    assert [("code", "x = 1", "double")] == [(c.kind, c.source, c.grade_id) for c in submitted.cells]


@pytest.mark.parametrize(
    ("raw", "source"),
    [
        (json.dumps(notebook(cell("a = 1\r\nb = 2\rc"))).encode(), "a = 1\nb = 2\nc"),
        (b"\xef\xbb\xbf" + json.dumps(notebook(cell("x"))).encode(), "x"),
        (json.dumps(notebook(cell("x"), nbformat_minor=0)).encode(), "x"),
        (json.dumps(notebook(cell("x"), nbformat_minor=5)).encode(), "x"),
        (json.dumps(notebook(cell(["a\n", "b"]))).encode(), "a\nb"),  # type: ignore[arg-type]
        (rb'{"nbformat": 4, "cells": [{"cell_type": "code", "source": "\ud800"}]}', "?"),
        (b'{"nbformat": 4, "metadata": {"x": NaN}, "cells": [{"cell_type": "code", "source": "x"}]}', "x"),
    ],
    ids=["line ends", "byte order mark", "4.0", "4.5", "list of lines", "lone surrogate", "NaN in metadata"],
)
def test_harmless_oddities_of_a_file_are_read(tmp_path: Path, raw: bytes, source: str) -> None:
    """CRLF, a byte order mark and every minor of format 4 are no reason to refuse."""
    assert source == read_notebook(hand_in(tmp_path, "ann", raw), LESSON).cells[0].source


def test_format_3_is_upgraded(tmp_path: Path) -> None:
    """A notebook of the previous major format is read."""
    old = {
        "nbformat": 3,
        "nbformat_minor": 0,
        "metadata": {"name": ""},
        "worksheets": [
            {"metadata": {}, "cells": [{"cell_type": "code", "language": "python", "input": "x = 1", "outputs": []}]}
        ],
    }
    assert "x = 1" == read_notebook(hand_in(tmp_path, "ann", old), LESSON).cells[0].source


GOOD = json.dumps(notebook(cell("x = 1"), cell("y = 2")))
REFUSED = {
    "truncated": (GOOD[:-40].encode(), "ends in the middle"),
    "cut in a string": (GOOD[: GOOD.index("y =") + 1].encode(), "ends in the middle"),
    "merge conflict": (b'{"cells": [\n<<<<<<< HEAD\n1\n=======\n2\n>>>>>>> mine\n]}', "marks of a merge conflict"),
    "damaged": (b'{"cells": [},]}', "damaged at line 1, column 12"),
    "an export": (b"# %%\nprint(1)", "does not begin like one"),
    "empty": (b" \n", "This file is empty"),
    "not text": (b"\xff\xfe\x00", "is UTF-8 text"),
    "NaN in place of cells": (b'{"nbformat": 4, "cells": NaN}', "holds a list of cells"),
    "NaN in place of a format": (b'{"nbformat": NaN, "cells": []}', "has format 4"),
    "two in one file": (GOOD.encode() * 2, "holds more after its end"),
    "bytes of no text": (b"\x80\x81{}", "is UTF-8 text"),
    "cut in a letter": (b'{"a": "\xc3', "ends in the middle"),
    "only zeros": (bytes(100), "This file is empty"),
    "deep": (b"[" * 100_000, "strict JSON"),
    "long number": (b'{"a": ' + b"9" * 10_000 + b"}", "strict JSON"),
    "a list": (b"[]", "JSON object"),
    "format 2": (b'{"nbformat": 2, "cells": []}', "has format 4"),
    "format true": (b'{"nbformat": true, "cells": []}', "has format 4"),
    "broken format 3": (b'{"nbformat": 3, "worksheets": 5}', "format 3 must be complete"),
    "no cells": (b'{"nbformat": 4, "cells": {}}', "holds a list of cells"),
    "too many cells": (json.dumps(notebook(*[cell("")] * (MOST_CELLS + 1))).encode(), f"at most {MOST_CELLS} cells"),
    "too much text": (json.dumps(notebook(*[cell("x" * MOST_SOURCE)] * 41)).encode(), "characters together"),
    "over 20 MB": (b" " * 21_000_000, "This one has 21 MB"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_with_its_reason(tmp_path: Path, name: str) -> None:
    """Each way of being unreadable has a sentence that says which."""
    raw, says = REFUSED[name]
    assert says in refusal(hand_in(tmp_path, "ann", raw))


MENDED = {
    "UTF-16": (GOOD.encode("utf-16"), "The file was UTF-16 text; it was read all the same."),
    "UTF-16, the other way round": (b"\xfe\xff" + GOOD.encode("utf-16-be"), "The file was UTF-16 text"),
    "Latin-1": (GOOD.replace("x = 1", "x = 1 # \xe9").encode("latin-1"), "it was read as Latin-1"),
    "Latin-1 under a mark": (
        b"\xef\xbb\xbf" + GOOD.replace("y = 2", "y = 2 # \xe9").encode("latin-1"),
        "it was read as Latin-1",
    ),
    "a tail": (GOOD.encode() + b"\n}]", "What stood after the notebook's end was left out."),
    "no format": (b'{"cells": [{"cell_type": "code", "source": "x = 1"}]}', "did not name its format"),
}


@pytest.mark.parametrize("name", MENDED)
def test_what_can_be_read_in_one_way_only_is_read_and_reported(tmp_path: Path, name: str) -> None:
    """Nobody loses points for an editor's encoding or for what a file system left behind the end."""
    raw, says = MENDED[name]
    submitted = read_notebook(hand_in(tmp_path, "ann", raw), LESSON)
    assert submitted.cells[0].source.startswith("x = 1")
    assert (1, True) == (len(submitted.repairs), says in submitted.repairs[0])


def test_zeros_behind_the_end_need_no_word(tmp_path: Path) -> None:
    """A file system pads with them; they hide nothing."""
    assert () == read_notebook(hand_in(tmp_path, "ann", GOOD.encode() + bytes(4096)), LESSON).repairs


@pytest.mark.parametrize("name", ["copy of it (1).ipynb", "01_tiny.ipynb.txt", "01_tiny.ipynb.json", "01_TINY.IPYNB"])
def test_another_file_name_is_accepted_and_reported(tmp_path: Path, name: str) -> None:
    """The only notebook of a folder counts whatever it is called."""
    folder = hand_in(tmp_path, "ann", notebook(cell("x")), name="given")
    (folder / "given.ipynb").rename(folder / name)
    (folder / "notes.txt").touch()
    submitted = read_notebook(folder, LESSON)
    assert (f"The notebook had another name; it was read as {LESSON}.ipynb.",) == submitted.repairs


def test_no_notebook_and_two_strange_ones_are_refused(tmp_path: Path) -> None:
    """Nobody guesses which of two files was meant."""
    folder = tmp_path / "ann" / LESSON
    folder.mkdir(parents=True)
    assert "No notebook was found" in refusal(folder)
    hand_in(tmp_path, "ann", notebook(), name="a")
    hand_in(tmp_path, "ann", notebook(), name="b")
    assert "2 notebooks with other names" in refusal(folder)
    for i in range(1001):
        (folder / f"{i}.txt").touch()
    assert "More than 1000 files" in refusal(folder)


def test_links_pipes_and_hard_links_are_not_followed(tmp_path: Path) -> None:
    """A submission cannot make the grader read another file, nor wait for one."""
    secret = tmp_path / "secret.ipynb"
    secret.write_text(GOOD)
    folder = tmp_path / "ann" / LESSON
    folder.mkdir(parents=True)
    file = folder / f"{LESSON}.ipynb"
    file.symlink_to(secret)
    assert "A link or a closed file" in refusal(folder)
    file.unlink()
    os.mkfifo(file)
    assert "device, pipe or hard link" in refusal(folder)
    file.unlink()
    file.mkdir()
    open_before = len(os.listdir("/proc/self/fd"))
    assert "A folder, device, pipe or hard link" in refusal(folder)
    assert open_before == len(os.listdir("/proc/self/fd"))
    file.rmdir()
    os.link(secret, file)
    assert "device, pipe or hard link" in refusal(folder)
    linked = tmp_path / "bob"
    linked.symlink_to(folder)
    assert "A link or a file was found instead" in refusal(linked)


def test_unreadable_and_overlong_cells_are_left_out_alone(tmp_path: Path) -> None:
    """One bad cell does not cost the others."""
    bad = [7, {"cell_type": "code", "source": {}}, cell("x" * (MOST_SOURCE + 1)), {"cell_type": "nonsense"}]
    submitted = read_notebook(hand_in(tmp_path, "ann", notebook(cell("x"), *bad)), LESSON)  # type: ignore[arg-type]
    assert ["x"] == [c.source for c in submitted.cells]
    assert (
        "3 cells could not be read and were left out.",
        "1 cell had more than 100,000 characters and was left out.",
    ) == submitted.repairs


@pytest.mark.parametrize(
    ("name", "fits"),
    [
        ("ann", True),
        ("a.b-c_9", True),
        ("", False),
        ("..", False),
        (".", False),
        ("a b", False),
        ("é", False),
        ("x" * 65, False),
    ],
)
def test_student_ids_are_plain(name: str, fits: bool) -> None:
    """An id can be a folder, a URL and a database key without escaping."""
    assert fits == is_student(name)


def test_a_small_text_is_read_safely(tmp_path: Path) -> None:
    """timestamp.txt may be a link, a pipe or a gigabyte as well."""
    (tmp_path / "t").write_text("2026-01-01")
    (tmp_path / "link").symlink_to(tmp_path / "t")
    (tmp_path / "big").write_text("x" * 50)
    assert ["2026-01-01", None, None, None] == [
        read_small_text(tmp_path, name, 20) for name in ("t", "link", "big", "none")
    ]
    assert read_small_text(tmp_path / "none", "t", 20) is None


@pytest.mark.parametrize("unit", ["{},", "[],", '{"a":1},', '"",', "0,"])
def test_millions_of_values_are_refused_before_they_are_read(tmp_path: Path, unit: str) -> None:
    """As much JSON as a file may hold: it would take hundreds of MiB."""
    room = MOST_BYTES - 200
    raw = f'{{"nbformat": 4, "metadata": {{"x": [{unit * (room // len(unit))}0]}}, "cells": []}}'.encode()
    folder = hand_in(tmp_path, "ann", raw)
    # One after the other: counting what is allocated takes ten times as long as the reading.
    for bound in (bounded(), light(4 * MOST_BYTES)):
        with (
            bound,
            pytest.raises(Refused, match=r"millions of values, more than can be read at once. Clear its outputs"),
        ):
            read_notebook(folder, LESSON)


def test_brackets_and_numbers_of_honest_outputs_are_no_millions_of_values(tmp_path: Path) -> None:
    """Printed arrays are one string, and a large picture of a plotting tool is read."""
    printed = json.dumps("[{1, 2}, 3]" * 1_200_000)
    numbers = ",".join(["0.1234567"] * 600_000)
    raw = f'{{"nbformat": 4, "metadata": {{"a": {printed}, "b": [{numbers}]}}, "cells": []}}'.encode()
    assert () == read_notebook(hand_in(tmp_path, "ann", raw), LESSON).cells

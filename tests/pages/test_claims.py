"""What people say: faulty claims are refused in plain words, and the page is built from sound ones."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
import pytest

from autograder.course import Course
from autograder.faults import AuthorFault, UsageFault
from autograder.pages.claims import read_claims
from autograder.pages.claims_page import build_page, page_differences, page_notebook

# -- faults of an author ------------------------------------------------------------------------------------------

TOML = """
[[idea]]
id = "sums"
title = "Sums"
about = "Two numbers."

[[claim]]
id = "C1"
idea = "sums"
says = "1 + 1 is 3."
verdict = "FALSE"
so = "It is 2."
experiment = "counts"
lesson = "01_sums"
section = "1. One and one"

[[claim]]
id = "C2"
repeats = "C1"
"""
PAGE = '# %% [markdown]\nr"""\n# What people say\n"""\n\n# %% tags=["setup"]\none = 1\n'
SUMS = '# %% experiment="counts"\nprint(one + one)\nassert one + one == 2\n'
LESSON = '# %% [markdown]\nr"""\n# 01 — Sums\n\n**2 minutes**\n\n## 1. One and one\n"""\n\n# %% tags=["setup"]\n1\n'
SMALL = {"claims/claims.toml": TOML, "claims/page.py": PAGE, "claims/sums.py": SUMS, "01_sums/lesson.py": LESSON}


@pytest.fixture
def small(tmp_path) -> Path:
    """A course of one lesson, with two claims."""
    for name, text in SMALL.items():
        path = tmp_path / "lessons" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (tmp_path / "course.toml").write_text(
        'title = "t"\nclaims = "lessons/claims"\n[[lesson]]\npath = "lessons/01_sums"\n', encoding="utf-8"
    )
    return tmp_path


def rewrite(root: Path, name: str, old: str, new: str) -> None:
    path = root / "lessons" / "claims" / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "old", "new", "sentence"),
    [
        ("claims.toml", 'experiment = "counts"', 'experiment = "weighs"', r"C1: an experiment is a cell .*'weighs'.*There are: counts"),
        ("claims.toml", '"01_sums"', '"02_sums"', r"C1 names a lesson.*'02_sums'.*There are: 01_sums"),
        ("claims.toml", "1. One and one", "2. Two", r"C1: a section is a heading.*'2. Two'.*It has: 1. One and one"),
        ("claims.toml", 'section = "1. One and one"', "", r"C1: lesson and section go together"),
        ("claims.toml", '"FALSE"', '"WRONG"', r"C1: a verdict is one of TRUE, FALSE, DEPENDS, OPINION. Received 'WRONG'"),
        ("claims.toml", 'experiment = "counts"', "", r"C1: a claim told as FALSE or DEPENDS names the experiment.*sums.py"),
        ("claims.toml", 'id = "C2"', 'id = "C1"', r"each id stands once. Received C1 twice"),
        ("claims.toml", 'repeats = "C1"', 'repeats = "C3"', r"C2 repeats a claim that stands above it. Received 'C3'"),
        ("claims.toml", 'repeats = "C1"', 'says = "x"', r"C2 has says, verdict, so, and an idea.*Received no idea"),
        ("claims.toml", 'idea = "sums"', 'idea = "products"', r"Received the idea 'products'. Ideas are: sums"),
        ("claims.toml", 'so = "It is 2."', 'so = "It is 2."\nwhy = "w"', r"C1 has texts for .*Received: why"),
        ("claims.toml", 'so = "It is 2."', "so = 2", r"C1 has texts for .*Received: so"),
        ("claims.toml", "[[idea]]", '[[idea]]\nid = "more"\ntitle = "More"\n[[idea]]', r"Received none for 'more'"),
        ("claims.toml", "[[idea]]", "[[idea]", r"must be valid TOML"),
        ("sums.py", "print", 'pass\n\n# %% experiment="idle"\nprint', r"Received the experiment 'counts|Received the experiment 'idle'"),
        ("sums.py", 'experiment="counts"', "", r"line 1: each cell is code with a name of its own"),
        ("sums.py", "print", 'pass\n\n# %% experiment="counts"\nprint', r"line 4: each cell is code with a name of its own"),
        ("page.py", ' tags=["setup"]', "", r"page.py, line 1: the page opens with one cell of prose"),
    ],
)  # fmt: skip
def test_a_faulty_claim_is_refused(small, name, old, new, sentence):
    """Claim: the rule, what was received, and one thing to try."""
    rewrite(small, name, old, new)
    with pytest.raises(AuthorFault, match=f"(?s){sentence}"):
        read_claims(small / "lessons" / "claims")


def test_two_experiments_of_one_name(small):
    """Claim: a link leads to one experiment."""
    rewrite(small, "claims.toml", '"C2"\nrepeats = "C1"', '"C2"\nidea = "more"\nverdict = "TRUE"\nsays = "s"\nso = "t"')
    rewrite(small, "claims.toml", "[[idea]]", '[[idea]]\nid = "more"\ntitle = "More"\n[[idea]]')
    shutil.copy(small / "lessons/claims/sums.py", small / "lessons/claims/more.py")
    with pytest.raises(AuthorFault, match=r"Received 'counts' in more.py and sums.py. Rename one"):
        read_claims(small / "lessons" / "claims")


def test_a_folder_that_is_not_there(small):
    """Claim: course.toml names folders that exist."""
    shutil.rmtree(small / "lessons" / "claims")
    with pytest.raises(UsageFault, match=r"Received claims = 'lessons/claims': nothing is there"):
        Course.open(small)


# -- building -----------------------------------------------------------------------------------------------------


def test_the_page_is_built_compared_and_outdated(small):
    """Claim: a build executes the page and writes it once; a changed claim is seen, and without execution nothing is written."""
    course = Course.open(small)
    path = small / "notebooks" / "claims.ipynb"
    assert page_differences(course) == [
        "notebooks/claims.ipynb is missing, and lessons/claims gives it. Run: make build"
    ]
    built = build_page(course)
    assert ("executed", ["notebooks/claims.ipynb"], []) == (built.reading, built.written, built.findings)
    page = nbformat.read(path, as_version=4)
    assert "2\n" in [output.text for cell in page.cells if cell.cell_type == "code" for output in cell.outputs]
    assert page_differences(course, execute=True) == []
    assert ("kept", []) == ((again := build_page(course)).reading, again.written)
    bytes_before = path.read_bytes()
    rewrite(small, "claims.toml", "It is 2.", "It is two.")
    assert page_differences(course) == [
        "notebooks/claims.ipynb was executed with an earlier lessons/claims. Run: make build"
    ]
    assert build_page(course, execute=False).reading == "outdated"
    assert path.read_bytes() == bytes_before


def test_an_experiment_that_fails_stops_the_build(small):
    """Claim: no page is written whose experiments do not hold."""
    rewrite(small, "sums.py", "== 2", "== 3")
    with pytest.raises(
        AuthorFault, match=r"The page claims runs through. Cell 6, .*'print\(one \+ one\)', gave AssertionError"
    ):
        build_page(Course.open(small))
    assert not (small / "notebooks").exists()


def test_rows_that_say_the_same_are_one(small):
    """Claim: two numbers of one sentence share a row, with sign and word."""
    course = Course.open(small)
    page = page_notebook(course, read_claims(small / "lessons" / "claims"))
    rows = [line for cell in page.cells for line in cell.source.splitlines() if "1 + 1 is 3" in line]
    assert len(rows) == 1 and "| ✘\xa0**FALSE**<br>C1<br>C2 |" in rows[0]
    assert "[Lesson 01: 1. One and one](01_sums.ipynb#1.-One-and-one)" in rows[0]

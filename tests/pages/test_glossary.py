"""Words and misconceptions: both in the lessons' own words, and what does not fit is refused in plain ones."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest

from autograder.course import Course
from autograder.faults import AuthorFault, UsageFault
from autograder.pages.glossary import misconceptions, read_terms
from autograder.pages.glossary_page import build_glossary, glossary_differences
from tests.support.build import run

LESSON = '''# %% [markdown]
r"""
# 01 — Sums

**2 minutes**

## Adding

Two numbers meet. The result is the **sum**. A **term** is what
goes in: a number | a letter.

- the first item;
- the **carry** goes to the left. It is at most 1.

A formula has **factors**:
"""

# %% tags=["setup"]
1

# %% [markdown]
r"""
### M01 — Larger, hence a sum?

> **You may think:** a sum is larger
> than its terms.
>
> **That is not so**, because a term may be negative. What you take away is the
> **difference**.
>
> **Run this.**
"""
'''
GLOSSARY = '01_sums = ["sum", "term", "carry", "factors", "difference"]\n'


@pytest.fixture
def small(tmp_path) -> Path:
    """A course of one lesson with five terms and one misconception."""
    folder = tmp_path / "lessons" / "01_sums"
    folder.mkdir(parents=True)
    (folder / "lesson.py").write_text(LESSON, encoding="utf-8")
    (tmp_path / "lessons" / "glossary.toml").write_text(GLOSSARY, encoding="utf-8")
    (tmp_path / "course.toml").write_text(
        'title = "t"\nglossary = "lessons/glossary.toml"\n[[lesson]]\npath = "lessons/01_sums"\n', encoding="utf-8"
    )
    return tmp_path


def rewrite(root: Path, name: str, old: str, new: str) -> None:
    path = root / "lessons" / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), encoding="utf-8")


def terms(root: Path) -> dict[str, str]:
    return {term.term: term.text for term in read_terms(Course.open(root), root / "lessons" / "glossary.toml")}


def test_a_term_is_found_in_the_sentence_that_explains_it(small):
    """Claim: the sentence alone; a short one with the one before; of a list its item; of a quotation no marks."""
    assert {
        "carry": "The **carry** goes to the left.",
        "difference": "That is not so**, because a term may be negative. What you take away is the **difference**.",
        "factors": "A formula has **factors**:",
        "sum": "Two numbers meet. The result is the **sum**.",
        "term": "A **term** is what goes in: a number | a letter.",
    } == terms(small) | {"difference": terms(small)["difference"].removeprefix("**")}


def test_a_misconception_is_worded_as_its_lesson_refutes_it(small):
    """Claim: number, thought and reason, on one line each."""
    (one,) = misconceptions(Course.open(small))
    assert ("M01", "Larger, hence a sum?", "01_sums", ()) == (one.id, one.title, one.lesson, one.exercises)
    assert "a sum is larger than its terms." == one.thought
    assert "A term may be negative. What you take away is the **difference**." == one.because


def test_the_exercises_whose_advice_names_it_stand_beside(root):
    """Claim: a learner who was told M09 finds where else it is told."""
    found = {one.id: one for one in misconceptions(Course.open(root))}
    assert {"03_weights/ScaleShift", "04_nesting/MLPBlock"} <= set(found["M09"].exercises)
    assert "03_weights" == found["M09"].lesson


def test_every_lesson_but_the_first_gives_terms_and_refutes_something(root):
    """Claim: the course's own page is complete, and each row leads to a heading that is there."""
    page = nbformat.read(root / "notebooks" / "glossary.ipynb", as_version=4)
    text = "\n".join(cell.source for cell in page.cells)
    course = Course.open(root)
    linked = set(re.findall(r"\]\((\w+)\.ipynb#", text))
    assert set(course.lessons) == linked
    assert set(course.lessons) - {"00_start"} == {one.lesson for one in misconceptions(course)}
    assert re.findall(r"^\| \*\*(M\d\d)", text, re.MULTILINE) == [one.id for one in misconceptions(course)]


def test_the_page_is_built_compared_and_reported(small):
    """Claim: built once, compared by --check, and a changed sentence is seen."""
    assert 0 == (done := run("--course", small, "glossary")).exit_code
    assert "glossary: 1 files written, nothing to execute" in done.output
    text = (small / "notebooks" / "glossary.ipynb").read_text(encoding="utf-8")
    assert "a number \\\\| a letter" in text and "[01](01_sums.ipynb#Adding)" in text
    course = Course.open(small)
    assert [] == glossary_differences(course) == build_glossary(course).written
    assert (
        "glossary: its page in notebooks/ is what lessons/ gives"
        in run("--course", small, "--check", "glossary").output
    )
    rewrite(small, "01_sums/lesson.py", "goes to the left", "goes to the right")
    assert ["notebooks/glossary.ipynb differs from lessons/glossary.toml. Run: make build"] == glossary_differences(
        Course.open(small)
    )


@pytest.mark.parametrize(
    ("name", "old", "new", "sentence"),
    [
        ("glossary.toml", '"carry"', '"borrow"', r"a term is in bold .* Received 'borrow', and 01_sums has no \*\*borrow\*\*"),
        ("glossary.toml", "01_sums", "02_sums", r"a list of words each. Received 02_sums = .* Lessons are: 01_sums."),
        ("glossary.toml", '["sum"', '[1, "sum"', r"a list of words each. Received 01_sums = \[1"),
        ("glossary.toml", '"carry"', '"carry", "carry"', r"explained in one lesson. Received 'carry' for 01_sums as well as for 01_sums"),
        ("glossary.toml", "= [", "= [[", r"must be valid TOML"),
        ("01_sums/lesson.py", "You may think:", "Some think:", r"line \d+: under the heading .* Received another form for M01"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(small, name, old, new, sentence):
    """Claim: the rule, what was received, and one thing to try."""
    rewrite(small, name, old, new)
    with pytest.raises(AuthorFault, match=f"(?s){sentence}"):
        build_glossary(Course.open(small))


def test_a_number_used_twice_is_refused(small):
    """Claim: a number leads to one lesson."""
    again = LESSON.split("\n# %%")[2]
    assert "M01" in again
    (small / "lessons" / "01_sums" / "lesson.py").write_text(LESSON + "\n# %%" + again, encoding="utf-8")
    with pytest.raises(AuthorFault, match=r"refuted in one lesson. Received M01, which 01_sums has already"):
        misconceptions(Course.open(small))


def test_a_file_that_is_not_there(small):
    """Claim: course.toml names files that exist."""
    (small / "lessons" / "glossary.toml").unlink()
    with pytest.raises(UsageFault, match=r"Received glossary = 'lessons/glossary.toml': nothing is there"):
        Course.open(small)

"""nbgrader's own formgrader, with the repository's configuration, on what ``autograder grade`` has written."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from playwright.sync_api import Browser, Page

from tests.browser.graded import BLOCK, LESSON
from tests.browser.server import TOKEN, serving


@pytest.fixture(scope="module")
def formgrader(course: Path, chromium: Browser) -> Iterator[tuple[Page, str]]:
    """A page that formgrader has let in, and formgrader's address."""
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--ServerApp.root_dir={course}"]
    with serving(command, course, course / "private") as address:
        page = chromium.new_page(viewport={"width": 1280, "height": 1000})
        # A deep address as the first page would hang: its own requests are sent to the login.
        page.goto(f"{address}/formgrader/gradebook?token={TOKEN}", wait_until="domcontentloaded")
        page.wait_for_selector(f"text={LESSON}")
        yield page, f"{address}/formgrader"
        page.close()


@pytest.fixture
def submission(formgrader: tuple[Page, str], course: Path) -> Callable[[str, str], Page]:
    """``submission(lesson, student)``: the page on which a person grades it."""

    def graded_page(lesson: str, student: str) -> Page:
        with Gradebook(f"sqlite:///{course}/gradebook.db") as book:
            handed_in = book.find_submission_notebook(lesson, lesson, student).id
        page, address = formgrader
        page.goto(f"{address}/submissions/{handed_in}/", wait_until="domcontentloaded")
        # What was given automatically is asked for after the fields are there.
        page.wait_for_function("document.querySelector('input.score')?.placeholder", timeout=60_000)
        page.wait_for_function("document.querySelector('textarea.comment')?.placeholder", timeout=60_000)
        return page

    return graded_page


ADVICE = {"made_in_call": "Weights are made once, in __init__ or `build`", "relu_before_sum": "First add, then ReLU:"}


@pytest.mark.parametrize(
    ("lesson", "student", "points", "mistaken"),
    [
        (LESSON, "made_in_call", ["0", "5", "4", "4"], 0),
        (BLOCK, "relu_before_sum", ["4", "2", "4", "4"], 1),
        (BLOCK, "right", ["4", "5", "4", "4"], None),
    ],
)
def test_formgrader_shows_our_scores_and_our_comments(
    submission: Callable[[str, str], Page],
    keep: Callable[[Page, str], Path],
    lesson: str,
    student: str,
    points: list[str],
    mistaken: int | None,
) -> None:
    """A weight made in `call`, a ReLU before the sum, no mistake: the points, and the advice where something is wrong.

    What was given automatically stands as the placeholder of each field, which a person may overwrite.
    """
    page = submission(lesson, student)
    scores, comments = placeholders(page, "input.score"), placeholders(page, "textarea.comment")
    page.locator("input.score").nth(mistaken or 0).scroll_into_view_if_needed()
    keep(page, f"20_formgrader_{lesson}_{student}")
    assert scores[:4] == points
    for number, comment in enumerate(comments[:4]):
        right = number != mistaken
        assert comment.startswith("Right: every check was passed." if right else ADVICE[student])


def test_a_persons_score_and_comment_are_kept_beside_ours(submission: Callable[[str, str], Page], course: Path) -> None:
    """Manual grading: one more point and a word, saved when the field is left."""
    page = submission(LESSON, "made_in_call")
    for field, given in (("input.score", "1"), ("textarea.comment", "The idea was right.")):
        with page.expect_response(lambda answer: answer.request.method == "PUT" and answer.ok):
            page.locator(field).first.fill(given)
            page.locator(field).first.blur()
    with Gradebook(f"sqlite:///{course}/gradebook.db") as book:
        grade = book.find_grade("check-ScaleShift", LESSON, LESSON, "made_in_call")
        assert (grade.auto_score, grade.manual_score) == (0, 1)


def placeholders(page: Page, selector: str) -> list[str]:
    """The placeholders of the fields, in the order of the page."""
    found: list[str] = page.locator(selector).evaluate_all("fields => fields.map(f => f.placeholder)")
    return found

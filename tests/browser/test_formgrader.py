"""nbgrader's own formgrader, with the repository's configuration, on what ``autograder grade`` has written."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from playwright.sync_api import Browser, Page

from tests.browser.graded import LESSON
from tests.browser.server import TOKEN, serving


@pytest.fixture(scope="module")
def submission(course: Path, chromium: Browser) -> Iterator[Page]:
    """The manual grading page of a submission with a mistake in it."""
    with Gradebook(f"sqlite:///{course}/gradebook.db") as book:
        handed_in = book.find_submission_notebook(LESSON, LESSON, "made_in_call").id
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--ServerApp.root_dir={course}"]
    with serving(command, course, course / "private") as address:
        page = chromium.new_page(viewport={"width": 1280, "height": 1000})
        # A deep address as the first page would hang: its own requests are sent to the login.
        page.goto(f"{address}/formgrader/gradebook?token={TOKEN}", wait_until="domcontentloaded")
        page.wait_for_selector(f"text={LESSON}")
        page.goto(f"{address}/formgrader/submissions/{handed_in}/", wait_until="domcontentloaded")
        page.wait_for_selector("input.score", timeout=60_000)
        yield page
        page.close()


def test_formgrader_shows_our_scores_and_our_comments(submission: Page, keep: Callable[[Page, str], Path]) -> None:
    """A weight made in `call`: nothing for ScaleShift, with its advice; the rest is right.

    What was given automatically stands as the placeholder of each field, which a person may overwrite.
    """
    scores, comments = placeholders(submission, "input.score"), placeholders(submission, "textarea.comment")
    assert scores[:4] == ["0", "5", "4", "4"]
    assert comments[0].startswith("Weights are made once, in __init__ or `build`")
    assert comments[1:4] == ["Right: every check was passed."] * 3
    submission.locator("input.score").first.scroll_into_view_if_needed()
    keep(submission, "20_formgrader")


def test_a_persons_score_and_comment_are_kept_beside_ours(submission: Page, course: Path) -> None:
    """Manual grading: one more point and a word, saved when the field is left."""
    for field, given in (("input.score", "1"), ("textarea.comment", "The idea was right.")):
        with submission.expect_response(lambda answer: answer.request.method == "PUT" and answer.ok):
            submission.locator(field).first.fill(given)
            submission.locator(field).first.blur()
    with Gradebook(f"sqlite:///{course}/gradebook.db") as book:
        grade = book.find_grade("check-ScaleShift", LESSON, LESSON, "made_in_call")
        assert (grade.auto_score, grade.manual_score) == (0, 1)


def placeholders(page: Page, selector: str) -> list[str]:
    """The placeholders of the fields, in the order of the page."""
    found: list[str] = page.locator(selector).evaluate_all("fields => fields.map(f => f.placeholder)")
    return found

"""A real Chromium, and folders for what it saw."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.graded import graded_course
from tests.browser.server import serving

NAMES = ("chromium", "chromium-browser", "google-chrome")
# The last five keep it from talking to anybody but the server under test.
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--screenshots", metavar="DIR", help="keep the screenshots of the browser tests in this folder")


# Not for the whole session: an open Playwright is a running event loop, and other tests run their own.
@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.fail(
            "The browser tests need Chromium. None was found. Install it: tools/system_packages --browser", False
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def keep(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Page, str], Path]:
    """``keep(page, name)``: a screenshot of what the page shows."""
    given = request.config.getoption("--screenshots", default=None)
    folder = Path(given).absolute() if given else tmp_path_factory.mktemp("screenshots")
    folder.mkdir(parents=True, exist_ok=True)

    def kept(page: Page, name: str) -> Path:
        path = folder / f"{name}.png"
        page.screenshot(path=path)
        return path

    return kept


@pytest.fixture(scope="package")
def course(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with graded submissions of two lessons."""
    return graded_course(root, tmp_path_factory.mktemp("course"))


@pytest.fixture(scope="package")
def laboratory(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the JupyterLab that ``make lab`` starts in a copy of the clone, as in self-study."""
    course = tmp_path_factory.mktemp("learner")
    for name in ("lessons", "release"):
        shutil.copytree(root / name, course / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(root / "course.toml", course / "course.toml")
    command = [sys.executable, "-m", "autograder.student.lab", f"--course={course}", "--no-browser"]
    with serving(command, root, course / "private") as address:
        yield address

"""A notebook in JupyterLab, used as a learner uses it: with a mouse and a keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Locator, Page

IDLE = ".jp-Notebook-ExecutionIndicator[data-status='idle']"
SECONDS = 1000
# The text of elements, also of those out of sight; what stands in a block of its own is a word of its own.
WORDS = """found => found.map(element => {
    const copy = element.cloneNode(true);
    copy.querySelectorAll('p, td, th, li, summary, div, pre, caption').forEach(block => block.append(' '));
    return copy.textContent;
})"""


class Notebook:
    """The notebook that a page shows. ``errors`` are what the page's console called errors."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.errors: list[str] = []
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def open(self, address: str) -> None:
        """Open and wait until its kernel is idle."""
        self.page.goto(address, wait_until="domcontentloaded")
        self.page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=60 * SECONDS)
        # The indicator says idle before there is a kernel; what is run in that moment is lost.
        self.page.wait_for_selector(".jp-StatusBar-TextItem:has-text('| Idle')", timeout=60 * SECONDS)
        self.page.wait_for_timeout(2 * SECONDS)
        self.page.wait_for_selector(IDLE, timeout=60 * SECONDS)

    def menu(self, *labels: str) -> None:
        """Choose an entry of the menu bar, such as ("Run", "Run All Cells")."""
        self.page.locator(".lm-MenuBar-itemLabel", has_text=labels[0]).click()
        for label in labels[1:-1]:
            self.page.get_by_text(label, exact=True).hover()
        self.page.locator(".lm-Menu-itemLabel").get_by_text(labels[-1], exact=True).click()

    def cell(self, text: str) -> Locator:
        """The one code cell whose source holds ``text``."""
        holds = self.page.locator(".jp-InputArea-editor", has_text=text)
        return self.page.locator(".jp-Notebook .jp-CodeCell").filter(has=holds)

    def figure(self, alt: str) -> Locator:
        """The one code cell that shows a picture whose alternative text holds ``alt``; its code may be folded."""
        shows = self.page.locator(f".jp-OutputArea img[alt*='{alt}']")
        return self.page.locator(".jp-Notebook .jp-CodeCell").filter(has=shows)

    def write(self, cell: Locator, source: str) -> None:
        """Put ``source`` in the place of what the cell holds."""
        cell.locator(".cm-content").click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(source)

    def add_below(self, cell: Locator) -> Locator:
        """A new cell beneath, as the key b makes it."""
        cell.locator(".jp-InputPrompt").click()
        self.page.keyboard.press("Escape")
        self.page.keyboard.press("b")
        return self.page.locator(".jp-Notebook .jp-Cell.jp-mod-active")

    def run(self, cell: Locator) -> str:
        """Run one cell; returns the text of its output."""
        before = cell.locator(".jp-InputPrompt").text_content()
        cell.locator(".jp-InputPrompt").click()
        self.page.keyboard.press("Control+Enter")
        self.page.wait_for_function(
            """([cell, before]) => { const prompt = cell.querySelector('.jp-InputPrompt').textContent;
                return prompt !== before && /\\[\\d+\\]/.test(prompt); }""",
            arg=[cell.element_handle(), before],
            polling=200,
            timeout=120 * SECONDS,
        )
        self.page.wait_for_selector(IDLE, timeout=60 * SECONDS)
        return self.output(cell)

    def await_output(self, cell: Locator) -> str:
        """Wait until the cell has shown something; returns its text."""
        cell.locator(".jp-OutputArea-output").first.wait_for(state="attached", timeout=120 * SECONDS)
        self.page.wait_for_selector(IDLE, timeout=60 * SECONDS)
        return self.output(cell)

    def validate(self) -> str:
        """Press nbgrader's button, which runs all in a kernel of its own; returns what its dialogue says."""
        self.page.get_by_text("Validate", exact=True).click()
        self.page.wait_for_selector(".jp-Dialog", timeout=180 * SECONDS)
        return self.page.locator(".jp-Dialog").inner_text()

    def show(self, cell: Locator) -> None:
        """Bring a cell into sight. JupyterLab draws what comes into sight a moment later, which may move it again."""
        for _ in range(2):
            cell.evaluate("cell => cell.scrollIntoView({block: 'start'})")
            self.page.wait_for_timeout(300)

    def output(self, cell: Locator) -> str:
        """What the cell shows beneath, blanks and breaks as one blank."""
        return " ".join(" ".join(cell.locator(".jp-OutputArea").evaluate_all(WORDS)).split())


@contextmanager
def opened(browser: Browser, address: str) -> Iterator[Notebook]:
    """The notebook at ``address`` in a window of its own, its kernel idle and nothing run."""
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    notebook = Notebook(page)
    notebook.open(address)
    yield notebook
    page.close()

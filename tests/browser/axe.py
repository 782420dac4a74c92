"""axe-core on a page."""

from __future__ import annotations

import json

from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import ElementHandle, Page

RUN = """async element => (await axe.run(element || document,
    {resultTypes: ['violations']})).violations.map(v => [v.id, v.nodes.map(n => [n.html, n.failureSummary])])"""


def violations(page: Page, element: ElementHandle | None = None) -> list[str]:
    """What axe-core objects to on the page, or in one element of it: a rule and its places each."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_FILE_PATH.read_text(encoding="utf-8"))
    found = page.evaluate(RUN, element)
    return [f"{rule}: {json.dumps(places[:3], ensure_ascii=False)[:1500]}" for rule, places in found]

"""What must hold around a hostile submission, each as a function that raises AssertionError and can be tested alone.

An entry's ``entry.toml`` says what it may earn. Beyond the keys that tests/support/corpus.py names:

* ``most``: the highest points by exercise, for those that are attacked; every other exercise scores as its base says;
* ``only``: of base "right", the exercises that are answered, to save time;
* ``refused``: the submission must be refused as a whole; ``broken``: an exercise may go unjudged;
* ``seconds``: the longest wall time that judging may take; ``cpu``: the processor time that it may cost the grader's own
  process, which has no limit (5 s unless told otherwise);
* ``limits``: some limits of the sandbox that are tighter here than in tests/attacks/test_redteam.py, where the entry waits for one;
* ``canaries``: strings that may stand nowhere; ``unsaid``: strings that only the instructor may see;
* ``shows``: strings that the instructor's report must hold, which prove that the attack ran;
* ``known``: who must mend what, where a finding is open; the entry then must fail until that is done.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from autograder.exercise.exam import Exam, LayerCase
from autograder.sandbox.limits import Limits
from autograder.sandbox.sandbox import Sandbox
from autograder.verdicts import Broken, Right, SubmissionVerdict

FAMILIES = ("forging", "metadata", "files", "processes", "wire")
SENTENCE = re.compile(r"\S.{20,}[.!?]", re.DOTALL)
ROUNDING = 1e-6
CPU_SECONDS = 5
TAGS = frozenset(
    [
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "main",
        "section",
        "h1",
        "h2",
        "h3",
        "p",
        "a",
        "div",
        "span",
        "strong",
        "code",
        "pre",
        "ul",
        "ol",
        "li",
        "details",
        "summary",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "dl",
        "dt",
        "dd",
    ]
)
"""All that our two templates are made of. A page with any other tag holds a stranger's."""
DIGITS = 8
"""Of a hidden number that many characters are looked for: fewer would be met by chance."""

Facts = Mapping[str, Any]


# -- the entry itself -----------------------------------------------------------------------------------------------


def well_made(folder: Path, facts: Facts) -> None:
    """The entry has its family, a sentence, a time limit, and something that it does."""
    assert facts["family"] in FAMILIES, f"{folder.name} has no known family"
    assert SENTENCE.fullmatch(facts["says"].strip()), f"{folder.name} must say in a sentence what must hold"
    assert facts["base"] in ("stub", "right")
    assert facts["seconds"] > 0
    assert facts.get("refused") or isinstance(facts.get("most", {}), dict)
    does = [path for path in folder.glob("*.py") if path.stat().st_size]
    assert does, f"{folder.name} does nothing"


def tighter(facts: Facts, limits: Limits) -> None:
    """What the entry has limits of its own for must act sooner than elsewhere, never later."""
    for name, most in facts.get("limits", {}).items():
        assert 0 < most < getattr(limits, name, 0), f"no limit that is tighter: {name} = {most}"
    replace(limits, **facts.get("limits", {}))


# -- the verdict ----------------------------------------------------------------------------------------------------


def scores(facts: Facts, verdict: SubmissionVerdict, full: Mapping[str, float]) -> None:
    """No exercise earns more than its ``most``, and each that is not attacked earns exactly what its base gives.

    An exercise that may not earn all may not count as right either; extras have no points but can be right.
    """
    if facts.get("refused"):
        return refused(verdict)
    assert verdict.refused is None, f"refused: {verdict.refused}"
    most = facts.get("most", {})
    assert set(most) <= set(full), f"unknown exercises: {set(most) - set(full)}"
    assert set(full) == {e.exercise for e in verdict.exercises}
    for each in verdict.exercises:
        name, is_right = each.exercise, isinstance(each.outcome, Right)
        if name in most:
            assert each.points <= most[name] + ROUNDING, f"{name} earned {each.points:g}, and may earn {most[name]:g}"
            assert not is_right or (full[name] and most[name] >= full[name]), f"{name} counts as right"
        elif facts["base"] == "right" and name in facts.get("only", full):
            assert is_right and each.points == full[name], f"{name} is answered rightly and earned {each.points:g}"
        else:
            assert not is_right and each.points == 0, f"{name} is a stub and earned {each.points:g}"
    return None


def refused(verdict: SubmissionVerdict) -> None:
    """The whole submission was refused, with a sentence, and nothing was judged."""
    assert verdict.refused is not None, "it was read, and must be refused"
    assert SENTENCE.fullmatch(verdict.refused), f"no sentence: {verdict.refused}"
    assert verdict.exercises == ()


def judged(facts: Facts, verdict: SubmissionVerdict) -> None:
    """Nothing went unjudged: not judged is what a forger without an answer would want."""
    found = [f"{e.exercise}: {e.outcome.reason}" for e in verdict.exercises if isinstance(e.outcome, Broken)]
    assert facts.get("broken") or not found, "; ".join(found)


def in_time(facts: Facts, seconds: float, cpu: float) -> None:
    """Wall time of the whole, and processor time of this process, which only reads, asks and compares."""
    assert seconds <= facts["seconds"], f"judging took {seconds:.1f} s of at most {facts['seconds']} s"
    most = facts.get("cpu", CPU_SECONDS)
    assert cpu <= most, f"the grader's own process computed for {cpu:.1f} s of at most {most} s"


# -- what was written -----------------------------------------------------------------------------------------------


class _Tags(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, attrs))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, attrs))


def escaped(page: str) -> None:
    """The page is made of our own tags, without scripts, handlers and links that lead out."""
    assert "<script" not in page.lower()
    for tag, attrs in _Tags(page).found:
        assert tag in TAGS, f"<{tag}> is none of ours"
        for name, value in attrs:
            assert not name.startswith("on"), f"<{tag} {name}>"
            assert name != "href" or re.match(r"#|feedback/", value or ""), f"<a href={value!r}>"


def absent(words: Iterable[str], texts: Mapping[str, str | bytes]) -> None:
    """None of ``words`` stands in any of ``texts``, which have names."""
    for word in words:
        for name, text in texts.items():
            sought: Any = word.encode() if isinstance(text, bytes) else word
            assert sought not in text, f"{word!r} stands in {name}"


def present(words: Iterable[str], text: str) -> None:
    """Each of ``words`` stands in the report: what the attack was to do has been done."""
    missing = [word for word in words if word not in text]
    assert not missing, f"the attack did not run: the report holds no {missing}"


def hidden_numbers(exams: Mapping[str, Exam]) -> list[str]:
    """Some numbers of each hidden case, as NumPy and Python print them: they may reach no student."""
    found: set[str] = set()
    for exam in exams.values():
        for case in exam.cases:
            if isinstance(case, LayerCase):
                for array in (case.x, case.inference.output, case.cotangent, *case.weights.values()):
                    values = [] if array is None else np.asarray(array, np.float32).ravel()[:3]
                    found |= {str(abs(value))[:DIGITS] for value in values}
    return sorted(number for number in found if len(number) == DIGITS)


# -- the machine ----------------------------------------------------------------------------------------------------


def processes(sandbox: Sandbox) -> set[int]:
    """The sandbox's bubblewrap and all below it: the fork server alone, when nobody is being judged."""
    assert sandbox._process is not None
    top = psutil.Process(sandbox._process.pid)
    return {top.pid, *(child.pid for child in top.children(recursive=True))}


def nobody_left(sandbox: Sandbox, before: set[int], seconds: float = 10.0) -> None:
    """Within that time exactly the processes of ``before`` are there."""
    ends = time.monotonic() + seconds
    while (now := processes(sandbox)) != before and time.monotonic() < ends:
        time.sleep(0.05)
    assert now == before, f"left over: {sorted(now - before)}; gone: {sorted(before - now)}"


def answers(sandbox: Sandbox) -> None:
    """The sandbox makes a fork, and the fork runs a cell."""
    from autograder.sandbox.session import Cell

    with sandbox.fork() as session:
        (result,) = session.run_cells([Cell("alive", "assert 1 + 1 == 2")])
    assert result.status == "ok"


def written(folder: Path) -> dict[str, bytes]:
    """Every file below ``folder``, by its name."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def covered(families: Sequence[str], least: int) -> None:
    """The corpus is large enough, and no family of the catalogue is missing."""
    assert len(families) >= least, f"{len(families)} entries"
    assert set(families) == set(FAMILIES), f"missing: {set(FAMILIES) - set(families)}"

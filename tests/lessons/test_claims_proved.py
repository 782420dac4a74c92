"""What people say: each verdict that contradicts them still holds, with the packages installed now."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import replace
from functools import cache

import nbformat
import pytest

from autograder.faults import AuthorFault
from autograder.pages.claims import DECIDED, VERDICTS, Claims, read_claims
from autograder.pages.claims_experiments import disagreement, run_experiments
from tests.support.paths import ROOT

pytestmark = pytest.mark.timeout(1200)  # one fixture runs all experiments, on a machine that may have much else to do
FOLDER = ROOT / "lessons" / "claims"
COUNTS = {"TRUE": 46, "FALSE": 49, "DEPENDS": 31, "OPINION": 14}
"""As counted in the collection that the page was written from."""


@cache
def claims() -> Claims:
    return read_claims(FOLDER)


def contradicted() -> list[str]:
    """Read as TOML alone, so that a faulty claim fails a test and not the collection of all."""
    found: dict[str, str] = {}
    for claim in tomllib.loads((FOLDER / "claims.toml").read_text(encoding="utf-8"))["claim"]:
        found[claim["id"]] = claim.get("verdict") or found[claim["repeats"]]
    return [name for name, verdict in found.items() if verdict in DECIDED]


def claim_of(name: str):
    return next(claim for claim in claims().claims if claim.id == name)


@pytest.fixture(scope="session")
def observed() -> dict[str, str | None]:
    """All experiments, run once in one process."""
    return run_experiments(claims())


@pytest.mark.parametrize("name", contradicted())
def test_the_experiment_still_shows_it(name, observed):
    """Claim: who is contradicted is contradicted by an experiment, with the packages installed now."""
    claim = claim_of(name)
    results = observed[claim.experiment]
    if results is not None:
        pytest.fail(disagreement(claims(), claim, results), pytrace=False)


def test_the_other_experiments_hold_too(observed):
    """Claim: no experiment on the page fails, whatever it decides."""
    assert {name: results for name, results in observed.items() if results is not None} == {}


def test_a_changed_library_is_reported_in_a_sentence():
    """Claim: a verdict that no longer holds names its claim, its place, the assert, and what to change."""
    spoilt = spoil(
        "tracking", 'assert table["Keras 3", "tf.Variable"] == 0', 'assert table["Keras 3", "tf.Variable"] == 1'
    )
    results = run_experiments(spoilt)["who_is_listed"]
    assert results is not None
    sentence = disagreement(spoilt, claim_of("C051"), results)
    assert sentence.startswith(
        "C051 is told as DEPENDS under 'Who tracks a variable'. Its experiment `who_is_listed` no longer"
    )
    assert 'assert table["Keras 3", "tf.Variable"] == 1' in sentence and "AssertionError" in sentence
    assert sentence.endswith(
        "Look at the new Keras release notes, then change the verdict, the lesson 03_weights (section M07 — An attribute, hence "
        "trained?) and this experiment (tracking.py)."
    )


def test_an_observation_without_lesson_and_a_failing_setup():
    """Claim: without a lesson the sentence names the experiment alone; a set-up that fails is the author's fault."""
    assert "change the verdict, this experiment (devices.py)" in disagreement(
        claims(), claim_of("C039"), "`x` raised y"
    )
    with pytest.raises(AuthorFault, match=r"after the set-up cell of page.py. Received: .*no_such_package"):
        run_experiments(replace(claims(), setup="import no_such_package"))


def spoil(idea: str, old: str, new: str) -> Claims:
    """The claims with one experiment changed; the other ideas, which would cost time, are left out."""
    group = next(g for g in claims().ideas if g.id == idea)
    code = {name: text.replace(old, new) for name, text in group.experiments.items()}
    assert code != group.experiments
    return replace(claims(), ideas=(replace(group, experiments=code),))


def test_every_claim_is_treated_once():
    """Claim: 140 claims, each id once, with the verdicts of the collection."""
    names = [claim.id for claim in claims().claims]
    assert sorted(names) == [f"C{number:03}" for number in range(1, 141)]
    assert Counter(claim.verdict for claim in claims().claims) == COUNTS
    assert set(COUNTS) == set(VERDICTS) and sum(COUNTS.values()) == len(names)
    assert all(idea.claims for idea in claims().ideas)


def test_every_experiment_prints_and_ends_with_asserts():
    """Claim: a reader sees what was observed, and the page could not be made if it did not hold."""
    for name, code in claims().experiments.items():
        assert "print(" in code, name
        assert "assert " in "\n".join(code.splitlines()[-9:]), name


def test_the_page_says_versions_verdicts_and_words():
    """Claim: the committed page is executed, each row has a sign and a word, and each inner link has its heading."""
    page = nbformat.read(ROOT / "notebooks" / "claims.ipynb", as_version=4)
    setup = next(cell for cell in page.cells if cell.id == "setup")
    assert re.search(r"Keras 3\.\S+ \| TensorFlow \S+ \| Keras 2 is 2\.", setup.outputs[0].text)
    assert all(cell.outputs for cell in page.cells if cell.cell_type == "code")
    text = "\n".join(cell.source for cell in page.cells if cell.cell_type == "markdown")
    assert Counter(re.findall(r"^\| [✔✘◐◇]\xa0\*\*(\w+)\*\*", text, re.MULTILINE)).keys() == COUNTS.keys()
    anchors = {heading.replace(" ", "-") for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}
    links = set(re.findall(r"\]\(#([^)]+)\)", text))
    assert links and {link.replace("%3F", "?").replace("%28", "(").replace("%29", ")") for link in links} <= anchors

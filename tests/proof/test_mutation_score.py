"""What the outcomes of the mutants come to, and what an author may record of them."""

from __future__ import annotations

import pytest

from autograder.course.course import Course
from autograder.exercise import Function
from autograder.faults import AuthorFault
from autograder.proof.mutants import mutants, solution_lines
from autograder.proof.mutation_score import FREE_NAME, Trial, percent, unnamed
from autograder.verdicts import Broken, Mistaken, Right
from tests.support.mutant_course import HIDDEN, RECORD, SURVIVOR, course


@pytest.fixture
def trial(tmp_path):
    """``trial(record)``: the mutants of the little exercise, whose hidden.py ends with ``record``."""

    def made(record: str = "") -> Trial:
        return Trial.of(*Course.open(course(tmp_path, HIDDEN + record)).exercise("90_mutants/positive"), b"seed")

    return made


def judged(trial: Trial, refused: bool = True):
    """The score when only ``>=`` is taken for right, or nothing if ``refused`` says so."""
    for mutant in trial.mutants:
        wrong = Mistaken("values", "Another value.")
        trial.outcomes[mutant] = Right() if ">=" in mutant.source and not refused else wrong
    return trial.score()


def test_the_marked_lines_are_those_of_the_solution(trial):
    task = trial().files.task
    assert ({4}, "    return x > limit") == (solution_lines(task), task.solution.split("\n")[3])


def test_the_judge_in_the_sandbox_kills_a_mutant_and_lets_a_blind_one_live(trial, warm_sandbox):
    little = trial()
    for mutant in little.mutants:
        little.outcomes[mutant] = little.judge(warm_sandbox, mutant)
    score = little.score()
    assert [SURVIVOR] == score.survived
    assert ([], [], [], score.mutants - 1) == (score.equivalent, score.broken, score.stale, score.killed)
    assert score.killed >= 2
    assert score.percent < 100


def test_an_equivalent_with_a_reason_is_accepted(trial):
    score = judged(trial(RECORD), refused=False)
    assert [{"difference": SURVIVOR, "reason": "Zero is asked of nobody."}] == score.equivalent
    assert (100.0, [], []) == (score.percent, score.survived, score.stale)


def test_a_free_name_is_equivalent_by_contract(trial):
    named = trial()
    solution = named.files.task.solution
    assert unnamed(solution) == unnamed(f"# {solution}".replace("# ", "", 1))
    object.__setattr__(named.files.task, "answer", 'def positive(x):\n    self.add_weight(name="a")\n')
    free = mutants(named.files.task.solution, {2})[-1]
    named.mutants = [free]
    named.outcomes = {free: Right()}
    assert [FREE_NAME] == [row["reason"] for row in named.score().equivalent]
    named.outcomes = {free: Mistaken("weights", "Call it a.")}
    (sentence,) = named.score().stale
    assert sentence.startswith(f"{FREE_NAME} Received a refusal at weights of")


STALE = [
    (RECORD, True, "x >= limit': a refusal at values. Remove the record"),
    (RECORD.replace(">=", "!="), False, "'x != limit': no mutant of that text. Remove the record"),
    (RECORD.replace(">=", "> >"), False, "'x > > limit': a text that cannot be exchanged: invalid syntax"),
    (RECORD.replace("x > limit", "y > limit"), False, "occurs once in the model answer. Received: 'y > limit'"),
]


@pytest.mark.parametrize(("record", "refused", "sentence"), STALE, ids=[row[2] for row in STALE])
def test_a_record_that_is_not_true_is_reported(trial, record, refused, sentence):
    (sentence_found,) = judged(trial(record), refused).stale
    assert sentence in sentence_found
    assert sentence_found.startswith(
        "An equivalent is recorded for a mutant that the judge takes for right. Received for"
    )


def test_a_broken_judge_has_killed_nothing(trial):
    little = trial()
    little.outcomes = dict.fromkeys(little.mutants, Broken("No exam."))
    score = little.score()
    assert (0, 0.0, len(little.mutants)) == (score.killed, score.percent, len(score.broken))
    assert all(text.endswith("\nNo exam.") for text in score.broken)


def test_only_all_of_them_is_a_hundred():
    assert (100.0, 99.9, 50.0, 100.0) == (percent(3, 3), percent(1999, 2000), percent(1, 2), percent(0, 0))


def test_a_record_without_a_reason_is_refused():
    with pytest.raises(
        AuthorFault, match=r"a sentence that says why it is one\. Received for 'b' in f: ' '\. Write reason"
    ):
        Function("f", title="an example", minutes=1, difficulty="easy", points={}).equivalent("a", "b", reason=" ")


def test_every_mutant_of_an_exercise_of_the_course_is_refused_or_recorded(root, warm_sandbox):
    trial = Trial.of(*Course.open(root).exercise("03_weights/ScaleShift"), b"seed")
    for mutant in trial.mutants:
        trial.outcomes[mutant] = trial.judge(warm_sandbox, mutant)
    score = trial.score()
    assert ([], [], []) == (score.survived, score.broken, score.stale)
    assert (100.0, True) == (score.percent, score.killed > 20)

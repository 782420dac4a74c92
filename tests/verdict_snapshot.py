"""Whether a change of the engine leaves every verdict as it was: save before, save after, compare.

    python -m tests.verdict_snapshot save before.json [LESSON …]
    python -m tests.verdict_snapshot compare before.json after.json

A snapshot holds the verdicts on all known answers of the course, by hidden and by public questions, under a seed of its own, keyed
by what Python reads of an answer; moving or reformatting one changes nothing. What an exception quotes of names that Keras
counts up, or of numbers drawn without a seed, stands in the evidence, which is compared apart.
"""

from __future__ import annotations

import ast
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from autograder.course import Course, ExerciseFiles, Lesson
from autograder.grading.one_answer import judge_answer
from autograder.grading.workers import WorkerPool
from autograder.judge import PUBLIC, seed
from autograder.proof.shared_fork import SharedFork
from autograder.sandbox.sandbox import Sandbox
from autograder.verdicts import ExerciseVerdict, Mistaken

SECRET = b"compare verdicts"
Rows = dict[str, list[Any]]


def rows(sandbox: Sandbox, lesson: Lesson, files: ExerciseFiles) -> Rows:
    """By answer: its name, the verdict by hidden questions, and for a wrong one that by public questions."""
    exercise, known, solution = files.exercise, files.known_answers(), files.task.solution
    points = sum(exercise.points.values())
    exam = exercise.exam(seed(SECRET, f"{lesson.name}/{files.name}"), max_points=points)
    public = exercise.exam(PUBLIC, max_points=points)
    found: Rows = {}
    with SharedFork(sandbox, lesson, files) as shared:
        for answer in known.wrongs:
            source = answer.source(solution)
            hidden, shown = shared.judge(exam, source, public)
            if not isinstance(hidden.outcome, Mistaken):  # as the proof does: what counts is the verdict alone
                hidden = judge_answer(sandbox, lesson, files, exam, source)
            found[key(source)] = [answer.name, row(hidden), row(shown) if shown else None]
    alone = [("stub", files.task.stub), ("model answer", solution)]
    for name, source in alone + [(a.name, a.source(solution)) for a in known.rights]:
        found[key(source)] = [name, row(judge_answer(sandbox, lesson, files, exam, source)), None]
    return found


def key(source: str) -> str:
    """Equal for answers that read the same to Python."""
    return hashlib.sha256(ast.dump(ast.parse(source)).encode()).hexdigest()[:20]


def row(verdict: ExerciseVerdict) -> dict[str, Any]:
    """A verdict with what was received and expected."""
    outcome = verdict.outcome
    evidence = outcome.evidence if isinstance(outcome, Mistaken) else None
    return verdict.to_json() | {"evidence": evidence and [evidence.case, evidence.received, evidence.expected]}


def save(path: Path, lessons: list[str]) -> int:
    """Write the snapshot; the exit code is 1 where an exercise met a fault."""
    course = Course.open()
    tasks = [(lesson, files) for lesson in map(course.lesson, lessons or course.lessons) for files in lesson.exercises]
    pool: WorkerPool[tuple[Lesson, ExerciseFiles], Rows] = WorkerPool(Sandbox, 2, lambda box, task: rows(box, *task))
    snapshot, faults = {}, 0
    for (lesson, files), outcome in pool.work(tasks):
        if isinstance(outcome, Exception):
            faults += 1
            print(f"{lesson.name}/{files.name}: {outcome}", file=sys.stderr)
        else:
            snapshot[f"{lesson.name}/{files.name}"] = outcome
    path.write_text(json.dumps(snapshot, indent=1, sort_keys=True), encoding="utf-8")
    print(f"{sum(map(len, snapshot.values()))} answers of {len(snapshot)} exercises")
    return int(bool(faults))


def compare(before: dict[str, Rows], after: dict[str, Rows]) -> int:
    """Print what differs; the exit code is 1 where more than a sentence does, or an answer is gone."""
    sentences: dict[tuple[str, str, str], list[str]] = {}
    counted = {"same": 0, "evidence alone": 0, "sentence": 0, "verdict": 0, "gone": 0}
    for exercise, answers in before.items():
        for at, (name, *verdicts) in answers.items():
            again = after.get(exercise, {}).get(at)
            if again is None:
                counted["gone"] += 1
                print(f"GONE {exercise}: {name}")
                continue
            for old, new in zip(verdicts, again[1:], strict=True):
                differs = {field for field in old or () if new and old[field] != new.get(field)}
                kind = {frozenset(): "same", frozenset({"evidence"}): "evidence alone"}.get(frozenset(differs))
                if kind is None:
                    kind = "sentence" if differs <= {"advice", "evidence"} else "verdict"
                    if kind == "sentence":
                        sentences.setdefault((exercise, old["advice"], new["advice"]), []).append(name)
                    else:
                        print(f"VERDICT {exercise}: {name}\n  - {old}\n  + {new}")
                counted[kind] += 1
    for (exercise, old, new), names in sentences.items():
        print(f"SENTENCE {exercise}: {', '.join(dict.fromkeys(names))}\n  - {old}\n  + {new}")
    print(", ".join(f"{kind}: {count}" for kind, count in counted.items()))
    return int(bool(counted["verdict"] or counted["gone"]))


def main(words: list[str]) -> int:
    """``save FILE [LESSON …]`` or ``compare BEFORE AFTER``."""
    match words:
        case ["save", path, *lessons]:
            return save(Path(path), lessons)
        case ["compare", before, after]:
            return compare(*(json.loads(Path(path).read_text(encoding="utf-8")) for path in (before, after)))
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""What full hidden judging of each model answer costs beyond the warm fork, in CPU-seconds; and the check in a kernel.

Both sides take turns in one run: a fork that runs the set-up cell and one first operation, and a fork that is judged as
well. The judge's own seconds (NumPy, in this process) are counted to the judging. The check's time by the clock is that
of a learner's second check in a running kernel.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from statistics import median

from autograder.course.course import Course
from autograder.course.lesson import Lesson
from autograder.grading.one_answer import load_answer
from autograder.judge import examine
from autograder.proof.exercise_proof import BLOCK
from autograder.sandbox.sandbox import Sandbox
from autograder.sandbox.session import Cell
from autograder.verdicts import Right
from tests.support.paths import ROOT

TURNS = 5
BOUNDS = {"function": (0.3, 1.0), "layer": (None, None), "block": (1.0, 3.0)}
"""By kind: CPU-seconds of hidden judging, seconds of a check."""

KERNEL = """
import contextlib, io, json, os, sys, time
os.chdir(sys.argv[1])
sys.path.insert(0, sys.argv[2])
answers = json.load(sys.stdin)
spent = {}
with contextlib.redirect_stdout(io.StringIO()):
    exec(answers["setup"])
    from autograder import check
    for name, answer in answers["exercises"].items():
        exec(answer)
        check(name)
        begun = time.perf_counter()
        check(name)
        spent[name] = time.perf_counter() - begun
print(json.dumps(spent))
"""


def main() -> None:
    """Measure, print a table and write bench/judging.json."""
    course = Course.open(ROOT)
    rows = []
    with Sandbox() as sandbox:
        for lesson in map(course.lesson, course.lessons):
            checks = checked(lesson)
            rows += [row | {"check": checks[row["exercise"]]} for row in judged(sandbox, lesson)]
    print(f"{'exercise':36s} kind      judging (CPU-s)  bound   check (s)  bound")
    for row in rows:
        judging, check = BOUNDS[row["kind"]]
        print(
            f"{row['lesson'] + '/' + row['exercise']:36s} {row['kind']:9s} {row['judging']:10.2f}       {judging or '':5}"
            f"   {row['check']:7.2f}    {check or ''}"
        )
    (ROOT / "bench").mkdir(exist_ok=True)
    (ROOT / "bench" / "judging.json").write_text(json.dumps(rows, indent=2) + "\n")


def judged(sandbox: Sandbox, lesson: Lesson) -> list[dict[str, object]]:
    """A row for each exercise: the medians of the judged fork, less that of the bare one."""
    rows = []
    for files in lesson.exercises:
        exam = files.exercise.exam(b"bench", sum(files.exercise.points.values()))
        first = Cell("first", "keras.ops.ones((2, 3)) + 1")
        bare, full = [], []
        for _ in range(TURNS):
            with sandbox.fork() as session:
                session.run_cells([Cell("setup", lesson.setup), first])
            bare.append(session.usage())
            own = time.process_time()
            with sandbox.fork() as session:
                session.run_cells([Cell("setup", lesson.setup), first])
                load_answer(session, files, files.task.solution)
                assert isinstance(examine(exam, session.ask).outcome, Right)
            full.append(session.usage() + time.process_time() - own)
        kind = "block" if len(exam.roles) >= BLOCK else exam.kind
        cost = median(full) - median(bare)
        rows.append({"lesson": lesson.name, "exercise": files.name, "kind": kind, "judging": cost})
    return rows


def checked(lesson: Lesson) -> dict[str, float]:
    """Seconds by the clock of each exercise's second check, in one process of its own."""
    answers = {"setup": lesson.setup, "exercises": {f.name: f.task.solution for f in lesson.exercises}}
    release = ROOT / "release" / lesson.name
    done = subprocess.run(
        [sys.executable, "-c", KERNEL, str(release), str(ROOT)],
        input=json.dumps(answers), capture_output=True, text=True, check=True,
        env=os.environ | {"MPLBACKEND": "Agg", "TF_CPP_MIN_LOG_LEVEL": "3"},
    )  # fmt: skip
    spent: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return spent


if __name__ == "__main__":
    main()

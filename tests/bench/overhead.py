"""What a further submission costs: our grading beside stock ``nbgrader autograde``, the same checks inline, one run.

Both sides judge the same answers to the same questions (lesson 03, all exercises right). A further submission's cost
is (CPU of ``MANY`` submissions - CPU of ``FEW``) / (MANY - FEW), so that start-up falls out; its overhead is that less
the CPU of the same checks in a process that is warm already. CPU-seconds are user + system of all processes, read from
a cgroup-free source: our sandboxes report what each fork used, everything else is a child that has been waited for.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

from autograder.course.course import Course
from autograder.course.lesson import Lesson
from tests.support.paths import BIN, ROOT

LESSON = "03_weights"
FEW, MANY = 2, 8
SETUP = """
import json
from pathlib import Path
import keras
import numpy as np
import tensorflow as tf
"""
INLINE = """
import warnings
from types import ModuleType
from safetensors.numpy import load_file
from autograder.judge import examine, thaw
from autograder.probes import dispatch
from autograder.reply import Reply

_papers = thaw(
    {{e["name"]: e["exam"] for e in json.loads(Path({checks!r}, "lesson.json").read_text())["exercises"]}},
    load_file(Path({checks!r}, "cases.safetensors")),
)
_probes = {{}}
for _path in Path({checks!r}, "probes").glob("*.py"):
    _probes[_path.stem] = ModuleType(_path.stem)
    exec(_path.read_text(), _probes[_path.stem].__dict__)

warnings.simplefilter("ignore")  # stock nbgrader takes a warning for a failure

def inline(name):
    verdict = examine(_papers[name], lambda *asked: Reply(*dispatch.answer(*asked, globals(), _probes)))
    assert verdict.outcome.word == "right", verdict
"""


def main() -> None:
    """Measure both sides, print the table and write bench/overhead.json."""
    course = Course.open(ROOT)
    lesson = course.lesson(LESSON)
    checks = str(course.source_dir / LESSON / "checks")
    with tempfile.TemporaryDirectory() as name:
        here = Path(name)
        stock = per_submission(lambda n: stock_cpu(here / f"stock{n}", lesson, checks, n))
        ours = per_submission(lambda n: our_cpu(here / f"ours{n}", n))
        checking = warm_cpu(here, lesson, checks)
    rows = {
        "checks in a warm process": checking,
        "stock nbgrader autograde": stock,
        "autograder grade": ours,
        "overhead, stock": stock - checking,
        "overhead, ours": ours - checking,
    }
    ratios = {"overhead": (ours - checking) / (stock - checking), "total": ours / stock}
    for label, seconds in rows.items():
        print(f"{label:28s} {seconds:7.3f} CPU-seconds a further submission")
    print(f"overhead, ours / stock       {ratios['overhead']:7.3f}   (to reach: at most 0.100)")
    print(f"total, ours / stock          {ratios['total']:7.3f}   (to reach: at most 0.250)")
    (ROOT / "bench").mkdir(exist_ok=True)
    (ROOT / "bench" / "overhead.json").write_text(json.dumps({"seconds": rows, "ratios": ratios}, indent=2) + "\n")


def per_submission(cpu_of: object) -> float:
    """CPU-seconds of one further submission."""
    few, many = cpu_of(FEW), cpu_of(MANY)  # type: ignore[operator]
    return float((many - few) / (MANY - FEW))


def children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def waited(words: list[str], cwd: Path) -> float:
    """CPU-seconds of a command with all children that it waits for. Bytecode is compiled on both sides."""
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTEST_CURRENT_TEST", "PYTHONDONTWRITEBYTECODE")}
    environment["PATH"] = f"{BIN}{os.pathsep}{environment['PATH']}"
    before = children()
    done = subprocess.run(words, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(words)} failed:\n{done.stderr[-3000:]}")
    return children() - before


def stock_cpu(here: Path, lesson: Lesson, checks: str, submissions: int) -> float:
    """Stock nbgrader on notebooks that hold the set-up, the answers and the checks, and nothing else."""
    source = here / "source" / LESSON
    source.mkdir(parents=True)
    cells = [new_code_cell(SETUP), new_code_cell(INLINE.format(checks=checks))]
    for files in lesson.exercises:
        marks = {"schema_version": 3, "task": False}
        answer = {"grade_id": files.name, "solution": True, "grade": False, "locked": False}
        test = {"grade_id": f"check-{files.name}", "solution": False, "grade": True, "locked": True, "points": 1}
        cells.append(new_code_cell(files.task.solution, metadata={"nbgrader": marks | answer}))
        cells.append(new_code_cell(f"inline({files.name!r})", metadata={"nbgrader": marks | test}))
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(new_notebook(cells=cells, metadata=kernel), source / f"{LESSON}.ipynb")
    (here / "nbgrader_config.py").write_text(
        "c = get_config()\nc.ExecutePreprocessor.timeout = 300\nc.ClearSolutions.enforce_metadata = False\n"
    )
    for i in range(submissions):
        shutil.copytree(source, here / "submitted" / f"s{i}" / LESSON)
    waited([str(BIN / "nbgrader"), "generate_assignment", LESSON], here)
    spent = waited([str(BIN / "nbgrader"), "autograde", LESSON, "--create"], here)
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{here / 'gradebook.db'}") as gradebook:
        scores = [submission.score for submission in gradebook.assignment_submissions(LESSON)]
    assert scores == [len(lesson.exercises)] * submissions, scores
    return spent


def our_cpu(here: Path, submissions: int) -> float:
    """``autograder grade`` on whole submissions of the lesson; forks report their own use, which no parent waits for."""
    for i in range(submissions):
        shutil.copytree(ROOT / "tests" / "submissions" / "right" / LESSON, here / "submitted" / f"s{i}" / LESSON)
    used = here / "used.json"
    spent = waited(
        [sys.executable, "-m", "tests.bench.metered", str(here / "submitted"), str(here / "out"), str(used)], ROOT
    )
    document = json.loads(used.read_text())
    assert document["points"] == [17.0] * submissions, document
    return spent + float(document["sandboxes"])


def warm_cpu(here: Path, lesson: Lesson, checks: str) -> float:
    """The same checks on the same answers in one process, the second time round."""
    program = here / "warm.py"
    answers = "\n\n".join(files.task.solution for files in lesson.exercises)
    names = [files.name for files in lesson.exercises]
    program.write_text(
        f"{SETUP}\n{INLINE.format(checks=checks)}\nimport time\n"
        f"for turn in range(2):\n    begun = time.process_time()\n"
        + "\n".join(f"    {line}" for line in f"exec({answers!r}, globals())".splitlines())
        + f"\n    for name in {names!r}:\n        inline(name)\n    spent = time.process_time() - begun\nprint(spent)\n"
    )
    done = subprocess.run([sys.executable, str(program)], cwd=ROOT, capture_output=True, text=True, check=True)
    return float(done.stdout.strip().splitlines()[-1])


if __name__ == "__main__":
    begun = time.perf_counter()
    main()
    print(f"(measured in {time.perf_counter() - begun:.0f} s)")

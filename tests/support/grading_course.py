"""A course of one tiny lesson, and a stand-in for the sandbox that runs cells in this process: for tests of grading."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from autograder.course.course import Course
from autograder.editions.source_edition import write_source
from autograder.faults import MachineFault
from autograder.probes.plain_values import from_plain, to_plain
from autograder.probes.value_types import describe_types
from autograder.reply import AnswerLost, Reply
from autograder.sandbox.limits import Limits

LESSON = "01_tiny"
LESSON_PY = '''# %% [markdown]
r"""# Tiny

A lesson of 5 minutes."""

# %% tags=["setup"]
import math

# %%
table = [1, 2, 3]

# %% exercise="double"

# %% exercise="shift"
'''
TASK = '''# %% [markdown]
r"""## {name}"""

# %%
def {name}(x):
    """{name} of x."""
    ### BEGIN SOLUTION
    return {formula}
    ### END SOLUTION

# %% [markdown] hint="nudge"
r"""a"""

# %% [markdown] hint="locate"
r"""b"""

# %% [markdown] hint="show"
r"""c"""
'''
HIDDEN = """from autograder.exercise import Function, call

exercise = Function("{name}", title="an example", minutes=1, difficulty="easy", points={{"runs": 1, "values": {values}}})


@exercise.reference
def reference(x):
    return {formula}


@exercise.cases
def cases(rng):
    yield call(int(rng.integers(100, 999)))
    yield call(7)


@exercise.mistake("twice", "A number is {name}d once; here it happens twice: look at `x`.", misconception="M01")
def twice(x):
    return {wrong}
"""
EXERCISES = {"double": ("2 * x", "4 * x", 3), "shift": ("x + 1", "x + 2", 1)}


def make_course(root: Path) -> Course:
    """A built course of one lesson, 01_tiny, with the exercises double (4 points) and shift (2 points)."""
    lesson = root / "lessons" / LESSON
    lesson.mkdir(parents=True)
    (lesson / "lesson.py").write_text(LESSON_PY)
    (lesson / "quiz.toml").write_text("")
    for name, (formula, wrong, values) in EXERCISES.items():
        (lesson / name).mkdir()
        (lesson / name / "task.py").write_text(TASK.format(name=name, formula=formula))
        (lesson / name / "hidden.py").write_text(HIDDEN.format(name=name, formula=formula, wrong=wrong, values=values))
    (root / "course.toml").write_text(f'title = "Tiny"\n[[lesson]]\npath = "lessons/{LESSON}"\n')
    course = Course.open(root)
    write_source(course, course.lesson(LESSON), course.source_dir / LESSON)
    return course


def answer(name: str, formula: str) -> str:
    """The text of an answer cell."""
    return f"def {name}(x):\n    return {formula}"


def cell(source: str, grade_id: str | None = None, kind: str = "code", **extra: Any) -> dict[str, Any]:
    """A cell as it stands in a notebook file."""
    metadata = {"nbgrader": {"grade_id": grade_id}} if grade_id else {}
    outputs = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return {"cell_type": kind, "source": source, "metadata": metadata, **outputs, **extra}


def notebook(*cells: dict[str, Any], **extra: Any) -> dict[str, Any]:
    """A notebook of format 4.4."""
    return {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 4, **extra}


def released(answers: dict[str, str | None], stubs: dict[str, str]) -> dict[str, Any]:
    """The released notebook of 01_tiny with some answers written into it."""
    cells = [cell("# Tiny", kind="markdown"), cell("import math"), cell("table = [1, 2, 3]")]
    for name in EXERCISES:
        text = answers.get(name)
        cells += [
            cell(f"## {name}", f"task-{name}", "markdown"),
            cell(stubs[name] if text is None else text, name),
            cell(f'check("{name}")', f"check-{name}"),
        ]
    return notebook(*cells)


def hand_in(submitted: Path, student: str, content: Any, lesson: str = LESSON, name: str | None = None) -> Path:
    """Write a submission; ``content`` is a notebook or the bytes of a file. Returns the lesson's folder."""
    folder = submitted / student / lesson
    folder.mkdir(parents=True, exist_ok=True)
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    (folder / f"{name or lesson}.ipynb").write_bytes(raw)
    return folder


class HereSession:
    """Runs cells with exec. A cell raises SystemExit where a real one would end its process."""

    def __init__(self, faults: Callable[[str], None]) -> None:
        self.namespace: dict[str, Any] = {"check": lambda *_: None}
        self.faults = faults
        self.ran: list[str] = []
        self.gone = False

    def run_cells(self, cells: list[Any], capture: bool = False) -> list[Any]:
        return [self._run(each) for each in cells]

    def _run(self, each: Any) -> Any:
        self._alive()
        self.faults(each.source)
        self.ran.append(each.source)
        try:
            exec(compile(each.source, each.id, "exec"), self.namespace)  # the tests' own cells
        except SystemExit:
            self.gone = True
            raise AnswerLost("exit") from None
        except Exception as error:
            return SimpleNamespace(
                id=each.id, status="error", ename=type(error).__name__, evalue=str(error), outputs=[]
            )
        return SimpleNamespace(id=each.id, status="ok", ename="", evalue="", outputs=[])

    def load_probe(self, name: str, source: str) -> None:
        self._alive()

    def exercise(self) -> None:
        self._alive()

    def usage(self) -> float:
        return 0.1

    def idle(self) -> float:
        return 0.0

    def ask(self, op: str, facts: dict[str, Any], arrays: dict[str, Any]) -> Reply:
        self._alive()
        name = facts["name"]
        if name not in self.namespace:
            return Reply({"stage": "define", "error": "NameError", "message": f"{name} is not defined"})
        try:
            value = self.namespace[name](*(from_plain(a, arrays) for a in facts["args"]))
        except SystemExit:
            self.gone = True
            raise AnswerLost("exit") from None
        except Exception as error:
            names = [c.__name__ for c in type(error).__mro__]
            return Reply({"stage": "ask", "error": type(error).__name__, "bases": names, "message": str(error)})
        back: dict[str, Any] = {}
        return Reply({"result": to_plain(value, back), "types": describe_types(value), "changed": []}, back)

    def _alive(self) -> None:
        if self.gone:
            raise AnswerLost("exit")


class HereSandbox:
    """Looks like a Sandbox. ``fails`` counts how often a cell holding MACHINE meets a fault of the machine."""

    def __init__(self, level: str = "protected", fails: list[int] | None = None) -> None:
        self.level, self.limits = level, Limits()
        self.fails = fails if fails is not None else [0]
        self.sessions: list[HereSession] = []

    def __enter__(self) -> HereSandbox:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    @contextlib.contextmanager
    def fork(self, limits: Limits | None = None) -> Iterator[HereSession]:
        session = HereSession(self._fault)
        self.sessions.append(session)
        yield session

    def _fault(self, source: str) -> None:
        if "MACHINE" in source and self.fails[0]:
            self.fails[0] -= 1
            raise MachineFault("The parent died.")

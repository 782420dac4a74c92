"""The proof that nothing hidden passed into ``release/`` or ``notebooks/``."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.course import Course, ExerciseFiles, Lesson
from autograder.course.course import SECRET
from autograder.course.percent_format import read_text
from autograder.editions.revealing_lines import CodeLine, SquashedText, code_lines, is_telling
from autograder.editions.solution_markers import marker_lines
from autograder.editions.strings import TextPiece, strings_of
from autograder.judge import seed

FORBIDDEN_NAME = re.compile(r"hidden|answer|solution|secret|(^|/)task\.py$|(^|/)source(/|$)|gradebook", re.IGNORECASE)
IGNORED = {".ipynb_checkpoints", "__pycache__"}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something hidden, found where a student can read. ``line`` counts within the cell, or the file if it has none."""

    file: str
    cell: str
    line: int
    rule: str
    text: str

    def __str__(self) -> str:
        where = f", cell {self.cell}" if self.cell else ""
        return f"{self.file}{where}, line {self.line}: {self.rule}: {self.text}"


@dataclass(frozen=True, slots=True)
class _Secrets:
    """What must not be seen: lines by rule, whole answers by exercise, and bytes."""

    lines: tuple[tuple[str, CodeLine], ...]
    answers: tuple[tuple[str, tuple[CodeLine, ...]], ...]
    strings: tuple[str, ...]


def find_hidden_content(
    course: Course, lesson: Lesson, release: Path | None, reading: Path | None = None
) -> list[Finding]:
    """All findings in the folder ``release`` (``…/release/LESSON``) and the notebook ``reading``; none is the proof.

    A line that the lesson itself shows (its text, tasks, stubs, quizzes) is no secret; all telling lines of an answer
    together in one cell are one, whoever wrote them there.
    """
    secrets = _secrets(course, lesson)
    findings: list[Finding] = []
    if release is not None:
        expected = _expected(lesson)
        for path in _files(release):
            file = path.relative_to(release).as_posix()
            name = f"release/{lesson.name}/{file}"
            if file not in expected:
                hidden = FORBIDDEN_NAME.search(file) is not None
                rule = "file name of something hidden" if hidden else "file that no build makes"
                findings.append(Finding(name, "", 1, rule, path.name))
            findings += _scan(path, name, secrets)
    if reading is not None and reading.exists():
        findings += _scan(reading, f"notebooks/{reading.name}", secrets)
    return findings


def _files(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.is_file() and not IGNORED & set(p.parts))


def _expected(lesson: Lesson) -> set[str]:
    probes = {f"checks/probes/{files.name}.py" for files in lesson.exercises if files.probe_source is not None}
    return {f"{lesson.name}.ipynb", "checks/lesson.json", "checks/cases.safetensors"} | probes


def _scan(path: Path, file: str, secrets: _Secrets) -> Iterator[Finding]:
    for piece in strings_of(path):
        for row, text in marker_lines(piece.text):
            yield Finding(file, piece.cell, row, "marker of nbgrader", text)
        yield from _scan_code(piece, file, secrets)
        for string in secrets.strings:
            if string in piece.text:
                yield Finding(
                    file, piece.cell, piece.text[: piece.text.find(string)].count("\n") + 1, "course secret", "…"
                )


def _scan_code(piece: TextPiece, file: str, secrets: _Secrets) -> Iterator[Finding]:
    text = SquashedText.of(piece.text)
    reported: set[str] = set()
    for rule, line in secrets.lines:
        if line.squashed not in reported and text.has(line):
            reported.add(line.squashed)
            yield Finding(file, piece.cell, text.row(line), rule, line.text)
    for name, lines in secrets.answers:
        if (
            len(lines) > 1
            and all(text.has(line) for line in lines)
            and not reported & {line.squashed for line in lines}
        ):
            yield Finding(file, piece.cell, text.row(lines[0]), f"the whole answer of {name}", lines[0].text)


def _secrets(course: Course, lesson: Lesson) -> _Secrets:
    public_text = SquashedText.of("\n".join(_public_texts(lesson)))
    lines: dict[str, tuple[str, CodeLine]] = {}
    answers = []
    for files in lesson.exercises:
        solution = _solution_lines(files)
        answers.append((files.name, tuple(solution)))
        for rule, some in (
            (f"line of the solution of {files.name}", solution),
            (f"line of hidden.py of {files.name}", code_lines(read_text(files.folder / "hidden.py"))),
            (f"line of a known answer of {files.name}", _known_lines(files)),
        ):
            for line in some:
                if is_telling(line) and not public_text.has(line):
                    lines.setdefault(line.squashed, (rule, line))
    return _Secrets(tuple(lines.values()), tuple(answers), tuple(_strings(course, lesson)))


def _public_texts(lesson: Lesson) -> Iterator[str]:
    """What the author wrote for students to read. Hints are not among it: they must never hold the answer."""
    yield lesson.header
    yield from (cell.source for cell in lesson.cells)
    for files in lesson.exercises:
        yield files.task.prose
        yield files.task.stub
    for questions in lesson.quizzes.values():
        for question in questions:
            yield from (question["question"], *question["options"], *question["why"])
    for task in lesson.parsons.values():  # but not its pieces: together they may be an answer
        yield from (task.title, task.task, task.start, task.end, *(piece.why for piece in task.pieces))


def _solution_lines(files: ExerciseFiles) -> list[CodeLine]:
    regions = files.task.regions
    lines = code_lines(files.task.answer)
    return [line for line in lines if is_telling(line) and any(begin < line.row < end for begin, end in regions)]


def _known_lines(files: ExerciseFiles) -> Iterable[CodeLine]:
    known = files.known_answers()
    for answer in (*known.wrongs, *known.rights):
        yield from code_lines(answer.source(files.task.solution))


def _strings(course: Course, lesson: Lesson) -> Iterator[str]:
    """The course's secret and the seeds drawn from it, in the forms in which they might be written down."""
    if not (course.root / SECRET).exists():
        return
    secret = course.secret()
    for value in (secret, *(seed(secret, f"{lesson.name}/{files.name}") for files in lesson.exercises)):
        yield value.hex()
        yield base64.b64encode(value).decode().rstrip("=")
        yield value.decode("latin-1")

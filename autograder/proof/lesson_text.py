"""The proof of a lesson's text: its minutes add up, its parts are there, and the names in its prose exist."""

from __future__ import annotations

import builtins
import io
import keyword
import re
import tokenize
from collections.abc import Iterator

from autograder.course.lesson import Lesson
from autograder.exercise.exam import AXES
from autograder.sandbox.sandbox import Sandbox
from autograder.sandbox.session import Cell

WORDS_A_MINUTE = 150
REACH = 0.1
"""How far the sum of the parts may lie from the minutes that the title promises."""
MOST_PREDICTIONS = 5
RETRIEVAL, EXIT = range(3, 6), 3
PARSONS_MINUTES = 6
OPTIONAL = "optional"
"""The tag of prose in an appendix, which is beyond the minutes, as is a mixed quiz: it is for another day."""

FENCE = re.compile(r"^```.*?^```\s*$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")
MATHS = re.compile(r"\$\$?.+?\$\$?", re.DOTALL)
NAME = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")
LITERAL = re.compile(r"""'[^']*'|"[^"]*\"""")
ROOTS = ("keras", "tf", "np", "plt")
SHORTEST = 3
"""Names of one or two letters are those of formulas: x, C, W1."""

KNOWN = """
import inspect
import keras, numpy, tensorflow

def known_names(dotted):
    places = [keras, keras.ops, keras.layers, keras.initializers, keras.regularizers, keras.optimizers, tensorflow, numpy]
    kinds = [keras.layers.Layer, keras.Model, keras.Sequential, keras.Variable, keras.optimizers.Optimizer, numpy.ndarray]
    kinds += [tensorflow.Variable, tensorflow.Tensor, tensorflow.GradientTape, tensorflow.Module, BaseException]
    kinds += [getattr(keras.layers, name) for name in dir(keras.layers) if name[0].isupper()]
    found = set()
    for place in (*places, *kinds):
        found.update(name for name in dir(place) if not name.startswith("__") or name in ("__init__", "__call__"))
    for kind in kinds:
        for method in (kind, getattr(kind, "compile", None), getattr(kind, "fit", None), getattr(kind, "add_weight", None)):
            try:
                found.update(inspect.signature(method).parameters)
            except (TypeError, ValueError):
                pass
    roots = {"keras": keras, "tf": tensorflow, "np": numpy}
    for name in dotted:
        root, *rest = name.split(".")
        value = roots.get(root)
        for part in rest:
            value = getattr(value, part, None)
        if value is not None:
            found.add(name)
    return sorted(found)
"""


def prove_text(sandbox: Sandbox, lesson: Lesson) -> Iterator[str]:
    """A sentence for each thing about the lesson's text that does not hold. Raises MachineFault when the sandbox fails."""
    yield from _minutes(lesson)
    yield from _parts(lesson)
    yield from _names(sandbox, lesson)


def minutes(lesson: Lesson) -> float:
    """Reading, predictions, quiz questions, ordering tasks and the core exercises, in minutes."""
    read = [cell.source for cell in lesson.cells if cell.kind == "markdown" and OPTIONAL not in cell.tags]
    words = sum(len(_prose(source).split()) for source in read)
    questions = sum(len(table) for name, table in lesson.quizzes.items() if name != "mixed")
    core = sum(files.exercise.minutes for files in lesson.exercises if files.core)
    asked = _predictions(lesson) + questions + PARSONS_MINUTES * len(lesson.parsons)
    return words / WORDS_A_MINUTE + asked + core


def _minutes(lesson: Lesson) -> Iterator[str]:
    found = minutes(lesson)
    if abs(found - lesson.minutes) > REACH * lesson.minutes:
        yield (
            f"A lesson takes the minutes that its title names, {REACH:.0%} more or less. Received {lesson.minutes} minutes for parts "
            f"that add up to {found:.0f}: reading at {WORDS_A_MINUTE} words a minute, a minute for each prediction and question, "
            f"{PARSONS_MINUTES} for each ordering task, and the core exercises. Change the title, or the lesson."
        )


def _parts(lesson: Lesson) -> Iterator[str]:
    if (count := _predictions(lesson)) > MOST_PREDICTIONS:
        yield (
            f"A lesson records at most {MOST_PREDICTIONS} predictions, so that each is made with care. Received {count}. Turn some "
            f"into guesses in the prose."
        )
    retrieval, exit_quiz = (len(lesson.quizzes.get(table, ())) for table in ("retrieval", "exit"))
    if lesson.quizzes and (retrieval not in RETRIEVAL or exit_quiz != EXIT):
        yield (
            f"A lesson opens with {RETRIEVAL[0]} to {RETRIEVAL[-1]} questions on earlier ones and closes with {EXIT}. Received "
            f"{retrieval} and {exit_quiz}. Change quiz.toml."
        )


def _predictions(lesson: Lesson) -> int:
    return sum(
        len(re.findall(r"^predict\(", cell.source, re.MULTILINE)) for cell in lesson.cells if cell.kind == "code"
    )


def _names(sandbox: Sandbox, lesson: Lesson) -> Iterator[str]:
    """Names in `code` of the prose that stand neither in the lesson's code nor in Keras, TensorFlow, NumPy or Python."""
    prose = [(f"cell at line {cell.line}", cell.source) for cell in lesson.cells if cell.kind == "markdown"]
    for files in lesson.exercises:
        prose.append((f"the task of {files.name}", files.task.prose))
        prose += [(f"the hint '{kind}' of {files.name}", text) for kind, text in files.task.hints.items()]
    mentions = [
        (where, span, name) for where, text in prose for span in _spans(text) for name in NAME.findall(_bare(span))
    ]
    code = _code_names(lesson, [text for _, text in prose])
    doubtful = [(where, span, name) for where, span, name in mentions if not _known(name, code)]
    if not doubtful:
        return
    dotted = sorted({name for _, _, name in doubtful if name.partition(".")[0] in ROOTS})
    with sandbox.fork() as session:
        session.run_cells([Cell("known", KNOWN)])
        reply = session.ask("function.call", {"name": "known_names", "args": [dotted]}, {})
    library = set(map(str, reply.facts.get("result", ())))
    for where, span, name in dict.fromkeys(doubtful):
        if name not in library and not _known(name, code | library):
            yield (
                f"Names in the prose exist in the code. Received `{span}` in {where}: no {name} in the lesson, Keras, TensorFlow or "
                f"NumPy. Correct it, or write it without backticks."
            )


def _known(name: str, known: set[str]) -> bool:
    """True for a name that is known as a whole, or, of keras.…, tf.… and np.…, only so; of others part by part."""
    parts = name.split(".")
    if name in known:
        return True
    if parts[0] in ROOTS and len(parts) > 1:
        return False
    return all(len(part) < SHORTEST or part in known for part in parts)


def _code_names(lesson: Lesson, prose: list[str]) -> set[str]:
    sources = [cell.source for cell in lesson.cells if cell.kind == "code"]
    for files in lesson.exercises:
        sources += [files.task.answer, files.task.stub, files.name, *files.task.hints]
    sources += [task.assembled(task.pieces) for task in lesson.parsons.values()]
    sources += [match.group(0).strip("`").partition("\n")[2] for text in prose for match in FENCE.finditer(text)]
    sources += [option for table in lesson.quizzes.values() for question in table for option in question["options"]]
    known = {*dir(builtins), *keyword.kwlist, *keyword.softkwlist, *(name for names in AXES.values() for name in names)}
    for source in sources:
        known |= {
            name for token in _tokens(source) for part in NAME.findall(token) for name in (part, *part.split("."))
        }
    return known


def _tokens(source: str) -> Iterator[str]:
    """Names, and the words inside strings (file names, initializers), of a piece of Python, as far as it is some."""
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type in (tokenize.NAME, tokenize.STRING):
                yield token.string
    except (tokenize.TokenError, IndentationError, SyntaxError):
        yield from NAME.findall(source)


def _spans(text: str) -> Iterator[str]:
    return (match.group(1) for match in SPAN.finditer(FENCE.sub("", text)))


def _bare(span: str) -> str:
    return LITERAL.sub("", span).partition("#")[0]


def _prose(markdown: str) -> str:
    return MATHS.sub(" formula ", FENCE.sub("", markdown))

"""The examples of a task's text: blocks of Python whose results are comments, as in ``double(3)   # 6``.

A block belongs to an example where the text before it, back to the last heading or block, says *Example* or *Examples*; the
blocks of a bug hunt's story are left alone. Read from the top, each expression with a comment is one example; what has none
prepares the next one. The comment begins with the value, in Python, or with "about" and a value, or with "raises" and the
name of an error; what follows it is for the reader: ``# None: two batch sizes``.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from autograder.faults import AuthorFault

BLOCK = re.compile(r"^```python\n(.*?)^```\s*$", re.MULTILINE | re.DOTALL)
SAID = re.compile(r"^\*Examples?\b", re.MULTILINE)
SPAN = re.compile(r"`([^`\n]+)`")
ENDS = re.compile(r"[:,]| {2}|\s\(|$")
"""Where the value of a comment may end: the reader's part follows a colon, a comma, two blanks or a bracket."""
ARRAY = {"array", "np.array", "tf.constant"}


@dataclass(frozen=True, slots=True)
class Example:
    """``before`` are the statements that prepare ``call``; ``value`` is what the text promises of it.

    ``about`` says that the value is a rounded one. ``raises`` is the name of the promised error, and then there is no value.
    """

    before: str
    call: str
    value: Any = None
    about: bool = False
    raises: str | None = None


def read_examples(prose: str) -> tuple[Example, ...]:
    """The examples of a task's prose, in its order. Raises AuthorFault for a comment that does not begin with a value."""
    found: list[Example] = []
    end = 0
    for block in BLOCK.finditer(prose):
        if SAID.search(prose, end, block.start()):
            found += _in_block(block.group(1))
        end = block.end()
    return tuple(found)


def unwritten_examples(prose: str, name: str) -> Iterator[str]:
    """Calls of ``name`` with literal arguments in the running text of an example, where nobody can check the result."""
    text = BLOCK.sub("", prose)
    for paragraph in text.split("\n\n"):
        if SAID.match(paragraph):
            for span in SPAN.findall(paragraph):
                if literal_arguments(span, name) is not None:
                    yield span


def literal_arguments(call: str, name: str) -> tuple[tuple[Any, ...], dict[str, Any]] | None:
    """The arguments of a call of ``name``, where all of them are literals; None for anything else."""
    try:
        node = ast.parse(call, mode="eval").body
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id != name:
            return None
        args = tuple(ast.literal_eval(argument) for argument in node.args)
        return args, {str(keyword.arg): ast.literal_eval(keyword.value) for keyword in node.keywords}
    except (SyntaxError, ValueError):
        return None


def _in_block(code: str) -> Iterator[Example]:
    try:
        statements = ast.parse(code).body
    except SyntaxError as error:
        raise AuthorFault(
            f"An example of a task is Python. Received, in line {error.lineno} of the block: {error.text or ''!r}. Correct it."
        ) from error
    comments = _comments(code)
    before: list[str] = []
    for place, statement in enumerate(statements):
        source = ast.get_source_segment(code, statement) or ""
        until = statements[place + 1].lineno if place + 1 < len(statements) else len(code.splitlines()) + 1
        last = statement.end_lineno or statement.lineno
        said = [comments[line] for line in range(last, until) if line in comments]
        if isinstance(statement, ast.Expr) and said:
            yield _example("\n".join(before), source, said[0])
            before = []
        else:
            before.append(source)


def _comments(code: str) -> dict[int, str]:
    """The comments by line, without their hash."""
    tokens = tokenize.generate_tokens(io.StringIO(code).readline)
    return {token.start[0]: token.string.lstrip("# ") for token in tokens if token.type == tokenize.COMMENT}


def _example(before: str, call: str, comment: str) -> Example:
    if named := re.match(r"raises (\w+)", comment):
        return Example(before, call, raises=named.group(1))
    about = comment.startswith("about ")
    text = comment.removeprefix("about ").strip()
    # The longest reading first: a dict holds colons, and a list commas.
    for end in sorted((match.start() for match in ENDS.finditer(text)), reverse=True):
        try:
            return Example(before, call, _value(ast.parse(text[:end].strip(), mode="eval").body), about)
        except (SyntaxError, ValueError):
            continue
    raise AuthorFault(
        f"The comment of an example begins with its result, in Python, or with 'raises' and the name of an error. Received "
        f"'# {comment}' beside `{call}`. Write the value first, then a colon and what the reader is to know."
    )


def _value(node: ast.expr) -> Any:
    """A literal, in which arrays and tensors may be written as NumPy and TensorFlow print them: by what they hold."""
    if isinstance(node, ast.Call) and ast.unparse(node.func) in ARRAY and node.args:
        return _value(node.args[0])
    if isinstance(node, ast.List):
        return [_value(item) for item in node.elts]
    if isinstance(node, ast.Tuple):
        return tuple(_value(item) for item in node.elts)
    return ast.literal_eval(node)

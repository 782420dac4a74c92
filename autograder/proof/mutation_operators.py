"""Changes that matter for layers and that mutmut lacks. Each takes a place in a text and yields what may stand there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import libcst as cst
from libcst.metadata import ExpressionContext

Operator = Callable[["Place"], Iterator[cst.CSTNode]]

# Of these the order of the two sides counts; exchanged around + or * they would be the same formula.
ONE_SIDED = (cst.Subtract, cst.Divide, cst.FloorDivide, cst.Modulo, cst.Power, cst.MatrixMultiply)
BARE = (cst.Name, cst.Attribute, cst.Call, cst.Subscript, cst.Integer, cst.Float, cst.SimpleString)


@dataclass(frozen=True, slots=True)
class Place:
    """A node with the nodes around it, outermost first, and whether each name of the text is read or set there."""

    node: cst.CSTNode
    above: tuple[cst.CSTNode, ...]
    contexts: dict[cst.CSTNode, ExpressionContext | None]

    @property
    def is_read(self) -> bool:
        """Whether the node is a name, or an attribute, whose value is asked for."""
        parent = self.above[-1] if self.above else None
        if isinstance(parent, cst.Arg) and parent.keyword is self.node:
            return False
        return self.contexts.get(self.node) is ExpressionContext.LOAD


def statement(place: Place) -> Iterator[cst.CSTNode]:
    """Delete a statement: ``pass`` in its stead."""
    node = place.node
    if isinstance(node, cst.SimpleStatementLine | cst.BaseCompoundStatement):
        yield cst.SimpleStatementLine([cst.Pass()])


def condition(place: Place) -> Iterator[cst.CSTNode]:
    """Take a condition for true, or for false. mutmut does so for ``a if b else c`` alone."""
    node = place.node
    if isinstance(node, cst.If):
        # A branch that is never taken is otherwise the statement deleted, and so the same answer twice.
        for value in ("True", "False") if node.orelse else ("True",):
            yield node.with_changes(test=cst.Name(value), whitespace_before_test=cst.SimpleWhitespace(" "))


def sole_argument(place: Place) -> Iterator[cst.CSTNode]:
    """Drop the only argument of a call: ``L2(x)`` → ``L2()``. mutmut drops one of several."""
    node = place.node
    if isinstance(node, cst.Call) and len(node.args) == 1:
        yield node.with_changes(args=[])


def call(place: Place) -> Iterator[cst.CSTNode]:
    """A call gives its first argument back: ``relu(h)`` → ``h``."""
    node = place.node
    if isinstance(node, cst.Call) and node.args and node.args[0].keyword is None and not node.args[0].star:
        value = node.args[0].value
        if not isinstance(value, BARE) and not value.lpar:
            value = value.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
        yield value


def exchange(place: Place) -> Iterator[cst.CSTNode]:
    """Exchange both sides of an operator to which their order matters, or the first two arguments of a call."""
    node = place.node
    if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, ONE_SIDED):
        yield node.with_changes(left=_safe(node.right), right=_safe(node.left))
    if isinstance(node, cst.Call) and len(node.args) > 1:
        first, second, *others = node.args
        if not any(arg.keyword or arg.star for arg in (first, second)):
            pair = [first.with_changes(value=second.value), second.with_changes(value=first.value)]
            yield node.with_changes(args=[*pair, *others])


def name(place: Place) -> Iterator[cst.CSTNode]:
    """Read another name of the same function: ``inputs`` for ``h``. Those set further down are left out."""
    node = place.node
    if not isinstance(node, cst.Name) or not place.is_read:
        return
    functions = [part for part in place.above if isinstance(part, cst.FunctionDef)]
    for function in reversed(functions):
        if node.value in _names(function, place, earlier=False):
            for other in _names(function, place, earlier=True):
                if other != node.value:
                    yield node.with_changes(value=other)
            return


def attribute(place: Place) -> Iterator[cst.CSTNode]:
    """Read another attribute that the class sets: ``self.bn1`` for ``self.bn2``."""
    node = place.node
    classes = [part for part in place.above if isinstance(part, cst.ClassDef)]
    if not classes or not isinstance(node, cst.Attribute) or not place.is_read or not _of_self(node):
        return
    of_class = [
        part.attr.value
        for part in _parts(classes[-1])
        if isinstance(part, cst.Attribute) and _of_self(part) and place.contexts.get(part) is ExpressionContext.STORE
    ]
    if node.attr.value in of_class:
        for other in dict.fromkeys(of_class):
            if other != node.attr.value:
                yield node.with_changes(attr=cst.Name(other))


OPERATORS: tuple[Operator, ...] = (statement, condition, sole_argument, call, exchange, name, attribute)


def _safe(side: cst.BaseExpression) -> cst.BaseExpression:
    """In parentheses where the other side's place would bind it differently."""
    if isinstance(side, BARE) or side.lpar:
        return side
    return side.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])


def _parts(node: cst.CSTNode, functions: bool = True) -> Iterator[cst.CSTNode]:
    """A node and all in it, in the order of the text; those within inner functions only where asked for."""
    yield node
    for child in node.children:
        if functions or not isinstance(child, cst.FunctionDef | cst.ClassDef | cst.Lambda):
            yield from _parts(child, functions)


def _names(function: cst.FunctionDef, place: Place, *, earlier: bool) -> dict[str, None]:
    """The names that ``function`` sets, without self and its inner functions; ``earlier``: in a statement above."""
    own = {id(part) for part in place.above}
    found: dict[str, None] = {}
    for part in _parts(function.params):
        if isinstance(part, cst.Param) and part.name.value not in ("self", "cls"):
            found[part.name.value] = None
    for line in _parts(function.body, functions=False):
        if earlier and line is place.node:
            break
        if isinstance(line, cst.Name) and place.contexts.get(line) is ExpressionContext.STORE:
            found[line.value] = None
        if earlier and id(line) in own and isinstance(line, cst.Assign | cst.AnnAssign):
            break  # what this very statement sets is not there yet
    return found


def _of_self(node: cst.Attribute) -> bool:
    return isinstance(node.value, cst.Name) and node.value.value == "self"

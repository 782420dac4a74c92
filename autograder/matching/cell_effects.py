"""What a cell does besides binding names, told by reading it: objects of other cells that it changes, files that it writes.

A registry that a later cell fills, a class that gets a method afterwards, a module that ``%%writefile`` makes: the name
that an answer needs is bound elsewhere, and yet the answer is nothing without this cell.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from autograder.matching.python_names import (
    KEPT,
    UNREADABLE,
    WRITES_A_FILE,
    defined_names,
    is_python,
    without_magics,
)
from autograder.parsing import parse

SCRIPT = re.compile(r"(?:[\w-]+/)*[\w-]+\.py")
IMPORT = re.compile(r"^[ \t]*(?:from[ \t]+(\w+)|import[ \t]+([\w., \t]+))", re.MULTILINE)
FIRST = re.compile(r"^[ \t]*(\w+)")
RUN = re.compile(r"^[ \t]*%run[ \t]+(?:-\w+[ \t]+)*['\"]?([\w/-]+(?:\.py)?)", re.MULTILINE)
CHANGING = frozenset(
    ["add", "append", "appendleft", "clear", "discard", "extend", "extendleft", "insert", "move_to_end", "pop", "popitem", "popleft",
     "register", "remove", "reverse", "rotate", "setdefault", "sort", "subtract", "update"]
)  # fmt: skip
"""Methods that change their object even where their result is used; a call alone on its line may change it anyway."""
WRITING = frozenset(["write", "writelines", "write_text", "write_bytes"])
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True, slots=True)
class CellEffects:
    """``changed``: names of other cells whose objects the cell changes when it runs; ``called``: functions that it calls, and
    decorators, which may change something; ``through``: what each of its own functions changes when it is called;
    ``imported``: names that it binds by importing. ``written`` and ``read`` are files of Python: "helpers.py" for the module
    helpers, "tools/" for whatever lies in that folder.
    """

    changed: frozenset[str] = frozenset()
    imported: frozenset[str] = frozenset()
    called: frozenset[str] = frozenset()
    through: tuple[tuple[str, frozenset[str]], ...] = ()
    written: frozenset[str] = frozenset()
    read: frozenset[str] = frozenset()


@lru_cache(maxsize=KEPT)
def cell_effects(source: str) -> CellEffects:
    """The effects of a cell; none where it cannot be read."""
    if (magic := WRITES_A_FILE.match(source)) is not None:
        return CellEffects(written=_names_of(magic[1]), read=_imported(source[magic.end() :]))
    if not is_python(source):
        return CellEffects()
    try:
        tree = parse(without_magics(source))
    except UNREADABLE:
        return CellEffects()
    run = list(_run_at_once(tree.body))
    scripts = {text for node in ast.walk(tree) for text in _script(node)}
    scripts |= {f"{path.removesuffix('.py')}.py" for path in RUN.findall(source)}
    named = frozenset[str]().union(*(_names_of(path) for path in scripts))
    writes = any(map(_writes, ast.walk(tree)))
    changed = frozenset(name for node in run for name in _changed(node))
    return CellEffects(
        changed=changed - (defined_names(source) - _only_extended(tree)),
        imported=frozenset(name for node in run for name in _bound_by_import(node)),
        called=frozenset(name for node in run for name in _called(node)),
        through=tuple((each.name, _changed_inside(each)) for each in tree.body if isinstance(each, _FUNCTIONS)),
        written=named if writes else frozenset(),
        read=_imported(source) | (frozenset() if writes else named),
    )


# -- objects ------------------------------------------------------------------------------------------------------


def _run_at_once(statements: Iterable[ast.stmt]) -> Iterator[ast.AST]:
    """The nodes that are evaluated when the cell runs: all but the insides of functions. Breadth first, without recursion."""
    todo: list[ast.AST] = list(statements)
    for node in todo:
        yield node
        if isinstance(node, _FUNCTIONS):
            todo += node.decorator_list
        elif not isinstance(node, ast.Lambda):
            todo += ast.iter_child_nodes(node)


def _changed(node: ast.AST) -> Iterator[str]:
    """The names whose objects this node changes, if its kind is one that does."""
    match node:
        case ast.Attribute(ctx=ast.Store() | ast.Del()) | ast.Subscript(ctx=ast.Store() | ast.Del()):
            yield from _root(node)
        case ast.AugAssign(target=ast.Name(id=name)):
            yield name
        case ast.Expr(value=ast.Call(func=ast.Attribute() as method)):
            yield from _root(method)
        case ast.Call(func=ast.Attribute(attr=attribute) as method) if attribute in CHANGING:
            yield from _root(method)
        case ast.Call(func=ast.Name(id="setattr" | "delattr"), args=[first, *_]):
            yield from _root(first)
        case ast.ClassDef(bases=bases, decorator_list=decorators):
            for base in bases:  # __init_subclass__ may register it
                yield from _root(base)
            yield from _by_decorators(decorators)
        case ast.FunctionDef(decorator_list=decorators) | ast.AsyncFunctionDef(decorator_list=decorators):
            yield from _by_decorators(decorators)


def _only_extended(tree: ast.Module) -> set[str]:
    """Names that the cell binds by ``+=`` and the like alone, so that their objects are another cell's."""
    extended = {
        id(n.target): n.target.id
        for n in ast.walk(tree)
        if isinstance(n, ast.AugAssign) and isinstance(n.target, ast.Name)
    }
    bound = {
        n.id
        for n in ast.walk(tree)
        if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store) and id(n) not in extended
    }
    return set(extended.values()) - bound


def _bound_by_import(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import | ast.ImportFrom):
        for alias in node.names:
            yield alias.asname or alias.name.split(".")[0]


def _by_decorators(decorators: Iterable[ast.expr]) -> Iterator[str]:
    """``@TABLE.register``, ``@impl.register(int)`` and ``@add_to_class(Layer)`` change what they name."""
    for decorator in decorators:
        if isinstance(decorator, ast.Call):
            for given in decorator.args:
                yield from _root(given)
            decorator = decorator.func
        if isinstance(decorator, ast.Attribute):
            yield from _root(decorator)


def _called(node: ast.AST) -> Iterator[str]:
    decorators = getattr(node, "decorator_list", [])
    for call in (*decorators, node):
        if call is node and not isinstance(node, ast.Call):
            continue
        function = call.func if isinstance(call, ast.Call) else call
        if isinstance(function, ast.Name):
            yield function.id


def _changed_inside(function: ast.FunctionDef | ast.AsyncFunctionDef) -> frozenset[str]:
    """What a call of ``function`` may change outside of it: a decorator's inner function is a part of it."""
    inside = list(ast.walk(function))
    own = {node.arg for node in inside if isinstance(node, ast.arg)}
    own |= {node.id for node in inside if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    freed = {name for node in inside if isinstance(node, ast.Global) for name in node.names}
    return frozenset(name for node in inside for name in _changed(node) if name not in own or name in freed)


def _root(node: ast.expr) -> Iterator[str]:
    """The name that a chain of attributes, subscripts and calls begins with."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    if isinstance(node, ast.Name):
        yield node.id


# -- files --------------------------------------------------------------------------------------------------------


def _imported(source: str) -> frozenset[str]:
    """The modules that a text imports, as the files that they may be."""
    names = {first for first, _ in IMPORT.findall(source) if first}
    names |= {word for _, rest in IMPORT.findall(source) for each in rest.split(",") for word in FIRST.findall(each)}
    return frozenset(file for name in names for file in (f"{name}.py", f"{name}/"))


def _names_of(path: str) -> frozenset[str]:
    folder, slash, _ = path.removeprefix("./").partition("/")
    return frozenset([f"{folder}/"] if slash else [folder])


def _script(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) < 200:
        text = node.value.removeprefix("./")
        if SCRIPT.fullmatch(text):
            yield text


def _writes(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(attr=attribute)) if attribute in WRITING:
            return True
        case ast.Call(func=ast.Name(id="print"), keywords=keywords):
            return any(keyword.arg == "file" for keyword in keywords)
    return False

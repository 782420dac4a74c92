"""What an attack reaches for in the engine must exist: after a renaming it would fail by itself, and look like one that was repelled."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from inspect import isclass, ismodule
from types import ModuleType
from typing import Any

from tests.support.paths import ROOT

MODULE = re.compile(r"autograder(\.[a-z_]+)*")
FILE = re.compile(r"(/engine/)?(autograder/[a-z_/]+?)(\.py)?")


def missing_targets(text: str) -> list[str]:
    """The modules, files and attributes of the engine that ``text`` names and that do not exist, each once, as it names them."""
    tree = ast.parse(text)
    bound = dict(_bound(tree))
    missing = [*_missing_imports(tree), *_missing_strings(tree)]
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and (chain := _chain(node, bound)) is not None:
            missing += _missing_attribute(*chain)
    return list(dict.fromkeys(missing))


def _bound(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """The names that stand for one of our modules."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((each.asname, each.name) for each in node.names if each.asname and MODULE.fullmatch(each.name))
        elif isinstance(node, ast.ImportFrom) and node.module and MODULE.fullmatch(node.module):
            for each in node.names:
                if _module(f"{node.module}.{each.name}") is not None:
                    yield each.asname or each.name, f"{node.module}.{each.name}"
        elif isinstance(node, ast.Assign) and (name := _looked_up(node.value)) is not None:
            yield from ((each.id, name) for each in node.targets if isinstance(each, ast.Name))


def _looked_up(node: ast.AST) -> str | None:
    """The NAME of ``sys.modules[NAME]``, where it is ours."""
    if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "sys.modules":
        index = node.slice
        if isinstance(index, ast.Constant) and MODULE.fullmatch(str(index.value)):
            return str(index.value)
    return None


def _chain(node: ast.Attribute, bound: dict[str, str]) -> tuple[str, list[str]] | None:
    """The module that a dotted name begins with, and the attributes after it."""
    attributes: list[str] = []
    root: ast.expr = node
    while isinstance(root, ast.Attribute):
        attributes.insert(0, root.attr)
        root = root.value
    module = bound.get(root.id) if isinstance(root, ast.Name) else _looked_up(root)
    return None if module is None else (module, attributes)


def _missing_attribute(module: str, attributes: list[str]) -> Iterator[str]:
    """Classes and modules have their attributes at once; those of an instance are not looked at."""
    owner: Any = _module(module)
    for i, attribute in enumerate(attributes):
        if not (ismodule(owner) or isclass(owner)):
            return
        if not hasattr(owner, attribute):
            yield ".".join([module, *attributes[: i + 1]])
            return
        owner = getattr(owner, attribute)


def _missing_imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and MODULE.fullmatch(node.module):
            for each in node.names:
                whole = f"{node.module}.{each.name}"
                if _module(whole) is None and not hasattr(_module(node.module), each.name):
                    yield whole


def _missing_strings(tree: ast.AST) -> Iterator[str]:
    """Modules and files that are named in a string of their own, and modules of an ``import``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [each.name for each in node.names]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            names = [node.value]
        else:
            continue
        for name in names:
            if MODULE.fullmatch(name):
                there = _module(name) is not None
            elif path := FILE.fullmatch(name):
                there = any((ROOT / (path[2] + end)).exists() for end in ("", ".py"))
            else:
                continue
            if not there:
                yield name


def _module(name: str) -> ModuleType | None:
    try:
        module = importlib.import_module(name)
    except ModuleNotFoundError:
        return None
    # A folder without any code imports as well: one in which only compiled files of an older version are left.
    return module if module.__file__ else None

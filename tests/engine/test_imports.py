"""Arrows between the packages point one way, and the judge's side never touches TensorFlow."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import Counter
from graphlib import TopologicalSorter
from importlib import import_module

import pytest

# package: what of the engine it may import (docs/architecture.md shows the same table)
ALLOWED = {
    "faults": set(),
    "verdicts": set(),
    "reply": set(),
    "parsing": set(),
    "whole_files": set(),
    "compat": set(),
    "probes": {"probes", "compat"},
    "exercise": {"exercise", "faults", "parsing"},
    "course": {"course", "exercise", "faults", "parsing", "whole_files"},
    "judge": {"judge", "exercise", "verdicts", "reply", "faults", "probes.plain_values", "probes.value_types"},
    "pictures": {"pictures", "faults"},
    "student": {
        "student", "pictures", "judge", "exercise", "probes", "verdicts", "reply", "faults", "whole_files", "course",
    },
    "pages": {"pages", "editions", "course", "faults"},
    "editions": {"editions", "course", "judge", "exercise", "faults", "parsing", "whole_files"},
    "intake": {"intake", "course", "verdicts", "faults"},
    "matching": {"matching", "intake", "course", "faults", "parsing"},
    "sandbox": {"sandbox", "probes", "compat", "reply", "faults"},
    "grading": {
        "grading", "sandbox", "matching", "intake", "judge", "exercise", "course", "verdicts", "reply", "faults", "whole_files",
    },
    "results": {
        "results", "grading.graded_batch", "grading.fixed_sentences", "intake", "exercise", "course", "verdicts", "faults",
        "whole_files", "compat",
    },
    "proof": {"proof", "grading", "sandbox", "judge", "exercise", "course", "verdicts", "reply", "faults", "parsing"},
    "nbgrader_plugin": {
        "nbgrader_plugin", "results", "grading", "sandbox", "matching", "intake", "judge", "exercise", "course", "verdicts",
        "reply", "faults",
    },
    "cli": {
        "cli", "nbgrader_plugin", "proof", "results", "grading", "sandbox", "intake", "editions", "pages", "student", "judge",
        "exercise", "course", "verdicts", "faults", "whole_files",
    },
}  # fmt: skip
HEAVY = ("tensorflow", "keras")


def imports(path):
    """Modules that a file imports, as dotted names."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module


def modules(root):
    for path in sorted((root / "autograder").rglob("*.py")):
        parts = path.relative_to(root / "autograder").with_suffix("").parts
        if parts[0] not in ("__init__", "__main__"):
            yield path, parts[0]


def for_checkers_only(node):
    """Whether a statement is ``if TYPE_CHECKING:``, whose imports nobody runs."""
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def run_imports(node):
    """Modules that a tree may import when it runs, in functions as well, each ``from`` with all that it could mean."""
    for below in ast.iter_child_nodes(node):
        if for_checkers_only(below):
            continue
        if isinstance(below, ast.Import):
            yield from (alias.name for alias in below.names)
        elif isinstance(below, ast.ImportFrom) and below.module:
            for alias in below.names:
                yield (f"{below.module}.{alias.name}", below.module)
        yield from run_imports(below)


@pytest.fixture(scope="module")
def graph(root):
    """Each module of the engine with those that it imports."""
    files = {}
    for path in sorted((root / "autograder").rglob("*.py")):
        name = ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")
        files[name] = path
    found = {}
    for name, path in files.items():
        meant = run_imports(ast.parse(path.read_text(encoding="utf-8")))
        known = (next((m for m in ([one] if isinstance(one, str) else one) if m in files), None) for one in meant)
        found[name] = {module for module in known if module is not None} - {name}
    return found


def reached(graph, package):
    """All modules that those of a package import, directly or through others."""
    todo = [name for name in graph if name.startswith(f"autograder.{package}")]
    found = set(todo)
    while todo:
        new = graph[todo.pop()] - found
        found |= new
        todo += new
    return found


def test_every_package_has_its_place_in_the_table(root):
    assert {package for _, package in modules(root)} == set(ALLOWED)


def test_arrows_point_one_way(root):
    against = [
        f"{path.relative_to(root)} imports {name}"
        for path, package in modules(root)
        for name in imports(path)
        if name.startswith("autograder.")
        and not any(
            name.removeprefix("autograder.") == allowed or name.removeprefix("autograder.").startswith(allowed + ".")
            for allowed in ALLOWED[package]
        )
    ]
    assert against == []


def test_no_import_goes_in_a_circle(graph):
    """At no level, those inside functions included."""
    TopologicalSorter(graph).prepare()


@pytest.mark.parametrize(("package", "never"), [("intake", "judge"), ("results", "sandbox"), ("judge", "sandbox")])
def test_some_packages_never_meet_through_any_others(graph, package, never):
    """Strangers' bytes are read by what knows no question; results are written where no sandbox can be."""
    there = reached(graph, package)
    assert f"autograder.{package}" in there
    assert [] == [name for name in there if name.startswith(f"autograder.{never}")]


def test_nothing_imports_the_commands(graph):
    users = {name for name, meant in graph.items() if any(m.startswith("autograder.cli") for m in meant)}
    assert {name for name in users if not name.startswith("autograder.cli")} == set()


def test_no_two_modules_share_a_file_name(root):
    """Stack traces, tabs and searches name one thing."""
    names = Counter(path.name for path in (root / "autograder").rglob("*.py") if path.name != "__init__.py")
    assert [] == [name for name, count in names.items() if count > 1]


def test_only_probes_the_box_and_the_students_words_may_name_tensorflow(root):
    against = [
        f"{path.relative_to(root)} imports {name}"
        for path, package in modules(root)
        if package not in ("probes", "sandbox", "student")
        for name in imports(path)
        if name.split(".")[0] in HEAVY
    ]
    assert against == []


def test_the_engine_names_no_exercise(root):
    """A new exercise must not need a new line in the engine."""
    from autograder.course.course import Course

    course = Course.open(root)
    names = {files.name for lesson in course.lessons for files in course.lesson(lesson).exercises}
    assert names
    for path, _ in modules(root):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docs = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
                # An example in a help text (LESSON/Name, such as …) is told by its lesson in front of it.
                assert node.value not in names, f"{path.relative_to(root)} names the exercise {node.value}"


@pytest.mark.parametrize(
    "module", ["autograder.judge", "autograder.exercise", "autograder.grading.one_answer", "autograder.cli.app"]
)
def test_importing_the_judges_side_imports_no_tensorflow(module):
    code = f"import sys, {module}; sys.exit(any(m in sys.modules for m in {HEAVY!r}))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_importing_what_records_results_imports_no_sandbox():
    code = (
        "import autograder.results.recorder, sys; "
        "sys.exit(any(m.startswith('autograder.sandbox') for m in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_every_package_says_what_it_is_for_and_has_what_it_offers(root):
    """What its first lines name as ``module.name`` is defined there, and all that ``__all__`` lists is in it."""
    for path in sorted((root / "autograder").glob("*/__init__.py")):
        package = import_module(f"autograder.{path.parent.name}")
        for module, name in re.findall(r"``(\w+)\.(?!py|toml)(\w+)``", package.__doc__):
            tree = ast.parse((path.parent / f"{module}.py").read_text(encoding="utf-8"))
            defined = {node.name for node in ast.walk(tree) if hasattr(node, "name")}  # classes, functions, imports
            assert name in defined, f"{path.parent.name}: {module}.{name}"
        assert [] == [name for name in getattr(package, "__all__", ()) if not hasattr(package, name)]

"""Arrows between the packages point one way, and the judge's side never touches TensorFlow."""

from __future__ import annotations

import ast
import subprocess
import sys

import pytest

# package: what of the engine it may import (docs/architecture.md shows the same table)
ALLOWED = {
    "faults": set(),
    "verdicts": set(),
    "reply": set(),
    "parsing": set(),
    "whole_files": set(),
    "probes": {"probes"},
    "exercise": {"exercise", "faults", "parsing"},
    "course": {"course", "exercise", "faults", "parsing"},
    "judge": {"judge", "exercise", "verdicts", "reply", "faults", "probes.plain_values"},
    "pictures": {"pictures", "faults"},
    "student": {
        "student", "pictures", "judge", "exercise", "probes", "verdicts", "reply", "faults", "whole_files", "course",
    },
    "pages": {"pages", "editions", "course", "faults"},
    "editions": {"editions", "course", "judge", "exercise", "faults", "parsing", "whole_files"},
    "intake": {"intake", "course", "verdicts", "faults"},
    "matching": {"matching", "intake", "course", "faults", "parsing"},
    "sandbox": {"sandbox", "probes", "reply", "faults"},
    "grading": {
        "grading", "sandbox", "matching", "intake", "judge", "exercise", "course", "verdicts", "reply", "faults", "whole_files",
    },
    "results": {"results", "grading", "matching", "intake", "exercise", "course", "verdicts", "faults", "whole_files"},
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


def test_only_probes_the_sandbox_and_the_students_words_may_name_tensorflow(root):
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

"""Code that is sent somewhere as text names only what the engine has: no type checker and no renaming sees inside a string."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Iterator

from tests.support.attack_targets import missing_targets
from tests.support.paths import ROOT

INVENTED = "tests/attacks/test_attack_targets.py"
"""Names what does not exist, on purpose."""


def code_in_strings(tree: ast.AST) -> Iterator[str]:
    """The strings that are Python and speak of the engine; what an f-string puts in is None here."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            text = "".join(str(each.value) if isinstance(each, ast.Constant) else "None" for each in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
        else:
            continue
        text = textwrap.dedent(text)
        if "autograder" in text and _is_python(text):
            yield text


def _is_python(text: str) -> bool:
    try:
        ast.parse(text)
    except (SyntaxError, ValueError):
        return False
    return True


def test_code_in_strings_names_what_the_engine_has() -> None:
    missing, count = {}, 0
    for folder in ("autograder", "tests"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            name = str(path.relative_to(ROOT))
            if name == INVENTED or not _is_python(text := path.read_text(encoding="utf-8", errors="replace")):
                continue
            for code in code_in_strings(ast.parse(text)):
                count += 1
                if targets := missing_targets(code):
                    missing[name] = targets
    assert count > 100
    assert not missing


def test_a_name_that_is_gone_is_found_in_a_string_and_in_an_f_string() -> None:
    tree = ast.parse("a = '''\n  from autograder.box import Box\n'''\nb = f'import autograder.crew as c\\nc.x({a})'")
    assert [missing_targets(code) for code in code_in_strings(tree)] == [
        ["autograder.box.Box"],
        ["autograder.crew"],
    ]

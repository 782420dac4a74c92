"""``quiz.toml``: the retrieval questions, the exit quiz and, after some lessons, the mixed quiz over several."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from autograder.course.percent_format import read_text, short_path
from autograder.faults import AuthorFault

KEYS = {"id": str, "question": str, "options": list, "answer": int, "why": list}
TABLES = ("retrieval", "exit", "mixed")


def read_quizzes(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Questions by table; empty when the lesson has no quiz.toml. Raises AuthorFault with the line."""
    if not path.exists():
        return {}
    text = read_text(path)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise AuthorFault(f"{short_path(path)}: quiz.toml must be valid TOML. Received: {error}.") from None
    ids: set[str] = set()
    for table, questions in data.items():
        if table not in TABLES or not isinstance(questions, list):
            raise AuthorFault(
                f"{short_path(path)}, line {_line(text, table)}: questions stand in [[retrieval]], [[exit]] or [[mixed]]. Received: {table}."
            )
        for question in questions:
            wrong = _wrong(question, ids)
            if wrong:
                at = question.get("id", "question")
                raise AuthorFault(f"{short_path(path)}, line {_line(text, str(at))}: {wrong}")
            ids.add(question["id"])
    return data


def _wrong(question: dict[str, Any], ids: set[str]) -> str | None:
    for key, kind in KEYS.items():
        if not isinstance(question.get(key), kind):
            return f"a question has the keys {', '.join(KEYS)}. Received {key} = {question.get(key)!r}."
    unknown = sorted(set(question) - set(KEYS))
    if unknown:
        return f"a question has the keys {', '.join(KEYS)}. Received also: {', '.join(unknown)}."
    options = len(question["options"])
    if options < 2 or not 0 <= question["answer"] < options:
        return f"answer counts the options from 0. Received answer = {question['answer']} for {options} options."
    if len(question["why"]) != options:
        return f"why has one sentence for each option. Received {len(question['why'])} for {options} options."
    if question["id"] in ids:
        return f"ids differ. Received '{question['id']}' twice."
    return None


def _line(text: str, part: str) -> int:
    return next((number for number, line in enumerate(text.splitlines(), 1) if part in line), 1)

"""``quiz.toml``: the retrieval questions, the exit quiz and, after some lessons, the mixed quiz over several."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from autograder.course.percent_format import read_text, short_path
from autograder.course.toml_file import Kind, TomlFile, are_tables, key_faults
from autograder.faults import AuthorFault

KEYS: dict[str, Kind] = {"id": str, "question": str, "options": list, "answer": int, "why": list}
TABLES = ("retrieval", "exit", "mixed")


def read_quizzes(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Questions by table; empty when the lesson has no quiz.toml. Raises AuthorFault with the line."""
    if not path.exists():
        return {}
    file = TomlFile.parse(
        read_text(path),
        lambda error: AuthorFault(f"{short_path(path)}: quiz.toml must be valid TOML. Received: {error}."),
    )
    ids: set[str] = set()
    for table, questions in file.data.items():
        if table not in TABLES or not are_tables(questions):
            raise AuthorFault(
                f"{short_path(path)}, line {file.line_of(table)}: questions stand in [[retrieval]], [[exit]] or [[mixed]]. Received: {table}."
            )
        for question in questions:
            wrong = _wrong(question, ids)
            if wrong:
                at = question.get("id", "question")
                raise AuthorFault(f"{short_path(path)}, line {file.line_of(str(at))}: {wrong}")
            ids.add(question["id"])
    return file.data


def _wrong(question: dict[str, Any], ids: set[str]) -> str | None:
    faults = {fault.key: fault.value for fault in key_faults(question, KEYS, needed=KEYS)}
    for key in KEYS:
        if key in faults:
            return f"a question has the keys {', '.join(KEYS)}. Received {key} = {faults[key]!r}."
    if faults:
        return f"a question has the keys {', '.join(KEYS)}. Received also: {', '.join(sorted(faults))}."
    options = len(question["options"])
    if options < 2 or not 0 <= question["answer"] < options:
        return f"answer counts the options from 0. Received answer = {question['answer']} for {options} options."
    if len(question["why"]) != options:
        return f"why has one sentence for each option. Received {len(question['why'])} for {options} options."
    if question["id"] in ids:
        return f"ids differ. Received '{question['id']}' twice."
    return None

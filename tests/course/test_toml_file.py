"""The one reader of TOML: what is wrong with a table's keys, in which order, and the line where a part stands."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from autograder.course.toml_file import KeyFault, TomlFile, are_tables, key_faults
from autograder.faults import UsageFault

KEYS = {"id": str, "after": list[str], "due": (datetime, date), "extra": bool}


def test_a_table_as_it_should_be_has_no_fault() -> None:
    """Claim: no key is needed but those that are said to be."""
    table = {"id": "a", "after": ["b"], "due": date(2030, 1, 1), "extra": True}
    assert [] == list(key_faults(table, KEYS, needed=("id",))) == list(key_faults({}, KEYS))


def test_what_is_missing_comes_first_and_the_rest_as_it_stands() -> None:
    """Claim: a reader who tells the first fault only tells the same one each time."""
    table = {"zeal": 1, "after": ["b", 2], "extra": 0}
    assert [
        KeyFault("missing", "id"),
        KeyFault("unknown", "zeal", 1),
        KeyFault("kind", "after", ["b", 2]),
        KeyFault("kind", "extra", 0),
    ] == list(key_faults(table, KEYS, needed=("id",)))


@pytest.mark.parametrize("value", ["b", [["b"]], {"b": "b"}])
def test_a_list_of_texts_is_a_list_and_holds_texts(value: object) -> None:
    """Claim: a text is not taken for the list of its letters."""
    assert [KeyFault("kind", "after", value)] == list(key_faults({"after": value}, KEYS))


def test_a_part_is_found_on_its_first_line_and_otherwise_on_line_1() -> None:
    """Claim: the number is the one an editor shows."""
    file = TomlFile.parse('a = 1\n# b\nb = "x"\n', UsageFault)
    assert ({"a": 1, "b": "x"}, 2, 3, 1) == (file.data, file.line_of("b"), file.line_of('"x"'), file.line_of("zeal"))


def test_what_is_no_toml_becomes_the_readers_own_fault() -> None:
    """Claim: the parser's words are in it, and its error is not shown besides."""
    with pytest.raises(UsageFault, match=r"Mend it: .*line 2") as raised:
        TomlFile.parse("a = 1\nb = ]", lambda error: UsageFault(f"Mend it: {error}"))
    assert raised.value.__suppress_context__


def test_tables_are_a_list_of_tables() -> None:
    """Claim: neither one table nor a list of anything else."""
    assert [True, True, False, False, False] == list(map(are_tables, ([], [{}], {}, [{}, 1], "a")))

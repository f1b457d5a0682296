"""The sentences by which files are refused: each is used, and says what to do."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import NamedTuple

import heritage_gis
from heritage_gis.read.formats import FORMATS, tell_content
from heritage_gis.sentences import FILE_KINDS, REFUSALS, find_fields, read_sentences

MODULES = sorted(Path(heritage_gis.__file__).parent.rglob("*.py"))
REFUSING = ("refuse", "refuse_file", "Sentence")


class Call(NamedTuple):
    """A place at which a sentence is made, its code being written there."""

    place: str
    code: str
    details: set[str] | None  # None where they are not all written there


def find_calls() -> list[Call]:
    """Return the places in our modules at which a sentence is made."""
    return [
        Call(f"{path.name}:{node.lineno}", code, find_details(node))
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and find_name(node) in REFUSING
        for code in find_codes(node)
        if not any(keyword.arg == "table" for keyword in node.keywords)
    ]


def find_name(call: ast.Call) -> str:
    """Return the last name of what is called."""
    called = call.func
    return called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")


def find_codes(call: ast.Call) -> list[str]:
    """Return the code of a call; `refuse_file` has it after the name of the file."""
    at = 1 if find_name(call) == "refuse_file" else 0
    argument = call.args[at] if len(call.args) > at else None
    is_text = isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    return [str(argument.value)] if is_text and isinstance(argument, ast.Constant) else []


def find_details(call: ast.Call) -> set[str] | None:
    """Return the names of the details that a call gives."""
    if find_name(call) == "Sentence":
        if len(call.args) == 1:
            return set()
        given = call.args[1]
        if not isinstance(given, ast.Dict):
            return None
        return {str(key.value) for key in given.keys if isinstance(key, ast.Constant)}
    if any(keyword.arg is None for keyword in call.keywords):
        return None
    return {str(keyword.arg) for keyword in call.keywords}


def test_every_code_is_used() -> None:
    """No sentence waits for a refusal that nobody makes."""
    written = {
        node.value
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert [code for code in read_sentences(REFUSALS) if code not in written] == []


def test_every_refusal_has_its_sentence() -> None:
    """What the code refuses by is in the table, and gives the details that the sentence names."""
    calls, texts = find_calls(), read_sentences(REFUSALS)
    assert len(calls) > 100
    for call in calls:
        assert call.code in texts, call
        if call.details is not None:
            assert call.details == find_fields(texts[call.code]["en"]), call


def test_every_format_has_a_name() -> None:
    """A format is called something in every language, and so is what a file may hold instead."""
    heads = (b"PK\3\4", b"%PDF", b"AC10", b"{", b"<", b"x", b"PAR1", b"SQLite format 3\0")
    codes = {known.code for known in FORMATS} | {known.content for known in FORMATS}
    assert codes | {tell_content(head) for head in heads} == set(read_sentences(FILE_KINDS))


def test_sentences_say_what_to_do_without_a_capital_or_a_stop() -> None:
    """A refusal follows the name of the file, so it begins small, and ends as the others do."""
    names = ("MapInfo", "GeoJSON", "Office", "Excel", "GeoPackage")
    for code, texts in read_sentences(REFUSALS).items():
        for text in texts.values():
            assert not text.endswith("."), code
            assert not text[0].isupper() or text.startswith(names), (code, text)

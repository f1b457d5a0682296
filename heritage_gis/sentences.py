"""Sentences to a person, not yet in a language: a code, and the details that it names.

What is wrong with a file is found out before it is known who will read of it, and often by the
guarded child, which hands over the code and the details alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from string import Formatter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

REFUSALS, FILE_KINDS = "refusals", "file_kinds"
TABLES = (REFUSALS, FILE_KINDS)
LONGEST_NAME, _LONGEST_DETAIL, _LONGEST_SENTENCE = 200, 600, 1_000  # letters
_LEAST_PARTED = 10_000  # 9999 is written without a space in Russian and Kazakh
_DEEPEST = 3  # sentences within each other


@dataclass(frozen=True)
class Sentence:
    """A sentence of one of our tables, or a part of one.

    Attributes:
        code: its row in the table.
        details: what it names: texts, which may come from a file and are taken as mere text, of
            bearable length and without signs that steer a screen; counts, which each language
            writes in its own way; and other sentences.
        table: `vocabularies/<table>.csv`, with a column for each language.
    """

    code: str
    details: Mapping[str, Detail] = field(default_factory=dict)
    table: str = REFUSALS

    def __post_init__(self) -> None:
        """Clean the texts among the details."""
        clean = {
            name: make_line(detail, _LONGEST_DETAIL) if isinstance(detail, str) else detail
            for name, detail in self.details.items()
        }
        object.__setattr__(self, "details", clean)  # the way of a frozen dataclass


Detail = str | int | Sentence | tuple[Sentence, ...]


def word_sentence(sentence: Sentence, language: str) -> str:
    """Write a sentence in a language, as one line.

    Raises:
        KeyError: there is no such code or language, or a detail is missing, which is a bug.
    """
    template = read_sentences(sentence.table)[sentence.code][language]
    details = {name: _word_detail(detail, language) for name, detail in sentence.details.items()}
    return make_line(template.format_map(details), _LONGEST_SENTENCE)


def describe_sentence(sentence: Sentence) -> dict[str, Any]:
    """Return a sentence as plain values for programs: `{"code": …, "details": {…}}`."""
    details: dict[str, Any] = {}
    for name, detail in sentence.details.items():
        if isinstance(detail, Sentence):
            details[name] = describe_sentence(detail)
        elif isinstance(detail, tuple):
            details[name] = [describe_sentence(each) for each in detail]
        else:
            details[name] = detail
    return {"code": sentence.code, "details": details}


def parse_sentence(told: Any, depth: int = 0) -> Sentence:  # noqa: ANN401 - any JSON may stand there
    """Build a sentence from the JSON of one, which is not trusted.

    Raises:
        KeyError, TypeError, ValueError: it is no sentence of our tables with its details.
    """
    code, table = str(told["code"]), TABLES[TABLES.index(told["table"])]
    stated = dict(told["details"])
    details = {str(name): _parse_detail(detail, depth) for name, detail in stated.items()}
    if details.keys() != find_fields(read_sentences(table)[code]["en"]):
        raise ValueError(code)
    return Sentence(code, details, table)


def find_fields(template: str) -> set[str]:
    """Return the names of the details that a sentence asks for."""
    return {name for _, name, _, _ in Formatter().parse(template) if name}


@cache
def read_sentences(table: str) -> dict[str, dict[str, str]]:
    """Return the sentences of a table: code -> language -> text."""
    import csv  # here, for the reading child starts without them
    import io
    from importlib.resources import files

    # Read as data: modules of `vocabularies` stand above those that refuse.
    text = files("heritage_gis").joinpath("vocabularies", f"{table}.csv").read_text("utf-8")
    return {
        row["code"]: {name: cell for name, cell in row.items() if name != "code"}
        for row in csv.DictReader(io.StringIO(text))
    }


def calm_signs(text: str) -> str:
    """Return a text without signs that steer a screen: blanks of all kinds are spaces in it."""
    if text.isprintable():
        return text
    signs = (sign if sign.isprintable() else " " if sign.isspace() else "\ufffd" for sign in text)
    return "".join(signs)


def make_line(text: str, longest: int) -> str:
    """Return a text as one line that can clear no screen, without the middle of a long one."""
    line = calm_signs(text)
    if len(line) <= longest:
        return line
    half = longest // 2
    return f"{line[:half]} … {line[-half:]}"


def _word_detail(detail: Detail, language: str) -> str:
    if isinstance(detail, Sentence):
        return word_sentence(detail, language)
    if isinstance(detail, tuple):
        return "; ".join(word_sentence(each, language) for each in detail)
    if isinstance(detail, int):
        return _write_count(detail, language)
    return detail


def _write_count(count: int, language: str) -> str:
    if language == "en":
        return f"{count:,}"
    return f"{count:,}".replace(",", " ") if count >= _LEAST_PARTED else str(count)


def _parse_detail(told: Any, depth: int) -> Detail:  # noqa: ANN401 - any JSON may stand there
    if isinstance(told, str):
        return told
    if isinstance(told, int):
        return int(told)
    if depth >= _DEEPEST:
        raise ValueError(depth)
    if isinstance(told, list):
        return tuple(parse_sentence(each, depth + 1) for each in told)
    return parse_sentence(told, depth + 1)

"""CSV and TSV: text in any encoding, its cells parted by semicolon, tab, comma or bar."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from functools import partial
from itertools import islice, zip_longest
from statistics import mode
from typing import TYPE_CHECKING

import pyarrow as pa

from heritage_gis.read.handover import TEXT, Handover, make_grid_schema
from heritage_gis.read.job import Sheet
from heritage_gis.read.limits import MAX_CELL_CHARACTERS
from heritage_gis.read.text_encoding import (
    EncodingGuess,
    check_encoding,
    find_mark,
    guess_encoding,
    guess_wide,
    is_encoded,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DELIMITERS = (";", "\t", ",", "|")
_SAMPLE_RECORDS = 200
_SAMPLE_BYTES = 1 << 20
_LONGEST_LINE = 10_000_000
_BATCH = 10_000
_END_OF_TEXT = "\x1a"  # programs of DOS end a text with it


def read_delimited(handover: Handover) -> None:
    """Hand over the cells of a CSV, from its first record on.

    Raises:
        RefusedFileError: it is not text, or its quotation marks are not closed.
    """
    guess = _find_encoding(handover)
    delimiter = _find_delimiter(handover, guess.encoding)
    csv.field_size_limit(MAX_CELL_CHARACTERS)
    fault, read = 0, partial(_read_batches, handover, guess.encoding, delimiter)
    try:
        width = _find_width(read())
    except _QuoteError as quote:
        fault = quote.line
        read = partial(_read_unquoted, handover, guess.encoding, delimiter, fault)
        width = _find_width(read())
    handover.check_width(width)
    sheet = Sheet(
        "grid",
        encoding=guess.encoding.removesuffix("-sig"),
        encoding_evidence=guess.evidence,
        delimiter=delimiter,
        quote_fault=fault,
    )
    schema = make_grid_schema(width)
    batches = (
        _make_batch(handover, number * _BATCH, records, schema)
        for number, records in enumerate(read())
    )
    handover.add_sheet(sheet, schema, batches)


class _QuoteError(Exception):
    """A quotation mark opens a cell and does not close it at its end."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def _find_width(batches: Iterator[list[list[str]]]) -> int:
    """Read all once to know how wide the widest record is: a table is written with one width."""
    return max((len(record) for records in batches for record in records), default=0)


def _find_encoding(handover: Handover) -> EncodingGuess:
    stated = handover.job.encoding
    with handover.input.open("rb") as stream:
        sample = stream.read(_SAMPLE_BYTES)
    mark = find_mark(sample)
    if stated:
        return _check_stated(handover, stated)
    if mark:
        return _check_decodes(handover, mark, "bytes_not_as_marked")
    wide = guess_wide(sample)
    if wide:
        return _check_decodes(handover, wide, "bytes_not_as_guessed")
    if b"\0" in sample:
        raise handover.refuse("bytes_nul")
    if is_encoded(_read_pieces(handover.input), "utf-8"):
        return EncodingGuess("utf-8", "all of it is valid UTF-8")
    guess = guess_encoding(sample) or EncodingGuess("", "")
    if guess.encoding == "ascii":  # the sample is, and something after it is not
        guess = guess_encoding(handover.input.read_bytes()) or guess
    if not guess.encoding:
        raise handover.refuse("encoding_unknown")
    return _check_decodes(handover, guess, "bytes_not_as_guessed")


def _check_stated(handover: Handover, stated: str) -> EncodingGuess:
    encoding = check_encoding(stated)
    if not encoding:
        raise handover.refuse("encoding_is_none", stated=stated)
    if encoding == "utf-8":
        encoding = "utf-8-sig"  # takes a mark away where there is one
    is_unicode = encoding.startswith("utf")
    is_wide = encoding.startswith(("utf-16", "utf-32"))
    if (is_wide or not is_unicode) and _is_utf8(handover.input, with_letters=not is_wide):
        raise handover.refuse("encoding_is_utf8", stated=stated)
    if not is_encoded(_read_pieces(handover.input), encoding):
        raise handover.refuse("encoding_is_other", stated=stated)
    return EncodingGuess(encoding, "it was stated")


def _is_utf8(path: Path, *, with_letters: bool) -> bool:
    """Tell whether a text is UTF-8; ASCII is, and cp1251 too, where no letters speak for one."""
    if any(b"\0" in piece for piece in _read_pieces(path)):
        return False
    has_letters = any(not piece.isascii() for piece in _read_pieces(path))
    return (has_letters or not with_letters) and is_encoded(_read_pieces(path), "utf-8")


def _check_decodes(handover: Handover, guess: EncodingGuess, wrong: str) -> EncodingGuess:
    if is_encoded(_read_pieces(handover.input), guess.encoding):
        return guess
    raise handover.refuse(wrong, encoding=guess.encoding.removesuffix("-sig"))


def _read_pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while piece := stream.read(_SAMPLE_BYTES):
            yield piece


def _read_lines(handover: Handover, encoding: str) -> Iterator[str]:
    """Yield the lines of the text; a first line «sep=;» is Excel's own word, and no row."""
    with handover.input.open("r", encoding=encoding, newline="") as stream:
        first = True
        while line := stream.readline(_LONGEST_LINE):
            if len(line) == _LONGEST_LINE:
                raise handover.refuse("line_too_long", limit=_LONGEST_LINE)
            if "\0" in line:
                raise handover.refuse("bytes_nul")
            if line.rstrip("\r\n") == _END_OF_TEXT:
                continue
            if not (first and line.lower().startswith("sep=")):
                yield line
            first = False


def _find_delimiter(handover: Handover, encoding: str) -> str:
    """Find what parts the cells: the sign by which most records get the same, largest width.

    A decimal comma gives now more, now fewer cells, so it loses to the sign that is steady.
    """
    with handover.input.open("r", encoding=encoding, newline="") as stream:
        first = stream.readline(_LONGEST_LINE)
    if first.lower().startswith("sep=") and first[4:5] in DELIMITERS:
        return first[4]
    text = "".join(islice(_read_lines(handover, encoding), _SAMPLE_RECORDS * 2))
    trials = [_try_delimiter(text, delimiter) for delimiter in DELIMITERS]
    return max(trials, key=lambda trial: trial.fitness).delimiter


@dataclass(frozen=True)
class _Trial:
    """How well a sign parts the first records: the share of one width, and that width."""

    delimiter: str
    share: float
    width: int

    @property
    def fitness(self) -> tuple[bool, float, int]:
        return (self.width > 1, round(self.share, 1), self.width)


def _try_delimiter(text: str, delimiter: str) -> _Trial:
    widths = []
    try:
        for record in islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 400):
            filled = len(record)
            if filled > 1 or any(record):
                widths.append(filled)
    except csv.Error:
        return _Trial(delimiter, 0.0, 0)
    if not widths:
        return _Trial(delimiter, 0.0, 0)
    width = mode(widths)
    return _Trial(delimiter, widths.count(width) / len(widths), width)


def _read_batches(handover: Handover, encoding: str, delimiter: str) -> Iterator[list[list[str]]]:
    lines = _read_lines(handover, encoding)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        while records := list(islice(reader, _BATCH)):
            yield records
    except csv.Error as fault:
        if "field larger" in str(fault):
            line = str(reader.line_num)
            raise handover.refuse("line_cell_long", line=line, limit=MAX_CELL_CHARACTERS) from fault
        raise _QuoteError(reader.line_num) from fault


def _read_unquoted(
    handover: Handover, encoding: str, delimiter: str, fault: int
) -> Iterator[list[list[str]]]:
    """Read a table whose quotation marks do not pair, each line a row: «"Курган" Бегазы;48,2».

    That is right only where all lines come to one number of cells: then no mark was meant to
    hide a delimiter or a line break.
    """
    lines = (line.rstrip("\r\n") for line in _read_lines(handover, encoding))
    rows = (line.split(delimiter) if line else [] for line in lines)
    width = 0
    while records := list(islice(rows, _BATCH)):
        widths = {len(record) for record in records if any(record)} | {width} - {0}
        if len(widths) > 1 or widths == {1}:
            raise handover.refuse("quote_unclosed", line=str(fault))
        width = max(widths, default=0)
        yield [[_unquote(cell) for cell in record] for record in records]


def _unquote(cell: str) -> str:
    is_quoted = len(cell) > 1 and cell.startswith('"') and cell.endswith('"')
    return cell[1:-1].replace('""', '"') if is_quoted else cell


def _make_batch(
    handover: Handover, before: int, records: list[list[str]], schema: pa.Schema
) -> pa.RecordBatch:
    where = {"first": str(before + 1), "last": str(before + len(records))}
    columns = [
        handover.clean_texts(pa.array(column, TEXT), "rows_cell_long", **where)
        for column in zip_longest(*records)
    ]
    blank = pa.nulls(len(records), TEXT)
    return pa.record_batch(columns + [blank] * (len(schema) - len(columns)), schema=schema)

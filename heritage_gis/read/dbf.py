"""The table of a shapefile: whether it is whole, and in which encoding its text is.

A DBF without a code page is silent mojibake in every reader: nobody warns. So its bytes are
looked at here, and GDAL is told.
"""

from __future__ import annotations

import codecs
import struct
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from heritage_gis.read.text_encoding import (
    EncodingGuess,
    check_encoding,
    guess_encoding,
    is_latin,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_HEADER, _FIELD, _END = 32, 32, 0x0D
_NAME = 11  # bytes of a field name, with the zero at its end
_MOST_TEXTS = 200_000
# Language driver ids that say something; 0x57 ("ANSI") is what GDAL and QGIS write by default.
_LANGUAGES = {
    0x01: "cp437",
    0x02: "cp850",
    0x03: "cp1252",
    0x26: "cp866",
    0x57: "cp1252",
    0x65: "cp866",
    0xC9: "cp1251",
}


class StatedEncodingError(Exception):
    """A text is not in the encoding that a person states; `code` is of `refusals.csv`."""

    def __init__(self, code: str) -> None:
        """Say why, by its code."""
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class DbfHeader:
    """The header of a DBF.

    Attributes:
        records: how many rows it says it has.
        header_bytes: where the rows begin.
        record_bytes: how long a row is.
        language: its language driver id.
        names: of the fields, as bytes.
        texts: where the text fields lie in a row, as first and last byte.
    """

    records: int
    header_bytes: int
    record_bytes: int
    language: int
    names: tuple[bytes, ...]
    texts: tuple[tuple[int, int], ...]

    @property
    def size(self) -> int:
        """How long the file must be to hold its rows."""
        return self.header_bytes + self.records * self.record_bytes


def read_header(path: Path) -> DbfHeader:
    """Read the header of a DBF.

    Raises:
        ValueError: it has none.
    """
    with path.open("rb") as stream:
        head = stream.read(_HEADER)
        if len(head) < _HEADER:
            message = "it has no header"
            raise ValueError(message)
        records, header_bytes, record_bytes = struct.unpack_from("<IHH", head, 4)
        fields = stream.read(max(header_bytes - _HEADER, 0))
    names, texts, at = [], [], 1
    for start in range(0, len(fields) - _FIELD + 1, _FIELD):
        if fields[start] == _END:
            break
        name, kind, length = struct.unpack_from("<11sc4xB", fields, start)
        names.append(name.split(b"\0")[0])
        if kind == b"C":
            texts.append((at, at + length))
        at += length
    return DbfHeader(records, header_bytes, record_bytes, head[29], tuple(names), tuple(texts))


def find_cut_names(dbf: Path, encoding: str) -> dict[int, bytes]:
    """Find the field names that were cut within a letter, as 10 bytes of UTF-8 often are.

    Returns:
        Where each stands in the file -> its whole letters, filled up with zeros.
    """
    decode = codecs.getincrementaldecoder(encoding)
    cut = {}
    for number, name in enumerate(read_header(dbf).names):
        whole = decode("ignore").decode(name).encode(encoding, "ignore")
        if whole != name and name.startswith(whole):
            cut[_HEADER + number * _FIELD] = whole.ljust(_NAME, b"\0")
    return cut


def find_encoding(dbf: Path, cpg: str, stated: str) -> EncodingGuess | None:
    """Find the encoding of a DBF.

    Args:
        dbf: the table.
        cpg: what its .cpg file says; empty where there is none.
        stated: what a person says; taken as it is where the bytes allow it.

    Returns:
        Nothing where the bytes are in no encoding that we know.

    Raises:
        StatedEncodingError: the person states one that is none, or that the bytes are not in.
    """
    header = read_header(dbf)
    claims = (
        (check_encoding(cpg), f"its .cpg says {' '.join(cpg.split())[:20]}"),
        (_LANGUAGES.get(header.language, ""), f"its .dbf has language id {header.language:#04x}"),
    )
    claim = next((EncodingGuess(*claim) for claim in claims if claim[0]), None)
    return weigh_texts(list_texts(dbf, header), claim, stated)


def list_texts(dbf: Path, header: DbfHeader) -> list[bytes]:
    """Return the field names and texts with letters beyond ASCII, as many as are looked at."""
    return list(islice(_read_texts(dbf, header), _MOST_TEXTS))


def weigh_texts(
    texts: list[bytes], claim: EncodingGuess | None, stated: str
) -> EncodingGuess | None:
    """Find the encoding of texts that have letters beyond ASCII.

    Args:
        texts: none of them is pure ASCII.
        claim: what the file says of itself.
        stated: what a person says.

    Returns:
        Nothing where the bytes are in no encoding that we know.

    Raises:
        StatedEncodingError: the person states one that is none, or that the bytes are not in.
    """
    if stated:
        encoding = check_encoding(stated)
        if not encoding or not _are_encoded(texts, encoding):
            raise StatedEncodingError("encoding_is_other")
        if not encoding.startswith("utf") and texts and _are_encoded(texts, "utf-8"):
            raise StatedEncodingError("encoding_is_utf8")
        return EncodingGuess(encoding, "it was stated")
    if not texts:
        return claim or EncodingGuess("utf-8", "it holds no letters beyond ASCII")
    guess = _guess_encoding(texts)
    is_kazakh = guess is not None and guess.encoding == "kz1048"
    if claim and guess and guess.encoding == "utf-8" != claim.encoding:
        return _weigh_claim(guess, claim)  # Russian of one byte a letter is never valid UTF-8
    if claim and not is_latin(claim.encoding) and _are_encoded(texts, claim.encoding):
        # Programs that know no kz1048 say cp1251 of it: the Kazakh letters become Serbian ones.
        return guess if is_kazakh and claim.encoding == "cp1251" else claim
    return _weigh_claim(guess, claim)


def _guess_encoding(texts: list[bytes]) -> EncodingGuess | None:
    if _are_encoded(texts, "utf-8"):
        return EncodingGuess("utf-8", "guessed: all of it is valid UTF-8")
    return guess_encoding(b" ".join(texts))


def _weigh_claim(guess: EncodingGuess | None, claim: EncodingGuess | None) -> EncodingGuess | None:
    """Hold a guess against a claim: Latin is often claimed over Cyrillic bytes."""
    if claim is None:
        return guess
    if guess is None or (is_latin(claim.encoding) and is_latin(guess.encoding)):
        return claim if is_latin(claim.encoding) else None
    return EncodingGuess(guess.encoding, f"{guess.evidence}, though {claim.evidence}")


def _are_encoded(texts: list[bytes], encoding: str) -> bool:
    """Tell whether all texts can be read; one may end in half a letter, cut by its field."""
    decode = codecs.getincrementaldecoder(encoding)
    try:
        for text in texts:
            decode().decode(text)
    except UnicodeDecodeError:
        return False
    return True


def _read_texts(dbf: Path, header: DbfHeader) -> Iterator[bytes]:
    """Yield the field names and the texts that have letters beyond ASCII."""
    yield from (name for name in header.names if not name.isascii())
    if not header.texts or header.record_bytes < header.texts[-1][1]:
        return
    with dbf.open("rb") as stream:
        stream.seek(header.header_bytes)
        for _ in range(header.records):
            row = stream.read(header.record_bytes)
            if not row.isascii():
                texts = (row[start:end].rstrip(b" \0") for start, end in header.texts)
                yield from (text for text in texts if not text.isascii())

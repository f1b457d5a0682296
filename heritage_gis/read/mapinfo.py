"""MapInfo tables (TAB with its .dat and .map; seamless ones and views) and exchange files (MIF).

GDAL is told that the text is Latin-1, which keeps every byte, and the bytes are decoded here: a
table of charset "Neutral" fells pyogrio, and fiona returns nothing for it and says so to nobody.
"""

from __future__ import annotations

import csv
import re
import shutil
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from heritage_gis.read.dbf import (
    DbfHeader,
    StatedEncodingError,
    list_texts,
    read_header,
    weigh_texts,
)
from heritage_gis.read.job import Sheet
from heritage_gis.read.layers import LayerMeta, LayerSource, find_labels, hand_over_layer
from heritage_gis.read.text_encoding import EncodingGuess

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from heritage_gis.read.handover import Handover

_DRIVER = "MapInfo File"
_BYTEWISE = b"ISO8859_1"
_CHARSETS = {
    "windowscyrillic": "cp1251",
    "windowslatin1": "cp1252",
    "windowslatin2": "cp1250",
    "windowsgreek": "cp1253",
    "windowsturkish": "cp1254",
    "windowshebrew": "cp1255",
    "windowsarabic": "cp1256",
    "windowsbalticrim": "cp1257",
    "windowssimpchinese": "gb18030",
    "windowsjapanese": "cp932",
    "windowskorean": "cp949",
    "codepage437": "cp437",
    "codepage850": "cp850",
    "codepage852": "cp852",
    "codepage855": "cp855",
    "codepage866": "cp866",
    "iso8859_1": "latin-1",
    "iso8859_2": "iso8859-2",
    "iso8859_5": "iso8859-5",
    "utf-8": "utf-8",
}  # "Neutral" says nothing
_CHARSET = re.compile(rb'(charset\s+)("?)([\w -]+)("?)', re.IGNORECASE)
_VERSION = re.compile(rb"^\s*!?version\s+\d+[^\n]*\n", re.IGNORECASE | re.MULTILINE)
_TYPE = re.compile(rb"^\s*Type\s+\"?(\w+)", re.IGNORECASE | re.MULTILINE)
_SEAMLESS = re.compile(rb'"\\IsSeamless"\s*=\s*"TRUE"', re.IGNORECASE)
_OPENED = re.compile(rb'^\s*Open\s+Table\s+"([^"]+)"', re.IGNORECASE | re.MULTILINE)
_COORDSYS = re.compile(rb"^\s*CoordSys\s+([^\r\n]*)", re.IGNORECASE | re.MULTILINE)
_DELIMITER = re.compile(rb'^\s*Delimiter\s+"(.)"', re.IGNORECASE | re.MULTILINE)
_OBJECT = re.compile(
    rb"\s*(Point|Line|Pline|Region|Arc|Text|Rect|Roundrect|Ellipse|Multipoint|Collection|None)"
    rb"(?:\s+(\d{1,6}))?\b",
    re.IGNORECASE,
)
_READABLE = ("native", "dbf", "linked")
_HEAD = 1_000_000
_LONGEST_LINE = 1_000_000
_MOST_TEXTS = 200_000
_FEW_TEXTS = 3  # so few that are in no encoding are damaged ones; their letters are marked
# MapInfo's datum 0 is WGS 84, a centimetre larger: GDAL gives it a name of its own.
_DATUM_0 = re.compile(
    r'DATUM\["MIF 0",SPHEROID\["[^"]*",6378137[.\d]*,298\.257223563\](?:,TOWGS84\[[^]]*\])?'
)
_WGS_84 = 'DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]'


def read_tab(handover: Handover) -> None:
    """Hand over a MapInfo table; of a seamless one, each of its parts as a layer.

    Rows have the numbers that MapInfo shows.

    Raises:
        RefusedFileError: it is a picture or a table of a database, its .dat is missing or cut
            short, or none of its parts came with it.
    """
    head = handover.input.read_bytes()[:_HEAD]
    opened = [_decode_name(name) for name in _OPENED.findall(head)]
    if opened:
        _hand_over_view(handover, opened)
    elif _SEAMLESS.search(head):
        _hand_over_parts(handover)
    else:
        _hand_over_table(handover, handover.input, "")


def read_mif(handover: Handover) -> None:
    """Hand over a MapInfo exchange file, numbered from 1; without its .mid, the shapes alone.

    Raises:
        RefusedFileError: its text is in no encoding that we know, or GDAL cannot read it.
    """
    mid = handover.input.with_suffix(".mid")
    if not mid.exists():
        handover.add_fault("table_missing", ".mid")
    guess, evidence = prepare_table(handover)
    _hand_over(handover, handover.input, "", guess, evidence)


def prepare_table(handover: Handover) -> tuple[EncodingGuess, str]:
    """Make GDAL read the input byte by byte; return its encoding, and where its system is said.

    Raises:
        RefusedFileError: its text is in no encoding that we know, or its .dat is missing.
    """
    with handover.input.open("rb") as stream:
        head = stream.read(_HEAD)
    if handover.input.suffix == ".tab":
        guess = _find_encoding(handover, handover.input, head)
        _tell_bytewise(handover.input)
        return guess, f"{handover.job.name.rpartition('.')[0]}.map"
    head = head.partition(b"\nData")[0]
    mid = handover.input.with_suffix(".mid")
    cells = _list_lines(mid) if mid.exists() else []
    guess = _weigh(handover, cells or _list_lines(handover.input), head)
    _tell_bytewise(handover.input)
    stated = _COORDSYS.search(head)
    said = stated[1].decode("latin-1").strip() if stated else ""
    return guess, f"CoordSys {' '.join(said.split())[:120]}" if said else ""


def list_numbers(handover: Handover, path: Path | None = None) -> list[int] | None:
    """Return the numbers of the rows of a table, from its .dat or .mid; None without one."""
    path = path or handover.input
    if path.suffix == ".mif":
        return _count_records(path)
    table = path.with_suffix(".dat")
    if not table.exists():
        return None
    header = read_header(table)
    with table.open("rb") as stream:
        stream.seek(header.header_bytes)
        marks = (stream.read(header.record_bytes)[:1] for _ in range(header.records))
        return [number for number, mark in enumerate(marks, start=1) if mark != b"*"]


def _count_records(path: Path) -> list[int] | None:
    mid = path.with_suffix(".mid")
    if not mid.exists():
        return None
    with path.open("rb") as stream:
        stated = _DELIMITER.search(stream.read(_HEAD))
    delimiter = stated[1].decode("latin-1") if stated else "\t"
    with mid.open(encoding="latin-1", newline="") as stream:
        try:
            records = sum(1 for row in csv.reader(stream, delimiter=delimiter) if row)
        except csv.Error:
            return None
    return list(range(1, max(records, _count_objects(path)) + 1))


def _count_objects(path: Path) -> int:
    """Count the objects of a .mif: GDAL ends with the last row of the .mid, whatever is left."""
    count = inner = 0
    with path.open("rb") as stream:
        lines = iter(partial(stream.readline, _LONGEST_LINE), b"")
        for line in lines:
            if line.strip().lower() == b"data":
                break
        for line in lines:
            found = _OBJECT.match(line)
            if found is None:
                continue
            if inner:
                inner -= 1
            else:
                count += 1
                inner = int(found[2] or 0) if found[1].lower() == b"collection" else 0
    return count


def _hand_over_table(handover: Handover, path: Path, layer: str) -> None:
    head = path.read_bytes()[:_HEAD]
    kind = _TYPE.search(head)
    name = kind[1].decode("ascii").lower() if kind else "native"
    if name not in _READABLE:
        found = name.upper()
        if layer:
            raise handover.refuse("tab_part_of_other_type", part=layer, found=found)
        raise handover.refuse("tab_of_other_type", found=found)
    guess = _find_encoding(handover, path, head)
    _tell_bytewise(path)
    title = f"{layer}.map" if layer else f"{handover.job.name.rpartition('.')[0]}.map"
    _hand_over(handover, path, layer, guess, title)


def _hand_over_parts(handover: Handover) -> None:
    """Hand over the parts that a seamless table names; GDAL would number their rows anew."""
    index = handover.input.with_suffix(".dat")
    if not index.exists():
        raise handover.refuse("tab_index_missing")
    header = _check_table(handover, index)
    names = list(dict.fromkeys(_read_part_names(index, header)))
    found = {name: _find_beside(handover, name) for name in names}
    if not any(found.values()):
        raise handover.refuse("tab_parts_missing", parts=", ".join(names[:5]))
    for name, path in found.items():
        if path is None:
            handover.add_fault("part_missing", name)
            continue
        handover.taken.append(path.name)
        _hand_over_table(handover, path, path.stem)


def _hand_over_view(handover: Handover, names: list[str]) -> None:
    """Hand over a view: a saved query over tables beside it."""
    guesses = []
    for name in names:
        path = _find_beside(handover, name)
        if path is None:
            raise handover.refuse("view_table_missing", table=name[:100])
        head = path.read_bytes()[:_HEAD]
        if _OPENED.search(head) or _SEAMLESS.search(head):
            raise handover.refuse("view_of_views")
        guesses.append(_find_encoding(handover, path, head))
        _tell_bytewise(path)
        handover.taken.append(path.name)
    text = handover.input.read_bytes()
    handover.input.unlink()
    handover.input.write_bytes(_OPENED.sub(_drop_folder, text))
    layer = f"{handover.job.name.rpartition('.')[0]}"
    _hand_over(handover, handover.input, "", guesses[0], f"the tables of {layer}")


def _drop_folder(found: re.Match[bytes]) -> bytes:
    return found[0].replace(found[1], re.split(rb"[/\\]", found[1])[-1])


def _hand_over(
    handover: Handover, path: Path, layer: str, guess: EncodingGuess, evidence: str
) -> None:
    def describe(meta: LayerMeta) -> Sheet:
        crs = _DATUM_0.sub(_WGS_84, meta.crs)
        if crs.startswith("LOCAL_CS"):  # NonEarth: a plane that is nowhere until somebody says
            crs = ""
        return Sheet(
            "features",
            layer,
            encoding=guess.encoding,
            encoding_evidence=guess.evidence,
            crs_wkt=crs,
            crs_evidence=evidence if crs else "",
            headings=meta.headings,
            has_geometry=meta.has_geometry,
        )

    source = LayerSource(
        _DRIVER,
        None,
        encoding=guess.encoding,
        path=path,
        has_labels=find_labels(_DRIVER, path),
        expected=None if (numbers := list_numbers(handover, path)) is None else len(numbers),
    )
    hand_over_layer(handover, source, describe)


def _find_encoding(handover: Handover, path: Path, head: bytes) -> EncodingGuess:
    table = next(
        (path.with_suffix(s) for s in (".dat", ".dbf") if path.with_suffix(s).exists()), None
    )
    if table is None:
        file = f"{path.stem.replace('input', '')}.dat"
        raise handover.refuse("tab_words_missing", file=file)
    header = _check_table(handover, table)
    # Headings come last: GDAL puts «_» for half of each letter where the charset is Neutral.
    headings = [line for line in head.splitlines() if not line.isascii()]
    cells = list_texts(table, replace(header, names=()))
    return _weigh(handover, cells or headings, head)


def _check_table(handover: Handover, table: Path) -> DbfHeader:
    """Read the header of a .dat, which is that of a DBF, and see that all its rows are there."""
    try:
        header = read_header(table)
    except ValueError as fault:
        raise handover.refuse("part_headless", part=table.suffix) from fault
    size = table.stat().st_size
    if size < header.size:
        sizes = {"found": size, "expected": header.size}
        raise handover.refuse("part_cut", part=table.suffix, **sizes)
    return header


def _weigh(handover: Handover, texts: list[bytes], head: bytes) -> EncodingGuess:
    stated = _CHARSET.search(head)
    charset = stated[3].decode("ascii").strip() if stated else ""
    known = _CHARSETS.get(charset.lower(), "")
    claim = EncodingGuess(known, f"its charset is {charset}") if known else None
    try:
        guess = weigh_texts(texts, claim, handover.job.encoding)
    except StatedEncodingError as fault:
        raise handover.refuse(fault.code, stated=handover.job.encoding) from fault
    if guess is None and len(texts) <= _FEW_TEXTS:
        return claim or EncodingGuess("utf-8", f"guessed: {len(texts)} of its texts are damaged")
    if guess is None:
        raise handover.refuse("encoding_unknown")
    return guess


def _tell_bytewise(path: Path) -> None:
    """Put a copy in the place of the link to a .tab or .mif, in which the charset is Latin-1."""
    received = path.resolve()
    path.unlink()
    with received.open("rb") as source, path.open("wb") as sink:
        head = source.read(_HEAD)
        if _CHARSET.search(head):
            head = _CHARSET.sub(rb"\g<1>\g<2>" + _BYTEWISE + rb"\g<4>", head, count=2)
        else:
            line = b"!charset %s\n" if path.suffix == ".tab" else b'Charset "%s"\n'
            head = _VERSION.sub(lambda found: found[0] + line % _BYTEWISE, head, count=1)
        sink.write(head)
        shutil.copyfileobj(source, sink)


def _read_part_names(index: Path, header: DbfHeader) -> Iterator[str]:
    start, end = header.texts[0] if header.texts else (1, 1)
    with index.open("rb") as stream:
        stream.seek(header.header_bytes)
        for _ in range(header.records):
            row = stream.read(header.record_bytes)
            name = _decode_name(row[start:end].split(b"\0")[0]).strip()
            if name and row[:1] != b"*":
                yield name


def _decode_name(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1251", "replace")


def _find_beside(handover: Handover, name: str) -> Path | None:
    """Find a table by its name among the files that came along, whatever folder is named."""
    plain = re.split(r"[/\\]", name)[-1].casefold().removesuffix(".tab")
    beside = sorted(handover.input.parent.iterdir())
    return next(
        (
            path
            for path in beside
            if path.suffix.lower() == ".tab"
            and path.stem.casefold() == plain
            and path != handover.input
        ),
        None,
    )


def _list_lines(path: Path) -> list[bytes]:
    """Return the lines that have letters beyond ASCII."""
    found: list[bytes] = []
    with path.open("rb") as stream:
        while len(found) < _MOST_TEXTS and (line := stream.readline(_LONGEST_LINE)):
            if not line.isascii():
                found.append(line)
    return found

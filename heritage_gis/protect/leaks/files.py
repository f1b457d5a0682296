"""The files of a folder, each with the decoder for its suffix."""

from __future__ import annotations

import hashlib
import sqlite3
import struct
import zipfile
import zlib
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from heritage_gis.protect.leaks.decoders.archives import decode_archive, decode_gzip
from heritage_gis.protect.leaks.decoders.images import decode_jpeg, decode_png, decode_webp
from heritage_gis.protect.leaks.decoders.markup import decode_markup
from heritage_gis.protect.leaks.decoders.tables import (
    decode_database,
    decode_parquet,
    decode_workbook,
)
from heritage_gis.protect.leaks.decoders.texts import (
    decode_csv,
    decode_json,
    decode_script,
    decode_style,
    decode_text,
)
from heritage_gis.protect.leaks.memory import list_line_ids
from heritage_gis.protect.leaks.pieces import Fault, Packed, Table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from heritage_gis.protect.leaks.memory import Memory
    from heritage_gis.protect.leaks.pieces import Decoder, Piece

MOST_BYTES = 500_000_000
DEEPEST_PACKING = 4
BROKEN = (
    *(EOFError, KeyError, NotImplementedError, OSError, ValueError),
    *(sqlite3.Error, struct.error, zipfile.BadZipFile, zlib.error),
)
DECODERS: dict[str, Decoder] = {
    **dict.fromkeys((".html", ".htm", ".svg", ".xml", ".kml"), decode_markup),
    **dict.fromkeys((".json", ".geojson", ".webmanifest", ".map"), decode_json),
    **dict.fromkeys((".js", ".mjs"), decode_script),
    **dict.fromkeys((".txt", ".md"), decode_text),
    **dict.fromkeys((".csv", ".tsv"), decode_csv),
    **dict.fromkeys((".gpkg", ".sqlite", ".db"), decode_database),
    **dict.fromkeys((".jpg", ".jpeg"), decode_jpeg),
    ".css": decode_style,
    ".gz": decode_gzip,
    ".parquet": decode_parquet,
    ".png": decode_png,
    ".rels": decode_markup,
    ".vml": decode_markup,
    ".webp": decode_webp,
    ".xlsx": decode_workbook,
    ".zip": decode_archive,
    ".kmz": decode_archive,
}


def list_files(folder: Path) -> list[Path]:
    """Return everything in a folder that is no folder itself, and empty folders; in order."""
    return sorted(
        path for path in folder.rglob("*") if not path.is_dir() or not any(path.iterdir())
    )


def digest_files(folder: Path) -> frozenset[str]:
    """Return the sha256 of each file below a folder."""
    paths = [path for path in list_files(folder) if path.is_file()]
    return frozenset(hashlib.sha256(path.read_bytes()).hexdigest() for path in paths)


def decode_file(path: Path, exempt: frozenset[str], memory: Memory) -> Iterator[Piece]:
    """Decode one file of an edition.

    Args:
        path: the file.
        exempt: sha256 of contents that need no decoding.
        memory: what was decoded before.
    """
    if path.is_symlink():
        yield Fault("", "no decoder", "a link, which may lead anywhere")
    elif path.is_file() and path.stat().st_size > MOST_BYTES:
        yield Fault("", "no decoder", "larger than we look into")
    elif path.is_file():
        content = path.read_bytes()
        memory.remember_file(path.name, content)
        if hashlib.sha256(content).hexdigest() in exempt:
            return
        if path.suffix == ".geojson":
            text = content.decode("utf-8", errors="surrogateescape")
            yield Table("", {"site_id": list_line_ids(text)})
            content = memory.blank_known_features(text).encode("utf-8", errors="surrogateescape")
        yield from decode(path.name, content, memory=memory)


def decode(
    name: str, content: bytes, depth: int = 0, memory: Memory | None = None
) -> Iterator[Piece]:
    """Decode a content by its name, with all that is packed or encoded in it.

    Args:
        name: of the file.
        content: of the same.
        depth: how many packed files it is in.
        memory: of the files that are searched by themselves; packed as they are, they are not
            searched once more.
    """
    suffix = "." + PurePosixPath(name).name.rpartition(".")[2].casefold()  # of .rels, too
    decoder = DECODERS.get(suffix)
    if decoder is None or depth > DEEPEST_PACKING:
        yield Fault("", "no decoder", f"{name}: nothing is known of what «{suffix}» may hold")
        return
    try:
        for piece in decoder(name, content):
            yield from open_piece(piece, depth, memory)
    except BROKEN as error:  # a file that cannot be read is itself a finding
        yield Fault("", "content", f"{name} cannot be read as what its name says it is: {error}")


def open_piece(piece: Piece, depth: int = 0, memory: Memory | None = None) -> Iterator[Piece]:
    """Give a piece, or what is in it where it is a packed file."""
    if not isinstance(piece, Packed):
        yield piece
        return
    if memory is not None and memory.knows_file(piece.name, piece.content):
        return
    for inner in decode(piece.name, piece.content, depth + 1, memory):
        yield relocate(inner, piece.name)


def relocate(piece: Piece, within: str) -> Piece:
    """Say of a piece which packed file it is from."""
    if isinstance(piece, Packed):
        return piece
    return replace(piece, place=f"{within}: {piece.place}" if piece.place else within)

"""Decoders of ZIP and GZIP: the files within, their names and remarks."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

from heritage_gis.protect.leaks.pieces import Fault, Packed, Prose, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heritage_gis.protect.leaks.pieces import Piece

MOST_BYTES = 300_000_000  # unpacked, of one archive


def decode_archive(name: str, content: bytes) -> Iterator[Piece]:
    """Decode ZIP: each member as a file of its own, names and remarks as texts."""
    if not content.startswith(b"PK"):
        yield Fault("", "content", f"{name} has something before its first member")
    archive = zipfile.ZipFile(io.BytesIO(content))
    members = archive.infolist()
    if sum(member.file_size for member in members) > MOST_BYTES:
        yield Fault("", "no decoder", f"{name} unpacks to more than we look into")
        return
    remarks = [archive.comment, *(part for m in members for part in (m.comment, m.extra))]
    told = [*(member.filename for member in members), *map(_read_remark, remarks)]
    yield Text("names and remarks", "\n".join(told))
    yield Prose("names and remarks", "\n".join(told))
    for member in members:
        if member.flag_bits & 1:
            yield Fault(member.filename, "no decoder", "a member that needs a password")
        elif not member.is_dir():
            yield Packed(member.filename, archive.read(member))


def _read_remark(remark: bytes) -> str:
    return remark.decode("utf-8", errors="replace")


def decode_gzip(name: str, content: bytes) -> Iterator[Piece]:
    """Decode GZIP: the one file within, and the name and remark in its head."""
    unpacker = zlib.decompressobj(wbits=31)
    inner = unpacker.decompress(content, MOST_BYTES)
    if unpacker.unconsumed_tail or unpacker.unused_data or not unpacker.eof:
        yield Fault("", "no decoder", f"{name} holds more than one file we can look into")
    yield Text("head", content[:1024].decode("latin-1"))
    yield Packed(name.rpartition(".")[0], inner)

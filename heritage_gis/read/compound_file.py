"""Compound files: the container of old Excel workbooks, and of locked new ones ([MS-CFB])."""

from __future__ import annotations

import struct
from dataclasses import dataclass

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA  # sector numbers from here on stand for no sector
_ENTRY = 128  # bytes of an entry of the directory
_STREAM, _ROOT = 2, 5


class CompoundError(Exception):
    """The container is not in order; `code` is the sentence of `refusals.csv` that says why."""

    def __init__(self, code: str) -> None:
        """Say why, by its code."""
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class CompoundFile:
    """A compound file, its tables read.

    Attributes:
        data: all of its bytes.
        sector: bytes of a sector.
        fat: of each sector the next one.
        mini_fat: of each small sector the next one.
        mini: all small sectors.
        mini_cutoff: streams shorter than this lie in small sectors.
        entries: name -> first sector and size of each stream.
    """

    data: bytes
    sector: int
    fat: tuple[int, ...]
    mini_fat: tuple[int, ...]
    mini: bytes
    mini_cutoff: int
    entries: dict[str, tuple[int, int]]

    def read_stream(self, name: str) -> bytes:
        """Return the bytes of a stream.

        Raises:
            CompoundError: its sectors are not in order.
        """
        start, size = self.entries[name]
        if size < self.mini_cutoff:
            numbers = _follow(start, self.mini_fat)
            pieces = [self.mini[number * 64 : number * 64 + 64] for number in numbers]
            return b"".join(pieces)[:size]
        return _join(self.data, self.sector, _follow(start, self.fat))[:size]


def open_compound_file(data: bytes) -> CompoundFile:
    """Read the tables of a compound file.

    Raises:
        CompoundError: they are not in order.
    """
    try:
        return _open(data)
    except (struct.error, IndexError, UnicodeDecodeError) as fault:
        raise CompoundError("compound_disordered") from fault


def _open(data: bytes) -> CompoundFile:
    shift = struct.unpack_from("<H", data, 30)[0]
    if not data.startswith(MAGIC) or shift not in (9, 12):
        raise CompoundError("compound_disordered")
    sector = 1 << shift
    directory, cutoff, mini_start = struct.unpack_from("<I4xII", data, 48)
    difat_start = struct.unpack_from("<I", data, 68)[0]
    fat = _read_fat(data, sector, difat_start)
    entries = _read_entries(_join(data, sector, _follow(directory, fat)))
    root = entries.pop("", (_END, 0))
    mini = _join(data, sector, _follow(root[0], fat))
    mini_fat = _unpack(_join(data, sector, _follow(mini_start, fat)))
    return CompoundFile(data, sector, fat, mini_fat, mini, cutoff, entries)


def _read_fat(data: bytes, sector: int, start: int) -> tuple[int, ...]:
    """Return the table of sectors; the list of its own sectors may go on in further ones."""
    listed = list(struct.unpack_from("<109I", data, 76))
    most = len(data) // sector + 1
    for _ in range(most):
        if start >= _END:
            break
        *more, start = _unpack(_take(data, sector, start))
        listed += more
    numbers = [number for number in listed if number < _END]
    if len(numbers) > most:
        raise CompoundError("compound_table_long")
    return _unpack(_join(data, sector, numbers))


def _read_entries(directory: bytes) -> dict[str, tuple[int, int]]:
    """Return the streams by their names, and the root by an empty one."""
    entries: dict[str, tuple[int, int]] = {}
    for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        length, kind = struct.unpack_from("<HB", directory, at + 64)
        start, size = struct.unpack_from("<II", directory, at + 116)
        name = directory[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
        if kind in (_STREAM, _ROOT):
            entries.setdefault("" if kind == _ROOT else name, (start, size))
    return entries


def _follow(start: int, table: tuple[int, ...]) -> list[int]:
    numbers: list[int] = []
    while start < _END:
        if len(numbers) > len(table) or start >= len(table):
            raise CompoundError("compound_circle")
        numbers.append(start)
        start = table[start]
    return numbers


def _take(data: bytes, sector: int, number: int) -> bytes:
    start = (number + 1) * sector
    if start >= len(data):
        raise CompoundError("compound_cut")
    return data[start : start + sector].ljust(sector, b"\0")


def _join(data: bytes, sector: int, numbers: list[int]) -> bytes:
    return b"".join(_take(data, sector, number) for number in numbers)


def _unpack(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])

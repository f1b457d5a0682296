"""Zip archives, opened with care: entries counted, sizes and names checked before anything is read.

An Excel workbook is one too; a zip of several files is unpacked, and each file then read in a
child of its own.
"""

from __future__ import annotations

import re
import shutil
import stat
import zipfile
import zlib
from math import ceil
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from heritage_gis.read.formats import FORMATS, IDLE_SUFFIXES
from heritage_gis.read.job import Member
from heritage_gis.read.limits import FREE_RATIO_BYTES, MAX_ENTRIES, MAX_RATIO, MB

if TYPE_CHECKING:
    from pathlib import Path

    from heritage_gis.read.handover import Handover
    from heritage_gis.read.workplace import Workplace

_ENCRYPTED, _UTF8_NAME = 0x1, 0x800
_CHUNK = 1 << 20
# All that zipfile raises over bytes that are no archive.
DAMAGE = (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, EOFError)


def open_archive(workplace: Workplace) -> zipfile.ZipFile:
    """Open a zip archive whose list of entries is in order.

    Raises:
        RefusedFileError: it is damaged, locked, a bomb, or holds names that lead out of it.
    """
    try:
        archive = zipfile.ZipFile(workplace.input)
    except DAMAGE as fault:
        raise workplace.refuse("archive_damaged", fault=str(fault)) from fault
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise workplace.refuse("entries_over", count=len(entries), limit=MAX_ENTRIES)
    for entry in entries:
        wrong = _find_fault(entry)
        if wrong:
            raise workplace.refuse(wrong, entry=read_name(entry)[:100])
    _check_sizes(workplace, entries)
    return archive


def unpack_archive(handover: Handover) -> None:
    """Unpack the files that can be read, each under a plain name of ours.

    Raises:
        RefusedFileError: as `open_archive`, or a file in it cannot be unpacked.
    """
    readable = {suffix for known in FORMATS for suffix in (*known.suffixes, *known.sides)}
    readable -= {".zip", ".txt"}  # no archives in archives; a text beside a shapefile is no table
    stems: dict[str, int] = {}
    archive = open_archive(handover)  # once: to open it anew is to read its whole list again
    for entry in sorted(archive.infolist(), key=read_name):
        name = read_name(entry)
        path = PurePosixPath(name)
        if entry.is_dir() or is_idle(name):
            continue
        suffix = path.suffix.lower()
        if suffix in readable:
            stem = str(path.with_suffix("")).casefold()
            file = f"m{stems.setdefault(stem, len(stems))}{suffix}"
            _unpack_entry(handover, archive, entry, handover.folder / file)
            handover.members.append(Member(file, name))
        elif suffix not in IDLE_SUFFIXES and not name.lower().endswith(".shp.xml"):
            handover.unread.append(name)


def is_idle(name: str) -> bool:
    """Tell whether an entry is what a computer keeps for itself: `.DS_Store`, `__MACOSX/…`."""
    path = PurePosixPath(name)
    return path.name.startswith(".") or "__MACOSX" in path.parts


def _find_fault(entry: zipfile.ZipInfo) -> str:
    """Return the code by which an entry is refused, empty where it is in order."""
    name = read_name(entry)
    parts = re.split(r"[/\\]", name)
    if ".." in parts or name.startswith(("/", "\\")) or re.match(r"[A-Za-z]:", name):
        return "entry_leads_out"
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "entry_is_link"
    if entry.flag_bits & _ENCRYPTED:
        return "entry_locked"
    return ""


def _check_sizes(workplace: Workplace, entries: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(workplace.input.stat().st_size, 1)
    most = workplace.job.limits.unpacked_bytes
    if unpacked > most:
        sizes = {"size_mb": ceil(unpacked / MB), "limit_mb": round(most / MB)}
        raise workplace.refuse("unpacked_over", **sizes)
    if unpacked > FREE_RATIO_BYTES and unpacked > packed * MAX_RATIO:
        raise workplace.refuse("ratio_over", times=round(unpacked / packed), limit=MAX_RATIO)


def read_name(entry: zipfile.ZipInfo) -> str:
    """Return the name of an entry; old Russian zips hold cp866, which zipfile takes for cp437."""
    if entry.flag_bits & _UTF8_NAME:
        return entry.filename
    try:
        packed = entry.filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.filename
    try:
        return packed.decode("utf-8")
    except UnicodeDecodeError:
        return packed.decode("cp866")


def _unpack_entry(
    handover: Handover, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path
) -> None:
    """Unpack one file; never more than its declared size, whatever the bytes say."""
    if target.exists():
        raise handover.refuse("entry_twice", entry=read_name(entry))
    try:
        with archive.open(entry) as source, target.open("wb") as sink:
            shutil.copyfileobj(source, sink, _CHUNK)
    except DAMAGE as fault:
        told = {"entry": read_name(entry), "fault": str(fault)}
        raise handover.refuse("entry_damaged", **told) from fault

"""Taking a file in: checked, copied under a safe name, and never touched again."""

from __future__ import annotations

import os
import re
import shutil
import stat
import tempfile
import unicodedata
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

from heritage_gis.errors import refuse_file
from heritage_gis.model.side_files import SIDE_SUFFIXES
from heritage_gis.paths import flush
from heritage_gis.receive.sidecar import SIDECAR_NAME, check_sidecar, write_sidecar
from heritage_gis.receive.surveys import SURVEY_FOLDER, VERSION_FOLDER, hash_file, open_survey

if TYPE_CHECKING:
    from collections.abc import Iterable

    from heritage_gis.model.survey import Sidecar, Survey
    from heritage_gis.paths import Home

MEGABYTE = 1_000_000
LONGEST_NAME, LONGEST_SUFFIX = 200, 20  # bytes: file systems stop at 255
# A MapInfo table that is made of others names them in its text.
_OF_PARTS = re.compile(
    rb'"\\IsSeamless"\s*=\s*"TRUE"|^\s*Open\s+Table\s', re.IGNORECASE | re.MULTILINE
)

# Side files without which the file is read all the same.
_SPARE_SUFFIXES = (".shx", ".prj", ".cpg", ".qpj")


def check_upload(path: Path, max_file_mb: int) -> list[Path]:
    """Refuse what is no plain file of a bearable size.

    Returns:
        The file and, for a bare shapefile or MapInfo table, the files that belong to it.

    Raises:
        RefusedFileError: it, or what belongs to it, is missing, a link, a folder, a device, empty,
            unreadable or too large.
    """
    _check_file(path, max_file_mb)
    parts = gather_parts(path)
    for part in parts[1:]:
        _check_file(part, max_file_mb, may_be_empty=part.suffix.lower() in _SPARE_SUFFIXES)
    return parts


def _check_file(path: Path, max_file_mb: int, *, may_be_empty: bool = False) -> None:
    name = path.name or str(path)
    try:
        status = path.lstat()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise refuse_file(name, "file_missing") from error
    except OSError as error:
        raise refuse_file(name, "file_unopenable", fault=str(error.strerror)) from error
    if stat.S_ISLNK(status.st_mode):
        raise refuse_file(name, "file_is_link")
    if not stat.S_ISREG(status.st_mode):
        raise refuse_file(name, "file_is_none")
    if not os.access(path, os.R_OK):
        raise refuse_file(name, "file_forbidden")
    if status.st_size == 0 and not may_be_empty:
        raise refuse_file(name, "file_empty")
    if status.st_size > max_file_mb * MEGABYTE:
        sizes = {"size_mb": ceil(status.st_size / MEGABYTE), "limit_mb": max_file_mb}
        raise refuse_file(name, "file_too_large", **sizes)


def gather_parts(path: Path) -> list[Path]:
    """Return the file and, for a bare shapefile or MapInfo table, the files that belong to it.

    To a MapInfo table made of others (a seamless one, a view) belong all tables of its folder.
    """
    sides = SIDE_SUFFIXES.get(path.suffix.lower(), ())
    if not sides:
        return [path]
    stem = path.stem.casefold()
    if path.suffix.lower() == ".tab" and _OF_PARTS.search(path.read_bytes()[:MEGABYTE]):
        stem, sides = "", (".tab", *sides)
    beside = [
        other
        for other in sorted(path.parent.iterdir())
        if not stem or other.stem.casefold() == stem
    ]
    wanted = (*sides, ".qpj") if path.suffix.lower() == ".shp" else sides
    return [path, *(part for part in beside if part.suffix.lower() in wanted and part != path)]


def make_safe_name(name: str) -> str:
    """Return a file name without folders, control signs or leading dots; letters stay."""
    plain = unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1])
    kept = "".join(letter for letter in plain if unicodedata.category(letter)[0] != "C")
    kept = re.sub(r'[<>:"|?*]', "_", kept).strip().lstrip(".~$")  # what hidden files begin with
    if not kept or kept.casefold() == SIDECAR_NAME:
        kept = f"file_{kept}"
    stem, suffix = os.path.splitext(kept)  # noqa: PTH122 - a name, not a path
    if len(suffix.encode()) > LONGEST_SUFFIX:
        stem, suffix = kept, ""
    return stem.encode()[:LONGEST_NAME].decode("utf-8", "ignore") + suffix


def make_survey_id(title: str, year: int) -> str:
    """Return `<year>-<slug>` for a title in any script."""
    from anyascii import anyascii

    slug = re.sub(r"[^a-z0-9]+", "-", anyascii(title).lower()).strip("-")[:60].strip("-")
    return f"{year}-{slug or 'survey'}"


def receive_upload(home: Home, path: Path, sidecar: Sidecar, replaces: str = "") -> Survey:
    """Copy an upload into `data/raw/`, with its sidecar, in one step that cannot be half done.

    Args:
        home: where to.
        path: the file; of a bare shapefile or MapInfo table its parts are taken along.
        sidecar: what is said of it.
        replaces: the survey of which this is a corrected version.

    Raises:
        RefusedFileError: `replaces` names no survey.
        MisusedError: the sidecar lacks a text.
    """
    check_sidecar(sidecar)
    home.raw.mkdir(parents=True, exist_ok=True)
    survey_id = replaces or make_survey_id(sidecar.title, sidecar.received.year)
    folder = _choose_folder(home.raw, survey_id, is_correction=bool(replaces), name=path.name)
    return _put_in_place(home, gather_parts(path), sidecar, folder)


def receive_decision(home: Home, survey: Survey, sidecar: Sidecar) -> Survey:
    """Put the files of a survey beside a sidecar that says more of them, as its next version.

    Args:
        home: where the survey lies.
        survey: its last version; nothing in its folder is changed.
        sidecar: what is now said of it.

    Raises:
        MisusedError: the sidecar lacks a text.
    """
    check_sidecar(sidecar)
    paths = [survey.folder / file.name for file in survey.files]
    folder = _choose_folder(home.raw, survey.survey_id, is_correction=True, name=survey.survey_id)
    return _put_in_place(home, paths, sidecar, folder)


def _put_in_place(home: Home, paths: Iterable[Path], sidecar: Sidecar, folder: Path) -> Survey:
    """Copy files aside, write their sidecar, and give the whole its place in one step."""
    with tempfile.TemporaryDirectory(prefix=".receiving-", dir=home.raw) as scratch:
        waiting = Path(scratch) / "v"
        waiting.mkdir()
        for path in paths:
            shutil.copyfile(path, waiting / make_safe_name(path.name), follow_symlinks=False)
        files = [hash_file(file) for file in sorted(waiting.iterdir())]
        write_sidecar(waiting / SIDECAR_NAME, sidecar, files)
        for file in waiting.iterdir():
            flush(file)
        folder.parent.mkdir(exist_ok=True)
        waiting.rename(folder)
    flush(folder.parent)
    return open_survey(folder)


def _choose_folder(raw: Path, survey_id: str, *, is_correction: bool, name: str) -> Path:
    taken = raw / survey_id
    if is_correction:
        if not SURVEY_FOLDER.fullmatch(survey_id) or not taken.is_dir():
            raise refuse_file(name, "survey_unknown", survey=survey_id)
        versions = [VERSION_FOLDER.fullmatch(folder.name) for folder in taken.iterdir()]
        return taken / f"v{1 + max((int(v[1]) for v in versions if v), default=0)}"
    number = 2
    while taken.exists():
        taken = raw / f"{survey_id}-{number}"
        number += 1
    return taken / "v1"

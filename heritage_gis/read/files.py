"""Reading received files, each in a guarded child process, into raw tables."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from math import ceil
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from heritage_gis.errors import RefusedFileError, refuse_file
from heritage_gis.model.side_files import ALONE, SIDE_SUFFIXES
from heritage_gis.read.formats import Format, list_suffixes, tell_format
from heritage_gis.read.guard import BrokenFileError, Handed, open_scratch, run_child
from heritage_gis.read.job import Job
from heritage_gis.read.limits import MAX_COMPANIONS, MAX_MEMBERS, MB, take_limits
from heritage_gis.read.readings import Origin, Reading, ReadNote

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from heritage_gis.model.raw_table import RawTable
    from heritage_gis.model.survey import Survey
    from heritage_gis.settings import Settings

_NAMED = 5  # files of an archive without any that can be read


def read_survey(survey: Survey, settings: Settings) -> list[RawTable]:
    """Read all files of a survey.

    Raises:
        RefusedFileError: one of them cannot be read.
    """
    return list(read_survey_noted(survey, settings).tables)


def read_file(
    path: Path, name: str, settings: Settings, encoding: str = "", columns: Iterable[str] = ()
) -> list[RawTable]:
    """Read one received file.

    Args:
        path: where it lies; the side files of a shapefile or a MapInfo table beside it. Nothing is
            written there.
        name: the file as the person knows it.
        settings: limits of size, memory and time.
        encoding: of its text, where a person states it.
        columns: headings that a person has explained, besides those of the vocabulary.

    Returns:
        A raw table for each sheet or layer with data, in their order; several where a sheet has
        several tables. `source_row` is the row that a spreadsheet program shows (the headings
        have rows too, and a record of a CSV is one row however many lines it takes); of a
        GeoPackage the key of the feature; of a shapefile and a GeoJSON its number from 1.

    Raises:
        RefusedFileError: the file cannot be read, in one line.
    """
    return list(read_file_noted(path, name, settings, encoding, columns).tables)


def read_survey_noted(survey: Survey, settings: Settings) -> Reading:
    """Read all files of a survey, and say what is to be told of how they were read.

    Raises:
        RefusedFileError: one of them cannot be read.
    """
    sidecar = survey.sidecar
    names = [file.name for file in survey.files]
    readings = {
        name: read_file_noted(
            survey.folder / name, name, settings, sidecar.encoding, sidecar.columns
        )
        for name in names
        if not _is_side(name, names)
    }
    return _gather_readings(readings)


def read_file_noted(
    path: Path, name: str, settings: Settings, encoding: str = "", columns: Iterable[str] = ()
) -> Reading:
    """Read one received file, as `read_file`, and say what is to be told of how it was read.

    Raises:
        RefusedFileError: the file cannot be read.
    """
    _check_file(path, name, settings)
    known = tell_format(path, name)
    job = Job(known.code, name, "input", known.suffixes[0], encoding, take_limits(settings))
    origin = Origin(name, known.code, known=frozenset(columns))
    inputs = gather_inputs(path, known)
    for side in inputs.values():
        _check_file(side, name, settings)
    with open_handed(job, known, inputs) as handed:
        if known.code == "zip":
            return _read_members(handed, job, origin)
        return _build_tables(handed, origin)


def _build_tables(handed: Handed, origin: Origin) -> Reading:
    from heritage_gis.read.raw_tables import build_tables  # it loads pandas: the child starts first

    return build_tables(handed, origin)


def _check_file(path: Path, name: str, settings: Settings) -> None:
    try:
        name.encode()
    except UnicodeEncodeError as fault:  # Python keeps bytes of a name that are not UTF-8 aside
        raise refuse_file(name, "name_not_utf8") from fault
    if not path.is_file():
        raise refuse_file(name, "file_missing")
    size = path.stat().st_size
    if size > settings.max_file_mb * MB:
        sizes = {"size_mb": ceil(size / MB), "limit_mb": settings.max_file_mb}
        raise refuse_file(name, "file_too_large", **sizes)


@contextmanager
def open_handed(job: Job, known: Format, inputs: Mapping[str, Path]) -> Iterator[Handed]:
    """Have one file read in a child; where GDAL stops in the middle, another child salvages it.

    Raises:
        RefusedFileError: the file was refused, and there was nothing to salvage.
    """
    with open_scratch() as scratch, open_scratch() as second:
        try:
            handed = run_child(job, known, inputs, scratch)
        except BrokenFileError as broken:
            if not known.is_salvaged:
                raise
            try:
                handed = run_child(replace(job, driver=known.driver), known, inputs, second)
            except RefusedFileError:
                raise broken from None  # what stopped the first reader says more
        yield handed


def gather_inputs(
    path: Path, known: Format, beside: Mapping[str, Path] | None = None
) -> dict[str, Path]:
    """Return the file and its side files by suffix, and what may be a part of it by name.

    Args:
        path: the file.
        known: its format.
        beside: files of its folder under the names that people know; of an archive they lie
            under others.
    """
    if beside is None:
        beside = {each.name: each for each in sorted(path.parent.iterdir())} if known.sides else {}
    inputs = {known.suffixes[0]: path}
    stem = next((Path(name).stem for name, file in beside.items() if file == path), path.stem)
    # Kurgan.shp and KURGAN.DBF are one shapefile; kurgan.shp may lie beside, with its own.
    for name in sorted(beside, key=lambda name: Path(name).stem != stem):
        other, suffix = beside[name], Path(name).suffix.lower()
        is_same = Path(name).stem.casefold() == stem.casefold()
        if suffix in known.sides and is_same and other.is_file():
            inputs.setdefault(suffix, other)
    if known.code == "mapinfo-tab":
        inputs |= _find_companions(path, known, beside)
    return inputs


def list_mains(handed: Handed) -> dict[Path, str]:
    """Return what an archive holds, without the files that belong to another: path -> name."""
    names = [name for _, name in handed.members]
    return {path: name for path, name in handed.members if not _is_member_side(name, names)}


def list_beside(handed: Handed, name: str) -> dict[str, Path]:
    """Return the files that lie in one folder of an archive with one of them, by name."""
    folder = PurePosixPath(name).parent
    return {
        PurePosixPath(other).name: path
        for path, other in handed.members
        if PurePosixPath(other).parent == folder
    }


def _find_companions(path: Path, known: Format, beside: Mapping[str, Path]) -> dict[str, Path]:
    """Return the other MapInfo tables beside one that may be made of them."""
    suffixes = (*known.suffixes, *known.sides)
    found = {
        name: file
        for name, file in beside.items()
        if Path(name).suffix.lower() in suffixes
        and not name.startswith((".", "input."))
        and file != path
        and file.is_file()
    }
    return dict(list(found.items())[:MAX_COMPANIONS])


def _is_side(name: str, names: Collection[str]) -> bool:
    """Tell whether a file of a survey belongs to another one.

    Raises:
        RefusedFileError: it would, but the other one is not there.
    """
    stem, dot, suffix = name.rpartition(".")
    suffix = f"{dot}{suffix.lower()}"
    mains = [main for main, sides in SIDE_SUFFIXES.items() if suffix in sides]
    if not mains:
        return False
    there = {
        other.rpartition(".")[2].lower()
        for other in names
        if other.rpartition(".")[0].casefold() == stem.casefold()
    }
    if any(main.removeprefix(".") in there for main in mains):
        return True
    if suffix in ALONE:
        return False
    code = "shapefile_missing" if mains == [".shp"] else "mapinfo_missing"
    raise refuse_file(name, code, main=f"{stem}{mains[0]}")


def _gather_readings(readings: Mapping[str, Reading]) -> Reading:
    """Put the readings of several files together; what is a part of another is read once."""
    taken = {name.casefold() for reading in readings.values() for name in reading.taken}
    left = [reading for name, reading in readings.items() if name.casefold() not in taken]
    return Reading(
        tuple(table for reading in left for table in reading.tables),
        tuple(note for reading in left for note in reading.notes),
    )


def _read_members(handed: Handed, job: Job, origin: Origin) -> Reading:
    """Read the files that were unpacked from an archive, each in a child of its own."""
    mains = list_mains(handed)
    sides = {str(PurePosixPath(name).with_suffix("")).casefold() for name in mains.values()}
    unread = [
        *handed.unread,
        *(
            name
            for _, name in handed.members
            if str(PurePosixPath(name).with_suffix("")).casefold() not in sides
        ),
    ]
    if not mains:
        raise _refuse_unreadable(origin.file, sorted(unread))
    if len(mains) > MAX_MEMBERS:
        raise refuse_file(origin.file, "members_over", count=len(mains), limit=MAX_MEMBERS)
    reading = _gather_readings(
        {name: _read_member(path, name, handed, job, origin) for path, name in mains.items()}
    )
    notes = [ReadNote("file_not_read", origin.file, "", name) for name in sorted(unread)]
    return Reading(reading.tables, (*reading.notes, *notes))


def _refuse_unreadable(file: str, unread: list[str]) -> RefusedFileError:
    if not unread:
        return refuse_file(file, "nothing_readable", expected=list_suffixes())
    found = ", ".join(unread[:_NAMED])
    return refuse_file(file, "nothing_readable_among", found=found, expected=list_suffixes())


def _is_member_side(name: str, names: Collection[str]) -> bool:
    try:
        return _is_side(name, names)
    except RefusedFileError:
        return True  # told as a file that was not read


def _read_member(path: Path, name: str, handed: Handed, job: Job, origin: Origin) -> Reading:
    folder = PurePosixPath(name).parent
    try:
        known = tell_format(path, name)
        inner = replace(job, format=known.code, name=name, suffix=known.suffixes[0])
        source = replace(origin, format=known.code, member=name.rpartition(".")[0])
        inputs = gather_inputs(path, known, list_beside(handed, name))
        with open_handed(inner, known, inputs) as inside:
            reading = _build_tables(inside, source)
    except RefusedFileError as refusal:
        raise refuse_file(origin.file, "member", member=name, why=refusal.why) from refusal
    return replace(reading, taken=tuple(str(folder / part) for part in reading.taken))

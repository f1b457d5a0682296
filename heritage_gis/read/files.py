"""Reading received files, each in a guarded child process, into raw tables."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from heritage_gis.errors import RefusedFileError
from heritage_gis.model.problem import gather_problems
from heritage_gis.read.formats import FORMATS, Format, find_format, list_suffixes, tell_format
from heritage_gis.read.guard import Handed, open_scratch, run_child
from heritage_gis.read.job import Job
from heritage_gis.read.limits import MAX_MEMBERS, MB, take_limits
from heritage_gis.read.raw_tables import Origin, Reading, ReadNote, build_tables
from heritage_gis.vocabularies.problems import explain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from heritage_gis.model.raw_table import RawTable
    from heritage_gis.model.survey import Survey
    from heritage_gis.settings import Settings

_SIDES = {side: known for known in FORMATS for side in known.sides}


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
        path: where it lies; the side files of a shapefile beside it. Nothing is written there.
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
    readings = [
        read_file_noted(survey.folder / name, name, settings, sidecar.encoding, sidecar.columns)
        for name in names
        if not _is_side(name, names)
    ]
    return Reading(
        tuple(table for reading in readings for table in reading.tables),
        tuple(note for reading in readings for note in reading.notes),
    )


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
    with open_scratch() as scratch:
        handed = run_child(job, known, inputs, scratch)
        if known.code == "zip":
            return _read_members(handed, job, origin)
        return _tell_missing_table(build_tables(handed, origin), inputs, origin)


def explain_notes(notes: Iterable[ReadNote], survey_id: str) -> pd.DataFrame:
    """Write what is to be told of the reading as a table of problems."""
    return gather_problems(
        explain(
            note.code,
            pd.DataFrame(
                {
                    "survey_id": [survey_id],
                    "source_file": [note.source_file],
                    "source_layer": [note.source_layer],
                    "source_row": pd.array([pd.NA], dtype="Int64"),
                }
            ),
            values=pd.Series([note.value]),
            details={"expected": list_suffixes()},
        )
        for note in notes
    )


def _check_file(path: Path, name: str, settings: Settings) -> None:
    if not path.is_file():
        raise RefusedFileError(name, "there is no such file; check its name")
    size = path.stat().st_size
    if size > settings.max_file_mb * MB:
        raise RefusedFileError(
            name,
            f"is {size / MB:,.0f} MB; at most {settings.max_file_mb:,} MB are read; "
            "send it in parts, or raise HERITAGE_MAX_FILE_MB",
        )


def gather_inputs(path: Path, known: Format) -> dict[str, Path]:
    """Return the file and its side files by suffix; of a shapefile, all with its name."""
    inputs = {known.suffixes[0]: path}
    if known.sides:
        for other in sorted(path.parent.iterdir()):
            suffix = other.suffix.lower()
            if suffix in known.sides and other.stem == path.stem and other.is_file():
                inputs[suffix] = other
    return inputs


def list_mains(handed: Handed) -> dict[Path, str]:
    """Return what an archive holds, without the files that belong to another: path -> name."""
    return {path: name for path, name in handed.members if path.suffix not in _SIDES}


def _is_side(name: str, names: Iterable[str]) -> bool:
    """Tell whether a file of a survey belongs to another one.

    Raises:
        RefusedFileError: it would, but the other one is not there.
    """
    stem, dot, suffix = name.rpartition(".")
    known = _SIDES.get(f"{dot}{suffix.lower()}")
    if known is None:
        return False
    if any(find_format(other) == known and other.rpartition(".")[0] == stem for other in names):
        return True
    raise RefusedFileError(
        name, f"belongs to a shapefile, but {stem}.shp did not come with it; send all its files"
    )


def _tell_missing_table(reading: Reading, inputs: Collection[str], origin: Origin) -> Reading:
    """Tell of a shapefile that came without its .dbf: there are its shapes, and no words."""
    if origin.format != "shapefile" or ".dbf" in inputs:
        return reading
    note = ReadNote("table_missing", origin.file, origin.member, "")
    return Reading(reading.tables, (*reading.notes, note))


def _read_members(handed: Handed, job: Job, origin: Origin) -> Reading:
    """Read the files that were unpacked from an archive, each in a child of its own."""
    mains = list_mains(handed)
    stems = {path.stem for path in mains}
    unread = [*handed.unread, *(name for path, name in handed.members if path.stem not in stems)]
    if not mains:
        listed = f" ({', '.join(sorted(unread)[:5])})" if unread else ""
        raise RefusedFileError(
            origin.file, f"holds nothing that can be read{listed}; expected {list_suffixes()}"
        )
    if len(mains) > MAX_MEMBERS:
        raise RefusedFileError(
            origin.file, f"holds {len(mains)} tables and layers; send at most {MAX_MEMBERS} at once"
        )
    readings = [_read_member(path, name, job, origin) for path, name in mains.items()]
    notes = [ReadNote("file_not_read", origin.file, "", name) for name in sorted(unread)]
    return Reading(
        tuple(table for reading in readings for table in reading.tables),
        (*(note for reading in readings for note in reading.notes), *notes),
    )


def _read_member(path: Path, name: str, job: Job, origin: Origin) -> Reading:
    try:
        known = tell_format(path, name)
        inner = replace(job, format=known.code, name=name, suffix=known.suffixes[0])
        source = replace(origin, format=known.code, member=name.rpartition(".")[0])
        with open_scratch() as scratch:
            inputs = gather_inputs(path, known)
            handed = run_child(inner, known, inputs, scratch)
            return _tell_missing_table(build_tables(handed, source), inputs, source)
    except RefusedFileError as refusal:
        raise RefusedFileError(origin.file, f"{name}: {refusal.reason}") from refusal

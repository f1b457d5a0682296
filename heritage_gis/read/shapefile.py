"""Shapefiles: .shp with its .dbf, .shx, .prj and .cpg; rows numbered from 1 as in QGIS."""

from __future__ import annotations

import codecs
import os
import shutil
import struct
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from heritage_gis.read.dbf import StatedEncodingError, find_cut_names, find_encoding, read_header
from heritage_gis.read.job import Sheet
from heritage_gis.read.layers import LayerMeta, LayerSource, hand_over_layer
from heritage_gis.read.shape_records import (
    HEADER,
    TYPES,
    list_entries,
    list_records,
    read_type,
)
from heritage_gis.read.text_encoding import EncodingGuess

if TYPE_CHECKING:
    from pathlib import Path

    from heritage_gis.read.handover import Handover

# kz1048 is cp1251 with Kazakh letters in the place of Serbian and Ukrainian ones.
_KAZAKH_LETTERS = {
    ord(bytes([byte]).decode("cp1251")): ord(bytes([byte]).decode("kz1048"))
    for byte in range(0x80, 0x100)
    if byte != 0x98  # noqa: PLR2004 - which neither has
}


def read_shapefile(handover: Handover) -> None:
    """Hand over the features of a shapefile.

    Raises:
        RefusedFileError: it is cut short, its .dbf has another number of rows, or its text is in
            no encoding that we know.
    """
    _leave_empty_sides(handover)
    _check_shapes(handover)
    _check_table(handover)
    _compare_parts(handover)
    if find_side(handover, ".dbf") is None:
        handover.add_fault("table_missing", ".dbf")
    guess = find_table_encoding(handover)
    _mend_names(handover, guess.encoding)
    prj = find_side(handover, ".prj")
    if find_side(handover, ".shx") is None:
        # GDAL writes one beside the input, which is the scratch folder. With a .shx there, it
        # would write through the link into the received file.
        os.environ["SHAPE_RESTORE_SHX"] = "YES"
    options = {"ENCODING": _name_for_gdal(guess.encoding)} if guess.encoding else {}
    letters = _KAZAKH_LETTERS if guess.encoding == "kz1048" else {}

    def describe(meta: LayerMeta) -> Sheet:
        return Sheet(
            "features",
            encoding=guess.encoding,
            encoding_evidence=guess.evidence,
            crs_wkt=meta.crs,
            crs_evidence=f"{handover.job.name[:-4]}.prj" if prj and meta.crs else "",
            headings=meta.headings,
            has_geometry=meta.has_geometry,
        )

    source = LayerSource("ESRI Shapefile", options=options, letters=letters)
    hand_over_layer(handover, source, describe, _number_rows)


def read_table(handover: Handover) -> None:
    """Hand over a DBF that came alone: a table without shapes.

    Raises:
        RefusedFileError: it is cut short, or its text is in no encoding that we know.
    """
    _check_table(handover)
    guess = find_table_encoding(handover)
    _mend_names(handover, guess.encoding)
    letters = _KAZAKH_LETTERS if guess.encoding == "kz1048" else {}
    options = {"ENCODING": _name_for_gdal(guess.encoding)} if guess.encoding else {}

    def describe(meta: LayerMeta) -> Sheet:
        return Sheet(
            "features",
            encoding=guess.encoding,
            encoding_evidence=guess.evidence,
            headings=meta.headings,
        )

    source = LayerSource("ESRI Shapefile", options=options, letters=letters)
    hand_over_layer(handover, source, describe, _number_rows)


def find_side(handover: Handover, suffix: str) -> Path | None:
    """Return a side file of the input, where it came along."""
    path = handover.sides.with_name(handover.sides.name + suffix)
    return path if path.exists() else None


def _check_shapes(handover: Handover) -> None:
    """Refuse a .shp that is shorter than its header says: GDAL reads what there is."""
    with handover.input.open("rb") as stream:
        head = stream.read(HEADER)
    if len(head) < HEADER:
        raise handover.refuse("shapes_headless")
    if read_type(head) not in TYPES:
        raise handover.refuse("shapes_of_no_type", found=read_type(head))
    words = struct.unpack_from(">i", head, 24)[0]
    _compare_sizes(handover, handover.input, words * 2)


def _leave_empty_sides(handover: Handover) -> None:
    """Take the links to empty side files away: GDAL makes the index anew, the rest says nothing."""
    for suffix in (".shx", ".prj", ".cpg"):
        side = find_side(handover, suffix)
        if side is not None and side.stat().st_size == 0:
            side.unlink()


def _compare_parts(handover: Handover) -> None:
    """See that .shp, .shx and .dbf are of one export.

    An index that tells otherwise than the shapes is left: GDAL would read them as none, in silence.
    A table with more or fewer rows is of another export, and its words of other places.
    """
    shapes = list_records(handover.input)
    if shapes is None:
        return
    index, table = find_side(handover, ".shx"), find_side(handover, ".dbf")
    if index is not None and list_entries(index) != shapes:
        index.unlink()
    rows = read_header(table).records if table is not None else len(shapes)
    if rows != len(shapes):
        raise handover.refuse("parts_differ", shapes=len(shapes), rows=rows)


def _check_table(handover: Handover) -> None:
    """Refuse a .dbf that is shorter than its header says; without one, shapes are read alone."""
    dbf = find_side(handover, ".dbf")
    if dbf is None:
        return
    try:
        header = read_header(dbf)
    except ValueError as fault:
        raise handover.refuse("part_headless", part=".dbf") from fault
    _compare_sizes(handover, dbf, header.size)


def _compare_sizes(handover: Handover, path: Path, expected: int) -> None:
    found = path.stat().st_size
    if found < expected:
        raise handover.refuse("part_cut", part=path.suffix, found=found, expected=expected)


def find_table_encoding(handover: Handover) -> EncodingGuess:
    """Find the encoding of the .dbf; an empty one where there is no .dbf.

    Raises:
        RefusedFileError: its text is in no encoding that we know.
    """
    dbf, cpg = find_side(handover, ".dbf"), find_side(handover, ".cpg")
    if dbf is None:
        return EncodingGuess("", "")
    said = cpg.read_bytes()[:64].decode("ascii", "replace") if cpg else ""
    try:
        guess = find_encoding(dbf, said, handover.job.encoding)
    except StatedEncodingError as fault:
        raise handover.refuse(fault.code, stated=handover.job.encoding) from fault
    if guess is None:
        raise handover.refuse("dbf_encoding_unknown")
    return guess


def _mend_names(handover: Handover, encoding: str) -> None:
    """Drop the half letters at the end of field names: GDAL refuses all of such a table.

    Its .dbf becomes a copy in the scratch folder; the received file stays as it is.
    """
    dbf = find_side(handover, ".dbf")
    cut = find_cut_names(dbf, encoding) if dbf else {}
    if dbf is None or not cut:
        return
    received = dbf.resolve()
    dbf.unlink()
    shutil.copyfile(received, dbf)
    with dbf.open("r+b") as stream:
        for at, name in cut.items():
            stream.seek(at)
            stream.write(name)


def _name_for_gdal(encoding: str) -> str:
    """Write an encoding as the iconv inside GDAL knows it; it knows no kz1048."""
    names = {"kz1048": "CP1251", "ptcp154": "PT154", "mac-cyrillic": "MACCYRILLIC"}
    python = codecs.lookup(encoding).name
    return names.get(python, python.upper())


def _number_rows(batch: pa.RecordBatch, _before: int) -> pa.Array:
    """GDAL counts the records of a shapefile from 0; QGIS shows them from 1."""
    return pc.add(batch.column(0).cast(pa.int64()), 1)

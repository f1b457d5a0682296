"""The reference system of each row: what was stated, by whom, and how it goes with the numbers.

Order of authority: survey.toml or `--crs`; for cells then the cell itself, a column or heading;
for geometry the file's own statement, then a column; last the numbers. What agrees is put
together («СК-42» of the survey, «зона 13» of a column); what contradicts the numbers is a problem.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from heritage_gis.errors import MisusedError
from heritage_gis.geo.crs import ReferenceSystem, build_systems
from heritage_gis.geo.crs_statement import CrsStatement, merge_statements, read_statement
from heritage_gis.geo.crs_wkt import is_unread_plane
from heritage_gis.vocabularies.position_texts import write_position_text
from heritage_gis.vocabularies.tables import read_vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from heritage_gis.model.raw_table import RawTable
    from heritage_gis.model.survey import Sidecar

_SOURCES = ("survey", "cell", "file", "column", "heading")  # the strongest first
_DATUM_NAMES = {"pulkovo1942": "СК-42", "wgs84": "WGS 84", "qaztrf23": "QazTRF-23"}
Sentence = dict[str, str]


@dataclass(frozen=True)
class StatedRows:
    """What was stated of each row.

    Attributes:
        number: of the row's statement in `statements`, -1 for rows without a position; int32.
        statements: each distinct statement once; missing where nothing was stated.
        stated: the words of the statement, as the record keeps them; missing where there are none;
            of dtype category.
        evidence: sentences on who stated what.
    """

    number: pd.Series
    statements: tuple[CrsStatement | None, ...]
    stated: pd.Series
    evidence: tuple[Sentence, ...]


@cache
def load_systems() -> tuple[ReferenceSystem, ...]:
    """Return the systems of `vocabularies/reference_systems.csv`."""
    return build_systems(read_vocabulary("reference_systems"))


def gather_statements(
    table: RawTable,
    columns: Mapping[str, str],
    sidecar: Sidecar,
    cells: pd.DataFrame,
    has_geometry: pd.Series,
) -> StatedRows:
    """Gather what was stated of the reference system of each row.

    Args:
        table: the raw table; its `crs_wkt` speaks for geometry alone.
        columns: our field -> their heading (`crs_text`, `zone`).
        sidecar: its `crs` speaks for the whole survey.
        cells: what `read_position_cells` found.
        has_geometry: the row's position is its geometry.

    Raises:
        MisusedError: `crs` of the sidecar (or `--crs`) names no reference system.
    """
    if sidecar.crs and read_statement(sidecar.crs, load_systems()) is None:
        raise MisusedError(
            f'crs "{sidecar.crs}" names no reference system; write it like EPSG:28413, '
            "or СК-42, зона 13, or the WKT of a .prj"
        )
    texts = _lay_out_texts(table, columns, sidecar, cells, has_geometry)
    has_position = has_geometry | (cells["column"] != "")
    combination, distinct = _number_combinations(texts[has_position])
    made = [_merge_sources(row) for row in distinct]
    numbers, statements = _number_statements([statement for statement, _, _ in made])
    index = texts.index[has_position]
    stated = _say_by_number(combination, [_write_words(used) for _, used, _ in made])
    number = pd.Series(np.array(numbers, dtype=np.int32)[combination], index=index)
    places = {
        "file": table.crs_evidence or table.format,
        "column": " / ".join(columns[name] for name in ("crs_text", "zone") if name in columns),
    }
    counts = np.bincount(combination, minlength=len(made)).tolist()
    return StatedRows(
        number.reindex(texts.index, fill_value=-1),
        statements,
        pd.Series(stated, index=index).reindex(texts.index),
        _tell_sources(made, counts, places),
    )


def _lay_out_texts(
    table: RawTable,
    columns: Mapping[str, str],
    sidecar: Sidecar,
    cells: pd.DataFrame,
    has_geometry: pd.Series,
) -> pd.DataFrame:
    """Lay out what each source says of each row; empty where it says nothing."""
    is_shape = has_geometry.to_numpy(dtype=bool)
    texts = {
        "survey": _say_once(sidecar.crs, np.ones(len(is_shape), dtype=bool)),
        "cell": _say_nothing(cells["datum"], is_shape),
        "file": _say_once(table.crs_wkt, is_shape),
        "column": _join_columns(table.frame, columns),
        "heading": _say_nothing(cells["column"], is_shape),
    }
    return pd.DataFrame({name: texts[name] for name in _SOURCES}, index=table.frame.index)


def _say_nothing(texts: pd.Series, rows: NDArray[np.bool_]) -> pd.Series:
    """Empty a packed column of text in some rows."""
    known = texts if "" in texts.cat.categories else texts.cat.add_categories("")
    return known.mask(rows, "")


def _say_by_number(number: NDArray[np.intp], words: Sequence[str | None]) -> pd.Categorical[str]:
    """Say the words of each number, missing where there are none."""
    said = pd.Categorical(pd.array([*words], dtype="str"))
    return pd.Categorical.from_codes(said.codes[number], said.categories)


def _say_once(text: str, rows: NDArray[np.bool_]) -> pd.Categorical[str]:
    """Say a text of some rows, and nothing of the others; a WKT is too long to stand in each."""
    choices = [text, ""] if text else [""]
    codes: NDArray[np.intp] = np.where(rows, 0, len(choices) - 1).astype(np.intp)
    return pd.Categorical.from_codes(codes, pd.Index(choices))


def _number_combinations(texts: pd.DataFrame) -> tuple[np.ndarray, list[dict[str, str]]]:
    """Number the distinct rows of `texts`, column by column: most columns say one thing."""
    number = np.zeros(len(texts), dtype=np.int64)
    for name in texts:
        codes, distinct = pd.factorize(texts[name])
        number, _ = pd.factorize(number * len(distinct) + codes)
    _, first = np.unique(number, return_index=True)
    rows = texts.iloc[first].itertuples(index=False, name=None)
    return number, [dict(zip(_SOURCES, row, strict=True)) for row in rows]


def _number_statements(
    statements: list[CrsStatement | None],
) -> tuple[list[int], tuple[CrsStatement | None, ...]]:
    """Number statements that mean the same alike, whatever their words."""
    known: dict[CrsStatement | None, int] = {}
    numbers = [known.setdefault(said and replace(said, text=""), len(known)) for said in statements]
    return numbers, tuple(known)


# Elsewhere, as under «СК» or «СК, зона», a bare 42 is the system of 1942.
_IS_ZONE = re.compile(r"(?:^|/)\W*(?:utm\W*)?(?:зона|зонасы|zon[ea]|аймақ|аймағы)\W*(?:utm)?\W*$")
_BARE_ZONE = re.compile(r"^№?\s*(\d{1,2})(?:\.0)?$")
_UTM_ZONE = re.compile(r"^(4[1-4])\s*[NTU]$", re.IGNORECASE)  # with its band, or N for north


def _join_columns(frame: pd.DataFrame, columns: Mapping[str, str]) -> pd.Series:
    if not {"crs_text", "zone"} & columns.keys():
        return pd.Series(_say_once("", np.zeros(len(frame), dtype=bool)), index=frame.index)
    joined = pd.Series("", index=frame.index, dtype="str")
    if "crs_text" in columns:
        joined = frame[columns["crs_text"]].astype("str").fillna("").str.strip()
        if _IS_ZONE.search(columns["crs_text"].casefold()):
            joined = joined.str.replace(_UTM_ZONE, r"UTM \1", regex=True)
            joined = joined.str.replace(_BARE_ZONE, r"зона \1", regex=True)
    if "zone" in columns:
        zone = (
            frame[columns["zone"]].astype("str").fillna("").str.extract(r"(\d{1,2})", expand=False)
        )
        named = (joined + ", зона " + zone.fillna("")).str.removeprefix(", ")
        joined = joined.mask(zone.notna(), named)
    return joined


Used = list[tuple[str, CrsStatement]]
Made = tuple[CrsStatement | None, Used, Used]


def _merge_sources(texts: Mapping[str, str]) -> Made:
    """Merge what one combination of texts says, the strongest first.

    Returns:
        The statement, the sources that made it, and those whose words name no system.
    """
    merged: CrsStatement | None = None
    used, unread = [], []
    for source, text in texts.items():
        said = read_statement(text, load_systems()) if text else None
        if said is None and source == "file" and is_unread_plane(text):
            said = CrsStatement(text, "unusable")  # its metres are those of no other system
        if said is None:
            if text and source != "heading":
                unread.append((source, CrsStatement(text)))
            continue
        together = said if merged is None else merge_statements(merged, said)
        if together != merged:
            used.append((source, said))
        merged = together
    return merged, used, unread


def _write_words(used: Used) -> str | None:
    return "; ".join(_name_statement(source, said) for source, said in used) or None


def _name_statement(source: str, said: CrsStatement) -> str:
    """Name a statement in few words: WKT by the code of its system, a heading by what it says."""
    if said.system is not None and re.search(r"[\[+]", said.text):
        return said.system.code
    if source != "heading":
        name = re.match(r'\s*\w+\s*\[\s*"([^"]+)"', said.text)
        return name[1] if name else said.text.strip()
    kind = {"utm": "UTM", "gk3": "3°"}.get(said.kind, "")
    meridian = f"{said.central_meridian}°" if said.central_meridian else ""
    words = (_DATUM_NAMES.get(said.datum, ""), kind, str(said.zone or ""), meridian)
    return " ".join(word for word in words if word) or said.text.strip()


def _tell_sources(
    made: list[Made], counts: list[int], places: Mapping[str, str]
) -> tuple[Sentence, ...]:
    told: dict[tuple[str, str, str], int] = {}
    for (_, used, unread), count in zip(made, counts, strict=True):
        for source, said in used:
            where = said.text if source == "heading" else places.get(source, "")
            key = (f"stated_in_{source}", where, _name_statement(source, said))
            told[key] = told.get(key, 0) + count
        for source, said in unread:
            key = ("stated_unreadable", places.get(source, source), said.text.strip()[:80])
            told[key] = told.get(key, 0) + count
        if not used:
            key = ("nothing_stated", "", "")
            told[key] = told.get(key, 0) + count
    return tuple(
        write_position_text(code, {"stated": stated, "where": where, "count": count})
        for (code, where, stated), count in told.items()
    )

"""All that public folders tell of sites: any JSON in any text file, orders, links, sizes, times."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SITE = re.compile(r"KRG-\d{6}")
BOX = re.compile(r"-?\d+\.\d+")
READ = frozenset((".js", ".json", ".geojson", ".html", ".csv", ".svg", ".txt"))
ENDS = {"[": "]", "{": "}"}
BOX_NUMBERS = 4


@dataclass
class Edition:
    """What one public folder tells.

    Attributes:
        told: site -> property -> the first value told.
        boxes: site -> west, south, east, north of everything four-cornered told of it.
        leads: former id -> the id that its page leads to, "" where to none.
        orders: file -> ids in the order in which they stand in it.
        figures: site -> what of its own file can be counted: `size`, `time`.
    """

    told: dict[str, dict[str, Any]] = field(default_factory=dict)
    boxes: dict[str, set[tuple[float, ...]]] = field(default_factory=dict)
    leads: dict[str, str] = field(default_factory=dict)
    orders: dict[str, list[str]] = field(default_factory=dict)
    figures: dict[str, dict[str, float]] = field(default_factory=dict)

    def note(self, site: str, name: str, value: Any) -> None:  # noqa: ANN401 - any JSON
        """Note a property of a site, or a box that it is told by."""
        if name == "geometry" and isinstance(value, dict):
            value = _bound(value.get("coordinates"))
            name = "box"
        if name == "box" and isinstance(value, str):
            south, west, north, east = map(float, BOX.findall(value))
            value = [west, south, east, north]
        if name in ("cell", "box") and isinstance(value, (list, tuple)):
            if len(value) == BOX_NUMBERS:
                self.boxes.setdefault(site, set()).add(tuple(round(float(v), 6) for v in value))
            return
        if value is not None:
            self.told.setdefault(site, {}).setdefault(name, value)


def read_edition(folder: Path) -> Edition:
    """Read every file of a public folder that speaks of sites."""
    edition = Edition()
    for path in sorted(folder.rglob("*")):
        if path.suffix not in READ:
            continue
        text = path.read_text("utf-8")
        ids = [*dict.fromkeys(SITE.findall(text))]
        if not ids:
            continue
        address = path.relative_to(folder).as_posix()
        edition.orders[address] = ids
        for value in find_json(text):
            _gather(value, edition)
        own = SITE.search(path.stem)
        if own:
            _read_own_page(own.group(), text, path, edition)
    _tell_former(edition)
    return edition


def find_json(text: str) -> Iterator[Any]:
    """Return every JSON object and list of a text, the outermost, wherever it stands."""
    decoder, at = json.JSONDecoder(), 0
    starts = re.compile(r"[\[{]")
    while found := starts.search(text, at):
        try:
            value, at = decoder.raw_decode(text, found.start())
        except json.JSONDecodeError:
            at = found.start() + 1
        else:
            yield value


def _gather(value: Any, edition: Edition) -> None:  # noqa: ANN401 - any JSON
    if isinstance(value, list):
        for each in value:
            _gather(each, edition)
        return
    if not isinstance(value, dict):
        return
    own = _find_id(value)
    if own:
        for name, said in _flatten(value):
            edition.note(own, name, said)
    tables = [value, *(each for each in value.values() if isinstance(each, dict))]
    ids = next(filter(None, map(_find_ids, tables)), [])
    if ids:
        _read_columns(value, ids, edition)
        return
    for each in value.values():
        _gather(each, edition)


def _find_id(value: dict[str, Any]) -> str:
    """Return the site that an object is about: its first text that is, or ends with, an id."""
    for each in value.values():
        if isinstance(each, str) and SITE.fullmatch(each.rpartition("/")[2]):
            return each.rpartition("/")[2]
    return ""


def _flatten(value: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, said in value.items():
        if isinstance(said, dict) and "coordinates" not in said:
            yield from _flatten(said)
        else:
            yield name, said


def _find_ids(table: dict[str, Any]) -> list[str]:
    for column in table.values():
        if isinstance(column, list) and column and all(_is_id(each) for each in column):
            return column
    return []


def _is_id(value: object) -> bool:
    return isinstance(value, str) and SITE.fullmatch(value) is not None


def _read_columns(table: dict[str, Any], ids: list[str], edition: Edition) -> None:
    """Read columns, plain or coded; codes may stand for the entries of a list beside them."""
    columns = {
        **table,
        **{n: c for v in table.values() if isinstance(v, dict) for n, c in v.items()},
    }
    for name, column in columns.items():
        values = column
        if isinstance(column, dict) and {"of", "at"} <= column.keys():
            values = [column["of"][at] if at >= 0 else None for at in column["at"]]
        elif isinstance(columns.get(f"{name}s"), list) and isinstance(column, list):
            lexicon = columns[f"{name}s"]
            values = [lexicon[at] if at is not None and at >= 0 else None for at in column]
        if isinstance(values, list) and len(values) == len(ids):
            for site, said in zip(ids, values, strict=True):
                edition.note(site, name, said)


def _bound(coordinates: Any) -> list[float]:  # noqa: ANN401 - any JSON
    """Return west, south, east, north of nested coordinates."""
    flat = [*_list_pairs(coordinates)]
    if not flat:
        return []
    xs, ys = zip(*flat, strict=True)
    return [min(xs), min(ys), max(xs), max(ys)]


def _list_pairs(coordinates: Any) -> Iterator[tuple[float, float]]:  # noqa: ANN401 - any JSON
    if isinstance(coordinates, list) and coordinates and not isinstance(coordinates[0], list):
        yield coordinates[0], coordinates[1]
    elif isinstance(coordinates, list):
        for each in coordinates:
            yield from _list_pairs(each)


def _read_own_page(site: str, text: str, path: Path, edition: Edition) -> None:
    figures = edition.figures.setdefault(site, {})
    figures["size"] = figures.get("size", 0.0) + path.stat().st_size
    figures["time"] = max(figures.get("time", 0.0), path.stat().st_mtime_ns)
    others = [each for each in SITE.findall(text) if each != site]
    edition.leads[site] = others[0] if others else ""


def _tell_former(edition: Edition) -> None:
    """Keep the leads of those alone that have a page and nothing else told of them."""
    edition.leads = {
        s: into
        for s, into in edition.leads.items()
        if s not in edition.boxes and edition.told.get(s, {}).get("protection") is None
    }

"""Tables in JSON: lists of objects, objects by key, and columns beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from heritage_gis.protect.leaks.pieces import Table, part_columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PLAIN = (str, int, float, bool)
_CELLS = {*PLAIN, type(None)}
DEEPEST = 12
MOST_ITEMS = 24  # of a list within a row, such as its bounding box


def find_tables(value: object, place: str, depth: int = 0) -> Iterator[Table]:
    """Find whatever may be a list of sites in a value of JSON.

    Args:
        value: as `json.loads` gives it.
        place: the JSON pointer of the value.
        depth: how many values it lies within.
    """
    if depth > DEEPEST:
        return
    if isinstance(value, list):
        yield from _read_list(value, place, depth)
    elif isinstance(value, dict):
        yield from _read_object(value, place, depth)


def _read_list(values: list[Any], place: str, depth: int) -> Iterator[Table]:
    if not values:
        return
    if all(isinstance(value, str) for value in values):
        yield Table(place, {"value": values})
        return
    if all(isinstance(value, dict) for value in values):
        yield _make_table(values, place)
    elif all(isinstance(value, list) for value in values):
        rows = [[cell if isinstance(cell, PLAIN) else None for cell in row] for row in values]
        if any(isinstance(cell, str) for row in rows for cell in row):
            named = [{f"item {n}": cell for n, cell in enumerate(row)} for row in rows]
            yield Table(place, part_columns(named))
    for row, value in enumerate(values):
        for name, inner in value.items() if isinstance(value, dict) else ():
            if _is_list_within(inner):  # objects within are columns already
                yield from find_tables(inner, f"{place}/{row}/{name}", depth + 1)


def _is_list_within(value: object) -> bool:
    return isinstance(value, list) and len(value) > 0 and isinstance(value[0], (dict, str))


def _read_object(value: dict[str, Any], place: str, depth: int) -> Iterator[Table]:
    if value.get("type") in {"Feature", "Polygon", "Point"}:
        yield _make_table([value], place)
        return
    yield from _read_columns(value, place)
    if value and all(isinstance(inner, dict) for inner in value.values()):
        yield _make_table([{"key": name, **inner} for name, inner in value.items()], place)
    elif any(isinstance(inner, PLAIN) for inner in value.values()):
        yield Table(place, part_columns([_flatten(value, most_items=0)]))
    if len(value) > 1:
        yield Table(place, {"key": list(value)})
    for name, inner in value.items():
        if isinstance(inner, (list, dict)):
            yield from find_tables(inner, f"{place}/{name}", depth + 1)


def _make_table(rows: list[dict[str, Any]], place: str) -> Table:
    """Return objects as rows; a feature's properties count as its own."""
    plain = [_flatten(row) for row in rows]
    geometry = None
    if any("geometry" in row for row in rows):
        geometry = [row.get("geometry") for row in rows]
    return Table(place, part_columns(plain), geometry)


def _flatten(
    row: Mapping[str, Any], depth: int = 0, most_items: int = MOST_ITEMS
) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, dict) and depth < 3 and name != "geometry":  # noqa: PLR2004 - properties of properties
            inner = _flatten(value, depth + 1, most_items)
            flat |= {inside: found for inside, found in inner.items() if inside not in flat}
        elif isinstance(value, list) and len(value) <= most_items and name != "coordinates":
            flat |= {f"{name} {n}": item for n, item in enumerate(value) if isinstance(item, PLAIN)}
        elif isinstance(value, PLAIN):
            flat[name] = value
    return flat


def _read_columns(value: dict[str, Any], place: str) -> Iterator[Table]:
    """Read lists of the same length beside each other as the columns of one table.

    A column may stand one level deeper, or name each of its values once: `{"of": …, "at": …}`.
    """
    columns = _list_columns(value)
    for inner in value.values():
        if isinstance(inner, dict):
            columns |= _list_columns(inner)
    by_length: dict[int, dict[str, list[Any]]] = {}
    for name, column in columns.items():
        by_length.setdefault(len(column), {})[name] = column
    for length, alike in by_length.items():
        if length and any(str in set(map(type, column)) for column in alike.values()):
            yield Table(place, alike)


def _list_columns(value: dict[str, Any]) -> dict[str, list[Any]]:
    columns = {}
    for name, inner in value.items():
        if isinstance(inner, list) and set(map(type, inner)) <= _CELLS:
            columns[name] = inner
        elif isinstance(inner, dict) and isinstance(inner.get("of"), list):
            columns |= _expand(name, inner["of"], inner.get("at"))
    return columns


def _expand(name: str, of: list[Any], at: object) -> dict[str, list[Any]]:
    if not isinstance(at, list) or not all(isinstance(row, int) and row < len(of) for row in at):
        return {}
    if set(map(type, of)) <= _CELLS:
        return {name: [None if row < 0 else of[row] for row in at]}
    if all(isinstance(cell, list) for cell in of):
        width = max(map(len, of), default=0)
        parts = [[*cell, *[None] * (width - len(cell))] for cell in of]
        return {
            f"{name} {place}": [
                None if row < 0 or not isinstance(parts[row][place], PLAIN) else parts[row][place]
                for row in at
            ]
            for place in range(width)
        }
    return {}

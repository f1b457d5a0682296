"""The formats of exports: what each is called, how its files end, and who writes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from heritage_gis.errors import MisusedError

if TYPE_CHECKING:
    from pathlib import Path

    from heritage_gis.export.content import Content

Format = Literal["gpkg", "geoparquet", "csv", "lpf"]
ENDINGS: dict[Format, str] = {
    "gpkg": ".gpkg",
    "geoparquet": ".parquet",
    "csv": ".csv",
    "lpf": ".lpf.json",
}
# How a file may be called that is asked for by name: a program tells the format by it.
SUFFIXES: dict[Format, tuple[str, ...]] = {
    "gpkg": (".gpkg",),
    "geoparquet": (".parquet", ".geoparquet"),
    "csv": (".csv",),
    "lpf": (".json", ".jsonld"),
}


def require_format(name: str) -> Format:
    """Return a format by its name.

    Raises:
        MisusedError: there is none of that name.
    """
    found = next((each for each in ENDINGS if each == name), None)
    if found is None:
        raise MisusedError(f"--format is one of {', '.join(ENDINGS)}, not {name}")
    return found


def require_ending(name: str, format_: Format) -> None:
    """See that a file is called as what it holds.

    Raises:
        MisusedError: it is not.
    """
    suffixes = SUFFIXES[format_]
    if not name.lower().endswith(suffixes):
        raise MisusedError(f"--out {name}: a file of {format_} ends in {' or '.join(suffixes)}")


def write_export(content: Content, format_: Format, path: Path) -> int:
    """Write an export; the same bytes for the same content.

    Returns:
        How many sites are left out, as the format has no place for them.
    """
    if format_ == "lpf":
        from heritage_gis.export.linked_places import write_linked_places

        return write_linked_places(content, path)
    if format_ == "gpkg":
        from heritage_gis.export.geopackage_file import write_geopackage

        write_geopackage(content, path)
    elif format_ == "geoparquet":
        from heritage_gis.export.geoparquet_file import write_geoparquet

        write_geoparquet(content, path)
    else:
        from heritage_gis.export.csv_file import write_csv

        write_csv(content, path)
    return 0

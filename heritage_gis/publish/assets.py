"""The scripts and styles that pages load: ours, Leaflet's, and the words of each language."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib.resources import files
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from heritage_gis.model.palette import fill_palette
from heritage_gis.publish.page_data import write_compactly
from heritage_gis.publish.words import gather_labels, read_words
from heritage_gis.settings import LANGUAGES
from heritage_gis.vocabularies.periods import find_ages, read_ages
from heritage_gis.vocabularies.tables import read_vocabulary

if TYPE_CHECKING:
    from pathlib import Path

    from heritage_gis.settings import Language

VENDORED = ("leaflet.css", "leaflet.js", "MarkerCluster.css", "leaflet.markercluster.js")
LICENCES = ("leaflet.LICENSE.txt", "leaflet.markercluster.LICENSE.txt")
SCRIPTS = (
    *("words.js", "turns.js", "years.js", "pieces.js", "sites.js", "cards.js", "search.js"),
    *(
        "filters.js",
        "list.js",
        "boxes.js",
        "labels.js",
        "cells.js",
        "markers.js",
        "squares.js",
        "names.js",
    ),
    *("printing.js", "page.js"),
)
STYLES = (  # print.css comes last: it overrules the others
    *("ground.css", "frame.css", "district.css", "legend.css", "filter.css", "list.css"),
    *("notes.css", "map.css", "region.css", "front.css", "card.css", "print.css"),
)
FINGERPRINT_DIGITS = 10


@dataclass(frozen=True)
class Assets:
    """Addresses within `maps/`, in the order a page loads them."""

    styles: tuple[str, ...]
    scripts: tuple[str, ...]
    page_style: str
    icon: str
    words: dict[Language, str]


def write_assets(folder: Path, layout: str) -> Assets:
    """Write all assets below an edition's folder.

    Their names carry a hash of their content, so that a page and its scripts always fit: while a
    release is under way, after one was cut short, and in a browser's cache.

    Args:
        folder: of the edition.
        layout: of the districts that its pages name.
    """
    source = files("heritage_gis.publish").joinpath("assets")
    vendor = {name: source.joinpath("vendor", name).read_bytes() for name in (*VENDORED, *LICENCES)}
    for name in LICENCES:
        _write(folder / "assets" / "vendor" / name, vendor[name])
    vendored = {name: _write_hashed(folder, f"vendor/{name}", vendor[name]) for name in VENDORED}
    scripts = b"\n".join(source.joinpath(name).read_bytes() for name in SCRIPTS)
    told = "\n".join(source.joinpath(name).read_text("utf-8") for name in STYLES)
    styles = fill_palette(told).encode()
    script = _write_hashed(folder, "atlas.js", scripts)
    style = _write_hashed(folder, "atlas.css", styles)
    return Assets(
        styles=(vendored["leaflet.css"], vendored["MarkerCluster.css"]),
        scripts=(vendored["leaflet.js"], vendored["leaflet.markercluster.js"], script),
        page_style=style,
        icon=_write_hashed(folder, "icon.svg", source.joinpath("icon.svg").read_bytes()),
        words={language: _write_words(folder, language, layout) for language in LANGUAGES},
    )


def read_symbols() -> dict[str, str]:
    """Return the symbol of each kind group, by code, in the order of the legend."""
    groups = sorted(read_vocabulary("kind_groups"), key=lambda group: int(group["sort"]))
    return {group["code"]: group["symbol"] for group in groups}


def read_spans() -> dict[str, tuple[int, int, bool]]:
    """Return of each dated period its first and last year, and whether these are about right only.

    They are those of the traditional chronology, and "about" where facts.md marks them M.
    """
    return {
        row["code"]: (int(row["start_year"]), int(row["end_year"]), row["mark"].startswith("M"))
        for row in sorted(read_vocabulary("periods"), key=lambda row: int(row["sort"]))
        if row["start_year"] and row["end_year"]
    }


def _write_words(folder: Path, language: Language, layout: str) -> str:
    told = {
        "language": language,
        "words": read_words(language, "script"),
        "labels": gather_labels(language, layout),
        "symbols": read_symbols(),
        "spans": read_spans(),
        "ages": find_ages(),
        "age_starts": [*read_ages().items()],
    }
    content = f"atlasWords = {write_compactly(told)};\n".encode()
    return _write_hashed(folder, f"words-{language}.js", content)


def _write_hashed(folder: Path, name: str, content: bytes) -> str:
    fingerprint = hashlib.sha256(content).hexdigest()[:FINGERPRINT_DIGITS]
    path = PurePosixPath("assets", name)
    address = str(path.with_stem(f"{path.stem}-{fingerprint}"))
    _write(folder / address, content)
    return address


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)

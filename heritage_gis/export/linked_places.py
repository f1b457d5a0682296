"""Sites in the Linked Places Format 1.3: JSON-LD for gazetteers.

https://github.com/LinkedPasts/linked-places-format describes it, for the World Historical
Gazetteer and Pelagios. A place there has a name, so sites without one are left out, and counted.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from heritage_gis.export.content import add_labels
from heritage_gis.export.linked_voices import gather_public_voices, gather_voices
from heritage_gis.model.record import POSITION_DECIMALS
from heritage_gis.vocabularies.kind_identifiers import (
    ARCHAEOLOGICAL_GROUPS,
    ARCHAEOLOGICAL_SITE,
    read_kind_identifiers,
)
from heritage_gis.vocabularies.kinds import find_group
from heritage_gis.vocabularies.labels import read_label
from heritage_gis.vocabularies.years import iso_year

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from heritage_gis.export.content import Content
    from heritage_gis.export.linked_voices import Span, Voices

CONTEXT = (
    "https://raw.githubusercontent.com/LinkedPasts/linked-places/master/"
    "linkedplaces-context-v1.1.jsonld"
)
COUNTRY = "KZ"
PUBLIC_DECIMALS = 5  # design 8: no public position is finer
SITE_CLASS, ROAD_CLASS = "S", "R"  # of GeoNames: archaeological sites, buildings; roads
NAMES = ("name_en", "name_kk", "name_ru", "name_other")
CERTAINTIES = {"certain": "certain", "approximate": "less-certain", "uncertain": "uncertain"}
# What is told of a site beside what the format has a place for, where it is known.
TOLD = (
    *("number", "kind_group", "kind", "period", "condition", "protection_status", "list_number"),
    *("district", "district_en", "protection", "coordinate_uncertainty_m", "position_accuracy_m"),
)
# A part names its whole; what else two sites are to each other, the format has one word for.
RELATION_TYPES = {"part_of": "gvp:broaderPartitive"}
RELATED = "gvp:tgn3000_related_to"
RELATION_COLUMNS = ("site_id", "other_site_id", "relation")
Json = dict[str, Any]


@dataclass(frozen=True)
class Related:
    """What sites are called, and what each is to others: relation and site_id."""

    titles: dict[str, str]
    pairs: dict[str, list[tuple[str, str]]]


def write_linked_places(content: Content, path: Path) -> int:
    """Write a feature a site that has a name, one a line.

    Returns:
        How many sites are left out, as they have no name.
    """
    gather = gather_public_voices if content.is_public else gather_voices
    sites = content.sites[content.sites[[*NAMES]].notna().any(axis="columns")]
    head = {"type": "FeatureCollection", "@context": CONTEXT, "notice": content.notice_line}
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(_dump(head)[:-1] + ',"features":[\n')
        for place, feature in enumerate(_make_features(content, sites, gather(content))):
            file.write((",\n" if place else "") + _dump(feature))
        file.write("\n]}\n")
    return len(content.sites) - len(sites)


def _dump(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _make_features(content: Content, sites: pd.DataFrame, voices: Voices) -> Iterator[Json]:
    related = _gather_related(content)
    rows = add_labels(pd.DataFrame(sites.drop(columns="geometry"))).to_dict("records")
    geometries = _write_geometries(sites.geometry.to_numpy(), is_public=content.is_public)
    for row, geometry in zip(rows, geometries, strict=True):
        told = {str(name): value for name, value in row.items() if not pd.isna(value)}
        site = str(told["site_id"])
        feature: Json = {
            "@id": content.identify(site),
            "type": "Feature",
            "properties": _write_properties(told, related.titles[site]),
            "when": _write_when(told, voices.spans.get(site, ())),
            "names": voices.names.get(site, []),
            "types": _write_types(told),
            "geometry": geometry,
            "links": voices.links.get(site, []),
            "relations": _write_relations(told, related, content),
            "descriptions": voices.descriptions.get(site, []),
            "depictions": voices.depictions.get(site, []),
        }
        yield {key: value for key, value in feature.items() if value or key == "geometry"}


def _choose_titles(sites: pd.DataFrame) -> dict[str, str]:
    """Return what each site is called first: in English, as most readers of gazetteers need."""
    names = sites[[*NAMES]].bfill(axis="columns").iloc[:, 0].fillna(sites["site_id"])
    return dict(zip(sites["site_id"], names, strict=True))


def _write_properties(told: Json, title: str) -> Json:
    is_road = told.get("kind") == "road"
    properties: Json = {
        "title": title,
        "ccodes": [COUNTRY],
        "fclasses": [ROAD_CLASS if is_road else SITE_CLASS],
        "site_id": told["site_id"],
    }
    return properties | {name: _plain(told[name]) for name in TOLD if told.get(name, "") != ""}


def _plain(value: object) -> object:
    return value.item() if isinstance(value, np.generic) else value


def _write_when(told: Json, spans: tuple[Span, ...]) -> Json:
    """Write the dating that is shown first, then those of other voices; {} where none is known."""
    shown = (told.get("start_year"), told.get("end_year"))
    every = [span for span in dict.fromkeys((shown, *spans)) if span != (None, None)]
    if not every:
        return {}
    certainty = _judge_certainty(told, is_rivalled=len(every) > 1)
    extras = {"label": told.get("period_en", ""), "certainty": certainty}
    timespans = [_write_span(*span) for span in every]
    return {"timespans": timespans, **{name: text for name, text in extras.items() if text}}


def _judge_certainty(told: Json, *, is_rivalled: bool) -> str:
    """Return how certain a dating is, in the words of the format; empty where nobody says."""
    if "dating_certain" in told:  # of the public twin
        said = "certain" if told["dating_certain"] else "less-certain"
    else:
        said = CERTAINTIES.get(str(told.get("dating_certainty", "")), "")
    return "less-certain" if said == "certain" and is_rivalled else said


def _write_span(start: int | None, end: int | None) -> Json:
    """Write a span of years; the format wants a start, so an open one is told by its bound."""
    if start is None or end is None:
        bound = iso_year(int((end if start is None else start) or 0))
        if start is None:
            return {"start": {"latest": bound}, "end": {"in": bound}}
        return {"start": {"in": bound}, "end": {"earliest": bound}}
    return {"start": {"in": iso_year(int(start))}, "end": {"in": iso_year(int(end))}}


def _write_types(told: Json) -> list[Json]:
    """Write the types of a site by identifiers that were seen in a published file; else none."""
    kind = told.get("kind")
    if kind is None:
        vocabulary, code, group = "kind_groups", str(told["kind_group"]), str(told["kind_group"])
        identifiers: tuple[str, ...] = ()
    else:
        vocabulary, code, group = "kinds", str(kind), find_group(str(kind))
        identifiers = read_kind_identifiers()[code]
    if not identifiers and group in ARCHAEOLOGICAL_GROUPS:
        identifiers = (ARCHAEOLOGICAL_SITE,)
    labels = [
        {"label": read_label(vocabulary, code, language), "lang": language}
        for language in ("en", "kk", "ru")
    ]
    return [
        {
            "identifier": identifier,
            "label": "archaeological sites"
            if identifier == ARCHAEOLOGICAL_SITE
            else labels[0]["label"],
            "sourceLabels": labels,
        }
        for identifier in identifiers
    ]


def _write_relations(told: Json, related: Related, content: Content) -> list[Json]:
    """Write what a site is to others of the export, its whole first."""
    site, titles = str(told["site_id"]), related.titles
    whole = [("part_of", str(told["part_of"]))] if "part_of" in told else []
    every = dict.fromkeys([*whole, *related.pairs.get(site, ())])
    return [
        {
            "relationType": RELATION_TYPES.get(relation, RELATED),
            "relationTo": content.identify(other),
            "label": read_label("export_words", relation, "en").format(name=titles[other]),
        }
        for relation, other in every
        if other in titles
    ]


def _gather_related(content: Content) -> Related:
    """Return what each site is to others, both ways where neither is the whole of the other."""
    pairs: dict[str, list[tuple[str, str]]] = {}
    told = content.tables.get("relations", pd.DataFrame(columns=[*RELATION_COLUMNS]))
    for site, other, relation in zip(*(told[name] for name in RELATION_COLUMNS), strict=True):
        pairs.setdefault(str(site), []).append((str(relation), str(other)))
        if relation not in RELATION_TYPES:
            pairs.setdefault(str(other), []).append((str(relation), str(site)))
    return Related(_choose_titles(content.sites), pairs)


def _write_geometries(shapes: np.ndarray[Any, Any], *, is_public: bool) -> Iterator[Json | None]:
    """Write geometries as GeoJSON does; a cell is told as less certain than a point."""
    decimals = PUBLIC_DECIMALS if is_public else POSITION_DECIMALS
    rounded = shapely.transform(shapes, lambda degrees: np.round(degrees, decimals))
    for text in shapely.to_geojson(shapely.orient_polygons(rounded)):
        geometry: Json | None = None if text is None else json.loads(text)
        if geometry is not None and geometry["type"] == "Polygon":
            geometry["certainty"] = "less-certain"
        yield geometry

"""Who says what of each site, as the Linked Places Format has it: names, spans, links, texts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from heritage_gis.settings import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heritage_gis.export.content import Content

Json = dict[str, Any]
Span = tuple[int | None, int | None]
_ADDRESS = re.compile(r"https?://[^\s;,<>\"]+[^\s;,<>\".)]")
_CREATIVE_COMMONS = re.compile(r"CC-(BY[A-Z-]*)-(\d\.\d)")
_CREDIT_PART = "; "


@dataclass(frozen=True)
class Voices:
    """What is told of each site, by site_id.

    Attributes:
        names: toponyms with their languages and citations.
        spans: start and end years that any record tells, signed, no year 0.
        links: pages that a reference names by their address.
        descriptions: texts with their language and source.
        depictions: pictures that have an address.
    """

    names: dict[str, list[Json]] = field(default_factory=dict)
    spans: dict[str, tuple[Span, ...]] = field(default_factory=dict)
    links: dict[str, list[Json]] = field(default_factory=dict)
    descriptions: dict[str, list[Json]] = field(default_factory=dict)
    depictions: dict[str, list[Json]] = field(default_factory=dict)


def gather_public_voices(content: Content) -> Voices:
    """Return what the public twin tells: names, cited as the surveys that a site is known from."""
    voices = Voices()
    columns = [f"name_{language}" for language in LANGUAGES]
    for row in content.sites.to_dict("records"):
        parts = str(row["credit"]).split(_CREDIT_PART)
        citations = [{"label": part, "year": content.year} for part in parts]
        told = [(row[column], column[-2:]) for column in columns if not pd.isna(row[column])]
        if not pd.isna(row["name_other"]):
            told += [(name, "") for name in row["name_other"].split(_CREDIT_PART)]
        voices.names[row["site_id"]] = [
            _write_name(name, language, citations) for name, language in told
        ]
    return voices


def gather_voices(content: Content) -> Voices:
    """Return what the records of a register say, each in the journal's sequence."""
    voices = Voices()
    surveys = content.surveys.set_index("survey_id").to_dict("index")
    years: dict[str, Json] = {}
    for record in _list_records(content):
        site, survey = record["site_id"], surveys.get(record["survey_id"], {})
        year = record.get("year") or int(str(survey.get("received", ""))[:4] or 0)
        label = str(survey.get("title", record["survey_id"]))
        years[record["record_id"]] = {"label": label, **({"year": int(year)} if year else {})}
        span = (record.get("start_year"), record.get("end_year"))
        if span != (None, None):
            voices.spans[site] = (*voices.spans.get(site, ()), span)
        _add_texts(voices, site, record, str(survey.get("licence", "")))
    _add_names(voices, content.tables["names"], years)
    return voices


def _list_records(content: Content) -> Iterator[Json]:
    records = content.tables["records"]
    wanted = (
        *("site_id", "survey_id", "record_id", "year", "start_year", "end_year", "references"),
        *("media", "name_ru", "name_kk", "name_en"),
        *(f"description_{language}" for language in LANGUAGES),
    )
    for row in records[[*wanted]].to_dict("records"):
        if not pd.isna(row["site_id"]):
            yield {str(name): value for name, value in row.items() if not pd.isna(value)}


def _add_names(voices: Voices, names: pd.DataFrame, citations: dict[str, Json]) -> None:
    """Add each name once in each language, with the citations of all who say it."""
    said: dict[str, dict[tuple[str, str], list[Json]]] = {}
    columns = (names[column] for column in ("site_id", "record_id", "language", "name"))
    for site, record, language, name in zip(*columns, strict=True):
        if pd.isna(site) or record not in citations:
            continue
        plain = language if language in LANGUAGES else ""
        cited = said.setdefault(site, {}).setdefault((name, plain), [])
        if citations[record] not in cited:
            cited.append(citations[record])
    for site, told in said.items():
        voices.names[site] = [_write_name(*name, cited) for name, cited in told.items()]


def _write_name(name: str, language: str, citations: list[Json]) -> Json:
    return {"toponym": name, **({"lang": language} if language else {}), "citations": citations}


def _add_texts(voices: Voices, site: str, record: Json, licence: str) -> None:
    references = str(record.get("references", ""))
    for address in _ADDRESS.findall(references):
        _add(voices.links, site, {"type": "subjectOf", "identifier": address})
    for language in LANGUAGES:
        if text := record.get(f"description_{language}"):
            source = {"source": references} if references else {}
            _add(voices.descriptions, site, {"value": text, "lang": language, **source})
    named = next((record[f"name_{each}"] for each in LANGUAGES if record.get(f"name_{each}")), "")
    for address in _ADDRESS.findall(str(record.get("media", ""))):
        picture = {"@id": address, "title": named or site, "license": _write_licence(licence)}
        _add(voices.depictions, site, picture)


def _add(told: dict[str, list[Json]], site: str, entry: Json) -> None:
    entries = told.setdefault(site, [])
    if entry not in entries:
        entries.append(entry)


def _write_licence(licence: str) -> str:
    """Write an SPDX name as the format has it, if it is one of Creative Commons: `cc:by/4.0/`."""
    found = _CREATIVE_COMMONS.fullmatch(licence)
    return f"cc:{found[1].lower()}/{found[2]}/" if found else licence

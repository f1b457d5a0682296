"""The passport card of one site: its boxes in order, and in each what every voice says."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from heritage_gis.export.passport_values import write_value
from heritage_gis.vocabularies.columns import name_column
from heritage_gis.vocabularies.labels import read_labels

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from heritage_gis.settings import Language

Record = dict[str, Any]
Voice = tuple[str, object]  # a survey, and the year of its word


@dataclass(frozen=True)
class Source:
    """Whose word something is: its number on the card, its title and year, and all of it."""

    number: int
    short: str
    text: str


@dataclass(frozen=True)
class Box:
    """A box of the card.

    Attributes:
        code: of its words.
        asked: what the card asks for; it is told as missing where nobody says it.
        shown: what stands there too where somebody says it.
    """

    code: str
    asked: tuple[str, ...]
    shown: tuple[str, ...] = ()


# The fields of a record card in their order (facts 6.2). What no survey has a column for (`zones`,
# `land_user`, …) stays empty, and is told as missing.
BOXES = (
    Box("box_name", ("name_kk", "name_ru"), ("name_en", "name_other")),
    Box(
        "box_status",
        ("list_number", "protection_status", "legal_act", "status_from"),
        ("status_to", "other_numbers"),
    ),
    Box("box_kind", ("legal_kind", "kind"), ("kind_text",)),
    Box("box_dating", ("dating",), ("period_text", "culture")),
    Box(
        "box_place",
        ("region", "district", "okrug", "settlement", "from_settlement", "coordinates"),
        ("position_accuracy_m", "coordinate_text", "crs_stated", "elevation_m"),
    ),
    Box("box_history", ("investigator", "year", "report_ref", "history"), ("institution",)),
    Box(
        "box_description",
        ("feature_count", "diameter", "height", "material", "description"),
        ("length_m", "width_m", "size_text"),
    ),
    Box("box_finds", ("finds", "finds_kept_at")),
    Box("box_condition", ("condition",), ("extant", "excavated", "looted")),
    Box("box_threats", ("threats",)),
    Box("box_bounds", ("outline", "area_m2")),
    Box("box_zones", ("zones",)),
    Box("box_land", ("land_user",)),
    Box("box_obligation", ("obligation",)),
    Box("box_literature", ("references",)),
    Box("box_graphic", ("situation_plan", "topographic_plan", "photos")),
    Box("box_people", ("recorder", "visited_on", "checker"), ("notes",)),
)


def build_card(
    site: Record, records: Iterable[Record], surveys: pd.DataFrame, language: Language
) -> dict[str, Any]:
    """Return a card as plain texts, for the sheet to lay out.

    Args:
        site: `site_id` and the names that are shown first.
        records: what is said of the site, RECORD_COLUMNS and geometry, in the journal's sequence;
            what a record does not say is missing from it.
        surveys: `survey_id`, `title`, `who`, `received`.
        language: of the card.

    Returns:
        `title`, `name`, `site_id`, `notice`, `words`; `boxes`, each with `label` and `rows`, each
        row with `label` and `voices`: `text` and the numbers of its `sources`; `sources` with
        `number`, `short` and `text`; `missing`, labels of what nobody says.
    """
    words = read_words(language)
    records = list(records)
    sources = _number_sources(records, surveys)
    boxes = [
        {"label": words[box.code], "rows": _fill_box(box, records, sources, language)}
        for box in BOXES
    ]
    return {
        "language": language,
        "title": words["title"],
        "name": _choose_name(site, language),
        "site_id": str(site["site_id"]),
        "notice": read_labels("export_words")["notice_exact"][language],
        "words": words,
        "boxes": boxes,
        "sources": [asdict(source) for source in sources.values()],
        "missing": _list_missing(boxes),
    }


def read_words(language: Language) -> dict[str, str]:
    """Return the words of a card in a language."""
    return {code: texts[language] for code, texts in read_labels("passport_words").items()}


def _choose_name(site: Record, language: Language) -> str:
    order = (language, "kk", "ru", "en")
    names = (site.get(f"name_{each}") for each in order)
    return next((name for name in names if isinstance(name, str)), str(site["site_id"]))


def _number_sources(records: list[Record], surveys: pd.DataFrame) -> dict[Voice, Source]:
    """Return for each survey and year of its records what it is called, and its number from 1."""
    known = surveys.set_index("survey_id").to_dict("index")
    sources: dict[Voice, Source] = {}
    for record in records:
        survey = known.get(record["survey_id"], {})
        year = record.get("year") or str(survey.get("received", ""))[:4]
        title = str(survey.get("title", record["survey_id"]))
        short = ", ".join(part for part in (title, str(year)) if part)
        full = ". ".join(str(part) for part in (title, survey.get("who"), year) if part)
        sources.setdefault(_find_source(record), Source(len(sources) + 1, short, full))
    return sources


def _find_source(record: Record) -> Voice:
    return record["survey_id"], record.get("year")


def _fill_box(
    box: Box,
    records: list[Record],
    sources: dict[Voice, Source],
    language: Language,
) -> list[dict[str, Any]]:
    rows = []
    for code in (*box.asked, *box.shown):
        voices: dict[str, list[int]] = {}
        for record in records:
            if text := write_value(code, record, language):
                numbers = voices.setdefault(text, [])
                number = sources[_find_source(record)].number
                numbers += [number] if number not in numbers else []
        if voices or code in box.asked:
            told = [{"text": text, "sources": numbers} for text, numbers in voices.items()]
            rows.append({"label": _label(code, language), "voices": told})
    return rows


def _label(code: str, language: Language) -> str:
    words = read_words(language)
    if code == "dating":
        return words["box_dating"]
    return words[code] if code in words else name_column(code, language)


def _list_missing(boxes: list[dict[str, Any]]) -> list[str]:
    """Return the boxes in which nothing stands, and of the others what is asked and not there."""
    missing = []
    for number, box in enumerate(boxes, start=1):
        empty = [row["label"] for row in box["rows"] if not row["voices"]]
        if len(empty) == len(box["rows"]):
            missing.append(f"{number}. {box['label']}")
        elif empty:
            told = ", ".join(label[:1].lower() + label[1:] for label in empty)
            missing.append(f"{number}. {box['label']}: {told}")
    return missing

"""A history in words: each attribute with its voices, and all that happened to the site."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from heritage_gis.model.history import RULED, VALUE
from heritage_gis.places.units import find_by_kato
from heritage_gis.report.decision_words import name_attribute, tell_subject
from heritage_gis.report.record_values import (
    choose_name,
    name_field,
    read_words,
    tell_direction,
    tell_distance,
    tell_reason,
    tell_value,
)
from heritage_gis.report.wording import capitalise
from heritage_gis.vocabularies.years import range_text

if TYPE_CHECKING:
    from heritage_gis.model.history import Attribute, Correction, History, Joined, Said
    from heritage_gis.settings import Language

Row = dict[str, Any]
NAMES = ("name_kk", "name_ru", "name_en")
CERTAIN = "certain"


@dataclass(frozen=True)
class SaidLine:
    """What one voice says: its number, the value, what stands beside it, whether it is shown."""

    voice: int
    value: str
    beside: tuple[str, ...]
    is_shown: bool


@dataclass(frozen=True)
class AttributeView:
    """An attribute: its name, the rule by which one voice is shown first, and what all say."""

    name: str
    label: str
    rule: str
    is_rival: bool
    said: tuple[SaidLine, ...]


@dataclass(frozen=True)
class VoiceView:
    """A voice: its number, its survey, facts about it, how it came to the site."""

    number: int
    title: str
    record_id: str
    facts: tuple[tuple[str, str], ...]
    lines: tuple[str, ...]
    joined: tuple[str, ...]


@dataclass(frozen=True)
class Happening:
    """Something that happened, or stands: a title, lines, and changes field by field."""

    title: str
    lines: tuple[str, ...] = ()
    changes: tuple[tuple[str, str, str], ...] = ()
    is_undone: bool = False


@dataclass(frozen=True)
class HistoryView:
    """A history in words.

    Attributes:
        title: the name of the site.
        lines: what is said first.
        attributes: what is said of it.
        voices: who says it.
        sections: code, heading and happenings of all else, those that have any.
    """

    title: str
    lines: tuple[str, ...]
    attributes: tuple[AttributeView, ...]
    voices: tuple[VoiceView, ...]
    sections: tuple[tuple[str, str, tuple[Happening, ...]], ...]


def describe_history(told: History, language: Language) -> HistoryView:
    """Put a history in words."""
    words = read_words("history_words", language)
    numbers = {voice["record_id"]: n for n, voice in enumerate(told.voices, start=1)}
    sections = {
        "gone": [_tell_gone(row, words) for row in told.gone],
        "questions": [_tell_question(row, language) for row in told.questions],
        "corrections": [_tell_correction(each, numbers, language) for each in told.corrections],
        "decisions": [_tell_decision(row, language) for row in told.decisions],
        "redirects": [_tell_redirect(row, words) for row in told.redirects],
        "relations": [_tell_relation(row, told.site_id, language) for row in told.relations],
        "works": [_tell_work(row, language) for row in told.works],
        "public": _tell_public(told, language),
    }
    unread = [Happening(words["unread"].format(survey=survey)) for survey in told.unread]
    sections["corrections"] += unread
    site = told.site or {}
    return HistoryView(
        title=choose_name((site.get(name) for name in NAMES), language) or words["nameless"],
        lines=tuple(_open(told, words)),
        attributes=tuple(
            _tell_attribute(each, told, numbers, language) for each in told.attributes
        ),
        voices=tuple(
            _tell_voice(voice, numbers, joined, language)
            for voice, joined in zip(told.voices, told.joined, strict=True)
        ),
        sections=tuple(
            (code, words[f"heading_{code}"], tuple(happened))
            for code, happened in sections.items()
            if happened
        ),
    )


def _open(told: History, words: dict[str, str]) -> list[str]:
    lines = [words["scope"]]
    if told.asked_id != told.site_id:
        lines.append(words["leads"].format(asked=told.asked_id, site=told.site_id))
    if told.voices:
        lines.append(words["voices_told"].format(n=len(told.voices)))
    if told.given:
        lines.append(words["given"].format(seq=told.given))
    if told.site is None:
        lines.append(words["reserved"])
    return lines


def _tell_attribute(
    attribute: Attribute, told: History, numbers: dict[str, int], language: Language
) -> AttributeView:
    words = read_words("history_words", language)
    name = attribute.name
    label = name_attribute(name, language)
    rule = ""
    if attribute.rule:
        event = dict(attribute.event or {})
        if attribute.rule == VALUE:
            event["value"] = tell_value(name, event["value"], language)
        template = words[f"rule_{attribute.rule}"]
        rule = template.format_map(_fill(event)) if attribute.rule in (RULED, VALUE) else template
    accuracies = {voice["record_id"]: voice.get("position_accuracy_m", 0) for voice in told.voices}
    shown = next((each.record_id for each in attribute.said if each.is_shown), "")
    said = []
    for each in attribute.said:
        value, beside = tell_said(name, each, language)
        if each.distance_m is not None:
            allowed = accuracies[each.record_id] + accuracies.get(shown, 0)
            template = words["apart_within" if each.distance_m <= allowed else "apart"]
            beside.insert(0, template.format(distance=tell_distance(each.distance_m, language)))
        said.append(
            SaidLine(numbers[each.record_id], value, tuple(filter(None, beside)), each.is_shown)
        )
    return AttributeView(name, label, rule, attribute.is_rival, tuple(said))


def _fill(event: Row) -> Row:
    return {"seq": "?", "by": "", "on": "", "why": ""} | event


def tell_said(name: str, said: Said, language: Language) -> tuple[str, list[str]]:
    """Return what a voice says of an attribute, and what stands beside it."""
    words = read_words("history_words", language)
    told = said.told
    if name == "kind":
        value = tell_value("kind", told.get("kind"), language)
        certainty = told.get("kind_certainty", CERTAIN)
        sure = [] if certainty == CERTAIN else [tell_value("kind_certainty", certainty, language)]
        is_same = str(told.get("kind_text", "")).casefold() == value.casefold()
        return value, [*sure, "" if is_same else _quote(told, "kind_text", words)]
    if name == "dating":
        return _tell_dating(said, language)
    if name == "position":
        return _tell_position(told, language)
    if name == "district":
        district = told.get("district") or told.get("district_claimed")
        claimed = told.get("district_claimed", district)
        other = tell_value("district", claimed, language)
        beside = [] if claimed == district else [words["as_stated"].format(text=other)]
        return tell_value("district", district, language), beside
    columns = [column for column in told if column != name]
    beside = [f"{name_field(c, language)}: {tell_value(c, told[c], language)}" for c in columns]
    if name == "status":
        return beside[0], beside[1:]
    return tell_value(name, told[name], language), beside


def _quote(told: Row, column: str, words: dict[str, str]) -> str:
    return words["their_words"].format(text=told[column]) if column in told else ""


def _tell_dating(said: Said, language: Language) -> tuple[str, list[str]]:
    words = read_words("history_words", language)
    told = said.told
    years = [
        None if told.get(end) is None else int(told[end]) for end in ("start_year", "end_year")
    ]
    parts = [range_text(years[0], years[1], language)]
    if "period" in told:
        parts.append(tell_value("period", told["period"], language))
    value = "; ".join(filter(None, parts)) or str(told.get("period_text", "—"))
    beside = [words["part"].format(n=said.part)] if said.part else []
    beside += [
        f"{name_field(column, language)}: {tell_value(column, told[column], language)}"
        for column in ("dating_scheme", "dating_basis")
        if column in told
    ]
    certainty = told.get("dating_certainty", CERTAIN)
    if certainty != CERTAIN:
        beside.append(tell_value("dating_certainty", certainty, language))
    if "culture" in told:
        beside.append(f"{name_field('culture', language)}: {told['culture']}")
    return value, [*beside, _quote(told, "period_text", words)]


def _tell_position(told: Row, language: Language) -> tuple[str, list[str]]:
    words = read_words("history_words", language)
    value = f"{told['lat']:.6f}; {told['lon']:.6f}"
    if "position_accuracy_m" in told:
        value += f" ± {tell_distance(told['position_accuracy_m'], language)}"
    method = told.get("position_method")
    beside = [tell_value("position_method", method, language)] if method else []
    return value, [*beside, _quote(told, "coordinate_text", words)]


FACTS = (
    "investigator",
    "institution",
    "visited_on",
    "year",
    "report_ref",
    "references",
    "dating_source",
)


def _tell_voice(
    voice: Row, numbers: dict[str, int], joined: Joined, language: Language
) -> VoiceView:
    words = read_words("history_words", language)
    layer = voice.get("source_layer")
    file = f"{voice['source_file']}, {layer}" if layer else str(voice["source_file"])
    lines = [
        words["submitted"].format_map({"who": "", "received": ""} | voice),
        words["at_row"].format(file=file, row=voice["source_row"]),
    ]
    if voice.get("version", 1) > 1:
        lines.append(words["version"].format(n=voice["version"]))
    return VoiceView(
        number=numbers[voice["record_id"]],
        title=str(voice.get("title") or voice["survey_id"]),
        record_id=voice["record_id"],
        facts=tuple((name_field(f, language), str(voice[f])) for f in FACTS if f in voice),
        lines=tuple(lines),
        joined=tuple(capitalise(line) for line in _tell_join(joined, numbers, language)),
    )


def _tell_join(joined: Joined, numbers: dict[str, int], language: Language) -> list[str]:
    words = read_words("history_words", language)
    lines = []
    if joined.reason:
        distance = float("nan") if joined.distance_m is None else joined.distance_m
        reason = tell_reason(joined.reason, distance, language)
        other = words["voice"].format(n=numbers.get(joined.other_id, "?"))
        lines.append(words[f"joined_{joined.how}"].format(other=other, reason=reason))
    elif joined.how in ("founded", "decided"):
        lines.append(words[f"joined_{joined.how}"])
    elif joined.how:
        lines.append(words["joined_unlinked"])
    if joined.own_site:
        lines.append(words["joined_from"].format(site=joined.own_site))
    if joined.event:
        lines.append(words["by_event"].format_map(_fill(joined.event)))
    if joined.waits:
        lines.append(words["waits"])
    return lines


def _tell_gone(row: Row, words: dict[str, str]) -> Happening:
    code = row["why_gone"]
    if code == "withdrawn" and "seq" not in row:
        code = "withdrawn_unknown"
    told = _fill(row) | {"survey": row["survey_id"]}
    return Happening(row["record_id"], (capitalise(words[f"gone_{code}"].format_map(told)),))


def _tell_question(row: Row, language: Language) -> Happening:
    return Happening(row[f"question_{language}"], (row["question_id"],))


def _tell_correction(
    correction: Correction, numbers: dict[str, int], language: Language
) -> Happening:
    words = read_words("history_words", language)
    voice = words["voice"].format(n=numbers[correction.record_id])
    when = words["corrected"].format(version=correction.version, received=correction.received)
    lines = []
    if correction.distance_m is not None and correction.bearing is not None:
        moved = read_words("diff_words", language)["moved"].format(
            distance=tell_distance(correction.distance_m, language),
            direction=tell_direction(correction.bearing, language),
        )
        lines.append(capitalise(moved))
    changes = tuple(
        (name_field(f, language), tell_value(f, was, language), tell_value(f, now, language))
        for f, was, now in correction.changes
    )
    return Happening(capitalise(f"{voice}: {when}"), tuple(lines), changes)


def _tell_decision(row: Row, language: Language) -> Happening:
    words = read_words("history_words", language)
    event = row["event"]
    sort = read_words("review_words", language).get(event["event"], event["event"])
    lines = [
        tell_subject(event, language),
        f"{event.get('by', '')}, {event.get('on', '')}: {event.get('why', '')}",
    ]
    if row["undone_by"]:
        lines.append(words["undone"].format(seq=row["undone_by"]))
    return Happening(f"{event['seq']}. {capitalise(sort)}", tuple(lines), (), not row["holds"])


def _tell_redirect(row: Row, words: dict[str, str]) -> Happening:
    lines = (words["by_event"].format_map(_fill(row)),) if "seq" in row else ()
    return Happening(f"{row['from']} → {row['to']}", lines)


def _tell_relation(row: Row, site_id: str, language: Language) -> Happening:
    name = choose_name((row.get(each) for each in NAMES), language)
    other = f"{name} ({row['other']})" if name else str(row["other"])
    is_whole = row["relation"] == "part_of" and row["other_site_id"] == site_id
    title = f"{tell_value('relation', row['relation'], language)}: {other}"
    if is_whole:
        title = read_words("history_words", language)["relation_whole"].format(site=other)
    lines = [tell_value("told_by", row["told_by"], language)]
    reasons = read_words("match_reasons", language)
    if row.get("reason") in reasons:
        lines.append(tell_reason(row["reason"], float("nan"), language))
    return Happening(capitalise(title), tuple(lines))


def _tell_work(row: Row, language: Language) -> Happening:
    types = read_words("work_types", language)
    kind = types.get(str(row.get("type", "")), str(row.get("type_text", "")))
    years = "–".join(dict.fromkeys(str(int(row[y])) for y in ("from_year", "to_year") if y in row))
    what = choose_name((row.get(f"what_{each}") for each in ("kk", "ru", "en")), language)
    people = [str(row[c]) for c in ("leader", "institution", "permit", "report_no") if c in row]
    rest = [str(row[c]) for c in ("result", "source") if c in row]
    lines = [line for line in (what, "; ".join(people), *rest) if line]
    return Happening(f"{years}: {kind}", tuple(lines))


def _tell_public(told: History, language: Language) -> list[Happening]:
    words = read_words("history_words", language)
    happened = []
    for district, number in told.numbers:
        unit = find_by_kato(district)
        named = {"number": number, "district": unit.name(language) if unit else district}
        happened.append(Happening(capitalise(words["number_given"].format_map(named))))
    happened += [Happening(capitalise(words["cell_pinned"].format(cell=c))) for c in told.cells]
    return happened

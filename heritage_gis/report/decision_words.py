"""What a decision is about, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from heritage_gis.report.record_values import name_field, read_words, tell_value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from heritage_gis.settings import Language

SHOWN_DIGITS = 8  # of the digest of a text: as many as one types
PLAIN = ("site", "other", "into", "record", "records")  # ids: they are the same in every language


def tell_subject(event: Mapping[str, Any], language: Language) -> str:
    """Return what an event of the journal decides about, on one line.

    Args:
        event: a decision, or the taking back of a survey.
        language: kk, ru or en.
    """
    about = [_join(event[name]) for name in PLAIN if name in event]
    words = read_words("review_words", language)
    if event["event"] == "sites_merged":
        about = [f"{event['site']} → {event['into']}"]
    for name in ("relation", "level"):
        if name in event:
            code = str(event[name])
            about.append(words.get(f"{name}_{code}") or tell_value(name, code, language))
    if "attribute" in event:
        about.append(name_attribute(str(event["attribute"]), language))
    if "value" in event:
        about.append(tell_value(event["attribute"], event["value"], language))
    text = str(event.get("sha256", ""))[:SHOWN_DIGITS]
    return ", ".join(about) or str(event.get("survey", event.get("undoes", text)))


def name_attribute(name: str, language: Language) -> str:
    """Return what an attribute of a site is called."""
    words = read_words("history_words", language)
    return words.get(f"attribute_{name}") or name_field(name, language)


def _join(value: object) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)

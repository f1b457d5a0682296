"""What a card says of works at a site: what was done, when, by whom, and where it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from heritage_gis.publish.datings import write_years
from heritage_gis.publish.site_words import NAME_ORDER, Name
from heritage_gis.publish.words import capitalise
from heritage_gis.vocabularies.labels import read_labels

if TYPE_CHECKING:
    from heritage_gis.publish.site_words import SiteWords

CREDIT_PART = "; "


def describe_work(work: dict[str, Any], told: SiteWords) -> dict[str, Any]:
    """Return what a card says of one work: a heading, what was done, and who tells it.

    Args:
        work: PUBLIC_WORK_COLUMNS.
        told: the words of the reader's language.
    """
    label = read_labels("work_types").get(work["type"])
    years = write_years(work["from_year"], work["to_year"], told.language)
    heading = [capitalise(label[told.language]) if label else "", years]
    whats = [Name(work[f"what_{code}"] or "", code) for code in NAME_ORDER[told.language]]
    facts = {
        "work_by": [work["leader"], work["institution"]],
        "work_result": [work["result"]],
        "work_report": [work["report_no"], work["source"]],
    }
    return {
        "heading": ", ".join(part for part in heading if part),
        "what": next((what for what in whats if what.text), None),
        "facts": [
            told.words[key].format(text=", ".join(part for part in parts if part))
            for key, parts in facts.items()
            if any(parts)
        ],
        "credits": (work["credit"] or "").split(CREDIT_PART),
    }

"""Findings of the integrity checks: a row for each, in three languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from heritage_gis.model.columns import are_among, empty_frame
from heritage_gis.model.problem import SEVERITIES
from heritage_gis.settings import LANGUAGES
from heritage_gis.vocabularies.tables import read_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from heritage_gis.settings import Language

MESSAGES = tuple(f"message_{language}" for language in LANGUAGES)
FINDING_COLUMNS = ("code", "severity", "site_id", "record_id", *MESSAGES)
NAMES: dict[Language, tuple[str, ...]] = {
    "kk": ("name_kk", "name_ru", "name_en"),
    "ru": ("name_ru", "name_kk", "name_en"),
    "en": ("name_en", "name_kk", "name_ru"),
}


def tell(code: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Write a finding for each row.

    Args:
        code: a code of `vocabularies/integrity`, which gives severity and text.
        rows: `site_id` and `record_id`, either of which may be lacking, and what the text asks
            for besides; a cell may be a dict with a text for each language.

    Returns:
        FINDING_COLUMNS.
    """
    if rows.empty:
        return empty_frame(FINDING_COLUMNS)
    entry = next(entry for entry in read_vocabulary("integrity") if entry["code"] == code)
    ids = rows.reindex(columns=["site_id", "record_id"]).astype("str")
    told = ids.assign(code=code, severity=entry["severity"]).reset_index(drop=True)
    details = rows.assign(**ids.fillna("—")).to_dict("records")
    for language in LANGUAGES:
        texts = [entry[language].format_map(_pick(each, language)) for each in details]
        told[f"message_{language}"] = pd.Series(texts, dtype="str")
    return told[[*FINDING_COLUMNS]]


def _pick(details: dict[object, object], language: Language) -> dict[str, object]:
    return {
        str(name): value[language] if isinstance(value, dict) else value
        for name, value in details.items()
    }


def gather_findings(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Put findings together: the gravest first, then in the order of the vocabulary."""
    filled = [part for part in parts if len(part)]
    if not filled:
        return empty_frame(FINDING_COLUMNS)
    together = pd.concat(filled, ignore_index=True)
    codes = [entry["code"] for entry in read_vocabulary("integrity")]
    rank = together.assign(
        gravity=together["severity"].map(SEVERITIES.index), place=together["code"].map(codes.index)
    )
    order = ["gravity", "place", "site_id", "record_id", "message_en"]
    return rank.sort_values(order, kind="stable", ignore_index=True)[[*FINDING_COLUMNS]]


def name_sites(ids: pd.Series, sites: pd.DataFrame) -> pd.Series:
    """Return what each site is called, as a dict with a text for each language.

    Args:
        ids: sites, with any index.
        sites: `site_id` and their names.
    """
    known = sites[are_among(sites["site_id"], ids)].set_index("site_id")
    first = {
        language: known[[*columns]].bfill(axis="columns").iloc[:, 0].to_dict()
        for language, columns in NAMES.items()
    }
    told = [
        {language: _call(names.get(site), site) for language, names in first.items()}
        for site in ids.tolist()
    ]
    return pd.Series(told, index=ids.index, dtype=object)


def _call(name: object, site: str) -> str:
    return f"{name} ({site})" if isinstance(name, str) else site

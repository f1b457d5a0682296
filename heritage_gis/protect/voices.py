"""What sources say of each published site, as far as the public may know.

Nothing here knows a place or a size: what is told of a site follows from words, years and codes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from heritage_gis.model.columns import map_distinct
from heritage_gis.model.public import VOICE_COLUMNS, make_no_voices
from heritage_gis.model.record import DTYPES
from heritage_gis.protect.texts import is_approved, withhold_references, withhold_telling
from heritage_gis.protect.twin import credit_surveys
from heritage_gis.vocabularies.conditions import tells_looting
from heritage_gis.vocabularies.kinds import find_group

if TYPE_CHECKING:
    from heritage_gis.model.ledger import Ledger

DATING = ["period", "start_year", "end_year", "dating_scheme"]
UNKNOWN_KIND = "unknown"
DATED, CALLED, SEEN, LISTED, WRITTEN = "dating", "kind", "condition", "status", "reference"
ORDER = (DATED, CALLED, SEEN, LISTED, WRITTEN)


def make_public_voices(
    public: pd.DataFrame,
    said: pd.DataFrame,
    statuses: pd.DataFrame,
    surveys: pd.DataFrame,
    ledger: Ledger,
) -> pd.DataFrame:
    """Return what the public may know of who says what.

    Of a protected site no kind is told but its group, no condition that tells of looting, no
    reference that a keeper has not approved, and no other text that might tell where it lies.

    Args:
        public: `site_id` and `protection` of the sites that are published.
        said: what records that may be told say, in the journal's sequence: `site_id`,
            `survey_id`, DATING, `dating_certainty`, `kind`, `condition`, `visited_on`, `year`,
            `references`.
        statuses: of the same records: `site_id`, `survey_id`, `status`, `list`, `list_number`,
            `legal_act`, `status_from`, `status_to`.
        surveys: `survey_id`, `title`, `licence`.
        ledger: the keeper's decisions.

    Returns:
        VOICE_COLUMNS, by site_id, then in ORDER, then in the journal's sequence.
    """
    is_exact = public.set_index("site_id")["protection"] == "exact"
    said, statuses = (_add_levels(told, is_exact) for told in (said, statuses))
    parts = [
        *(tell(said, ledger) for tell in (_tell_datings, _tell_kinds, _tell_conditions)),
        _tell_statuses(statuses, ledger),
        _tell_references(said, ledger),
    ]
    told = pd.concat([part for part in parts if len(part)] or [make_no_voices()])
    values = [name for name in VOICE_COLUMNS if name != "credit"]
    told = told.reset_index(drop=True).reindex(columns=[*values, "survey_id"])
    first = credit_alike(told, surveys, ledger)
    rank = first["said"].map(ORDER.index)
    ordered = first.assign(rank=rank).sort_values(["site_id", "rank"], kind="stable")
    types = {name: DTYPES[kind] for name, kind in VOICE_COLUMNS.items()}
    return ordered[[*VOICE_COLUMNS]].astype(types).reset_index(drop=True)


def credit_alike(told: pd.DataFrame, surveys: pd.DataFrame, ledger: Ledger) -> pd.DataFrame:
    """Return rows that several surveys say alike once, with `credit` to all of them.

    Args:
        told: `survey_id`, and what is said, in the sequence in which it was received.
        surveys: `survey_id`, `title`, `licence`.
        ledger: the keeper's decisions.
    """
    values = [name for name in told if name != "survey_id"]
    alike = told.groupby(values, dropna=False, sort=False)
    surveys_of = alike["survey_id"].agg(lambda ids: " ".join(dict.fromkeys(ids)))
    first = told.drop_duplicates(values).reset_index(drop=True)
    credits_ = credit_surveys(surveys_of.reset_index(drop=True), surveys, ledger)
    return first.assign(credit=credits_ if len(first) else None)


def _add_levels(told: pd.DataFrame, is_exact: pd.Series) -> pd.DataFrame:
    """Keep what is said of published sites, with `is_exact` of each row."""
    known = told[told["site_id"].isin(is_exact.index)].reset_index(drop=True)
    return known.assign(is_exact=known["site_id"].map(is_exact).astype(bool))


def _start(said: pd.DataFrame, what: str) -> pd.DataFrame:
    return said[["site_id", "survey_id"]].assign(said=what)


def _tell_datings(said: pd.DataFrame, _: Ledger) -> pd.DataFrame:
    dated = said[said[["period", "start_year", "end_year"]].notna().any(axis="columns")]
    told = _start(dated, DATED).join(dated[DATING])
    certainty = dated["dating_certainty"]
    told["is_certain"] = (certainty == "certain").astype("boolean").mask(certainty.isna())
    return told


def _tell_kinds(said: pd.DataFrame, _: Ledger) -> pd.DataFrame:
    """Tell kinds only where sources differ: where they agree, the site says it."""
    known = said[said["kind"].notna() & (said["kind"] != UNKNOWN_KIND)]
    groups = map_distinct(known["kind"], find_group, missing=None)
    codes = known["kind"].where(known["is_exact"], groups)
    told = _start(known, CALLED).assign(code=codes)
    return told[told.groupby("site_id")["code"].transform("nunique") > 1]


def _tell_conditions(said: pd.DataFrame, _: Ledger) -> pd.DataFrame:
    looting = map_distinct(said["condition"], tells_looting, missing=False).astype(bool)
    seen = said[said["condition"].notna() & ~looting]
    visited = pd.to_numeric(seen["visited_on"].str[:4], errors="coerce").astype("Int64")
    return _start(seen, SEEN).assign(code=seen["condition"], year=visited.fillna(seen["year"]))


def _tell_statuses(statuses: pd.DataFrame, ledger: Ledger) -> pd.DataFrame:
    told = _start(statuses, LISTED).assign(
        code=statuses["status"],
        list=statuses["list"],
        list_number=_withhold(statuses, "list_number", ledger),
        held_from=statuses["status_from"],
        held_to=statuses["status_to"],
        text=_withhold(statuses, "legal_act", ledger),
    )
    return told[told[["code", "list_number"]].notna().any(axis="columns")]


def _tell_references(said: pd.DataFrame, ledger: Ledger) -> pd.DataFrame:
    """Tell of a protected site only what a keeper approved: who cites tells the way there, too."""
    texts = said["references"]
    approved = map_distinct(texts, lambda text: is_approved(text, ledger), missing=False)
    public = withhold_references(texts).where(said["is_exact"] | approved.astype(bool))
    return _start(said, WRITTEN).assign(text=public)[public.notna()]


def _withhold(told: pd.DataFrame, column: str, ledger: Ledger) -> pd.Series:
    """Blank texts that tell a place, as names are: of an exact site no grid reference, at least."""
    public = withhold_references(told[column])
    return public.where(told["is_exact"], withhold_telling(told[column], ledger))

"""What was done at sites that are shown as surveyed, as far as the public may know.

Of a protected site no work is told: where something was dug tells where nothing was. Which site a
work means is found anew from public names and districts: the register goes by the district that a
place truly lies in, and what depends on that would tell on which side of a border a grave lies.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from heritage_gis.model.columns import list_values, map_distinct
from heritage_gis.model.public import PUBLIC_WORK_COLUMNS
from heritage_gis.model.record import DTYPES
from heritage_gis.model.work import WORK_TEXTS
from heritage_gis.protect.texts import withhold_telling
from heritage_gis.protect.voices import credit_alike
from heritage_gis.vocabularies.folding import fold_name
from heritage_gis.vocabularies.sounds import REPEATED, sound_word
from heritage_gis.vocabularies.words import split_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from heritage_gis.model.ledger import Ledger

NAMES = ("name_kk", "name_ru", "name_en", "name_other")
OTHER_NAMES = "; "
LEAST_SOUNDS = 4  # of a name that is looked for within words; a shorter one is a whole word
EXACT = "exact"


@dataclass(frozen=True)
class _Bearer:
    """A public site that bears a name.

    Attributes:
        site: its id.
        katos: the districts it is told in; none where that is not known.
        is_exact: it is shown as surveyed.
    """

    site: str
    katos: frozenset[str]
    is_exact: bool


def make_public_works(
    public: pd.DataFrame,
    works: pd.DataFrame,
    objects: pd.DataFrame,
    surveys: pd.DataFrame,
    ledger: Ledger,
) -> pd.DataFrame:
    """Return what the public may know of works.

    A work is told where each of its objects is a site that is shown as surveyed: one that was done
    at a grave as well tells of that grave. A text that tells a place, or has the name of a
    protected site in it, is left out.

    Args:
        public: the public frame.
        works: WORK_COLUMNS of works that may be told on the day.
        objects: `work_id` and `object_text`, in their order.
        surveys: `survey_id`, `title`, `licence`.
        ledger: the keeper's decisions.

    Returns:
        PUBLIC_WORK_COLUMNS, by site and year.
    """
    bearers = _list_bearers(public)
    stated = works.set_index("work_id")["districts"].fillna("").str.split().map(frozenset)
    found: dict[str, list[_Bearer | None]] = {}
    for work, text in zip(objects["work_id"], objects["object_text"], strict=True):
        if work in stated.index:
            found.setdefault(work, []).append(_find_bearer(text, stated[work], bearers))
    told = [
        (work, site)
        for work, meant in found.items()
        for site in dict.fromkeys(each.site for each in meant if each is not None)
        if all(each is not None and each.is_exact for each in meant)
    ]
    named = pd.DataFrame(told, columns=["work_id", "site_id"], dtype="str")
    names = _list_protected_names(bearers)
    texts = {name: _withhold(works[name], names, ledger) for name in WORK_TEXTS}
    rows = named.merge(works.assign(**texts), on="work_id")
    types = {name: DTYPES[kind] for name, kind in PUBLIC_WORK_COLUMNS.items()}
    values = [name for name in PUBLIC_WORK_COLUMNS if name != "credit"]
    credited = credit_alike(rows.reindex(columns=[*values, "survey_id"]), surveys, ledger)
    ordered = credited.sort_values(["site_id", "from_year", "to_year"], kind="stable")
    return ordered[[*PUBLIC_WORK_COLUMNS]].astype(types).reset_index(drop=True)


def list_untold_texts(works: pd.DataFrame, told: pd.DataFrame) -> pd.DataFrame:
    """Return `site_id` (of the work), `column`, `text`: what the public is not told of any site.

    Args:
        works: WORK_COLUMNS of all works.
        told: PUBLIC_WORK_COLUMNS.
    """
    public = {text for name in WORK_TEXTS for text in told[name].dropna()}
    columns = ["what_kk", "what_ru", "what_en", "result", "place_text", "finds_kept_at", "notes"]
    said = works.rename(columns={"work_id": "site_id"})[["site_id", *columns]]
    texts = said.melt("site_id", var_name="column", value_name="text").dropna()
    return texts[~texts["text"].isin(public)].drop_duplicates(ignore_index=True)


def _list_bearers(public: pd.DataFrame) -> dict[str, set[_Bearer]]:
    """Return who bears each folded name, and who has each id."""
    districts = public["district"].fillna(public["border_districts"]).fillna("").str.split()
    bearers: dict[str, set[_Bearer]] = {}
    columns = [public["site_id"], districts, public["position"], *(public[n] for n in NAMES)]
    for site, katos, position, *names in zip(*map(list_values, columns), strict=True):
        bearer = _Bearer(site, frozenset(katos), position == EXACT)
        told = [part for name in names if name for part in name.split(OTHER_NAMES)]
        for key in {site, *map(fold_name, told)} - {""}:
            bearers.setdefault(key, set()).add(bearer)
    return bearers


def _find_bearer(
    text: str, stated: frozenset[str], bearers: dict[str, set[_Bearer]]
) -> _Bearer | None:
    """Return the one site that an object can be, in the districts that its work states."""
    alike = bearers.get(text) or bearers.get(fold_name(text), set())
    within = [each for each in alike if not (stated and each.katos) or each.katos & stated]
    return within[0] if len(within) == 1 else None


def _list_protected_names(bearers: dict[str, set[_Bearer]]) -> frozenset[str]:
    """Return the sounds of names, without numbers, that protected sites bear and no exact one."""
    borne: dict[bool, set[str]] = {True: set(), False: set()}
    for key, sites in bearers.items():
        for each in sites - {each for each in sites if each.site == key}:
            borne[each.is_exact].add(key.partition("-")[0])
    return frozenset(borne[False] - borne[True])


def _withhold(texts: pd.Series, names: Iterable[str], ledger: Ledger) -> pd.Series:
    naming = map_distinct(texts, lambda text: _is_naming(text, names), missing=False)
    return withhold_telling(texts, ledger).mask(naming.astype(bool))


def _is_naming(text: str, names: Iterable[str]) -> bool:
    """Tell whether a text has one of these names in it, in whatever case or language."""
    words = [sound_word(word) for word in split_words(text)]
    joined = REPEATED.sub(r"\1", "".join(words))
    return any(name in (joined if len(name) >= LEAST_SOUNDS else words) for name in names)

"""Texts that would tell a place: coordinates, distances, directions, sizes."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from heritage_gis.model.columns import map_distinct
from heritage_gis.protect.leaks.references import find_sure_references
from heritage_gis.protect.leaks.wording import find_telling_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from heritage_gis.model.ledger import Ledger

# Rather withhold one name too many: a keeper can approve it, nobody can take it back.
PLACING = (
    # degrees, however they are written
    r"\d\s*(?:[°º˚′″']|град|deg|ендік|бойлық)",
    r"\d[.,]\d{3}",
    # «В 75»; but «в 2017 году» is a year, and no degree of here starts like one
    r"(?<!\w)(?:[NESWСВ]|с\.?\s?ш|в\.?\s?д|с\.?\s?е|ш\.?\s?б)\.?\s?(?!(?:1[89]|20)\d\d\b)\d{2}",
)
TELLING = (
    *PLACING,
    # a long number may be a grid coordinate, a packed degree, a reference to a map sheet
    r"\d[\d\s.,]{3,}\d",
)
PLACES = re.compile("|".join(PLACING), re.IGNORECASE)
TELLS = re.compile("|".join(TELLING), re.IGNORECASE)
COUNT = "count"  # «37 курган» in a name is its name, and counts nothing


def withhold_references(texts: pd.Series) -> pd.Series:
    """Blank the texts that hold a grid reference, which even a public place is not told by."""
    refers = map_distinct(texts, lambda text: any(find_sure_references(text)), missing=False)
    return texts.mask(refers.astype(bool))


@lru_cache(maxsize=1_000_000)  # an edition is made several times over to put it to the test
def is_telling(text: str) -> bool:
    """Tell whether a text might say where something lies more closely than its cell."""
    hits = (*find_telling_words(text, None, frozenset()), *find_sure_references(text))
    return TELLS.search(text) is not None or any(hit.kind != COUNT for hit in hits)


def is_placing(text: str) -> bool:
    """Tell whether a text reads as a position: no approval makes such a text public."""
    return PLACES.search(text) is not None or any(find_sure_references(text))


def withhold_telling(texts: pd.Series, ledger: Ledger) -> pd.Series:
    """Blank the texts that tell a place, unless a keeper approved that very text."""
    telling = map_distinct(
        texts, lambda text: is_telling(text) and not is_approved(text, ledger), missing=False
    )
    return texts.mask(telling.astype(bool))


def is_approved(text: str, ledger: Ledger) -> bool:
    """Tell whether a keeper let this very text go public."""
    return digest_text(text) in ledger.approved_texts


def digest_text(text: str) -> str:
    """Return the sha256 by which a text is approved: of that very text, letter by letter."""
    return hashlib.sha256(text.encode()).hexdigest()


def list_approved(texts: Iterable[pd.Series], ledger: Ledger) -> tuple[str, ...]:
    """Return which texts a keeper let go public, of those that are there."""
    distinct = {text for each in texts for text in each.dropna().unique()}
    return tuple(sorted(text for text in distinct if is_approved(text, ledger)))

"""Licences that let the records of a survey be published, by their SPDX names."""

from __future__ import annotations

import re

from rapidfuzz import process

from heritage_gis.errors import MisusedError
from heritage_gis.vocabularies.tables import read_vocabulary

OWN = re.compile(r"LicenseRef-[A-Za-z0-9.-]+")  # how SPDX names a licence that it does not list
ALIKE = 70  # per cent


def require_licence(licence: str) -> None:
    """Let pass a licence of `vocabularies/licences`, or a `LicenseRef-…` of an institution's own.

    Pages print the licence beside every site, so it has to be one under which that is allowed.

    Raises:
        MisusedError: it is neither; the message names the nearest one.
    """
    known = [entry["code"] for entry in read_vocabulary("licences")]
    if licence in known or OWN.fullmatch(licence):
        return
    folded = {code: _fold(code) for code in known}
    nearest = process.extractOne(_fold(licence), folded, score_cutoff=ALIKE)
    meant = f"did you mean {nearest[2]}? " if nearest else ""
    raise MisusedError(
        f"licence: {licence!r} is no SPDX name that we know; {meant}It is one of "
        f"{', '.join(known)}, or LicenseRef-… for your own that lets records be published"
    )


def _fold(text: str) -> str:
    return re.sub(r"[^a-z0-9.]", "", text.casefold())

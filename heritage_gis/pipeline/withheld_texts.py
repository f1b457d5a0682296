"""Texts that are withheld from the public because they tell a place, and their approval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from heritage_gis.errors import MisusedError
from heritage_gis.pipeline.deciding import Ruling, decide
from heritage_gis.pipeline.outcome import show_nothing
from heritage_gis.pipeline.standing_register import open_standing_register

if TYPE_CHECKING:
    import pandas as pd

    from heritage_gis.model.ledger import Ledger
    from heritage_gis.pipeline.outcome import Progress, RunReport
    from heritage_gis.settings import Settings


@dataclass(frozen=True)
class WithheldText:
    """A text that the public does not see.

    Attributes:
        digest: sha256 of the text; approval is of that very text.
        text: as the surveys have it.
        sort: what it is: name, list_number, title, licence, or work.
        told_of: the sites, surveys or works that it is told of, in their order.
        is_placing: it reads as a position, so that nobody can approve it.
    """

    digest: str
    text: str
    sort: str
    told_of: tuple[str, ...]
    is_placing: bool


def list_withheld(settings: Settings) -> list[WithheldText]:
    """Return the texts that are withheld, by what they are, then as they are first told.

    Names and list numbers are those of protected sites; a number also that of an open one.

    Raises:
        MisusedError: nothing is registered yet.
    """
    from heritage_gis.protect.texts import digest_text, is_approved, is_placing, is_telling
    from heritage_gis.register.journal import open_journal
    from heritage_gis.register.ledgers import gather_ledger

    ledger = gather_ledger(open_journal(settings.home_folder.journal))
    found: dict[tuple[str, str], list[str]] = {}
    for sort, texts in _load_texts(settings, ledger):
        for told_of, text in texts.dropna().items():
            if is_telling(text) and not is_approved(text, ledger):
                found.setdefault((sort, text), []).append(str(told_of))
    return [
        WithheldText(digest_text(text), text, sort, tuple(dict.fromkeys(told_of)), is_placing(text))
        for (sort, text), told_of in found.items()
    ]


def _load_texts(settings: Settings, ledger: Ledger) -> list[tuple[str, pd.Series]]:
    """Return what the texts are, and the texts by the id of what they are told of."""
    from heritage_gis.pipeline.told_sites import load_told_sites
    from heritage_gis.protect.levels import find_levels
    from heritage_gis.protect.twin import NAMES
    from heritage_gis.register.loading import load_surveys
    from heritage_gis.register.works import load_all_work_texts

    with open_standing_register(settings) as register:
        sites = load_told_sites(register, settings.today.isoformat(), ledger)
        surveys = load_surveys(register).set_index("survey_id")
        works = load_all_work_texts(register)
    hidden = sites[find_levels(sites, ledger) != "exact"].set_index("site_id")
    numbers = sites.set_index("site_id")["list_number"]
    return [
        *(("name", hidden[name]) for name in NAMES),
        ("list_number", numbers),
        ("title", surveys["title"]),
        ("licence", surveys["licence"]),
        ("work", works),
    ]


def approve_text(
    digest: str,
    why: str,
    settings: Settings,
    progress: Progress = show_nothing,
    *,
    publish: bool = True,
) -> RunReport:
    """Let a withheld text go public, and publish what that changes.

    Args:
        digest: of a text of `list_withheld`; the beginning of it is enough.
        why: the reason.
        settings: the home, and who decides.
        progress: is told how far the work is.
        publish: whether an edition is made; else the next run makes it.

    Raises:
        MisusedError: no such text is withheld, it reads as a position, or no reason is given.
        NotReleasedError: it holds, but the edition with it failed its safety checks.
    """
    from heritage_gis.register.decisions import TEXT_APPROVED

    found = {t.digest: t for t in list_withheld(settings) if t.digest.startswith(digest)}
    if len(found) != 1:
        raise MisusedError(
            f"there {'are several texts' if found else 'is no withheld text'} {digest}; "
            "heritage approve lists them"
        )
    ((whole, text),) = found.items()
    if text.is_placing:
        raise MisusedError(
            f"{digest}: the text reads as a position, which is never published; a corrected "
            "survey may say it in a column of its own"
        )
    return decide(
        Ruling(TEXT_APPROVED, {"sha256": whole}), why, settings, progress, publish=publish
    )

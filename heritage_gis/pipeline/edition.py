"""The edition: the public twin made, staged aside, put to the test, and released."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from heritage_gis.register.journal import (
    RECEIVED,
    ReleasedEdition,
    find_newest_fact,
    gather_history,
    gather_ledger,
    open_journal,
    record_edition,
    record_first_releases,
)

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    import geopandas as gpd
    import pandas as pd

    from heritage_gis.model.public import PublicSites
    from heritage_gis.places.districts import Districts
    from heritage_gis.publish.editions import EditionBook
    from heritage_gis.publish.release import ReleaseReport
    from heritage_gis.publish.staging import Stage
    from heritage_gis.settings import Settings

SHAKES = 3  # rounds of the non-interference test before each release; the tests run twenty
FINDINGS_TOLD = 5


@dataclass(frozen=True)
class Known:
    """What the register knows and the public must not: read to make the twin, and to test it."""

    sites: gpd.GeoDataFrame
    records: gpd.GeoDataFrame
    surveys: pd.DataFrame


@dataclass(frozen=True)
class EditionPlan:
    """An edition to be made; it holds the public twin and nothing that the public must not know.

    Attributes:
        public: the public twin.
        book: number and day of the edition, and of the last change of each page.
        pages: slug -> digest of its public content, of the pages that changed since the last.
        folder: in which it is laid out.
    """

    public: PublicSites
    book: EditionBook
    pages: dict[str, str]
    folder: Path

    @property
    def is_new(self) -> bool:
        """Tell whether anything changed since the last edition."""
        return bool(self.pages)


def plan_edition(settings: Settings, districts: Districts) -> EditionPlan:
    """Make the public twin, and see what changed since the last edition.

    Cells and catalogue numbers that it gives out for the first time are in the journal before
    anything else happens.
    """
    from heritage_gis.protect.twin import make_public_sites
    from heritage_gis.publish.editions import Edition, EditionBook
    from heritage_gis.publish.staging import fingerprint

    home = settings.home_folder
    journal = open_journal(home.journal)
    as_of = find_newest_fact(journal, settings.today)
    known = load_known(settings, as_of)
    public, releases = make_public_sites(
        known.sites, known.surveys, districts, gather_ledger(journal)
    )
    record_first_releases(journal, releases)
    history = gather_history(journal)
    prints = fingerprint(public, districts)
    changed = {slug: d for slug, d in prints.items() if history.fingerprints.get(slug) != d}
    last = history.last or ReleasedEdition(0, as_of)
    current = Edition(last.number + 1, as_of) if changed else Edition(last.number, last.released)
    unchanged = {
        slug: Edition(edition.number, edition.released)
        for slug, edition in history.last_changed.items()
        if slug not in changed
    }
    return EditionPlan(public, EditionBook(current, unchanged), changed, home.processed / "edition")


def load_known(settings: Settings, as_of: date) -> Known:
    """Load what the register knows on a day."""
    from heritage_gis.register.store import open_register
    from heritage_gis.register.upkeep import load_records, load_sites, load_surveys

    with open_register(settings.home_folder.register, settings.register_url) as register:
        return Known(
            sites=load_sites(register, as_of.isoformat()),
            records=load_records(register),
            surveys=load_surveys(register),
        )


def lay_out(plan: EditionPlan, districts: Districts) -> Stage:
    """Empty the folder of the edition, and write what its pages share."""
    from heritage_gis.publish.staging import open_stage

    shutil.rmtree(plan.folder, ignore_errors=True)
    plan.folder.mkdir(parents=True)
    return open_stage(plan.public, districts, plan.book, plan.folder)


def release(settings: Settings, plan: EditionPlan, *, everything: bool = False) -> ReleaseReport:
    """Release a staged edition that passes its tests.

    Args:
        settings: the home.
        plan: the edition, laid out in its folder.
        everything: write files anew that did not change, too.

    Raises:
        NotReleasedError: it does not pass; the public sees the former edition.
    """
    from heritage_gis.publish.release import release_edition

    if plan.is_new:
        current = plan.book.current
        journal = open_journal(settings.home_folder.journal)
        inputs = sorted({event["survey"] for event in journal.select(RECEIVED)})
        edition = ReleasedEdition(current.number, current.released)
        record_edition(journal, edition, plan.pages, inputs)
    report = release_edition(plan.folder, settings.home_folder.maps, everything=everything)
    shutil.rmtree(plan.folder)
    return report

"""An edition as of a day: the sites known now, in the districts and with the statuses of then."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from heritage_gis.errors import MisusedError
from heritage_gis.paths import hold_home
from heritage_gis.pipeline.outcome import RunReport, show_nothing
from heritage_gis.pipeline.standing_register import open_standing_register, require_register
from heritage_gis.places.layouts import KNOWN_FROM

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    import geopandas as gpd
    import pandas as pd

    from heritage_gis.model.ledger import FirstReleases, Ledger
    from heritage_gis.model.public import PublicSites
    from heritage_gis.pipeline.edition import EditionPlan
    from heritage_gis.pipeline.outcome import Progress
    from heritage_gis.pipeline.public_twin import Known
    from heritage_gis.places.districts import Districts
    from heritage_gis.settings import Settings


@dataclass(frozen=True)
class FormerDay:
    """All that an edition as of a day is made from; it holds what the public must not know.

    Attributes:
        known: what the register knows, its sites with the statuses of the day.
        present: the districts of the present layout.
        districts: those of the day.
        now: the public twin of the present: its voices, and where former ids lead, hold then too.
    """

    known: Known
    present: Districts
    districts: Districts
    now: PublicSites

    def make_twin(
        self, sites: gpd.GeoDataFrame, surveys: pd.DataFrame, present: Districts, ledger: Ledger
    ) -> tuple[PublicSites, FirstReleases]:
        """Make the public twin, and tell it by the districts of the day."""
        from heritage_gis.protect.relayout import relay_out

        public, releases = self.known.make_twin(sites, surveys, present, ledger)
        if self.districts.layout == present.layout:
            return public, releases
        return relay_out(public, self.districts), releases

    @property
    def public(self) -> PublicSites:
        """The public twin of the day."""
        known = self.known
        twin, _ = self.make_twin(known.sites, known.surveys, self.present, known.ledger)
        return replace(twin, voices=self.now.voices, former=self.now.former)


def publish_as_of(
    day: date, folder: Path, settings: Settings, progress: Progress = show_nothing
) -> RunReport:
    """Write an edition as of a day into a folder of its own; `maps/` and the journal stay.

    It is the last edition that the public sees, told otherwise: it shows no site that `maps/`
    does not show, and none more exactly. The same register and day give the same bytes.

    Args:
        day: whose districts and statuses are told.
        folder: empty, missing, or such an edition as before.
        settings: the home.
        progress: is told how far the work is.

    Returns:
        The number of the edition that was told, and what was written and removed in the folder.

    Raises:
        MisusedError: it is no day of ours, the folder holds something else, or the register holds
            what no edition has told yet.
        NotReleasedError: it failed its safety checks; the folder is as it was.
    """
    from heritage_gis.pipeline.edition import lay_out
    from heritage_gis.publish.release import release_edition
    from heritage_gis.publish.staging import finish_stage, list_pages, stage_page

    if not KNOWN_FROM <= day <= settings.today:
        raise MisusedError(
            f"--as-of is a day from {KNOWN_FROM}, as earlier districts are not known, to "
            f"{settings.today}, not {day}"
        )
    _require_folder(folder, settings)
    require_register(settings)
    with hold_home(settings.home_folder, settings.patience_seconds):
        told, plan = _plan(day, settings)
        try:
            stage = lay_out(plan, told.districts, settings.home_folder)
            for done, slug in enumerate(list_pages()):
                progress("publish", done, len(list_pages()))
                stage_page(stage, slug)
            finish_stage(stage)
            progress("release", 0, 1)
            _check(told, plan, settings)
            report = release_edition(plan.folder, folder)
        finally:
            shutil.rmtree(plan.folder, ignore_errors=True)
    number = plan.book.current.number
    return RunReport(edition=number, written=report.written, removed=report.removed)


def _plan(day: date, settings: Settings) -> tuple[FormerDay, EditionPlan]:
    """Load what the edition is made from, and see that the public knows all of it already.

    A site that no edition has told yet would be given a cell here which no journal remembers; the
    next edition might choose another, and two cells of one site tell more than either.
    """
    from heritage_gis.pipeline.edition import EditionPlan, offer_tiles
    from heritage_gis.pipeline.public_twin import Known, Sources, complete_twin, tell_former
    from heritage_gis.pipeline.told_sites import load_sites_now_and_then, load_told_voices
    from heritage_gis.places.base_map import load_base_map
    from heritage_gis.places.districts import load_districts
    from heritage_gis.places.layouts import load_districts_on
    from heritage_gis.protect.twin import make_public_sites
    from heritage_gis.publish.editions import Edition, EditionBook
    from heritage_gis.publish.staging import fingerprint
    from heritage_gis.register.journal import open_journal
    from heritage_gis.register.ledgers import find_newest_fact, gather_history, gather_ledger
    from heritage_gis.register.loading import load_records, load_surveys
    from heritage_gis.register.works import load_works

    home = settings.home_folder
    journal = open_journal(home.journal)
    ledger, history = gather_ledger(journal), gather_history(journal)
    as_of = find_newest_fact(journal, settings.today).isoformat()
    with open_standing_register(settings) as register:
        sites, then = load_sites_now_and_then(register, as_of, ledger, day)
        said = load_told_voices(register, as_of, ledger)
        records, surveys = load_records(register), load_surveys(register)
        works, told_works = load_works(register), load_works(register, as_of)
    present = load_districts(home)
    now, _ = make_public_sites(sites, surveys, present, ledger)
    now = complete_twin(now, said, Sources(surveys, told_works, ledger, journal), history.told)
    prints = fingerprint(now, present, tell_former(now, home), load_base_map(home))
    if history.last is None or history.fingerprints != prints:
        raise MisusedError(
            "the register holds changes that are not published yet; run heritage publish first"
        )
    known = Known(then, records, surveys, works, ledger, as_of)
    told = FormerDay(known, present, load_districts_on(home, day), now)
    edition = Edition(history.last.number, history.last.released)
    book = EditionBook(edition, as_of=day, contact=settings.contact, tiles=offer_tiles(settings))
    return told, EditionPlan(told.public, book, {}, home.processed / "edition-as-of")


def _check(told: FormerDay, plan: EditionPlan, settings: Settings) -> None:
    """Put the staged edition to the tests that every edition must pass.

    Raises:
        NotReleasedError: it does not pass.
    """
    from heritage_gis.pipeline.edition import refuse_release, search_edition
    from heritage_gis.pipeline.safety import check_interference

    known = told.known
    found = check_interference(
        known.sites, known.surveys, told.present, known.ledger, told.make_twin
    )
    leaks = search_edition(plan.folder, plan.public, known, told.districts, settings)
    refuse_release([*found, *leaks])


def _require_folder(folder: Path, settings: Settings) -> None:
    """See that a folder is free for an edition as of a day.

    Raises:
        MisusedError: it is part of the home's own folders, or holds what is not ours.
    """
    target, home = folder.resolve(), settings.home_folder
    for own in (home.data.resolve(), home.maps.resolve()):
        if target.is_relative_to(own) or own.is_relative_to(target):
            raise MisusedError(
                f"--to {folder}: {own.name}/ of the home is kept apart; give another"
            )
    if target.exists() and not target.is_dir():
        raise MisusedError(f"--to {folder}: is no folder")
    stray = _find_stray(target)
    if stray:
        raise MisusedError(
            f"--to {folder}: holds {stray}, which no edition as of a day has; give an empty folder"
        )


def _find_stray(folder: Path) -> str:
    """Return a name in a folder that no edition as of a day has; "" where there is none."""
    from heritage_gis.pipeline.digests import read_stamp
    from heritage_gis.publish.staging import AS_OF, MANIFEST

    if not folder.is_dir():
        return ""
    listed = read_stamp(folder / MANIFEST)
    if AS_OF not in listed:
        return min((path.name for path in folder.iterdir()), default="")
    ours = {MANIFEST, *listed["files"]}
    found = (path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
    names = (path.relative_to(folder).as_posix() for path in found)
    return min((name for name in names if name not in ours), default="")

"""The edition: the public twin made, staged aside, put to the test, and released."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from heritage_gis.errors import NotReleasedError
from heritage_gis.model.work import WORK_TEXTS
from heritage_gis.pipeline.public_twin import Sources, complete_twin, load_known, tell_former
from heritage_gis.register.journal import open_journal
from heritage_gis.register.ledgers import (
    ReleasedEdition,
    find_newest_fact,
    gather_history,
    gather_ledger,
    record_edition,
    record_first_releases,
)
from heritage_gis.register.receipts import list_receipts

if TYPE_CHECKING:
    from pathlib import Path

    from heritage_gis.model.public import PublicSites
    from heritage_gis.paths import Home
    from heritage_gis.pipeline.public_twin import Known
    from heritage_gis.places.districts import Districts
    from heritage_gis.publish.editions import EditionBook, Tiles
    from heritage_gis.publish.former_layout import FormerLayout
    from heritage_gis.publish.release import ReleaseReport
    from heritage_gis.publish.staging import Stage
    from heritage_gis.settings import Settings

FINDINGS_TOLD = 5


@dataclass(frozen=True)
class EditionPlan:
    """An edition to be made; it holds the public twin and nothing that the public must not know.

    Attributes:
        public: the public twin.
        book: number and day of the edition, and of the last change of each page.
        pages: slug -> digest of its public content, of the pages that changed since the last.
        folder: in which it is laid out.
        first: ids that no edition told before.
        former: a former layout that has a page beside the others.
    """

    public: PublicSites
    book: EditionBook
    pages: dict[str, str]
    folder: Path
    first: tuple[str, ...] = ()
    former: FormerLayout | None = None

    @property
    def is_new(self) -> bool:
        """Tell whether anything changed since the last edition."""
        return bool(self.pages)


def plan_edition(settings: Settings, districts: Districts) -> EditionPlan:
    """Make the public twin, and see what changed since the last edition.

    Cells and catalogue numbers that it gives out for the first time are in the journal before
    anything else happens.
    """
    from heritage_gis.pipeline.told_sites import load_told_sites, load_told_voices
    from heritage_gis.places.base_map import load_base_map
    from heritage_gis.protect.twin import make_public_sites
    from heritage_gis.publish.editions import Edition, EditionBook
    from heritage_gis.publish.staging import fingerprint
    from heritage_gis.register.loading import load_surveys
    from heritage_gis.register.store import open_register
    from heritage_gis.register.works import load_works

    home = settings.home_folder
    journal = open_journal(home.journal)
    as_of = find_newest_fact(journal, settings.today)
    ledger = gather_ledger(journal)
    with open_register(home.register, settings.register_url) as register:
        sites = load_told_sites(register, as_of.isoformat(), ledger)
        said = load_told_voices(register, as_of.isoformat(), ledger)
        surveys = load_surveys(register)
        works = load_works(register, as_of.isoformat())
    public, releases = make_public_sites(sites, surveys, districts, ledger)
    history = gather_history(journal)
    public = complete_twin(public, said, Sources(surveys, works, ledger, journal), history.told)
    record_first_releases(journal, releases)
    former = tell_former(public, home)
    prints = fingerprint(public, districts, former, load_base_map(home))
    changed = {slug: d for slug, d in prints.items() if history.fingerprints.get(slug) != d}
    last = history.last or ReleasedEdition(0, as_of)
    current = Edition(last.number + 1, as_of) if changed else Edition(last.number, last.released)
    unchanged = {
        slug: Edition(edition.number, edition.released)
        for slug, edition in history.last_changed.items()
        if slug not in changed
    }
    book = EditionBook(current, unchanged, contact=settings.contact, tiles=offer_tiles(settings))
    first = tuple(sorted(set(public.frame["site_id"]) - history.told))
    return EditionPlan(public, book, changed, home.processed / "edition", first, former)


def offer_tiles(settings: Settings) -> Tiles | None:
    """Return the tiles that maps offer, where some are set."""
    from heritage_gis.publish.editions import Tiles

    return Tiles(settings.tiles, settings.tiles_credit) if settings.tiles else None


def lay_out(plan: EditionPlan, districts: Districts, home: Home) -> Stage:
    """Empty the folder of the edition, and write what its pages share."""
    from heritage_gis.places.base_map import load_base_map
    from heritage_gis.publish.staging import open_stage

    shutil.rmtree(plan.folder, ignore_errors=True)
    plan.folder.mkdir(parents=True)
    base = load_base_map(home)
    return open_stage(plan.public, districts, plan.book, plan.folder, plan.former, base)


def check_edition(settings: Settings, plan: EditionPlan, folder: Path) -> list[str]:
    """Put pages to the leak test, and the public twin to the test of non-interference.

    What a leak tells goes to `data/processed/leaks.csv`, for the keeper alone.

    Args:
        settings: the home.
        plan: the edition.
        folder: the pages, staged or released.

    Returns:
        What was found, without secrets; nothing where the edition may be public.
    """
    from heritage_gis.pipeline.safety import check_interference
    from heritage_gis.places.districts import load_districts

    known = load_known(settings, plan.book.current.released)
    districts = load_districts(settings.home_folder)
    found = check_interference(known.sites, known.surveys, districts, known.ledger, known.make_twin)
    return [*found, *search_edition(folder, plan.public, known, districts, settings)]


def search_edition(
    folder: Path, public: PublicSites, known: Known, districts: Districts, settings: Settings
) -> list[str]:
    """Search pages for leaks, and keep what these tell in `data/processed/leaks.csv`.

    Args:
        folder: the pages.
        public: the public twin that they were made from.
        known: what they must not tell.
        districts: those that the pages are told by.
        settings: the home.

    Returns:
        A line for each leak, without its secret.
    """
    from heritage_gis.pipeline.safety import find_leaks, keep_leaks, tell_leaks
    from heritage_gis.places.base_map import load_base_map
    from heritage_gis.protect.texts import list_approved
    from heritage_gis.protect.twin import list_public_texts
    from heritage_gis.protect.works import list_untold_texts

    works, _ = known.works
    texts = [*list_public_texts(known.sites, known.surveys), *(works[name] for name in WORK_TEXTS)]
    leaks = find_leaks(
        folder,
        public,
        known.sites,
        known.records,
        districts,
        approved=list_approved(texts, known.ledger),
        untold=list_untold_texts(works, public.works),
        base=load_base_map(settings.home_folder),
    )
    keep_leaks(leaks, settings.home_folder.processed / "leaks.csv")
    return tell_leaks(leaks)


def refuse_release(found: list[str]) -> None:
    """Refuse to release an edition in which something was found.

    Raises:
        NotReleasedError: naming the first findings; nothing is raised where there is none.
    """
    if found:
        told = "; ".join(found[:FINDINGS_TOLD])
        raise NotReleasedError(
            f"the edition was not released, {len(found)} findings "
            f"(data/processed/leaks.csv): {told}"
        )


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

    refuse_release(check_edition(settings, plan, plan.folder))
    if plan.is_new:
        current = plan.book.current
        journal = open_journal(settings.home_folder.journal)
        inputs = sorted(receipt.survey_id for receipt in list_receipts(journal))
        edition = ReleasedEdition(current.number, current.released)
        record_edition(journal, edition, plan.pages, inputs, plan.first)
    report = release_edition(plan.folder, settings.home_folder.maps, everything=everything)
    shutil.rmtree(plan.folder)
    return report

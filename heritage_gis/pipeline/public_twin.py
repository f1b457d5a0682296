"""The public twin, made whole from the register: sites, voices, works, and former ids."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from heritage_gis.register.decisions import gather_decided, list_decisions
from heritage_gis.register.journal import open_journal
from heritage_gis.register.ledgers import gather_ledger

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    import geopandas as gpd
    import pandas as pd

    from heritage_gis.model.ledger import FirstReleases, Ledger
    from heritage_gis.model.public import PublicSites
    from heritage_gis.model.work import WorkTables
    from heritage_gis.paths import Home
    from heritage_gis.places.districts import Districts
    from heritage_gis.publish.former_layout import FormerLayout
    from heritage_gis.register.journal import Journal
    from heritage_gis.settings import Settings

FORMER_LAYOUT = "before-2022"  # that has a page beside those of the present


@dataclass(frozen=True)
class Known:
    """What the register knows and the public must not: read to put an edition to the test."""

    sites: gpd.GeoDataFrame
    records: gpd.GeoDataFrame
    surveys: pd.DataFrame
    works: WorkTables
    ledger: Ledger
    as_of: str

    def make_twin(
        self, sites: gpd.GeoDataFrame, surveys: pd.DataFrame, districts: Districts, ledger: Ledger
    ) -> tuple[PublicSites, FirstReleases]:
        """Make the public twin of the sites, with what was done at them."""
        from heritage_gis.protect.twin import make_public_sites
        from heritage_gis.protect.works import make_public_works

        public, releases = make_public_sites(sites, surveys, districts, ledger)
        works, objects = self.works
        today = works[~(works["public_from"] > self.as_of).fillna(value=False)]
        told = make_public_works(public.frame, today, objects, surveys, ledger)
        return replace(public, works=told), releases


@dataclass(frozen=True)
class Sources:
    """What the voices and works of a public twin are made with.

    Attributes:
        works: those that may be told on the day.
    """

    surveys: pd.DataFrame
    works: WorkTables
    ledger: Ledger
    journal: Journal


def complete_twin(
    public: PublicSites, said: pd.DataFrame, known: Sources, told: Collection[str]
) -> PublicSites:
    """Add what sources say of the sites, what was done there, and where former ids lead.

    Args:
        public: the twin of the sites alone.
        said: as `load_told_voices` gives it.
        known: the surveys, the works, what was decided, and the journal that has it.
        told: ids that an edition told once.
    """
    from heritage_gis.protect.redirects import withhold_redirects
    from heritage_gis.protect.voices import make_public_voices
    from heritage_gis.protect.works import make_public_works
    from heritage_gis.register.statuses import build_statuses

    statuses = build_statuses(said)
    voices = make_public_voices(public.frame, said, statuses, known.surveys, known.ledger)
    works = make_public_works(public.frame, *known.works, known.surveys, known.ledger)
    present = set(public.frame["site_id"])
    decided = gather_decided(list_decisions(known.journal))
    now = {site: decided.find_site(site) for site in sorted(set(told) - present)}
    former = {site: into if into in present else "" for site, into in now.items()}
    leads = withhold_redirects(former, public.frame, known.ledger)
    return replace(public, voices=voices, works=works, former=leads)


def load_known(settings: Settings, as_of: date) -> Known:
    """Load what the register knows on a day."""
    from heritage_gis.pipeline.told_sites import load_told_sites
    from heritage_gis.register.loading import load_records, load_surveys
    from heritage_gis.register.store import open_register
    from heritage_gis.register.works import load_works

    ledger = gather_ledger(open_journal(settings.home_folder.journal))
    with open_register(settings.home_folder.register, settings.register_url) as register:
        return Known(
            sites=load_told_sites(register, as_of.isoformat(), ledger),
            records=load_records(register),
            surveys=load_surveys(register),
            works=load_works(register),
            ledger=ledger,
            as_of=as_of.isoformat(),
        )


def tell_former(public: PublicSites, home: Home) -> FormerLayout:
    """Tell the public twin by the districts before June 2022 as well, from itself alone."""
    from heritage_gis.places.districts import load_districts
    from heritage_gis.protect.relayout import relay_out
    from heritage_gis.publish.former_layout import FormerLayout

    districts = load_districts(home, FORMER_LAYOUT)
    return FormerLayout(relay_out(public, districts), districts)

"""Publishing what is registered, district by district."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from heritage_gis.errors import MisusedError
from heritage_gis.paths import hold_home
from heritage_gis.pipeline.edition import lay_out, plan_edition, release
from heritage_gis.pipeline.outcome import RunReport, show_nothing
from heritage_gis.pipeline.stamp import forget_done
from heritage_gis.pipeline.standing_register import require_register

if TYPE_CHECKING:
    from heritage_gis.pipeline.edition import EditionPlan
    from heritage_gis.pipeline.outcome import Progress
    from heritage_gis.publish.staging import Stage
    from heritage_gis.settings import Settings


def publish(
    settings: Settings,
    progress: Progress = show_nothing,
    *,
    district: str = "",
    everything: bool = False,
) -> RunReport:
    """Publish the edition of what is registered.

    Args:
        settings: the home.
        progress: is told how far the work is.
        district: publish the changes of this one alone, by its slug; what changed in others
            stays for the next edition.
        everything: write every file anew, also those that did not change.

    Raises:
        MisusedError: there is no such district, or nothing is registered yet.
        NotReleasedError: the edition failed its safety checks.
    """
    from heritage_gis.publish.staging import list_pages

    if district and district not in list_pages():
        raise MisusedError(
            f"there is no district {district}; give one of {', '.join(list_pages())}"
        )
    require_register(settings)
    with hold_home(settings.home_folder):
        forget_done(settings)
        return publish_held(settings, progress, district, everything=everything)


@dataclass(frozen=True)
class Publication:
    """An edition being made, page by page; it holds nothing that the public must not know.

    Attributes:
        plan: what the edition is.
        stage: where its pages are laid out.
        pages: slugs of the pages to make.
        kept: slugs of pages that stay as the public sees them.
    """

    plan: EditionPlan
    stage: Stage
    pages: tuple[str, ...]
    kept: frozenset[str] = frozenset()


def publish_held(
    settings: Settings,
    progress: Progress = show_nothing,
    district: str = "",
    *,
    everything: bool = False,
) -> RunReport:
    """Do what `publish` does, in a home that is held already."""
    publication = lay_out_edition(settings, district)
    for done, slug in enumerate(publication.pages):
        progress("publish", done, len(publication.pages))
        make_page(publication, slug)
    progress("release", 0, 1)
    return release_edition(publication, settings, everything=everything)


def lay_out_edition(settings: Settings, district: str = "") -> Publication:
    """Plan the edition, and write what all of its pages share.

    Args:
        settings: the home.
        district: the one whose changes are to be published; empty for all.
    """
    from heritage_gis.places.districts import load_districts
    from heritage_gis.publish.staging import keep_page, list_pages

    districts = load_districts(settings.home_folder)
    plan = plan_edition(settings, districts)
    kept = frozenset(slug for slug in list_pages() if district and slug != district)
    plan = replace(plan, pages={s: d for s, d in plan.pages.items() if s not in kept})
    stage = lay_out(plan, districts, settings.home_folder)
    for slug in sorted(kept):
        keep_page(stage, slug, settings.home_folder.maps)
    pages = tuple(slug for slug in list_pages() if slug not in kept)
    return Publication(plan, stage, pages, kept)


def make_page(publication: Publication, slug: str) -> None:
    """Write the page of one district, or of the unplaced sites."""
    from heritage_gis.publish.staging import stage_page

    stage_page(publication.stage, slug)


def release_edition(
    publication: Publication, settings: Settings, *, everything: bool = False
) -> RunReport:
    """Write what stands above the pages, put the edition to the test, and release it.

    Raises:
        NotReleasedError: it failed its safety checks; the public sees the former edition.
    """
    from heritage_gis.publish.staging import finish_stage

    finish_stage(publication.stage)
    report = release(settings, publication.plan, everything=everything)
    return RunReport(
        edition=publication.plan.book.current.number,
        is_new_edition=publication.plan.is_new,
        written=report.written,
        removed=report.removed,
    )

"""The edition: planned, laid out district by district, tested, and released."""

from __future__ import annotations

from pathlib import Path

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from heritage_gis.paths import hold_home
from heritage_gis.pipeline.outcome import RunReport
from heritage_gis.pipeline.publishing import (
    Publication,
    lay_out_edition,
    make_page,
    release_edition,
)
from heritage_gis.settings import Settings, read_settings

RETRIES, PAUSE_S = 2, 10  # the disk may be full, or busy, for a while


@task(
    task_run_name="plan the edition",
    retries=RETRIES,
    retry_delay_seconds=PAUSE_S,
    cache_policy=NO_CACHE,
)
def plan_task(settings: Settings) -> Publication:
    """Make the public twin, and write what all pages share."""
    return lay_out_edition(settings)


@task(
    task_run_name="publish {slug}",
    retries=RETRIES,
    retry_delay_seconds=PAUSE_S,
    cache_policy=NO_CACHE,
)
def page_task(publication: Publication, slug: str) -> str:
    """Write the page of one district."""
    make_page(publication, slug)
    return slug


@task(
    task_run_name="release the edition",
    retries=RETRIES,
    retry_delay_seconds=PAUSE_S,
    cache_policy=NO_CACHE,
)
def release_task(publication: Publication, settings: Settings) -> RunReport:
    """Test the edition, and release it."""
    return release_edition(publication, settings)


def publish_pages(settings: Settings) -> RunReport:
    """Publish what is registered, in a home that is held already."""
    publication = plan_task(settings)
    pages = [page_task.submit(publication, slug) for slug in publication.pages]
    for page in pages:
        page.result()
    return release_task(publication, settings)


@flow(name="publish-maps")
def publish_maps(home: str = "") -> RunReport:
    """Publish what is registered in a home."""
    settings = read_settings(Path(home) if home else None)
    with hold_home(settings.home_folder):
        return publish_pages(settings)

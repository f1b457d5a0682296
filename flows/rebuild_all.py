"""The main job through Prefect: every survey, the register, every district."""

from __future__ import annotations

from pathlib import Path

from prefect import flow, task
from prefect.artifacts import create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.task_runners import ThreadPoolTaskRunner

from flows.ingest_survey import ingest_task
from flows.publish_maps import publish_pages
from heritage_gis.paths import hold_home
from heritage_gis.pipeline.ingest import Ingested
from heritage_gis.pipeline.outcome import Refused, RunReport
from heritage_gis.pipeline.run import finish_run, list_work, register_outcomes
from heritage_gis.settings import Settings, read_settings


@task(task_run_name="register", retries=3, retry_delay_seconds=20, cache_policy=NO_CACHE)
def register_task(outcomes: list[Ingested | Refused], settings: Settings) -> int:
    """Bring the register up to date; QGIS may hold it for a while."""
    return register_outcomes(outcomes, settings)


@flow(
    name="rebuild-all",
    # Two at once: each may need a gigabyte.
    task_runner=ThreadPoolTaskRunner(max_workers=2),  # type: ignore[arg-type]  # Prefect's own types disagree
)
def rebuild_all(home: str = "") -> RunReport:
    """Take in every new survey of a home, and publish the districts that changed."""
    settings = read_settings(Path(home) if home else None)
    with hold_home(settings.home_folder):
        futures = [ingest_task.submit(work, settings) for work in list_work(settings)]
        outcomes = [future.result() for future in futures]
        questions = register_task(outcomes, settings)
        published = publish_pages(settings)
        report = finish_run(settings, outcomes, questions, published)
    show_artifacts(report)
    return report


def show_artifacts(report: RunReport) -> None:
    """Show what happened as tables: counts and digests, never what a survey says."""
    create_table_artifact(
        key="surveys",
        description="What became of each survey",
        table=[
            {
                "survey": each.survey_id,
                "rows": each.rows,
                "accepted": each.accepted,
                "held back": each.held_back,
                "warnings": each.warnings,
                "digest": each.digest[:12],
            }
            for each in report.surveys
        ]
        + [{"survey": each.survey_id, "rows": "refused"} for each in report.refused],
    )
    create_table_artifact(
        key="edition",
        description="What the public sees",
        table=[
            {
                "edition": report.edition,
                "new": report.is_new_edition,
                "files written": len(report.written),
                "files removed": len(report.removed),
                "questions for the keeper": report.questions,
            }
        ],
    )


def main() -> None:
    """Run the job here and now, and say which page to open."""
    from heritage_gis.terminal import end_run

    end_run(rebuild_all, read_settings())


if __name__ == "__main__":
    main()

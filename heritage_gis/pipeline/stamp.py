"""The stamp of a finished run: while inputs and pages are as it says, there is nothing to do."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from heritage_gis.pipeline.digests import digest_code, digest_tree, read_stamp
from heritage_gis.pipeline.ingest import Ingested
from heritage_gis.pipeline.outcome import RunReport
from heritage_gis.register.journal import open_journal
from heritage_gis.register.ledgers import find_newest_fact

if TYPE_CHECKING:
    from pathlib import Path

    from heritage_gis.settings import Settings


def _find_stamp(settings: Settings) -> Path:
    return settings.home_folder.processed / "run.json"


def _digest_state(settings: Settings) -> dict[str, str]:
    """Return digests of all that goes into a run, and of the pages that came out of it."""
    home = settings.home_folder
    return {
        "code": digest_code(),
        "raw": digest_tree(home.raw),
        "newest_fact": find_newest_fact(open_journal(home.journal), settings.today).isoformat(),
        "register": settings.register_url,
        "maps": digest_tree(home.maps),
    }


def find_done(settings: Settings) -> RunReport | None:
    """Return what the last run did, where nothing has changed since; else None."""
    stamp = _find_stamp(settings)
    if not (settings.register_url or settings.home_folder.register.is_file()):
        return None
    told = read_stamp(stamp)
    if told.get("state") != _digest_state(settings):
        return None
    report = RunReport(**told["report"])
    surveys = tuple(Ingested(**{**known, "is_new": False}) for known in told["report"]["surveys"])
    return replace(report, surveys=surveys, is_new_edition=False, written=(), removed=())


def note_done(settings: Settings, report: RunReport) -> None:
    """Note a run as finished; one in which a survey was refused is never finished."""
    stamp = _find_stamp(settings)
    if report.refused:
        forget_done(settings)
        return
    told = {"state": _digest_state(settings), "report": asdict(report)}
    scratch = stamp.with_suffix(".new")
    scratch.write_text(json.dumps(told, ensure_ascii=False) + "\n", "utf-8")
    scratch.replace(stamp)


def forget_done(settings: Settings) -> None:
    """Have the next run look at everything."""
    _find_stamp(settings).unlink(missing_ok=True)

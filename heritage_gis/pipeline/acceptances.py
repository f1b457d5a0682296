"""Decisions of the form «this text means that»: read, suggested, and written into a survey."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from heritage_gis.errors import MisusedError
from heritage_gis.model.survey import ACCEPTED_FIELDS, Acceptance
from heritage_gis.paths import hold_home
from heritage_gis.pipeline.outcome import show_nothing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from heritage_gis.model.nearness import Nearest
    from heritage_gis.model.survey import Survey
    from heritage_gis.pipeline.outcome import Progress, RunReport
    from heritage_gis.report.summary import Report
    from heritage_gis.settings import Settings

_WRITTEN = re.compile(r"\s*(\w+)\s*:(.+)=([^=]+)", re.DOTALL)
_VERSION = re.compile(r"v\d+")
# Problems that a decision settles -> the field; None where the heading tells it.
SETTLED_PROBLEMS = {
    "kind_unknown": "kind",
    "period_unreadable": "period",
    "district_unknown": "district",
    "district_unsure": "district",
    "condition_unknown": "condition",
    "value_unknown": None,
}


@dataclass(frozen=True)
class Suggestion:
    """A decision that a person may take.

    Attributes:
        entry: the decision.
        nearest: the one word that the text is near to.
        rows: in how many rows the text stands.
    """

    entry: Acceptance
    nearest: Nearest
    rows: int


def read_acceptances(texts: Iterable[str], who: str = "") -> tuple[Acceptance, ...]:
    """Read decisions as the command line takes them: `kind:могилник=burial_ground`.

    Raises:
        MisusedError: one is written otherwise, or names a field that there is not.
    """
    entries = []
    for text in texts:
        found = _WRITTEN.fullmatch(text)
        if found is None:
            raise MisusedError(
                f"--accept «{text}» is not understood; write the field, the text and what it "
                "means, such as kind:могилник=burial_ground"
            )
        field, value, means = (part.strip() for part in found.groups())
        entries.append(Acceptance(require_field(field), value, means, who=who))
    return tuple(entries)


def require_field(field: str) -> str:
    """Return a field that may be accepted.

    Raises:
        MisusedError: there is no such field.
    """
    if field not in ACCEPTED_FIELDS:
        raise MisusedError(f"there is no field «{field}»; there are {', '.join(ACCEPTED_FIELDS)}")
    return field


def list_suggestions(report: Report, field: str = "", who: str = "") -> list[Suggestion]:
    """Return the decisions that are near at hand: texts near to one known word, and to no other.

    Args:
        report: on the survey as it is.
        field: only of this field; of all where it is empty.
        who: the person who decides.
    """
    from heritage_gis.conform.acceptances import find_nearest_meaning, fold_cell

    told = report.problems[report.problems["code"].isin(SETTLED_PROBLEMS)]
    found: dict[tuple[str, str], Suggestion] = {}
    columns = (told[name].astype("str").fillna("").tolist() for name in ("code", "column", "value"))
    counts = Counter(zip(*columns, strict=True))
    headings = {theirs: ours for table in report.tables for ours, theirs in table.columns.items()}
    names = {column: name for name, column in ACCEPTED_FIELDS.items()}
    for (code, heading, value), rows in counts.items():
        name = SETTLED_PROBLEMS[code] or names.get(headings.get(heading, ""), "")
        near = find_nearest_meaning(name, value) if name else ()
        if len(near) != 1 or field not in {"", name}:
            continue
        key = (name, fold_cell(value))
        known = found.get(key)
        entry = Acceptance(name, value, near[0].means, who=who)
        found[key] = (
            replace(known, rows=known.rows + rows) if known else Suggestion(entry, near[0], rows)
        )
    return list(found.values())


def suggest_for_survey(
    survey_id: str, settings: Settings, field: str = "", who: str = ""
) -> list[Suggestion]:
    """Return the decisions that are near at hand in a survey of `data/raw/`.

    Raises:
        MisusedError: there is no such survey or field.
    """
    survey = _find_survey(survey_id, settings)
    if field:
        require_field(field)
    return list_suggestions(_check(survey, settings), field, who)


def accept_in_survey(
    survey_id: str,
    entries: Iterable[Acceptance],
    settings: Settings,
    progress: Progress = show_nothing,
) -> RunReport:
    """Write decisions into a survey: its next version, with the same files, is taken in.

    A decision on a text that was decided before takes the place of the former one. What was
    received stays as it is; rows keep their record_id.

    Args:
        survey_id: the survey, or its folder in `data/raw/`.
        entries: what is decided.
        settings: the home.
        progress: told how far the run has come.

    Raises:
        MisusedError: there is no such survey, a decision means nothing or settles no cell, or all
            of them were taken before; then nothing has changed.
        NotReleasedError: it is registered, but the edition with it failed its safety checks.
        RefusedFileError: it was taken back.
    """
    from heritage_gis.conform.acceptances import fold_cell
    from heritage_gis.pipeline.files import require_standing
    from heritage_gis.pipeline.run import run_held
    from heritage_gis.receive.sidecar import check_sidecar
    from heritage_gis.receive.uploads import receive_decision

    with hold_home(settings.home_folder):
        survey = _find_survey(survey_id, settings)
        require_standing(survey.survey_id, survey.survey_id, settings)
        told = {(one.field, fold_cell(one.value)): one for one in survey.sidecar.accept}
        decided = told | {(one.field, fold_cell(one.value)): one for one in entries}
        if decided == told:
            raise MisusedError(f"survey {survey.survey_id} says so already; nothing was changed")
        accept = tuple(decided.values())
        sidecar = replace(survey.sidecar, accept=accept, received=settings.today)
        check_sidecar(sidecar)
        _check(replace(survey, sidecar=sidecar), settings)
        receive_decision(settings.home_folder, survey, sidecar)
        return run_held(settings, progress)


def _check(survey: Survey, settings: Settings) -> Report:
    from heritage_gis.pipeline.ingest import check_survey
    from heritage_gis.places.districts import load_districts

    return check_survey(survey, load_districts(settings.home_folder), settings)[1]


def _find_survey(survey_id: str, settings: Settings) -> Survey:
    """Return the last version of a survey, named by its id or its folder."""
    from heritage_gis.pipeline.registering import list_surveys

    parts = [part for part in Path(survey_id).parts if not _VERSION.fullmatch(part)]
    name = parts[-1] if parts else survey_id
    surveys = list_surveys(settings.home_folder)
    if name not in surveys:
        known = ", ".join(surveys) or "none yet"
        raise MisusedError(f"there is no survey {name}; there are {known}")
    return surveys[name][-1]

"""One survey through read, conform and check, into its folder under `data/processed/`."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from heritage_gis.errors import DamagedHomeError
from heritage_gis.pipeline.digests import digest_survey, read_stamp
from heritage_gis.pipeline.report_files import PROBLEMS, keep_report
from heritage_gis.pipeline.works import WORKS_FILE, check_works, holds_works

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import geopandas as gpd
    import pandas as pd

    from heritage_gis.check.holding import Checked
    from heritage_gis.conform.survey import Understanding
    from heritage_gis.model.survey import Survey
    from heritage_gis.places.districts import Districts
    from heritage_gis.read.readings import Reading
    from heritage_gis.register.receipts import Receipt
    from heritage_gis.register.rows import CheckedSurvey
    from heritage_gis.report.summary import Report, TableReport
    from heritage_gis.settings import Settings

Loaded = TypeVar("Loaded")
RECORDS, STAMP = "records.parquet", "stamp.json"
KEPT = (RECORDS, PROBLEMS)  # what the register is made from
ROWS_AT_ONCE = 3_000  # of a long table; conforming takes about twelve kilobytes a row
ONE_BLOCK = 20_000  # rows that are conformed at once where no table has more


@dataclass(frozen=True)
class Ingested:
    """A survey that went through read, conform and check.

    Attributes:
        survey_id: the survey.
        version: of the survey.
        digest: of everything that decided the outcome; the outcome is the same for the same.
        folder: where its records, problems and report lie.
        rows: data rows received.
        accepted: rows that go on to the register.
        held_back: rows that wait for the surveyor.
        errors: problems that hold rows back.
        warnings: problems that do not.
        is_new: false where nothing had changed since it was last done.
    """

    survey_id: str
    version: int
    digest: str
    folder: str
    rows: int
    accepted: int
    held_back: int
    errors: int
    warnings: int
    is_new: bool = True


def ingest_survey(
    survey: Survey, earlier: list[Survey], districts: Districts, settings: Settings
) -> Ingested:
    """Read, conform and check one survey, unless that was done before with the same outcome.

    Args:
        survey: the version that counts.
        earlier: its former versions, oldest first: rows that are the same keep their record_id.
        districts: the layer in place.
        settings: limits; and the home under which the outcome is kept.

    Raises:
        RefusedFileError: a file cannot be read.
        MisusedError: the sidecar says something that cannot be done.
    """
    from heritage_gis.places.settlements import load_settlements
    from heritage_gis.read.files import read_survey_noted

    known = f"{districts.digest} {load_settlements(settings.home_folder).digest}"
    digest = digest_survey(survey, earlier, known, settings)
    folder = settings.home_folder.surveys / survey.survey_id
    stamp = read_stamp(folder / STAMP)
    is_of_works = holds_works(survey.sidecar)
    kept = (*KEPT, WORKS_FILE) if is_of_works else KEPT
    if stamp.get("digest") == digest and all((folder / name).is_file() for name in kept):
        return Ingested(**{**stamp, "folder": str(folder), "is_new": False})
    if is_of_works:
        works, report = check_works(survey, read_survey_noted(survey, settings))
        records, earlier = make_no_records(), []
    else:
        records, report = check_survey(survey, districts, settings)
    records = _keep_ids(records, survey, earlier, districts, settings)
    done = Ingested(
        survey_id=survey.survey_id,
        version=survey.version,
        digest=digest,
        folder=str(folder),
        rows=report.rows,
        accepted=report.accepted,
        held_back=report.held_back,
        errors=report.count("error"),
        warnings=report.count("warning"),
    )
    with _prepare_aside(folder) as ready:
        records.to_parquet(ready / RECORDS, index=False)
        if is_of_works:
            works.to_parquet(ready / WORKS_FILE, index=False)
        keep_report(report, ready, survey.folder, settings)
        stamp = {name: value for name, value in asdict(done).items() if name != "folder"}
        (ready / STAMP).write_text(json.dumps(stamp) + "\n", "utf-8")  # last: it says all is there
    return done


def check_survey(
    survey: Survey, districts: Districts, settings: Settings, known: pd.DataFrame | None = None
) -> tuple[gpd.GeoDataFrame, Report]:
    """Return the records of a survey that can go on, and the report on all of its rows.

    Args:
        survey: to check.
        districts: the layer in place.
        settings: limits.
        known: see `conform_survey`; never given where the outcome is registered, which depends on
            the survey alone.

    Raises:
        RefusedFileError: a file cannot be read.
        MisusedError: the sidecar says something that cannot be done.
    """
    from heritage_gis.read.files import read_survey_noted

    kept: list[gpd.GeoDataFrame] = []

    def keep(checked: Checked) -> None:
        kept.append(checked.records)

    reading = read_survey_noted(survey, settings)
    report = check_blocks(survey, reading, districts, settings, keep, known)
    return _join_blocks(kept), report


def check_survey_whole(
    survey: Survey, districts: Districts, settings: Settings, known: pd.DataFrame | None = None
) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame, Report]:
    """Return the records of a survey that can go on, those that wait, and the report.

    Args and errors are those of `check_survey`.
    """
    from heritage_gis.read.files import read_survey_noted

    kept: list[gpd.GeoDataFrame] = []
    held: list[gpd.GeoDataFrame] = []

    def keep(checked: Checked) -> None:
        kept.append(checked.records)
        held.append(checked.held)

    reading = read_survey_noted(survey, settings)
    report = check_blocks(survey, reading, districts, settings, keep, known)
    return _join_blocks(kept), _join_blocks(held), report


def _join_blocks(blocks: list[gpd.GeoDataFrame]) -> gpd.GeoDataFrame:
    import geopandas as gpd
    import pandas as pd

    from heritage_gis.model.record import CRS

    if not blocks:
        return make_no_records()
    return gpd.GeoDataFrame(pd.concat(blocks, ignore_index=True), geometry="geometry", crs=CRS)


def make_no_records() -> gpd.GeoDataFrame:
    """Return standard records without a row: a survey of works gives none."""
    import geopandas as gpd
    import pandas as pd

    from heritage_gis.model.record import CRS, DTYPES, RECORD_COLUMNS

    types = {column: DTYPES[kind] for column, kind in RECORD_COLUMNS.items()}
    frame = pd.DataFrame({column: pd.Series(dtype=dtype) for column, dtype in types.items()})
    return gpd.GeoDataFrame(frame, geometry=gpd.GeoSeries([], crs=CRS), crs=CRS)


def read_beside(
    survey: Survey, settings: Settings, load: Callable[[], Loaded]
) -> tuple[Reading, Loaded]:
    """Read the files of a survey, and load meanwhile what comes after: a child does the reading.

    Raises:
        RefusedFileError: a file cannot be read.
    """
    from heritage_gis.read.files import read_survey_noted

    with ThreadPoolExecutor(1) as beside:
        loading = beside.submit(load)
        beside.submit(import_module, "heritage_gis.conform.survey")
        reading = read_survey_noted(survey, settings)
        return reading, loading.result()


def check_blocks(
    survey: Survey,
    reading: Reading,
    districts: Districts,
    settings: Settings,
    keep: Callable[[Checked], object],
    known: pd.DataFrame | None = None,
) -> Report:
    """Check a survey block by block, and return the report on all of its rows.

    Args:
        survey: to check.
        reading: its tables.
        districts: the layer in place.
        settings: limits.
        keep: takes each block as it was checked.
        known: see `check_survey`.

    A survey of works gives no records.

    Raises:
        RefusedFileError: a table looks like one of works, and nothing says whether it is.
        MisusedError: the sidecar says something that cannot be done.
    """
    if holds_works(survey.sidecar):
        return check_works(survey, reading)[1]
    from heritage_gis.check.gate import require_standard
    from heritage_gis.check.holding import hold_back
    from heritage_gis.check.row_memory import SurveyMemory
    from heritage_gis.check.rows import check_rows
    from heritage_gis.conform.survey import conform_survey
    from heritage_gis.conform.work_columns import refuse_unstated_works
    from heritage_gis.model.columns import PackedRows
    from heritage_gis.model.problem import gather_problems, pack_problems
    from heritage_gis.places.settlements import load_settlements
    from heritage_gis.read.notes import explain_notes
    from heritage_gis.report.summary import Places, make_report

    refuse_unstated_works(survey, reading.tables)
    settlements = load_settlements(settings.home_folder)
    most = max((len(table.frame) for table in reading.tables), default=0)
    at_once = ONE_BLOCK if most <= ONE_BLOCK else ROWS_AT_ONCE
    conformed = conform_survey(
        survey, reading.tables, districts, settlements, known, rows_at_once=at_once
    )
    whole = gather_problems([explain_notes(reading.notes, survey.survey_id), conformed.problems])
    standing = whole[whole["severity"] == "error"]  # what else is told of it holds no row back
    problems, places, memory = PackedRows([pack_problems(whole)]), Places(), SurveyMemory()
    rows = Counter[str]()
    for block in conformed.blocks:
        checked_rows = check_rows(block.records, block.headings, districts, memory)
        own = gather_problems([block.problems, checked_rows])
        checked = hold_back(block.records, gather_problems([standing, own]))
        require_standard(checked.records)
        keep(checked)
        problems.add(pack_problems(own))
        places.add(checked.records, checked.held)
        rows["rows"] += checked.rows_received
        rows["accepted"] += checked.rows_accepted
        rows["held_back"] += checked.rows_held_back
    tables = [report_table(each) for each in conformed.understood]
    files = {file.name: file.sha256 for file in survey.files}
    return make_report(files, tables, rows, gather_problems([problems.join()]), places)


def report_table(understood: Understanding) -> TableReport:
    """Return how a table was understood, as the report tells it."""
    from heritage_gis.report.summary import TableReport, find_examples, find_span

    table = understood.table
    return TableReport(
        file=understood.file,
        layer=understood.layer,
        format=table.format,
        encoding=table.encoding,
        encoding_evidence=table.encoding_evidence,
        rows=asdict(table.counts),
        columns=understood.columns.headings,
        unknown_columns=list(understood.columns.unknown),
        crs=understood.crs,
        examples=find_examples(table),
        guesses=tuple(asdict(guess) for guess in understood.guesses),
        letters=dict(zip(table.columns, table.letters, strict=False)),
        span=find_span(table),
    )


def _keep_ids(
    records: gpd.GeoDataFrame,
    survey: Survey,
    earlier: list[Survey],
    districts: Districts,
    settings: Settings,
) -> gpd.GeoDataFrame:
    """Give rows of a corrected version the record_id that they had in a former one.

    That is the last one in which they stood: a row may be left out once, and come back.
    """
    from heritage_gis.register.versions import add_version

    former = check_versions(earlier, districts, settings)
    return add_version(former, records, survey)


def check_versions(
    versions: Sequence[Survey], districts: Districts, settings: Settings
) -> list[gpd.GeoDataFrame]:
    """Return the records of versions of one survey, oldest first, with the ids that they keep.

    Raises:
        RefusedFileError: a file cannot be read.
        MisusedError: a sidecar says something that cannot be done.
    """
    from heritage_gis.register.versions import add_version

    former: list[gpd.GeoDataFrame] = []
    for version in versions:
        records, _ = check_survey(version, districts, settings)
        former.append(add_version(former, records, version))
    return former


@contextmanager
def _prepare_aside(folder: Path) -> Iterator[Path]:
    """Give a folder to write into, and put it in the place of another in one step."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".ingesting-", dir=folder.parent) as scratch:
        ready = Path(scratch) / "ready"
        ready.mkdir()
        yield ready
        shutil.rmtree(folder, ignore_errors=True)
        ready.rename(folder)


def load_checked(ingested: Ingested, survey: Survey, receipt: Receipt) -> CheckedSurvey:
    """Load what `ingest_survey` kept, for the register.

    Args:
        ingested: the survey as it was done.
        survey: its version.
        receipt: what the journal says of it.

    Raises:
        DamagedHomeError: it is not as it was kept.
    """
    import geopandas as gpd
    from pyarrow import ArrowException

    from heritage_gis.register.rows import CheckedSurvey
    from heritage_gis.report.problem_table import read_problems

    folder = Path(ingested.folder)
    try:
        records = gpd.read_parquet(folder / RECORDS)
    except (ArrowException, OSError) as error:
        raise DamagedHomeError(
            f"data/processed/surveys/{folder.name}/{RECORDS} is damaged; delete that folder, and "
            "the next heritage run makes it anew from data/raw/"
        ) from error
    return CheckedSurvey(
        survey=survey,
        digest=ingested.digest,
        received=receipt.list_versions(),
        first_received=receipt.sequence,
        records=records,
        problems=read_problems(folder / PROBLEMS),
        rows_held_back=ingested.held_back,
    )

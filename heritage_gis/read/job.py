"""The job that the reading child is given, and the outcome that it gives back, as JSON.

Nothing here needs more than the standard library: it is read before the child is confined.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from heritage_gis.read.limits import Limits
from heritage_gis.sentences import Sentence, parse_sentence

if TYPE_CHECKING:
    from pathlib import Path

INPUT = "in"  # folder of the input file and its side files, as links
OUTPUT = "out"  # folder that the child writes into
READ, MARK_UP = "read", "mark up"  # the tasks
MARKED = "marked"  # the file that marking up leaves in the folder `out`
# What a child may tell of a feature, a layer or a file: codes of `problems.csv`.
FAULT_CODES = (
    "feature_broken",
    "feature_place_unreadable",
    "line_points_lost",
    "links_not_followed",
    "overlays_not_read",
    "drawing_not_read",
    "part_missing",
    "table_missing",
    "file_not_read",
)
_LONGEST_VALUE = 500
_LAST_ROW = 2**63 - 1  # of those that a table can number
_JOB = "job.json"
_READY = "ready"
_OUTCOME = "outcome.json"


@dataclass(frozen=True)
class Job:
    """What the child is to read.

    Attributes:
        format: code of `formats.FORMATS`.
        name: the file as the person knows it.
        stem: the input lies in the folder `in` as `<stem><suffix>`, side files beside it.
        suffix: of the input file.
        encoding: of its text, where a person stated it.
        limits: what it may use.
        task: `read`, or `mark up`; of the latter a markup lies beside the job.
        driver: the GDAL driver with which a file is salvaged, where it is.
    """

    format: str
    name: str
    stem: str
    suffix: str
    encoding: str
    limits: Limits
    task: str = READ
    driver: str = ""

    @property
    def file(self) -> str:
        """The input file, from the scratch folder."""
        return f"{INPUT}/{self.stem}{self.suffix}"


@dataclass(frozen=True)
class Sheet:
    """What is said of one table that the child hands over as an Arrow file.

    Attributes:
        kind: `grid` (cells as they stand, from the first row) or `features`.
        layer: sheet or layer; empty where the format has but one without a name.
        headings: of the columns of features, in order.
        merged: merged cells of a grid, as first row, first column, last row, last column from 0.
        delimiter: what parted the cells of a CSV.
        quote_fault: line near which the quotation marks of a CSV do not pair, so that all of
            them were taken as they stand; 0 where they do.
        text_numbers: columns of a grid that have numbers and texts that are numbers: the column,
            how many of these, and the row of the first, from 0.
    """

    kind: str
    layer: str = ""
    is_hidden: bool = False
    has_geometry: bool = False
    encoding: str = ""
    encoding_evidence: str = ""
    crs_wkt: str = ""
    crs_evidence: str = ""
    headings: tuple[str, ...] = ()
    merged: tuple[tuple[int, int, int, int], ...] = ()
    delimiter: str = ""
    quote_fault: int = 0
    text_numbers: tuple[tuple[int, int, int], ...] = ()


@dataclass(frozen=True)
class Member:
    """A file that was unpacked from an archive.

    Attributes:
        file: where it lies in the folder `out`, such as `m0.shp`.
        name: its path inside the archive.
    """

    file: str
    name: str


@dataclass(frozen=True)
class Fault:
    """Something that the reader found wrong, or left out.

    Attributes:
        code: one of FAULT_CODES.
        value: what the text of the problem is to name.
        layer: in which it is; empty where it is of the whole file.
        row: number of the feature; 0 where it is of no single one.
    """

    code: str
    value: str
    layer: str = ""
    row: int = 0


@dataclass(frozen=True)
class Outcome:
    """All that the child hands over besides the Arrow files.

    Attributes:
        refused: why the file was refused; None where it was read.
        sheets: one for each Arrow file `out/<number>.arrow`.
        members: of an archive.
        unread: names of what an archive holds besides, and was left unread.
        walls: which walls stood about the child (see `walls`).
        faults: what is to be told of features, layers or the file.
        taken: names of the files beside it that are its parts, and no tables of their own.
        is_broken: GDAL stopped in the middle; another reader may get farther (see `salvage`).
    """

    refused: Sentence | None = None
    sheets: tuple[Sheet, ...] = ()
    members: tuple[Member, ...] = ()
    unread: tuple[str, ...] = ()
    walls: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    taken: tuple[str, ...] = ()
    is_broken: bool = False


def write_job(job: Job, scratch: Path) -> None:
    """Leave a job for the child."""
    (scratch / _JOB).write_text(json.dumps(asdict(job)), "ascii")


def read_job(scratch: Path) -> Job:
    """Take up the job that the parent left."""
    told = json.loads((scratch / _JOB).read_text("ascii"))
    return Job(**{**told, "limits": Limits(**told["limits"])})


def mark_ready(scratch: Path) -> None:
    """Say that the child is confined and has all it needs: what fails now is the file's fault."""
    (scratch / OUTPUT / _READY).touch()


def is_ready(scratch: Path) -> bool:
    """Tell whether the child came to the point of reading."""
    return (scratch / OUTPUT / _READY).exists()


def write_outcome(outcome: Outcome, scratch: Path) -> None:
    """Leave the outcome for the parent."""
    (scratch / OUTPUT / _OUTCOME).write_text(json.dumps(asdict(outcome)), "ascii")


def find_outcome(scratch: Path) -> Path:
    """Return where the child leaves its outcome."""
    return scratch / OUTPUT / _OUTCOME


def parse_outcome(told: dict[str, Any]) -> Outcome:
    """Build the outcome from JSON that is not trusted.

    Raises:
        TypeError, KeyError, ValueError, OverflowError: it is not what a child writes.
    """
    return Outcome(
        refused=None if told["refused"] is None else parse_sentence(told["refused"]),
        sheets=tuple(_parse_sheet(sheet) for sheet in told["sheets"]),
        members=tuple(Member(str(each["file"]), str(each["name"])) for each in told["members"]),
        unread=tuple(str(name) for name in told["unread"]),
        walls=tuple(str(wall) for wall in told["walls"]),
        faults=tuple(_parse_fault(fault) for fault in told["faults"]),
        taken=tuple(str(name) for name in told["taken"]),
        is_broken=told["is_broken"] is True,
    )


def _parse_fault(told: dict[str, Any]) -> Fault:
    code = FAULT_CODES[FAULT_CODES.index(told["code"])]
    row = int(told["row"])
    if not 0 <= row <= _LAST_ROW:
        raise ValueError(row)
    return Fault(code, str(told["value"])[:_LONGEST_VALUE], str(told["layer"]), row)


def _parse_sheet(told: dict[str, Any]) -> Sheet:
    texts = ("kind", "layer", "encoding", "encoding_evidence", "crs_wkt", "crs_evidence")
    return Sheet(
        **{name: str(told[name]) for name in (*texts, "delimiter")},
        is_hidden=told["is_hidden"] is True,
        has_geometry=told["has_geometry"] is True,
        headings=tuple(str(heading) for heading in told["headings"]),
        merged=tuple(_parse_range(*cells) for cells in told["merged"]),
        quote_fault=int(told["quote_fault"]),
        text_numbers=tuple(
            (int(at), int(count), int(row)) for at, count, row in told["text_numbers"]
        ),
    )


def _parse_range(top: int, left: int, bottom: int, right: int) -> tuple[int, int, int, int]:
    return int(top), int(left), int(bottom), int(right)

"""Where the child does its job: the input, the folder it writes into, and how it refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heritage_gis.errors import refuse_file
from heritage_gis.read.job import INPUT, OUTPUT, Job

if TYPE_CHECKING:
    from pathlib import Path

    from heritage_gis.errors import RefusedFileError
    from heritage_gis.sentences import Detail


class Workplace:
    """The scratch folder of a child, and the job that lies in it."""

    def __init__(self, job: Job, scratch: Path) -> None:
        """Do `job` in its scratch folder."""
        self.job = job
        self.scratch = scratch
        self.input = scratch / job.file
        self.sides = scratch / INPUT / job.stem
        self.folder = scratch / OUTPUT

    def refuse(self, code: str, **details: Detail) -> RefusedFileError:
        """Return the refusal of this file, by a code of `refusals.csv` and what it names."""
        return refuse_file(self.job.name, code, **details)

"""The reading child: `python -m heritage_gis.read.child <scratch folder>`.

It puts up walls about itself (see `walls`), then imports the one reader that the job needs, then
reads. To mark a file up is to open it again, so that is a job of the child too. Walls come first,
for they hold only for threads that start after them.
"""

from __future__ import annotations

import importlib
import sys
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import TYPE_CHECKING

from heritage_gis.errors import RefusedFileError
from heritage_gis.read import walls
from heritage_gis.read.formats import FORMATS
from heritage_gis.read.job import (
    INPUT,
    MARK_UP,
    Job,
    Outcome,
    mark_ready,
    read_job,
    write_outcome,
)
from heritage_gis.read.limits import MB
from heritage_gis.sentences import Sentence

if TYPE_CHECKING:
    from collections.abc import Callable
    from importlib.machinery import ModuleSpec

    from heritage_gis.read.handover import Handover
    from heritage_gis.read.workplace import Workplace


SALVAGE = "salvage"


class IdlePackages(MetaPathFinder):
    """Keeps out what pyarrow and pyogrio import where they find it: half a second for nothing."""

    names = ("pandas", "geopandas", "shapely", "pyproj")

    def find_spec(self, fullname: str, _path: object, _target: object = None) -> ModuleSpec | None:
        """Say that the package is not there."""
        if fullname in self.names:
            raise ModuleNotFoundError(fullname, name=fullname)
        return None


def main(scratch: Path) -> None:
    """Do the job that lies in the scratch folder."""
    job = read_job(scratch)
    standing = raise_walls(job, scratch)
    sys.meta_path.insert(0, IdlePackages())
    do = mark_up if job.task == MARK_UP else read
    do(job, scratch, standing)


def read(job: Job, scratch: Path, standing: list[str]) -> None:
    """Read the file, and hand its tables over."""
    reader = import_reader(SALVAGE if job.driver else job.format)
    from heritage_gis.read.handover import Handover

    handover = Handover(job, scratch)
    mark_ready(scratch)
    refused = find_refusal(lambda: reader(handover), job)
    write_outcome(handover.summarise(standing, refused), scratch)


def mark_up(job: Job, scratch: Path, standing: list[str]) -> None:
    """Write a copy of the file with a markup put in."""
    marker = import_marker(job.format)
    from heritage_gis.read.workplace import Workplace

    workplace = Workplace(job, scratch)
    mark_ready(scratch)
    refused = find_refusal(lambda: marker(workplace), job)
    write_outcome(Outcome(refused, walls=tuple(standing)), scratch)


def find_refusal(act: Callable[[], None], job: Job) -> Sentence | None:
    """Do something with the file; return why it is refused, None where it is not."""
    try:
        act()
    except RefusedFileError as refusal:
        return refusal.why
    except MemoryError:
        return Sentence("memory_over", {"memory_mb": job.limits.memory_bytes // MB})
    except RecursionError:
        return Sentence("nested_too_deep")
    return None


def raise_walls(job: Job, scratch: Path) -> list[str]:
    """Confine this process; return the walls that stand."""
    walls.die_with_parent()
    walls.limit_resources(job.limits)
    inputs = [path.resolve() for path in (scratch / INPUT).iterdir()]
    return [*walls.leave_network(), *walls.close_files(scratch, inputs), *walls.forbid_calls()]


def import_reader(code: str) -> Callable[[Handover], None]:
    """Import the function that reads a format, or salvages one."""
    readers = {known.code: known.reader for known in FORMATS}
    return _import({**readers, SALVAGE: "salvage:read_salvaged"}[code])


def import_marker(code: str) -> Callable[[Workplace], None]:
    """Import the function that marks up a file of a format."""
    return _import(next(known.marker for known in FORMATS if known.code == code))


def _import(place: str) -> Callable[..., None]:
    module, function = place.split(":")
    found = getattr(importlib.import_module(f"heritage_gis.read.{module}"), function)
    if not callable(found):
        raise TypeError(place)
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]))

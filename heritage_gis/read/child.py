"""The reading child: `python -m heritage_gis.read.child <scratch folder>`.

It puts up walls about itself (see `walls`), then imports the one reader that the job needs, then
reads. Walls come first, for they hold only for threads that start after them.
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
from heritage_gis.read.job import INPUT, Job, mark_ready, read_job, write_outcome

if TYPE_CHECKING:
    from collections.abc import Callable
    from importlib.machinery import ModuleSpec

    from heritage_gis.read.handover import Handover


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
    read = import_reader(job.format)
    from heritage_gis.read.handover import Handover

    handover = Handover(job, scratch)
    mark_ready(scratch)
    refused = ""
    try:
        read(handover)
    except RefusedFileError as refusal:
        refused = refusal.reason
    except MemoryError:
        refused = (
            f"needs more than {job.limits.memory_bytes // 1_000_000:,} MB of memory to be read; "
            "send it in parts"
        )
    except RecursionError:
        refused = "is nested too deeply to be a survey; save it anew from its program"
    write_outcome(handover.summarise(standing, refused), scratch)


def raise_walls(job: Job, scratch: Path) -> list[str]:
    """Confine this process; return the walls that stand."""
    walls.die_with_parent()
    walls.limit_resources(job.limits)
    inputs = [path.resolve() for path in (scratch / INPUT).iterdir()]
    return [*walls.leave_network(), *walls.close_files(scratch, inputs), *walls.forbid_calls()]


def import_reader(code: str) -> Callable[[Handover], None]:
    """Import the function that reads a format."""
    module, function = next(known.reader for known in FORMATS if known.code == code).split(":")
    found = getattr(importlib.import_module(f"heritage_gis.read.{module}"), function)
    if not callable(found):
        raise TypeError(code)
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]))

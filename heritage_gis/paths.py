"""Where things lie in a home: the folder that holds `data/` and `maps/`."""

from __future__ import annotations

import errno
import fcntl
import os
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from heritage_gis.errors import BusyError, NoRoomError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import IO


@dataclass(frozen=True)
class Home:
    """A home folder and the places in it."""

    root: Path

    @property
    def data(self) -> Path:
        """Everything that is not public."""
        return self.root / "data"

    @property
    def raw(self) -> Path:
        """The surveys as received, with their sidecars."""
        return self.data / "raw"

    @property
    def journal(self) -> Path:
        """The one sequence of what was received, decided and given out."""
        return self.raw / "journal.jsonl"

    @property
    def installed_places(self) -> Path:
        """Official district layers that replace the sketch."""
        return self.raw / "places"

    @property
    def processed(self) -> Path:
        """What is made from `data/raw/` and may be deleted at any time."""
        return self.data / "processed"

    @property
    def register(self) -> Path:
        """The register as one GeoPackage, for QGIS."""
        return self.processed / "register.gpkg"

    @property
    def surveys(self) -> Path:
        """One folder a survey: its records, its problems, its report."""
        return self.processed / "surveys"

    @property
    def lock(self) -> Path:
        """Held by the one run that may write here."""
        return self.data / ".lock"

    @property
    def maps(self) -> Path:
        """The current edition: all that the public sees."""
        return self.root / "maps"


NO_ROOM = {errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOSPC, errno.EDQUOT}


MOMENT_S = 0.1  # between two tries to hold a home


@contextmanager
def hold_home(home: Home, patience_s: float = 0) -> Iterator[None]:
    """Hold a home for writing, so that two runs never mix.

    The lock belongs to the process: the system lets it go when the process ends, however it ends.

    Args:
        home: to hold.
        patience_s: how long to wait for another run to end.

    Raises:
        BusyError: another run holds it.
        NoRoomError: something in it cannot be written; what is public stays as it was.
    """
    with explain_no_room(home.root):
        home.data.mkdir(parents=True, exist_ok=True)
        with home.lock.open("a") as stream:  # "w" would touch it
            _lock(stream, patience_s)
            yield


@contextmanager
def explain_no_room(where: Path) -> Iterator[None]:
    """Say in a line that something cannot be written, and where; a bug goes through.

    Args:
        where: the folder, for an error that does not say.

    Raises:
        NoRoomError: the disk is full, or may not be written to.
    """
    try:
        yield
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        told = error.filename or where
        raise NoRoomError(f"{told}: cannot be written ({error.strerror}); see to it") from error


def _lock(stream: IO[str], patience_s: float) -> None:
    deadline = time.monotonic() + patience_s
    while True:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() >= deadline:
                told = "another run holds this home; wait until it is done"
                raise BusyError(told) from error
            time.sleep(MOMENT_S)
        else:
            return


def flush(path: Path) -> None:
    """Have the disk keep a file, or the names in a folder, even if the power fails now."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

"""What can go wrong as a whole, one class for each thing the reader can do about it.

A bad row is no exception but a problem (see `heritage_gis.model.problem`). A bug is not caught.
"""

from __future__ import annotations


class HeritageError(Exception):
    """Anything we refuse or give up on knowingly; the message is one line for the person."""

    exit_code = 2


class RefusedFileError(HeritageError):
    """The file cannot be taken as it is: send another, or say how to read it."""

    def __init__(self, file_name: str, reason: str) -> None:
        """Build the line a person reads.

        Args:
            file_name: the name as the person knows it, never a path of this machine.
            reason: what was found, what was expected, and what to do.
        """
        super().__init__(f"{file_name}: {reason}")
        self.file_name = file_name
        self.reason = reason


class MisusedError(HeritageError):
    """The command, the settings or a sidecar say something that cannot be done: change them."""


class DamagedHomeError(HeritageError):
    """What was received is no longer as it was received: restore it from a backup."""


class BusyError(HeritageError):
    """Another run holds this home, or QGIS holds the register: wait, then try again."""


class NoRoomError(HeritageError):
    """The home or the database cannot be written to: free a disk, or change who may write."""


class NotReleasedError(HeritageError):
    """The new edition failed its own safety checks; the public sees the former one."""

    exit_code = 1

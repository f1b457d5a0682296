"""What can go wrong as a whole, one class for each thing the reader can do about it.

A bad row is no exception but a problem (see `heritage_gis.model.problem`). A bug is not caught.
"""

from __future__ import annotations

_LONGEST_NAME, _LONGEST_REASON = 200, 1_000  # letters


class HeritageError(Exception):
    """Anything we refuse or give up on knowingly; the message is one line for the person."""

    exit_code = 2


class RefusedFileError(HeritageError):
    """The file cannot be taken as it is: send another, or say how to read it."""

    def __init__(self, file_name: str, reason: str) -> None:
        """Build the line a person reads.

        Names and words of the file in it may be of any length, and hold signs that clear a screen
        or turn a line around: the middle of long ones is left out, such signs are shown as «�».

        Args:
            file_name: the name as the person knows it, never a path of this machine.
            reason: what was found, what was expected, and what to do.
        """
        self.file_name = _make_line(file_name, _LONGEST_NAME)
        self.reason = _make_line(reason, _LONGEST_REASON)
        super().__init__(f"{self.file_name}: {self.reason}")


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


def _make_line(text: str, longest: int) -> str:
    signs = (sign if sign.isprintable() else " " if sign.isspace() else "\ufffd" for sign in text)
    line = "".join(signs)
    if len(line) <= longest:
        return line
    half = longest // 2
    return f"{line[:half]} … {line[-half:]}"

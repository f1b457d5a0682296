"""What can go wrong as a whole, one class for each thing the reader can do about it.

A bad row is no exception but a problem (see `heritage_gis.model.problem`). A bug is not caught.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from heritage_gis.sentences import LONGEST_NAME, Sentence, make_line, word_sentence

if TYPE_CHECKING:
    from heritage_gis.sentences import Detail


class HeritageError(Exception):
    """Anything we refuse or give up on knowingly; the message is one line for the person."""

    exit_code = 2


class RefusedFileError(HeritageError):
    """The file cannot be taken as it is: send another, or say how to read it.

    Who catches it knows the language of the reader; as a text it is in English.

    Attributes:
        file_name: the file as the person knows it, as one line of bearable length.
        why: a sentence of `refusals.csv`: what was found, what was expected, and what to do.
    """

    def __init__(self, file_name: str, why: Sentence) -> None:
        """Refuse a file.

        Args:
            file_name: the name as the person knows it, never a path of this machine.
            why: a sentence of `refusals.csv`.
        """
        super().__init__(file_name, why)
        self.file_name = make_line(file_name, LONGEST_NAME)
        self.why = why

    @property
    def reason(self) -> str:
        """Why, in English, without the name of the file."""
        return word_sentence(self.why, "en")

    def tell(self, language: str) -> str:
        """Return the line that a person reads in a language."""
        return f"{self.file_name}: {word_sentence(self.why, language)}"

    def __str__(self) -> str:
        """Return the line in English, for logs and for who runs tests."""
        return self.tell("en")


def refuse_file(file_name: str, code: str, **details: Detail) -> RefusedFileError:
    """Return the refusal of a file.

    Args:
        file_name: the name as the person knows it.
        code: of `refusals.csv`.
        details: what its sentence names.
    """
    return RefusedFileError(file_name, Sentence(code, details))


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

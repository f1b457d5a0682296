"""One hostile input: what it is called, the files it is made of, and what must come of it."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

SECRET = "SECRET-MARKER"  # noqa: S105 - a word to look for in what is read


@dataclass(frozen=True)
class Trap:
    """What a hostile input tries to reach.

    Attributes:
        marker: a file beside it that must not be read; it holds SECRET.
        port: of a socket of this machine that must not be connected to.
    """

    marker: Path
    port: int

    @property
    def address(self) -> str:
        """An address of the socket."""
        return f"http://127.0.0.1:{self.port}/x"


@dataclass(frozen=True)
class Hostile:
    """A hostile input.

    Attributes:
        name: what it is called in the table of measurements.
        make: makes its files, name -> bytes; the first of them is sent.
        outcome: what must come of it: how the line of a refusal begins after the name of the
            file, or `read` and what is told of that.
        is_each: whether each of its files is sent in turn; `outcome` is then of the last.
    """

    name: str
    make: Callable[[Trap], Mapping[str, bytes]]
    outcome: str
    is_each: bool = False


def make_zip(
    entries: Iterable[tuple[str | zipfile.ZipInfo, bytes]], method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """Make a zip archive; names may come twice."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for entry, content in entries:
            archive.writestr(entry, content, method)
    return stream.getvalue()


def change_entries(whole: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """Make an archive anew, with the content of its entries changed."""
    with zipfile.ZipFile(BytesIO(whole)) as old:
        return make_zip((name, change(name, old.read(name))) for name in old.namelist())

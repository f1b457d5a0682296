"""The leaks of an edition: every file decoded, every piece of it put to every test."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from heritage_gis.protect.leaks.files import decode_file, digest_files, list_files
from heritage_gis.protect.leaks.inspection import Inspection, inspect_piece
from heritage_gis.protect.leaks.passages import find_passages
from heritage_gis.protect.leaks.pieces import Prose, Text
from heritage_gis.protect.leaks.watch import Watch

if TYPE_CHECKING:
    from pathlib import Path

    from heritage_gis.model.public import PublicSites
    from heritage_gis.protect.leaks.allowed import AllowedPlaces
    from heritage_gis.protect.leaks.hits import Finding
    from heritage_gis.protect.leaks.pieces import Piece
    from heritage_gis.protect.leaks.secrets import Secrets


@dataclass(frozen=True)
class Leak:
    """Something that must not be published. It holds secrets: for the keeper's eyes only.

    Attributes:
        file: its path within the edition.
        place: where in the file: a JSON pointer, a line, a table and row.
        kind: what sort of leak it is.
        found: what stands there.
        why: how it touches a protected site.
    """

    file: str
    place: str
    kind: str
    found: str
    why: str


def find_leaks(  # noqa: PLR0913 - what is known, what is secret, and what may stand there
    folder: Path,
    public: PublicSites,
    secrets: Secrets,
    allowed: AllowedPlaces,
    *,
    exempt: frozenset[str] = frozenset(),
    phrases: tuple[str, ...] = (),
    known: tuple[str, ...] = (),
) -> list[Leak]:
    """Find everything in an edition that tells more of a protected site than the public twin.

    Args:
        folder: the edition; it may hold sub-folders.
        public: the public twin it was made from.
        secrets: what must not be told.
        allowed: the places it may name.
        exempt: sha256 of files that need no look inside: the packaged assets, and the files of an
            edition made without any site (`digest_files`), which know of none.
        phrases: regular expressions of sentences that may stand in it (`allow_sentence`).
        known: sentences that pages say of no site, with places to fill in braces; a withheld text
            that says the same is not told by them.

    Returns:
        In the order of the files; what stands in several files is told of the first, and of one
        sort no more than some twenty in a file. An empty list is the only pass.
    """
    watch = Watch(public, secrets, allowed, phrases, known)
    inspection = Inspection(watch, digest_files(folder))
    found: list[tuple[str, Finding]] = []
    paths = {path.relative_to(folder).as_posix(): path for path in list_files(folder)}
    # Archives come last: what is in them is read only where it is no file of the edition.
    for file, path in sorted(paths.items(), key=lambda each: each[1].suffix == ".zip"):
        names: list[Piece] = [Text("(file name)", file), Prose("(file name)", file)]
        for piece in chain(names, decode_file(path, exempt, inspection.memory)):
            found += [(file, finding) for finding in inspect_piece(file, piece, inspection)]
    found += find_passages(inspection.read, inspection.watch)
    order = {file: row for row, file in enumerate(paths)}
    found.sort(key=lambda told: order[told[0]])
    return [
        Leak(file, finding.place, finding.kind, finding.found, finding.why)
        for file, finding in dict.fromkeys(found)
    ]

"""Hits in a text, and findings in a file: what must not be published, and why."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Hit:
    """A stretch of a text that tells too much.

    Attributes:
        start: where it begins in the text.
        end: where it ends.
        kind: what sort of leak it is.
        why: how it touches a protected site; for the keeper's eyes only.
    """

    start: int
    end: int
    kind: str
    why: str


@dataclass(frozen=True)
class Finding:
    """Something in a file that tells too much.

    Attributes:
        place: where in the file.
        kind: what sort of leak it is.
        found: what stands there.
        why: how it touches a protected site; for the keeper's eyes only.
    """

    place: str
    kind: str
    found: str
    why: str

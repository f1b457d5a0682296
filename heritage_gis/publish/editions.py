"""Editions: which published state each page belongs to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


@dataclass(frozen=True)
class Edition:
    """One published state of `maps/`: its running number and the day it was released."""

    number: int
    released: date


@dataclass(frozen=True)
class Tiles:
    """A map of tiles from elsewhere, which a reader may choose to lie under the sites.

    Attributes:
        address: such as `https://host/{z}/{x}/{y}.png`.
        credit: whom they are by.
    """

    address: str
    credit: str

    @property
    def host(self) -> str:
        """The host that learns of a reader who chooses them."""
        return urlsplit(self.address).netloc


@dataclass(frozen=True)
class EditionBook:
    """The edition being made, and for each page the edition that last changed it.

    A page tells the edition in which its own content changed, so the files of a district stay as
    they are, byte for byte, while others change.

    Attributes:
        current: the edition being made.
        last_changed: page slug -> the edition in which its public content last changed; a page
            that is not in it changes now.
        as_of: the day whose districts and statuses the edition tells; None for the present.
        contact: mail address or page to which a reader reports a mistake; "" where none is set.
        tiles: those that maps offer; None where none are set.
    """

    current: Edition
    last_changed: Mapping[str, Edition] = field(default_factory=dict)
    as_of: date | None = None
    contact: str = ""
    tiles: Tiles | None = None

    def find(self, slug: str) -> Edition:
        """Return the edition that last changed a page."""
        return self.last_changed.get(slug, self.current)

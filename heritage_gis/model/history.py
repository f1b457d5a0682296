"""The history of a site: who said what when, how it came to it, and why it shows what it shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Row = dict[str, Any]

# Why a voice is shown first.
ONLY, EARLIEST, ACCURATE, RULED, VALUE = "only", "earliest", "accurate", "ruled", "value"
WITH_POSITION = "with_position"  # a district is that of the position shown
# Why a site has no voice any more.
WITHDRAWN, LEFT_OUT, MOVED, WAITING = "withdrawn", "left_out", "moved", "waiting"


@dataclass(frozen=True)
class Said:
    """What one record says of one attribute.

    Attributes:
        record_id: whose word it is.
        told: the columns in which it says something.
        part: from 1, where one cell tells several datings; else 0.
        distance_m: of a position, how far it lies from the one shown; None for the one shown.
        is_shown: whether it is shown first.
    """

    record_id: str
    told: Row
    part: int = 0
    distance_m: float | None = None
    is_shown: bool = False


@dataclass(frozen=True)
class Attribute:
    """All that is said of one attribute, side by side.

    Attributes:
        name: `name_kk`, `name_ru`, `name_en`, `kind`, `dating`, `position`, `extant`,
            `condition`, `status`, `feature_count`, `district` or `name_other`.
        said: what is said, in the sequence of the surveys.
        rule: by which rule one is shown first; empty where nothing is chosen.
        event: the decision by which it is, if one.
        is_rival: whether two say other things.
    """

    name: str
    said: tuple[Said, ...]
    rule: str
    event: Row | None = None
    is_rival: bool = False


@dataclass(frozen=True)
class Joined:
    """How a record came to its site.

    Attributes:
        record_id: the record.
        how: founded, matched, matched_other or decided.
        other_id: the record that it was matched to; empty where none.
        reason: a code of `vocabularies/match_reasons`; empty where none.
        distance_m: between the two; None where not known.
        event: the decision that placed it, or merged the site it had, if any.
        own_site: the id it was given, where that is another than the site's now.
        waits: why it is not told, or empty.
    """

    record_id: str
    how: str
    other_id: str = ""
    reason: str = ""
    distance_m: float | None = None
    event: Row | None = None
    own_site: str = ""
    waits: str = ""


@dataclass(frozen=True)
class Correction:
    """What a corrected version of a survey changed of a record.

    Attributes:
        record_id: the record.
        version: the version that changed it.
        received: the day it was received.
        changes: column, what it said, what it says.
        distance_m: how far it moved; None where it did not.
        bearing: in which direction, in degrees from north.
    """

    record_id: str
    version: int
    received: str
    changes: tuple[tuple[str, Any, Any], ...]
    distance_m: float | None = None
    bearing: float | None = None


@dataclass(frozen=True)
class History:
    """What the register and the journal know of a site.

    Attributes:
        asked_id: the id that was asked for.
        site_id: the site it leads to.
        site: what the register shows of it; None where it has no voice any more.
        voices: its records, whole, with `title`, `who`, `received` of their surveys.
        attributes: what they say.
        joined: how each came to the site.
        corrections: what earlier versions of them said.
        unread: surveys whose former versions cannot be read any more.
        decisions: decisions about it: the event, `holds`, `undone_by`.
        redirects: ids that lead to it: `from`, `to`, `why`, `seq`.
        relations: to other sites, with their names.
        works: done at it.
        questions: that are open about it, in three languages.
        numbers: district and number in its catalogue, as given.
        cells: the cells it was pinned to, the last one counts.
        given: the event with which its id was given.
        gone: why it has no voice any more: `why`, `record_id`, `survey_id` and what is known.
    """

    asked_id: str
    site_id: str
    site: Row | None
    voices: tuple[Row, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    joined: tuple[Joined, ...] = ()
    corrections: tuple[Correction, ...] = ()
    unread: tuple[str, ...] = ()
    decisions: tuple[Row, ...] = ()
    redirects: tuple[Row, ...] = ()
    relations: tuple[Row, ...] = ()
    works: tuple[Row, ...] = ()
    questions: tuple[Row, ...] = ()
    numbers: tuple[tuple[str, int], ...] = ()
    cells: tuple[str, ...] = ()
    given: int = 0
    gone: tuple[Row, ...] = field(default=())

    def find_voice(self, record_id: str) -> Row:
        """Return a record of the site."""
        return next(voice for voice in self.voices if voice["record_id"] == record_id)

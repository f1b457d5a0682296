"""What the leak test remembers: a clean text is not read twice, and hides nothing beside it."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest
from leak_edition import SENTENCES

from heritage_gis.protect.leaks.findings import find_leaks
from heritage_gis.protect.leaks.hidden import find_payloads
from heritage_gis.protect.leaks.inspection import Inspection, inspect_piece
from heritage_gis.protect.leaks.memory import REACH, Memory
from heritage_gis.protect.leaks.pieces import Text
from heritage_gis.protect.leaks.traces import NEIGHBOURS

if TYPE_CHECKING:
    from pathlib import Path

    from heritage_gis.protect.leaks.watch import Watch

pytest_plugins = ["leak_fixtures"]

PAGE = "<p>" + "What every page says in many words, again and again.</p>\n<p>" * 3
# Each alone is the latitude or longitude of a place that may be named; together they are none.
LATITUDE, LONGITUDE = "48.15794", "75.3"
NORTHING = "5367694"  # of a protected site, which nothing but a word beside it tells from a count


def _inspect(texts: list[str], watch: Watch) -> list[list[str]]:
    """Return the kinds of leak that each of some texts has, read one after another."""
    inspection = Inspection(watch)
    return [
        [found.kind for found in inspect_piece("page", Text("", text), inspection)]
        for text in texts
    ]


@pytest.mark.parametrize("before", [0, 1, REACH - 1, REACH, NEIGHBOURS - 1])
@pytest.mark.parametrize("after", [0, 1, REACH - 1, REACH, NEIGHBOURS - 1])
def test_what_is_harmless_alone_is_found_together(
    before: int, after: int, leak_watch: Watch
) -> None:
    """Figures and the lines between them were read before, but never side by side."""
    between = f"{'w' * before}\n{'w' * min(after, NEIGHBOURS - 1 - before)}"
    first, second = f"{PAGE}{LATITUDE}{between}", f"{between}{LONGITUDE}\n{PAGE}"
    kinds = _inspect([first, second, first + second.removeprefix(between)], leak_watch)
    assert kinds == [[], [], ["coordinate"]]


def test_a_word_that_says_what_a_known_figure_is_is_found(leak_watch: Watch) -> None:
    """A figure alone may be any count; a heading above it makes it a northing."""
    figure, heading = f"{NORTHING}\n{PAGE}", f"{PAGE}\nnorthing"
    kinds = _inspect([figure, heading, f"{heading}\n{figure}"], leak_watch)
    assert kinds == [[], [], ["plane coordinates"]]


def test_what_was_found_once_is_found_again(leak_watch: Watch, tmp_path: Path) -> None:
    """Each page with a leak is told, by the line that it stands in there."""
    for name in ("a", "b"):
        (tmp_path / f"{name}.html").write_text(f"{PAGE}\n<b title='48.2672'>{name}</b>\n{PAGE}")
    told = (leak_watch.public, leak_watch.secrets, leak_watch.allowed)
    leaks = find_leaks(tmp_path, *told, phrases=SENTENCES)
    assert [(leak.file, leak.place) for leak in leaks if leak.place.startswith("line")] == [
        ("a.html", "line 5"),
        ("b.html", "line 5"),
    ]


def test_what_pages_share_is_read_once() -> None:
    """Of a second page only what differs is new, with what stands around it."""
    memory = Memory()
    first, second = (f"{PAGE}\n<h2>{name}</h2>\n{PAGE}" for name in ("Begazy", "Taldysay"))
    memory.keep_clean(memory.list_new_parts(first, "data"), "data")
    (new,) = memory.list_new_parts(second, "data")
    assert "Taldysay" in new
    assert len(new) < len(second) / 2
    assert memory.list_new_parts(second, "drawing") != [new]


def test_no_pair_of_figures_is_parted() -> None:
    """Two figures that may belong together are never so far apart that a part ends between them."""
    assert 2 * REACH > NEIGHBOURS


def test_digests_of_the_files_are_no_places() -> None:
    """Of thousands of digests some read like degrees; but only those of the edition's own files."""
    hidden = struct.pack("<4d", 48.267222, 75.342222, 48.267222, 75.342222).hex()
    assert list(find_payloads("", hidden)) != []
    assert list(find_payloads("", hidden, frozenset({hidden}))) == []
    assert list(find_payloads("", hidden, frozenset({"0" * 64}))) != []

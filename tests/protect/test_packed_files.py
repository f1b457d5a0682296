"""Archives in an edition: what is in them is searched, once, wherever it lies."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zipfile import ZipFile

from heritage_gis.protect.leaks.files import decode_file
from heritage_gis.protect.leaks.memory import Memory

if TYPE_CHECKING:
    from pathlib import Path

PAGE = "<!doctype html><p>{}</p>"
PUBLIC, SECRET = "Ойдан қорымы", "раскопаны пять оград"


def read_all(folder: Path, *names: str) -> str:
    """Return what the search reads of some files, one after another, as a text."""
    memory = Memory()
    pieces = [piece for name in names for piece in decode_file(folder / name, frozenset(), memory)]
    return "\n".join(map(str, pieces))


def test_what_lies_in_the_edition_as_well_is_read_once(tmp_path: Path) -> None:
    """The same bytes as a page and in an archive: the page is searched, so they are."""
    (tmp_path / "a.html").write_text(PAGE.format(PUBLIC), "utf-8")
    with ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(tmp_path / "a.html", "ru/a.html")
    assert read_all(tmp_path, "a.html", "a.zip").count(PUBLIC) == read_all(
        tmp_path, "a.html"
    ).count(PUBLIC)
    assert PUBLIC in read_all(tmp_path, "a.zip")  # nothing was read before


def test_one_that_differs_by_a_letter_is_read(tmp_path: Path) -> None:
    """So is one of the same bytes under a name of another sort: it may be read otherwise."""
    (tmp_path / "a.html").write_text(PAGE.format(PUBLIC), "utf-8")
    with ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("ru/a.html", PAGE.format(SECRET))
        archive.writestr("ru/a.txt", PAGE.format(PUBLIC))
    told = read_all(tmp_path, "a.html", "a.zip")
    assert SECRET in told
    assert "ru/a.txt" in told
    assert told.count(PUBLIC) > read_all(tmp_path, "a.html").count(PUBLIC)

"""The leak test: a clean edition passes, and every planted leak is found."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import planted_files
import pytest
from leak_edition import SENTENCES
from planted_leaks import PLANTED, Change, Make, Move, Write

from heritage_gis.protect.leaks.files import digest_files
from heritage_gis.protect.leaks.findings import Leak, find_leaks

if TYPE_CHECKING:
    from pathlib import Path

    from planted_leaks import Plant

    from heritage_gis.protect.leaks.watch import Watch

pytest_plugins = ["leak_fixtures"]


def _find(folder: Path, watch: Watch, exempt: frozenset[str] = frozenset()) -> list[Leak]:
    return find_leaks(
        folder, watch.public, watch.secrets, watch.allowed, exempt=exempt, phrases=SENTENCES
    )


def test_clean_edition_has_no_leak(clean_edition: Path, leak_watch: Watch) -> None:
    """An edition that tells what the public twin tells, in every format, has no finding."""
    assert _find(clean_edition, leak_watch) == []


@pytest.mark.parametrize(
    ("plant", "kind"), [pytest.param(plant, kind, id=name) for name, plant, kind in PLANTED]
)
def test_each_planted_leak_is_found(
    plant: Plant,
    kind: str,
    clean_edition: Path,
    clean_digests: frozenset[str],
    leak_watch: Watch,
    tmp_path: Path,
) -> None:
    """A leak in an edition that is clean otherwise is found, by file and by what sort it is."""
    folder = tmp_path / "edition"
    shutil.copytree(clean_edition, folder, copy_function=os.link)
    path = _plant(plant, folder)
    # The files that stayed clean were looked into by the test above.
    leaks = _find(folder, leak_watch, clean_digests)
    assert {leak.file for leak in leaks} == {path}
    assert kind in {leak.kind for leak in leaks}


def _plant(plant: Plant, folder: Path) -> str:
    """Plant a leak, and return the file it is in."""
    path = folder / plant.path
    if isinstance(plant, Write):
        path.parent.mkdir(exist_ok=True)
        path.write_text(plant.text, "utf-8")
    elif isinstance(plant, Change):
        text = path.read_text("utf-8")
        assert plant.old in text
        path.unlink()  # a link: the clean file must stay as it is
        path.write_text(text.replace(plant.old, plant.new, 1), "utf-8")
    elif isinstance(plant, Move):
        (folder / plant.new_path).parent.mkdir(exist_ok=True)
        path.rename(folder / plant.new_path)
        return plant.new_path
    elif isinstance(plant, Make):
        getattr(planted_files, plant.maker)(path)
    return plant.path


def test_a_leak_says_where_and_how_near(leak_watch: Watch, tmp_path: Path) -> None:
    """A finding names file, place, what stands there, and the site that it betrays."""
    (tmp_path / "a.json").write_text('{"sites": [{"n": 1}, {"at": [75.345, 48.267]}]}')
    (leak,) = _find(tmp_path, leak_watch)
    assert leak == Leak(
        file="a.json",
        place="/sites/1/at/0",
        kind="coordinate",
        found='{"sites": [{"n": 1}, {"at": [75.345, 48.267]}]}',
        why="no allowed place; 32 m from KRG-000001",
    )


def test_a_text_is_told_by_its_line(leak_watch: Watch, tmp_path: Path) -> None:
    """A finding in a text names the line."""
    (tmp_path / "a.txt").write_text("one\ntwo\nlatitude 48.2672\n")
    assert {leak.place for leak in _find(tmp_path, leak_watch)} >= {"line 3"}


def test_known_files_are_exempt_only_as_they_are(leak_watch: Watch, tmp_path: Path) -> None:
    """A packaged asset is passed over by its sha256; with a byte more it is looked into."""
    asset = tmp_path / "leaflet.js"
    asset.write_text("var a = 48.2672;")
    known = digest_files(tmp_path)
    assert _find(tmp_path, leak_watch, known) == []
    asset.write_text("var a = 48.2672; ")
    assert [leak.file for leak in _find(tmp_path, leak_watch, known)] == ["leaflet.js"]


@pytest.mark.parametrize("name", ["all.gpkg", "all.xlsx", "all.parquet", "all.zip", "all.json.gz"])
def test_a_file_cut_short_is_a_finding(
    name: str, clean_edition: Path, leak_watch: Watch, tmp_path: Path
) -> None:
    """What cannot be read to its end, nobody can vouch for."""
    content = (clean_edition / "data" / name).read_bytes()
    (tmp_path / name).write_bytes(content[: len(content) // 2])
    leaks = _find(tmp_path, leak_watch)
    assert {leak.kind for leak in leaks} & {"content", "no decoder"}
    assert "nobody can vouch for" in leaks[0].why


def test_a_link_is_not_followed(leak_watch: Watch, tmp_path: Path) -> None:
    """A link in an edition is a finding by itself: it may lead anywhere."""
    (tmp_path / "a.txt").symlink_to("/etc/hostname")
    (leak,) = _find(tmp_path, leak_watch)
    assert (leak.kind, leak.found) == ("no decoder", "a link, which may lead anywhere")


def test_an_empty_folder_is_read_by_its_name(leak_watch: Watch, tmp_path: Path) -> None:
    """The name of a folder with nothing in it is published, too."""
    (tmp_path / "48.2672_75.3453").mkdir()
    assert {leak.file for leak in _find(tmp_path, leak_watch)} == {"48.2672_75.3453"}


def test_the_same_leak_in_three_downloads_is_told_once(leak_watch: Watch, tmp_path: Path) -> None:
    """District, region and whole hold the same features; the keeper reads of each leak once."""
    line = '{"type":"Feature","id":"KRG-000001","geometry":null,"properties":{"x":"%s 48.2672"}}'
    text = '{"type":"FeatureCollection","features":[\n' + line % ("z" * 200) + "\n]}\n"
    for name in ("all", "aktogay", "karaganda-region"):
        (tmp_path / f"{name}.geojson").write_text(text)
    leaks = [leak for leak in _find(tmp_path, leak_watch) if leak.kind == "coordinate"]
    assert {leak.file for leak in leaks} == {"aktogay.geojson"}


def test_a_withheld_text_that_says_what_every_page_says_is_no_leak(
    leak_watch: Watch, tmp_path: Path
) -> None:
    """A surveyor's note in the words of our own pages does not hold up an edition."""
    (tmp_path / "a.txt").write_text("Бронзовый нож, золотая серьга.\n")

    def find(known: str) -> list[str]:
        told = (leak_watch.public, leak_watch.secrets, leak_watch.allowed)
        return [leak.kind for leak in find_leaks(tmp_path, *told, known=(known,))]

    assert find("Бронзовый нож, {what} серьга") == ["text"]
    assert find("Находки: бронзовый нож, золотая серьга — {n}") == []

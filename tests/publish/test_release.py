"""Release: at any instant, and after a kill at any instant, every page loads complete data."""

from __future__ import annotations

import posixpath
import re
import shutil
from datetime import date
from typing import TYPE_CHECKING

import pytest
from made_up_sites import make_public_sites
from published_files import read_files

from heritage_gis.model.public import PublicSites
from heritage_gis.publish import release
from heritage_gis.publish.editions import Edition, EditionBook
from heritage_gis.publish.release import release_edition
from heritage_gis.publish.staging import stage_edition

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from heritage_gis.places.districts import Districts
    from heritage_gis.publish.former_layout import FormerLayout

pytest_plugins = ["edition_fixtures"]

STEPS = ("_write_beside", "_put_in_place", "_make_durable", "_remove")


class Killed(BaseException):
    """The process ends here."""


def test_a_release_brings_the_edition_and_reports_it(staged: Path, tmp_path: Path) -> None:
    """The first release writes everything, assets first and the front page last."""
    report = release_edition(staged, tmp_path / "maps")
    assert read_files(tmp_path / "maps") == read_files(staged)
    assert {*report.written} == {*read_files(staged)}
    assert report.written[0].startswith("assets/")
    assert report.written[-2:] == ("edition.json", "index.html")
    assert (report.removed, report.unchanged) == ((), ())


def test_order_is_assets_data_pages_manifest_front(staged: Path, tmp_path: Path) -> None:
    """What a page needs takes its place before the page."""
    written = release_edition(staged, tmp_path).written
    stages = [
        0 if p.startswith("assets/") else 1 if p.startswith("data/") else 2 + p.count("/") // 3
        for p in written
    ]
    assert stages[:-2] == sorted(stages[:-2])


def test_a_release_of_the_same_edition_touches_nothing(staged: Path, tmp_path: Path) -> None:
    """Not even the time of a file changes."""
    release_edition(staged, tmp_path)
    before = {path: path.stat() for path in tmp_path.rglob("*")}
    report = release_edition(staged, tmp_path)
    assert (report.written, report.removed) == ((), ())
    assert len(report.unchanged) == len(read_files(staged))
    after = {path: path.stat() for path in tmp_path.rglob("*")}
    assert {p: (s.st_mtime_ns, s.st_ino) for p, s in after.items()} == {
        p: (s.st_mtime_ns, s.st_ino) for p, s in before.items()
    }


def test_what_an_edition_no_longer_has_is_removed(staged: Path, tmp_path: Path) -> None:
    """Stale pages, their empty folders, and leftovers of a killed release go."""
    release_edition(staged, tmp_path)
    for stale in ("en/sheets/KRG-000001.html", "data/.all.geojson.new", "data/old.csv"):
        (tmp_path / stale).parent.mkdir(exist_ok=True)
        (tmp_path / stale).write_text("stale", "utf-8")
    report = release_edition(staged, tmp_path)
    assert report.removed == ("data/old.csv", "en/sheets/KRG-000001.html")
    assert not (tmp_path / "en/sheets").exists()
    assert read_files(tmp_path) == read_files(staged)


@pytest.fixture(scope="module")
def second(
    districts: Districts, former_layout: FormerLayout, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A second edition: a site less, a name changed, and a page asset of another version."""
    frame = make_public_sites().frame.drop(index=[0]).reset_index(drop=True)
    folder = tmp_path_factory.mktemp("second")
    book = EditionBook(Edition(2, date(2026, 11, 1)))
    public = PublicSites(frame, former={"KRG-000001": ""})
    stage_edition(public, districts, book, folder, former_layout)
    _rename_asset(folder)
    return folder


def _rename_asset(folder: Path) -> None:
    """Give the edition another script, as a new version of the code would."""
    [script] = folder.glob("assets/atlas-*.js")
    script.rename(script.with_name("atlas-0000000000.js"))
    for page in folder.rglob("*.html"):
        text = page.read_text("utf-8")
        page.write_text(text.replace(script.name, "atlas-0000000000.js"), "utf-8")


@pytest.mark.parametrize("stride", [31, pytest.param(7, marks=pytest.mark.slow)])
def test_a_kill_at_any_step_leaves_complete_pages_and_the_next_run_finishes(
    staged: Path, second: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stride: int
) -> None:
    """Killed at each step in turn, half-written files included."""
    monkeypatch.setattr("os.fsync", lambda _: None)  # the power stays on here
    old, new = read_files(staged), read_files(second)
    whole = _count_steps(staged, second, tmp_path / "count", monkeypatch)
    assert whole > 2 * 60
    for step in _choose_steps(whole, stride):
        maps = tmp_path / str(step)
        shutil.copytree(staged, maps)
        with monkeypatch.context() as patched:
            _kill_at(step, patched)
            with pytest.raises(Killed):
                release_edition(second, maps)
        _check_complete(maps, old, new)
        release_edition(second, maps)
        assert read_files(maps) == new, step
        shutil.rmtree(maps)


def _choose_steps(whole: int, stride: int) -> list[int]:
    """Return every so many steps, and all of the last ones, where files are removed."""
    return sorted({*range(1, whole, stride), *range(whole - 4, whole + 1)})


def _count_steps(old: Path, new: Path, maps: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    shutil.copytree(old, maps)
    with monkeypatch.context() as patched:
        taken = _kill_at(0, patched)
        release_edition(new, maps)
    return len(taken)


def _kill_at(step: int, patched: pytest.MonkeyPatch) -> list[str]:
    """End the release at its n-th step; returns the steps taken."""
    taken: list[str] = []

    def wrap(name: str) -> Callable[..., None]:
        real = getattr(release, name)

        def act(*arguments: Path) -> None:
            taken.append(name)
            if len(taken) == step:
                if name == "_write_beside":
                    _write_half(*arguments)
                raise Killed
            real(*arguments)

        return act

    for name in STEPS:
        patched.setattr(release, name, wrap(name))
    return taken


def _write_half(source: Path, target: Path) -> None:
    content = source.read_bytes()
    target.parent.mkdir(parents=True, exist_ok=True)
    release._find_beside(target).write_bytes(content[: len(content) // 2])


def _check_complete(maps: Path, old: dict[str, bytes], new: dict[str, bytes]) -> None:
    """Every file the public can ask for is wholly old or wholly new, and none is missing."""
    files = read_files(maps)
    for path, content in files.items():
        if not path.endswith(".new"):
            assert content in (old.get(path), new.get(path)), path
    for path, content in files.items():
        if path.endswith(".html"):
            for address in re.findall(rb'(?:src|href)="([^"#]+)"', content):
                target = posixpath.join(posixpath.dirname(path), address.decode())
                assert posixpath.normpath(target) in files, (path, target)

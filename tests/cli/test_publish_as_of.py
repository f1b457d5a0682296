"""`heritage publish --as-of` as a process: the sample home as of 2017, in a folder of its own."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest
from command_line import EDITION, assert_refused, heritage, read_bytes_of

from heritage_gis.pipeline.public_twin import load_known
from heritage_gis.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

pytest_plugins = ["sample_home"]
pytestmark = pytest.mark.process


@pytest.fixture(scope="module")
def then(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample home as of 2017, in Kazakh; the home is untouched."""
    before = read_bytes_of(built)
    first = tmp_path_factory.mktemp("then") / "first"
    told = heritage(built, "publish", "--as-of", "2017-12-31", "--to", first, "--lang", "kk")
    assert (told.code, told.err) == (0, "")
    assert f"{EDITION}-шығарылым, 2017-12-31 күнгі жағдай: " in told.out
    assert f"{first / 'index.html'} ашыңыз" in told.out
    assert read_bytes_of(built) == before
    return first


def test_the_sample_home_as_of_2017(built: Path, then: Path) -> None:
    """Ulytau under Karaganda by its former code; every place as it is now."""
    sites = json.loads((then / "data" / "ulytau.geojson").read_text("utf-8"))["features"]
    assert len(sites) > 10
    assert {site["properties"]["district"] for site in sites} == {"356000000"}
    assert {site["properties"]["region"] for site in sites} == {"35"}
    everything = json.loads((then / "data" / "all.geojson").read_text("utf-8"))["features"]
    now = json.loads((built / "maps" / "data" / "all.geojson").read_text("utf-8"))["features"]
    places = {site["id"]: site["geometry"] for site in now}
    assert {site["id"]: site["geometry"] for site in everything} == places


def test_no_true_place_stands_in_it(built: Path, then: Path) -> None:
    """Every latitude and longitude of a protected site is looked for, in the figures of files."""
    known = load_known(Settings(home=built), date(2026, 12, 1))
    shown = json.loads((then / "data" / "all.geojson").read_text("utf-8"))
    exact = {f["id"] for f in shown["features"] if f["properties"]["position"] == "exact"}
    hidden = known.sites[~known.sites["site_id"].isin(exact) & known.sites.geometry.notna()]
    figures = {f"{degrees:.4f}" for degrees in (*hidden.geometry.x, *hidden.geometry.y)}
    figures = {figure for figure in figures if not figure.endswith("00")}  # 48.2000 is a grid line
    assert len(figures) > 10
    texts = {
        path: path.read_text("utf-8", errors="replace")
        for path in then.rglob("*")
        if path.is_file() and path.suffix in {".html", ".geojson", ".json"}
    }
    found = {(path.name, f) for path, text in texts.items() for f in figures if f in text}
    assert found == set()


def test_what_does_not_go_together_is_one_line(built: Path, tmp_path: Path) -> None:
    """The day, the folder, and nothing that makes a part of an edition."""
    then = ("publish", "--as-of", "2017-12-31")
    folder = ("--to", tmp_path / "x")
    cases = [
        (heritage(built, *then), "--as-of DAY and --to FOLDER go together"),
        (heritage(built, "publish", *folder), "--as-of DAY and --to FOLDER go together"),
        (heritage(built, *then, *folder, "--district", "shet"), "leave --district and --all out"),
        (heritage(built, *then, *folder, "--all"), "leave --district and --all out"),
        (heritage(built, "publish", "--as-of", "2017", *folder), "such as 2017-12-31, not 2017"),
        (heritage(built, "publish", "--as-of", "2027-01-01", *folder), "to 2026-12-01, not 2027"),
        (heritage(built, *then, "--to", built / "maps"), "maps/ of the home is kept apart"),
    ]
    for told, line in cases:
        assert_refused(told, line)
    assert not (tmp_path / "x").exists()

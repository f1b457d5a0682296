"""`heritage export` as a process: for the keeper with exact places, or what is public."""

from __future__ import annotations

import csv
import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from command_line import ROOT, ask_register, assert_refused, heritage, read_bytes_of
from jsonschema import Draft202012Validator

pytest_plugins = ("sample_home",)
pytestmark = pytest.mark.process

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FORMATS = {"gpkg": "gpkg", "geoparquet": "parquet", "csv": "csv", "lpf": "lpf.json"}
SCHEMA = ROOT / "tests" / "export" / "lpf_schema.json"


def read_csv(path: Path) -> list[dict[str, str]]:
    """Return the rows of an exported table."""
    lines = path.read_text("utf-8-sig").splitlines()
    return list(csv.DictReader(lines, delimiter=";"))


def find_faults(path: Path) -> list[str]:
    """Return what a file has against the description of Linked Places."""
    validator = Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))
    faults = validator.iter_errors(json.loads(path.read_text("utf-8")))
    return [f"{fault.json_path}: {fault.message[:200]}" for fault in faults]


def list_positions(features: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Return the coordinates of each feature."""
    return {
        feature["properties"]["site_id"]: (feature["geometry"] or {}).get("coordinates")
        for feature in features
    }


def test_every_format_is_written_twice_the_same(home: Path) -> None:
    """Into data/exports, which git leaves out; the second time over the first, byte for byte."""
    before = read_bytes_of(home / "maps")
    ((count,),) = ask_register(home, "SELECT count(*) FROM sites")
    shown = len(json.loads((home / "maps" / "data" / "all.geojson").read_text("utf-8"))["features"])
    written = []
    for _ in range(2):
        for name, ending in FORMATS.items():
            for public in ([], ["--public"]):
                told = heritage(home, "export", "--format", name, *public)
                assert (told.code, told.err) == (0, "")
                file = f"all{'-public' if public else ''}.{ending}"
                assert f"{file}: {shown if public else count} sites written" in told.out
                assert ("not to be handed on" in told.out) == (not public)
        written.append(read_bytes_of(home / "data" / "exports"))
    assert len(written[0]) == 8
    assert written[0] == written[1]
    assert read_bytes_of(home / "maps") == before


def test_linked_places_are_valid_and_public_ones_tell_what_the_maps_tell(home: Path) -> None:
    """The keeper's file and the public one keep the format; the public has the map's positions."""
    for public in ([], ["--public"]):
        assert heritage(home, "export", "--format", "lpf", *public).code == 0
    exports = home / "data" / "exports"
    assert find_faults(exports / "all.lpf.json") == []
    assert find_faults(exports / "all-public.lpf.json") == []
    exported = json.loads((exports / "all-public.lpf.json").read_text("utf-8"))["features"]
    shown = json.loads((home / "maps" / "data" / "all.geojson").read_text("utf-8"))["features"]
    assert list_positions(exported) == list_positions(shown)
    assert len(exported) > 70


def test_one_district_in_russian(home: Path) -> None:
    """Its sites alone, in a file of its own name."""
    told = heritage(home, "export", "--format", "csv", "--district", "shet", "--lang", "ru")
    assert told.code == 0
    rows = read_csv(home / "data" / "exports" / "shet.csv")
    assert f"shet.csv: записано памятников — {len(rows)}" in told.out
    assert {row["district_en"] or row["district_claimed_en"] for row in rows} == {"Shet district"}


def test_exact_places_are_refused_where_the_public_sees_them(home: Path, tmp_path: Path) -> None:
    """Not into maps/, not by a detour, not over anything, and not where a run makes all anew."""
    link = tmp_path / "way"
    link.symlink_to(home / "maps")
    other = tmp_path / "site" / "data"
    other.mkdir(parents=True)
    (tmp_path / "site" / "edition.json").write_text("{}")
    for place in (home / "maps" / "x.csv", link / "data" / "x.csv"):
        assert_refused(heritage(home, "export", "--out", place), "may be written into maps/ by")
    assert_refused(heritage(home, "export", "--out", other / "x.csv"), "a published edition")
    register = home / "data" / "processed" / "register.gpkg"
    assert_refused(heritage(home, "export", "--out", register), "into data/processed/ by hand")
    there = tmp_path / "there.csv"
    there.write_text("mine")
    assert_refused(heritage(home, "export", "--out", there), "is there already; name another")
    assert there.read_text() == "mine"
    nowhere = tmp_path / "no" / "x.csv"
    assert_refused(heritage(home, "export", "--out", nowhere), "there is no folder", "make it")


def test_what_is_not_there_is_refused(home: Path, tmp_path: Path) -> None:
    """A format, a district, an address, a register, or a twin that nobody has published."""
    assert_refused(heritage(home, "export", "--format", "shp"), "--format is one of gpkg, ")
    told = heritage(home, "export", "--format", "gpkg", "--out", str(tmp_path / "x.csv"))
    assert_refused(told, "x.csv: a file of gpkg ends in .gpkg")
    assert_refused(heritage(home, "export", "--district", "perm"), "there is no district perm;")
    assert_refused(heritage(home, "export", "--base", "here"), "begins with https://")
    assert_refused(heritage(tmp_path, "export"), "nothing is registered yet; run heritage run")
    register = home / "data" / "processed" / "register.gpkg"
    with closing(sqlite3.connect(register)) as opened, opened:
        opened.execute("PRAGMA journal_mode = WAL")  # as QGIS leaves it where it is killed
        opened.execute("UPDATE state SET value = 'older' WHERE key = 'schema'")
    assert_refused(heritage(home, "export"), "made by another version of heritage; run heritage")
    (home / "data" / "processed" / "run.json").unlink()  # another version runs anew
    assert heritage(home, "run").code == 0
    journal = home / "data" / "raw" / "journal.jsonl"
    lines = journal.read_text("utf-8").splitlines(keepends=True)
    released = next(place for place, line in enumerate(lines) if '"edition_released"' in line)
    journal.write_text("".join(lines[:released]), "utf-8")
    told = heritage(home, "export", "--public", "--format", "csv")
    assert_refused(told, "holds changes that are not published yet; run heritage publish first")
    assert not (home / "data" / "exports" / "all-public.csv").exists()

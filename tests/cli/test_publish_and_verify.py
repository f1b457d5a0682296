"""`heritage publish` and `heritage verify` as processes, and homes that are damaged or misused."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from command_line import (
    EDITION,
    ask_register,
    assert_refused,
    heritage,
    read_bytes_of,
    read_times_of,
)

from heritage_gis.paths import Home, hold_home
from heritage_gis.register.decisions import LEVEL_DECIDED
from heritage_gis.register.journal import open_journal

if TYPE_CHECKING:
    from pathlib import Path

pytest_plugins = ["sample_home"]
pytestmark = pytest.mark.process

BEGAZY = "2026-karaganda-monuments/Сводная таблица памятников.xlsx/Памятники/7"


def test_sound_home_is_verified(built: Path) -> None:
    """A home that is as it was made is rebuilt aside, byte for byte; nothing is written in it."""
    before = read_times_of(built)
    told = heritage(built, "verify")
    assert (told.code, told.err) == (0, "")
    assert "maps/ is what data/raw/ makes it, byte for byte" in told.out
    assert read_times_of(built) == before


def test_what_was_tampered_with_is_found(home: Path) -> None:
    """A changed page, a missing page and a foreign file are each named; code 1."""
    maps = home / "maps"
    page = maps / "en" / "shet" / "index.html"
    page.write_bytes(page.read_bytes() + b"<!-- -->")
    (maps / "kk" / "nura" / "index.html").unlink()
    (maps / "extra.html").write_text("<p>49.135556, 73.916667</p>", "utf-8")
    told = heritage(home, "verify")
    assert (told.code, told.out) == (1, "")
    lines = told.err.splitlines()
    assert "maps/en/shet/index.html: differs from what data/raw/ makes" in lines
    assert "maps/kk/nura/index.html: is missing" in lines
    assert "maps/extra.html: is not what data/raw/ makes" in lines
    assert "maps/en/shet/index.html: is not as edition.json lists it" in lines
    assert not [line for line in lines if "karkaraly" in line]


def test_changed_raw_file_is_found(home: Path) -> None:
    """A received file that is not as received is named by verify, and stops a run."""
    raw = home / "data" / "raw" / "2026-mausoleums" / "v1" / "mausoleums.geojson"
    raw.write_bytes(raw.read_bytes().replace(b"48.613289", b"48.613288"))
    told = heritage(home, "verify")
    assert (told.code, told.out) == (1, "")
    assert "2026-mausoleums/v1/mausoleums.geojson: is not the file that was received" in told.err
    maps = read_bytes_of(home / "maps")
    assert_refused(heritage(home, "run"), "2026-mausoleums/v1/mausoleums.geojson: is not the file")
    raw.unlink()
    assert_refused(heritage(home, "run"), "2026-mausoleums/v1")
    shutil.rmtree(raw.parent.parent)
    assert_refused(
        heritage(home, "run"), "2026-mausoleums/v1: was received but is gone; restore it"
    )
    assert read_bytes_of(home / "maps") == maps


def test_one_district_is_published_alone(home: Path) -> None:
    """`--district` writes its pages and what stands above them; those of others stay."""
    asked = f"SELECT site_id FROM records WHERE record_id = '{BEGAZY}'"  # noqa: S608 - ours
    site = ask_register(home, asked)[0][0]
    open_journal(home / "data" / "raw" / "journal.jsonl").append(
        LEVEL_DECIDED, site=site, level="withheld", on="2026-11-23"
    )
    before = read_bytes_of(home / "maps")
    told = heritage(home, "publish", "--district", "aktogay")
    assert told.code == 0, told.err
    assert f"edition {EDITION + 1}: " in told.out
    after = read_bytes_of(home / "maps")
    changed = {path for path in after if before.get(path) != after[path]}
    assert {"en/aktogay/index.html", "data/aktogay.geojson", "en/index.html"} <= changed
    assert not [path for path in changed if "shet" in path or "karkaraly" in path]


def test_everything_is_written_anew_on_demand(home: Path) -> None:
    """`--all` writes every file, with the same bytes, and makes no new edition."""
    bytes_before, times_before = read_bytes_of(home / "maps"), read_times_of(home / "maps")
    told = heritage(home, "publish", "--all")
    assert told.code == 0, told.err
    assert f"edition {EDITION}: " in told.out
    assert read_bytes_of(home / "maps") == bytes_before
    times = read_times_of(home / "maps")
    assert all(times[path] > times_before[path] for path in times)


def test_torn_journal_is_finished(home: Path) -> None:
    """A last line that a power cut left torn had not happened; the next run goes on from there."""
    journal = home / "data" / "raw" / "journal.jsonl"
    whole = journal.read_bytes()
    lines = whole.splitlines(keepends=True)
    journal.write_bytes(b"".join(lines[:-1]) + lines[-1][:40])
    told = heritage(home, "run")
    assert told.code == 0, told.err
    assert journal.read_bytes() == whole


def test_damaged_journal_stops_everything(home: Path) -> None:
    """A line that is not as it was written is named; nothing is made on top of it."""
    journal = home / "data" / "raw" / "journal.jsonl"
    lines = journal.read_bytes().splitlines(keepends=True)
    maps = read_bytes_of(home / "maps")
    for damage in (lines[4][:30] + b"\n", b"", lines[5]):
        journal.write_bytes(b"".join([*lines[:4], damage, *lines[5:]]))
        line = "journal.jsonl: line 5 is damaged or out of sequence; restore it from a backup"
        assert_refused(heritage(home, "run"), line)
    assert read_bytes_of(home / "maps") == maps


def test_torn_stamps_cost_a_run_and_nothing_else(home: Path) -> None:
    """Stamps in data/processed are no truth: where they are torn, the work is done again."""
    maps = read_bytes_of(home / "maps")
    for stamp in (home / "data" / "processed").rglob("*.json"):
        stamp.write_bytes(stamp.read_bytes()[:20])
    told = heritage(home, "run")
    assert told.code == 0, told.err
    assert read_bytes_of(home / "maps") == maps


def test_damaged_register_is_named(home: Path) -> None:
    """A register cut short is one line for run and verify; deleted, it is made anew."""
    register = home / "data" / "processed" / "register.gpkg"
    (home / "data" / "processed" / "run.json").unlink()
    whole = register.read_bytes()
    for damaged in (whole[: len(whole) // 2], b"garbage", b""):
        register.write_bytes(damaged)
        line = "data/processed/register.gpkg is damaged; delete it, and the next heritage run"
        assert_refused(heritage(home, "run"), line)
    told = heritage(home, "verify")
    assert (told.code, told.out) == (1, "")
    assert told.err.startswith(line)
    register.unlink()
    records = home / "data" / "processed" / "surveys" / "2026-mausoleums" / "records.parquet"
    records.write_bytes(records.read_bytes()[:100])
    assert_refused(heritage(home, "run"), "2026-mausoleums/records.parquet is damaged; delete")
    records.unlink()
    maps = read_bytes_of(home / "maps")
    told = heritage(home, "run")
    assert told.code == 0, told.err
    assert read_bytes_of(home / "maps") == maps


def test_run_with_nothing_new_touches_no_file(home: Path) -> None:
    """Not even the lock, nor a file that only the keeper sees."""
    heritage(home, "run")
    before = {path: path.stat().st_mtime_ns for path in home.rglob("*")}
    assert heritage(home, "run").code == 0
    assert {path: path.stat().st_mtime_ns for path in home.rglob("*")} == before


def test_wrong_sidecar_is_refused(home: Path) -> None:
    """A survey.toml that lacks a key, or says what cannot be, is named; nothing changes."""
    before = read_bytes_of(home / "maps")
    sidecar = home / "data" / "raw" / "2026-names-from-lists" / "v1" / "survey.toml"
    text = sidecar.read_text("utf-8")
    start = "2026-names-from-lists/v1/survey.toml: "
    cases = {
        text.replace("licence", "license"): f"{start}licence must be given",
        text + '[crs]\nstated = "Луна"\n': 'crs "Луна" names no reference system',
        text + '[columns]\nType = "sort"\n': "[columns] names sort, which is no field",
    }
    for wrong, line in cases.items():
        sidecar.write_text(wrong, "utf-8")
        assert_refused(heritage(home, "run"), line)
    sidecar.unlink()
    assert_refused(heritage(home, "run"), "2026-names-from-lists/v1: has no survey.toml")
    assert read_bytes_of(home / "maps") == before


def test_misuse_is_one_line(tmp_path: Path) -> None:
    """A wrong option, setting, district or home gives one line and code 2, and makes nothing."""
    empty = tmp_path / "empty"
    empty.mkdir()
    nowhere = tmp_path / "nowhere"
    sample = empty / "x.csv"
    sample.write_text("name\n", "utf-8")
    cases = [
        (heritage(empty, "--lang", "xx", "run"), "--lang is one of kk, ru, en, not xx"),
        (heritage(empty, "run", language="de"), "HERITAGE_LANGUAGE: "),
        (heritage(empty, "run", max_file_mb="many"), "HERITAGE_MAX_FILE_MB: "),
        (heritage(empty, "run", today="yesterday"), "HERITAGE_TODAY: "),
        (heritage(nowhere, "run"), "nowhere is no folder; make it first"),
        (heritage(None, "run", home=str(nowhere)), "nowhere is no folder; make it first"),
        (heritage(empty, "run"), "there are no surveys in its data/raw/; submit one first"),
        (heritage(empty, "verify"), "there are no surveys in its data/raw/"),
        (heritage(empty, "publish"), "nothing is registered yet; run heritage run first"),
        (heritage(empty, "publish", "--district", "abai"), "there is no district abai; give one"),
        (heritage(empty, "places", "install", sample, "--layout", "1990"), "x.csv: "),
        (heritage(empty, "run", "--quick"), "No such option: --quick"),
        (heritage(empty, "rnu"), "No such command 'rnu'"),
        (heritage(empty, "check"), "Missing parameter: file"),
    ]
    for told, line in cases:
        assert_refused(told, line)
    assert list(empty.iterdir()) == [sample]
    assert not nowhere.exists()


def test_report_folder_that_cannot_be_is_refused(tmp_path: Path) -> None:
    """`check --report` into a file is misuse, told in one line."""
    table = tmp_path / "sites.csv"
    table.write_text("name;type;district\nAlat;settlement;Karkaraly\n", "utf-8")
    told = heritage(tmp_path, "check", table, "--report", table / "report")
    assert_refused(told, "is no folder for a report")


def test_busy_home_is_waited_for_by_the_person(home: Path) -> None:
    """While another run holds the home, a second one ends at once with code 1."""
    with hold_home(Home(home)):
        assert_refused(heritage(home, "run"), "another run holds this home; wait")

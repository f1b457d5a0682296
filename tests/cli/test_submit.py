"""`heritage submit` as a process: what it changes, and that what it refuses changes nothing."""

from __future__ import annotations

import json
import os
import zipfile
from datetime import date
from typing import TYPE_CHECKING

import pytest
from command_line import (
    EDITION,
    SAMPLE,
    TODAY,
    Told,
    ask_register,
    assert_refused,
    heritage,
    read_bytes_of,
)

from heritage_gis.model.survey import Sidecar
from heritage_gis.paths import Home
from heritage_gis.receive.uploads import receive_upload

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytest_plugins = ["sample_home"]
pytestmark = pytest.mark.process

WORDS = ("--title", "Полевой сезон 2026", "--by", "А. Археолог", "--licence", "CC-BY-4.0")
CODED = "Шифр;Название;Тип;Широта;Долгота\r\n"
FIRST = (
    CODED + "К-1;Могильник Акжал;могильник;49,401111;75,501111\r\n"
    "К-2;Могильник Бестау;могильник;49,402222;75,502222\r\n"
    ";Могильник Домбралы;могильник;49,403333;75,503333\r\n"
    ";Могильник Едирей;могильник;49,404444;75,504444\r\n"
    "К-5;Могильник Жарык;могильник;0;0\r\n"
)
# К-2 has another name, Домбралы another place, Едирей is gone, Жарык is mended, Кызылту is new;
# every row stands elsewhere than before.
MENDED = (
    CODED + "К-9;Могильник Кызылту;могильник;49,409999;75,509999\r\n"
    "К-5;Могильник Жарык;могильник;49,405555;75,505555\r\n"
    ";Могильник Домбралы;могильник;49,443333;75,543333\r\n"
    "К-2;Могильник Кент-2;могильник;49,402222;75,502222\r\n"
    "К-1;Могильник Акжал;могильник;49,401111;75,501111\r\n"
)


def submit(home: Path, file: Path, *more: str, **settings: str) -> Told:
    """Submit a file as a person would."""
    return heritage(home, "submit", file, *WORDS, *more, **settings)


def list_sites(home: Path, survey: str) -> dict[str, str | None]:
    """Return the site of each record of a survey, by the record's name."""
    query = f"SELECT name_ru, site_id FROM records WHERE survey_id = '{survey}'"  # noqa: S608 - ours
    return dict(ask_register(home, query))


def test_submitted_file_changes_the_maps(home: Path, tmp_path: Path) -> None:
    """A file is received, registered and published at once; the journal only grows."""
    file = tmp_path / "Сезон 2026.csv"
    file.write_bytes(FIRST.encode("cp1251"))
    journal = home / "data" / "raw" / "journal.jsonl"
    before, maps = journal.read_bytes(), read_bytes_of(home / "maps")
    told = submit(home, file)
    assert (told.code, told.err) == (0, "")
    survey = home / "data" / "raw" / "2026-polevoy-sezon-2026"
    assert ["new", survey.name, "5", "4", "1", "0"] in [
        line.split() for line in told.out.splitlines()
    ]
    assert f"edition {EDITION + 1}: " in told.out
    assert (survey / "v1" / "Сезон 2026.csv").read_bytes() == file.read_bytes()
    assert f"received = {TODAY}" in (survey / "v1" / "survey.toml").read_text("utf-8")
    assert journal.read_bytes().startswith(before)
    events = [json.loads(line) for line in journal.read_bytes()[len(before) :].splitlines()]
    assert [event["event"] for event in events][:2] == ["survey_received", "sites_given"]
    assert events[-1]["event"] == "edition_released"
    changed = {
        path for path, digest in read_bytes_of(home / "maps").items() if maps.get(path) != digest
    }
    assert "en/karkaraly/index.html" in changed
    assert "en/shet/index.html" not in changed
    public = (home / "maps" / "data" / "karkaraly.geojson").read_text("utf-8")
    assert "Могильник Акжал" in public
    assert "49.401" not in public
    rows = "SELECT rows_received, rows_registered, rows_held_back FROM surveys WHERE survey_id = "
    assert ask_register(home, f"{rows}'{survey.name}'") == [(5, 4, 1)]

    again = read_bytes_of(home)
    assert_refused(submit(home, file), f"{file.name}: was received before, as {survey.name}")
    assert read_bytes_of(home) == again


def test_corrected_file_keeps_the_ids_of_its_rows(tmp_path: Path) -> None:
    """`--replaces`: a row is known by its code, else by its name, wherever it now stands."""
    home = tmp_path / "home"
    home.mkdir()
    first, mended = tmp_path / "sites.csv", tmp_path / "sites mended.csv"
    first.write_text(FIRST, "utf-8")
    mended.write_text(MENDED, "utf-8")
    assert submit(home, first).code == 0
    survey = "2026-polevoy-sezon-2026"
    before = list_sites(home, survey)
    assert len(before) == 4
    told = submit(home, mended, "--replaces", survey, "--strict")
    assert told.code == 0, told.err
    after = list_sites(home, survey)
    assert after["Могильник Акжал"] == before["Могильник Акжал"]
    assert after["Могильник Кент-2"] == before["Могильник Бестау"]
    assert after["Могильник Домбралы"] == before["Могильник Домбралы"]
    fresh = {after["Могильник Жарык"], after["Могильник Кызылту"]}
    assert len(fresh) == 2
    assert not fresh & set(before.values())
    assert "Могильник Едирей" not in after
    rows = "SELECT version, rows_received, rows_registered, rows_held_back FROM surveys"
    assert ask_register(home, rows) == [(2, 5, 5, 0)]
    public = (home / "maps" / "data" / "karkaraly.geojson").read_text("utf-8")
    assert "Могильник Кент-2" in public
    assert "Могильник Едирей" not in public

    kept = read_bytes_of(home)
    told = submit(home, tmp_path / "sites.csv", "--replaces", "2026-nothing")
    assert_refused(told, "sites.csv: ")
    assert read_bytes_of(home) == kept


def test_corrected_file_takes_over_what_was_settled(tmp_path: Path) -> None:
    """`--replaces`: decisions go on where they apply; each is told in their language."""
    home = tmp_path / "home"
    home.mkdir()
    first, mended = tmp_path / "sites.csv", tmp_path / "sites mended.csv"
    first.write_text(FIRST.replace("Тип", "Чем"), "utf-8")
    mended.write_text(MENDED.replace("Тип", "Чем").replace("Шифр", "Код"), "utf-8")
    settled = ("--column", "Чем=kind", "--column", "Шифр=site_code")
    assert submit(home, first, *settled, "--accept", "kind:могильник=kurgan").code == 0
    survey = "2026-polevoy-sezon-2026"
    told = submit(home, mended, "--replaces", survey, "--lang", "ru")
    assert told.code == 0, told.err
    lines = [line.strip() for line in told.out.splitlines()]
    assert lines[:5] == [
        "Перенесено из прежней версии:",
        "[columns] «Чем» = kind",
        "[[accept]] kind: «могильник» = kurgan",
        "Не перенесено из прежней версии:",
        "[columns] «Шифр» = site_code: такого столбца в файле больше нет",
    ]
    said = (home / "data" / "raw" / survey / "v2" / "survey.toml").read_text("utf-8")
    assert '[columns]\n"Чем" = "kind"\n' in said
    assert 'value = "могильник"\nmeans = "kurgan"\n' in said
    assert ask_register(home, "SELECT DISTINCT kind FROM records") == [("kurgan",)]


def test_corrected_table_of_a_shapefile_is_another_file(tmp_path: Path) -> None:
    """Where only the DBF was mended, the shapefile is received: its geometry is as before."""
    home = tmp_path / "home"
    home.mkdir()
    with zipfile.ZipFile(SAMPLE / "2026-ulytau-sites" / "v1" / "ulytau.zip") as archive:
        for name in archive.namelist():
            (tmp_path / name.rpartition("/")[2]).write_bytes(archive.read(name))
    shape, table = tmp_path / "ulytau.shp", tmp_path / "ulytau.dbf"
    sidecar = Sidecar("Ұлытау", "А. Археолог", date(2026, 11, 1), "CC-BY-4.0")
    survey = receive_upload(Home(home), shape, sidecar).survey_id
    assert_refused(submit(home, shape), f"ulytau.shp: was received before, as {survey}")
    mended = table.read_bytes().replace("Баскамыр".encode("cp1251"), "БАСКАМЫР".encode("cp1251"))
    assert mended != table.read_bytes()
    table.write_bytes(mended)
    told = submit(home, shape, "--replaces", survey)
    assert told.code == 0, told.err
    assert "Городище БАСКАМЫР" in list_sites(home, survey)


def write_text(name: str, text: str) -> Callable[[Path], Path]:
    """Return a writer of a file of text."""

    def write(folder: Path) -> Path:
        (folder / name).write_text(text, "utf-8")
        return folder / name

    return write


def write_nothing(folder: Path) -> Path:
    """Name a file that is not there."""
    return folder / "nothing.csv"


def write_link(folder: Path) -> Path:
    """Link to a good file."""
    (folder / "link.csv").symlink_to(SAMPLE / "2026-names-from-lists" / "v1" / "names.csv")
    return folder / "link.csv"


def write_pipe(folder: Path) -> Path:
    """Make a pipe that nobody writes to."""
    os.mkfifo(folder / "pipe.csv")
    return folder / "pipe.csv"


def write_bomb(folder: Path) -> Path:
    """Write an archive whose table would be 300 MB of blanks."""
    with zipfile.ZipFile(folder / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("table.csv", b" " * 300_000_000)
    return folder / "bomb.zip"


def write_escape(folder: Path) -> Path:
    """Write an archive whose member climbs out of its folder."""
    with zipfile.ZipFile(folder / "escape.zip", "w") as archive:
        archive.writestr("../../escaped.csv", "name;lat;lon\nA;48;75\n")
    return folder / "escape.zip"


VRT = "<OGRVRTDataSource><OGRVRTLayer name='x'><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"  # noqa: E501 - one document
BAD: dict[str, tuple[Callable[[Path], Path], str]] = {
    "missing": (write_nothing, "nothing.csv: there is no such file"),
    "empty": (write_text("empty.csv", ""), "empty.csv: the file is empty"),
    "blank": (write_text("blank.csv", " \n\n ; ; \n"), "blank.csv: "),
    "no headings": (write_text("poem.txt", "раз\nдва\nтри\n"), "poem.txt: "),
    "headings alone": (
        write_text("form.csv", "Название;Широта;Долгота\n"),
        "form.csv: has headings",
    ),
    "mistyped": (write_text("table.xlsx", "name;lat;lon\nA;48;75\n"), "table.xlsx: "),
    "unknown": (write_text("notes.docx", "text"), "notes.docx: "),
    "a VRT": (write_text("map.geojson", VRT), "map.geojson: is named as GeoJSON, but holds an XML"),
    "cut off": (write_text("half.geojson", '{"type":"FeatureCollection","fea'), "half.geojson: "),
    "link": (write_link, "link.csv: is a link"),
    "pipe": (write_pipe, "pipe.csv: is a folder or a device"),
    "bomb": (write_bomb, "bomb.zip: "),
    "climbing": (write_escape, "escape.zip: "),
}


def test_refused_file_changes_nothing(home: Path, tmp_path: Path) -> None:
    """An unreadable, empty, mistyped or hostile file gets one line and code 2, and that is all."""
    before = read_bytes_of(home)
    for name, (write, line) in BAD.items():
        folder = tmp_path / name
        folder.mkdir()
        told = submit(home, write(folder), max_unpacked_mb="200")
        assert_refused(told, line)
        assert str(folder) not in told.err
    assert read_bytes_of(home) == before
    assert not (tmp_path / "escaped.csv").exists()


def test_misused_submit_changes_nothing(home: Path, tmp_path: Path) -> None:
    """A system, an encoding, a survey or a text that cannot be gives one line and code 2."""
    before = read_bytes_of(home)
    file = tmp_path / "sites.csv"
    file.write_text(FIRST, "utf-8")
    cases = {
        ("--crs", "наша система"): 'crs "наша система" names no reference system',
        ("--encoding", "cp12511"): "sites.csv: ",
        ("--replaces", "../../elsewhere"): "there is no survey ../../elsewhere",
        ("--title", " "): "title must be given",
        ("--by", ""): "who must be given",
    }
    for words, line in cases.items():
        assert_refused(submit(home, file, *words), line)
    assert_refused(heritage(home, "submit", file, "--title", "x"), "Missing parameter: by")
    assert read_bytes_of(home) == before

"""Receiving a file: what is refused, under which name it is kept, and that nothing is half done."""

from __future__ import annotations

import os
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heritage_gis.errors import MisusedError, RefusedFileError
from heritage_gis.model.survey import Sidecar
from heritage_gis.paths import Home
from heritage_gis.receive import uploads
from heritage_gis.receive.surveys import SURVEY_FOLDER, find_surveys
from heritage_gis.receive.uploads import (
    check_upload,
    gather_parts,
    make_safe_name,
    make_survey_id,
    receive_upload,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SIDECAR = Sidecar("Могильники Каркаралы", "А. Археолог", date(2026, 5, 4), "CC-BY-4.0")
TABLE = b"name;lat;lon\nBegazy;48.267222;75.345278\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A file to be received."""
    path = tmp_path / "Могильники.csv"
    path.write_bytes(TABLE)
    return path


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """An empty home."""
    return Home(tmp_path / "home")


def write_nothing(path: Path) -> Path:
    """Leave the path without a file."""
    return path


def write_link(path: Path) -> Path:
    """Write a link to a file that is there."""
    (path.parent / "other.csv").write_bytes(TABLE)
    path.symlink_to(path.parent / "other.csv")
    return path


def write_loop(path: Path) -> Path:
    """Write a link to itself."""
    path.symlink_to(path)
    return path


def write_folder(path: Path) -> Path:
    """Write a folder of that name."""
    path.mkdir()
    return path


def write_pipe(path: Path) -> Path:
    """Write a named pipe: to read it would wait for ever."""
    os.mkfifo(path)
    return path


def write_empty(path: Path) -> Path:
    """Write a file without a byte."""
    path.touch()
    return path


def write_large(path: Path) -> Path:
    """Write a file of 2 MB that takes no room."""
    with path.open("wb") as stream:
        stream.truncate(2_000_000)
    return path


def write_endless_name(path: Path) -> Path:
    """Give a name that no file system takes."""
    return path.with_name("a" * 300 + ".csv")


def write_below_file(path: Path) -> Path:
    """Give a path through a file."""
    path.write_bytes(TABLE)
    return path / "inner.csv"


@pytest.mark.parametrize(
    ("write", "reason"),
    [
        (write_nothing, "there is no such file; check its name"),
        (write_link, "is a link; send the file itself"),
        (write_loop, "is a link; send the file itself"),
        (write_folder, "is a folder or a device"),
        (write_pipe, "is a folder or a device"),
        (write_empty, "the file is empty; export it again"),
        (write_large, "is 2 MB; at most 1 MB are read; send it in parts, or ask the keeper"),
        (write_endless_name, "cannot be opened"),
        (write_below_file, "there is no such file"),
    ],
)
def test_what_is_no_plain_file_is_refused(
    tmp_path: Path, write: Callable[[Path], Path], reason: str
) -> None:
    """A missing file, a link, a folder, a device, an empty and a large file get one clear line."""
    path = write(tmp_path / "x.csv")
    with pytest.raises(RefusedFileError) as caught:
        check_upload(path, max_file_mb=1)
    assert caught.value.reason.startswith(reason)
    assert caught.value.file_name[:50] == path.name[:50]  # the middle of a long name is left out
    assert str(tmp_path) not in str(caught.value)


def test_devices_and_folders_are_named_as_they_were_given(tmp_path: Path) -> None:
    """A device is no file, and what has no name of its own is called by its path."""
    with pytest.raises(RefusedFileError, match="null: is a folder or a device"):
        check_upload(tmp_path.__class__("/dev/null"), max_file_mb=1)
    with pytest.raises(RefusedFileError, match="/: is a folder or a device"):
        check_upload(tmp_path.__class__("/"), max_file_mb=1)


def test_parts_of_a_shapefile_are_taken_along(tmp_path: Path) -> None:
    """Of a bare shapefile its parts come too, whatever their case; strangers do not."""
    for suffix in (".shp", ".SHX", ".dbf", ".prj", ".docx"):
        (tmp_path / f"kurgans[1]{suffix}").write_bytes(b"x")
    (tmp_path / "kurgans.dbf").write_bytes(b"another shapefile")
    parts = gather_parts(tmp_path / "kurgans[1].shp")
    assert [part.suffix for part in parts] == [".shp", ".SHX", ".dbf", ".prj"]
    assert check_upload(tmp_path / "kurgans[1].shp", max_file_mb=1) == parts


def test_linked_part_of_a_shapefile_is_refused(tmp_path: Path) -> None:
    """A link beside a shapefile would bring in any file of this machine."""
    (tmp_path / "kurgans.shp").write_bytes(b"x")
    (tmp_path / "kurgans.dbf").symlink_to("/etc/hostname")
    with pytest.raises(RefusedFileError, match=r"kurgans\.dbf: is a link"):
        check_upload(tmp_path / "kurgans.shp", max_file_mb=1)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Могильники (2026).xlsx", "Могильники (2026).xlsx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Админ\\карта.csv", "карта.csv"),
        (".hidden.csv", "hidden.csv"),
        ("~$открыт.xlsx", "открыт.xlsx"),
        ("survey.toml", "file_survey.toml"),
        ("Survey.TOML", "file_Survey.TOML"),
        ("a\x00b\n.csv", "ab.csv"),
        ("\u202egnp.csv", "gnp.csv"),
        ('a<b>:"c|d?.csv', "a_b___c_d_.csv"),
        ("..", "file_"),
        ("", "file_"),
        ("и\u0306.csv", "й.csv"),
    ],
)
def test_names_are_made_safe(name: str, kept: str) -> None:
    """No folder, control sign, hidden file or sidecar can be named by an upload; letters stay."""
    assert make_safe_name(name) == kept


@settings(deadline=None)
@given(st.text(max_size=400))
def test_every_name_can_be_written(name: str) -> None:
    """Whatever an upload is called, its name is short, plain, and stays as it is if made again."""
    kept = make_safe_name(name)
    assert 0 < len(kept.encode()) <= 255
    assert kept not in {".", "..", "survey.toml"}
    assert not set(kept) & set("/\\\0\n\r")
    assert not kept.startswith((".", "~$"))


@pytest.mark.parametrize(
    ("title", "survey_id"),
    [
        ("Могильники Каркаралы", "2026-mogil-niki-karkaraly"),
        ("Қарқаралы ауданы", "2026-qarqaraly-audany"),
        ("★", "2026-"),
        ("../../x", "2026-x"),
        ("a" * 200, "2026-" + "a" * 60),
    ],
)
def test_survey_id_is_a_slug_of_the_title(title: str, survey_id: str) -> None:
    """A title in any script makes a folder name of small Latin letters, figures and hyphens."""
    assert make_survey_id(title, 2026).startswith(survey_id)
    assert SURVEY_FOLDER.fullmatch(make_survey_id(title, 2026))


def test_received_file_is_the_file(home: Home, table: Path) -> None:
    """What is received is kept byte for byte, with its checksum and its own name."""
    survey = receive_upload(home, table, SIDECAR)
    assert survey.folder == home.raw / "2026-mogil-niki-karkaraly" / "v1"
    assert (survey.folder / "Могильники.csv").read_bytes() == TABLE
    assert (survey.sidecar.title, survey.sidecar.received) == (SIDECAR.title, date(2026, 5, 4))
    assert survey.files[0].sha256 in (survey.folder / "survey.toml").read_text("utf-8")
    assert [known.survey_id for known in find_surveys(home)] == [survey.survey_id]


def test_same_title_makes_another_survey(home: Home, table: Path) -> None:
    """Two surveys of one title lie beside each other, and neither overwrites the other."""
    ids = [receive_upload(home, table, SIDECAR).survey_id for _ in range(3)]
    assert ids == [ids[0], f"{ids[0]}-2", f"{ids[0]}-3"]


def test_correction_is_the_next_version(home: Home, table: Path) -> None:
    """A corrected file goes into a new version folder; the former one stays."""
    first = receive_upload(home, table, SIDECAR)
    (first.folder.parent / "v9").mkdir()
    second = receive_upload(home, table, SIDECAR, replaces=first.survey_id)
    assert (second.survey_id, second.folder.name) == (first.survey_id, "v10")
    assert (first.folder / "Могильники.csv").read_bytes() == TABLE


@pytest.mark.parametrize(
    "replaces", ["2026-unknown", "../outside", "2026-x/../../outside", "/etc", ".", "places"]
)
def test_only_a_known_survey_is_replaced(home: Home, table: Path, replaces: str) -> None:
    """`--replaces` takes the id of a survey, and no path."""
    (home.raw / "places").mkdir(parents=True)
    outside = home.data / "outside"
    outside.mkdir()
    with pytest.raises(RefusedFileError, match=r"there is no survey .* that it could replace"):
        receive_upload(home, table, SIDECAR, replaces=replaces)
    assert list(outside.iterdir()) == []
    assert find_surveys(home) == []


@pytest.mark.parametrize(
    ("sidecar", "reason"),
    [
        (Sidecar("", "who", date(2026, 1, 1), "CC0-1.0"), "title must be given"),
        (Sidecar("t", "  ", date(2026, 1, 1), "CC0-1.0"), "who must be given"),
        (Sidecar("t", "w", date(2026, 1, 1), ""), "licence must be given"),
        (Sidecar("a\nb", "w", date(2026, 1, 1), "CC0-1.0"), "title holds signs"),
        (Sidecar("t", "w\udcff", date(2026, 1, 1), "CC0-1.0"), "who holds signs"),
        (Sidecar("t", "w\x7f", date(2026, 1, 1), "CC0-1.0"), "who holds signs"),
    ],
)
def test_what_could_not_be_read_again_is_not_received(
    home: Home, table: Path, sidecar: Sidecar, reason: str
) -> None:
    """A sidecar without its texts, or with broken ones, is refused before anything is written."""
    with pytest.raises(MisusedError, match=reason):
        receive_upload(home, table, sidecar)
    assert not home.raw.exists()


def test_nothing_is_half_received(home: Home, table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the disk fails half way, no survey is there, and the next one is received."""

    def fail(path: Path) -> None:
        raise OSError(28, "No space left on device", str(path))

    with monkeypatch.context() as patched:
        patched.setattr(uploads, "flush", fail)
        with pytest.raises(OSError, match="No space left"):
            receive_upload(home, table, SIDECAR)
    assert find_surveys(home) == []
    assert list(home.raw.iterdir()) == []
    assert receive_upload(home, table, SIDECAR).version == 1

"""Every sentence of `refusals.csv` is said of some file, with what it names."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pytest
from refused_files import READ_INSIDE, READ_STATED, READ_WHOLE

from heritage_gis.errors import RefusedFileError
from heritage_gis.model.survey import Sidecar, Survey
from heritage_gis.paths import Home
from heritage_gis.pipeline.files import (
    check_file,
    install_places,
    install_settlements,
    install_waters,
    state_reading,
)
from heritage_gis.pipeline.marked_workbooks import write_marked_workbooks
from heritage_gis.places.layer_rows import bring_to_wgs84
from heritage_gis.read import handover, sheets
from heritage_gis.read.child import find_refusal, import_reader
from heritage_gis.read.files import gather_inputs, read_file, read_survey
from heritage_gis.read.formats import find_format
from heritage_gis.read.guard import open_scratch
from heritage_gis.read.handover import Handover
from heritage_gis.read.job import Job
from heritage_gis.read.limits import Limits, take_limits
from heritage_gis.receive.surveys import hash_file
from heritage_gis.receive.uploads import check_upload, receive_upload
from heritage_gis.sentences import REFUSALS, Sentence, read_sentences, word_sentence
from heritage_gis.settings import LANGUAGES, Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

SETTINGS = Settings(max_unpacked_mb=10)
# What a test elsewhere brings about, or none can.
ELSEWHERE = {
    "time_over": "tests/read/test_guard.py, tests/hostile/test_broken_layers.py",
    "reader_stopped": "tests/hostile/test_broken_archives.py",
    "reader_gave_up": "tests/read/test_guard.py",
    "answer_wrong": "tests/read/test_guard.py",
    "encoding_unknown": "of bytes that charset-normalizer knows nothing of, which may change",
    "dbf_encoding_unknown": "as encoding_unknown, of a .dbf",
    **dict.fromkeys(
        (
            *("workbook_locked", "office_file", "old_workbook_misnamed", "compound_cut"),
            "compound_circle",
        ),
        "tests/read/test_old_workbook.py",
    ),
    "new_workbook_misnamed": "tests/read/test_workbook.py",
    "not_markable": "tests/markup/test_markup_xlsx.py, test_markup_ods.py",
    "geopackage_damaged": "tests/hostile/test_broken_layers.py",
    "layer_ends_early": "tests/hostile/test_hostile_inputs.py (a TAB with a map of FF)",
    **dict.fromkeys(
        ("salvage_failed", "salvage_empty"),
        "said by the second child alone: the first one's reason is told (tests/read/"
        "test_salvage.py)",
    ),
    "received_before": "tests/cli/test_submit.py",
    "survey_withdrawn": "tests/cli/test_decisions.py",
    **dict.fromkeys(
        (
            *("districts_wrong", "unit_without_polygon", "unit_contradicted", "units_missing"),
            *("units_repeated", "districts_beyond_mending", "districts_elsewhere"),
            *("geometry_damaged", "geometry_nested", "geometry_curved"),
        ),
        "tests/places/test_refused_places.py",
    ),
    "works_unstated": "tests/conform/test_works.py",
    "settlements_none": "tests/places/test_settlements.py",
    "waters_none": "tests/places/test_waters.py",
}


def write_files(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Write files side by side; return the first."""
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder / next(iter(files))


def read_inside(path: Path, encoding: str = "", settings: Settings = SETTINGS) -> None:
    """Let the reader of a format read a file in this process, from a folder as of the guard."""
    known = find_format(path.name)
    assert known is not None
    with open_scratch() as scratch:
        suffix = known.suffixes[0]
        job = Job(known.code, path.name, "input", suffix, encoding, take_limits(settings))
        for name, each in gather_inputs(path, known).items():
            inside = f"input{name}" if name.startswith(".") else name
            (scratch / "in" / inside).symlink_to(each)
        import_reader(known.code)(Handover(job, scratch))


def list_codes(sentence: Sentence) -> Iterator[str]:
    """Yield the codes of a sentence and of those within it."""
    if sentence.table == REFUSALS:
        yield sentence.code
    for detail in sentence.details.values():
        for each in detail if isinstance(detail, tuple) else (detail,):
            if isinstance(each, Sentence):
                yield from list_codes(each)


def assert_refused(code: str, act: Callable[[], object]) -> None:
    """Do something, and see that it is refused by a code that can be worded in all languages."""
    with pytest.raises(RefusedFileError) as caught:
        act()
    assert code in list_codes(caught.value.why), str(caught.value)
    for language in LANGUAGES:
        line = caught.value.tell(language)
        assert line.isprintable()
        assert "{" not in word_sentence(caught.value.why, language)


@pytest.mark.parametrize("code", READ_INSIDE)
def test_a_reader_refuses_by_its_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    """What a reader finds wrong is a code and its details, whatever its file says."""
    monkeypatch.setattr("heritage_gis.read.archive.FREE_RATIO_BYTES", 1_000_000)
    monkeypatch.setattr(sheets, "_MAX_MERGED", 3)
    path = write_files(tmp_path, READ_INSIDE[code]())
    assert_refused(code, lambda: read_inside(path))


@pytest.mark.parametrize("code", READ_STATED)
def test_a_wrong_statement_is_refused_by_its_code(tmp_path: Path, code: str) -> None:
    """An encoding that a person states is held against the bytes."""
    files, stated = READ_STATED[code]
    path = write_files(tmp_path, files)
    assert_refused(code, lambda: read_inside(path, stated))


@pytest.mark.parametrize("code", READ_WHOLE)
def test_a_file_is_refused_by_its_code(tmp_path: Path, code: str) -> None:
    """So are files that no child sees, and those that prove empty when they are read."""
    path = write_files(tmp_path, READ_WHOLE[code]())
    assert_refused(code, lambda: read_file(path, path.name, Settings()))


def fall(fault: Exception) -> Callable[[], None]:
    """Return what falls over a file."""

    def act() -> None:
        raise fault

    return act


def test_a_child_without_room_says_so_by_a_code() -> None:
    """Too much memory or depth is told by the child itself, where it can."""
    job = Job("csv", "x.csv", "input", ".csv", "", Limits(1, 1, 5_000_000, 1))
    memory, depth = (find_refusal(fall(each()), job) for each in (MemoryError, RecursionError))
    assert memory == Sentence("memory_over", {"memory_mb": 5})
    assert depth == Sentence("nested_too_deep")


LIMITS = {
    "layers_over": ("MAX_LAYERS", 0),
    "rows_over": ("MAX_ROWS", 1),
    "faults_over": ("MAX_FAULTS", 0),
}


@pytest.mark.parametrize("code", LIMITS)
def test_a_limit_is_told_by_its_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    """There may be but so many tables, rows and faults."""
    monkeypatch.setattr(handover, *LIMITS[code])
    points = '<wpt lat="x" lon="75"/><wpt lat="48" lon="75"><name>a</name></wpt>'
    path = write_files(tmp_path, {"x.gpx": f"<gpx>{points}</gpx>".encode()})
    assert_refused(code, lambda: read_inside(path))


def test_too_much_text_is_told_by_its_code(tmp_path: Path) -> None:
    """A table may unpack to more than any file is long."""
    path = write_files(tmp_path, {"x.csv": b"name;lat\n" + b"a;48\n" * 200_000})
    assert_refused("texts_over", lambda: read_inside(path, "", Settings(max_unpacked_mb=1)))


def test_what_is_no_file_is_told_by_its_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anything is read."""
    path = write_files(tmp_path, {"x.csv": b"x" * 1_500_000})
    (tmp_path / "link.csv").symlink_to(path)
    refused = {
        "file_missing": tmp_path / "no.csv",
        "file_is_link": tmp_path / "link.csv",
        "file_is_none": tmp_path,
        "file_too_large": path,
        "file_unopenable": tmp_path / f"{'x' * 300}.csv",
    }
    for code, each in refused.items():
        assert_refused(code, partial(check_upload, each, 1))
    sidecar = Sidecar("t", "w", SETTINGS.today, "CC-BY-4.0")
    home = Home(tmp_path)
    assert_refused("survey_unknown", lambda: receive_upload(home, path, sidecar, "2026-no"))
    monkeypatch.setattr("os.access", lambda *_: False)  # the tests may run as root, who may
    assert_refused("file_forbidden", lambda: check_upload(path, 2))


def test_a_file_that_is_gone_is_told_in_the_language_of_the_reader(tmp_path: Path) -> None:
    """It may be taken away between its reading and its marking."""
    path = write_files(tmp_path, {"x.csv": "name;тип\nA;чушь\n".encode()})
    settings = Settings(language="kk", home=tmp_path)
    report = check_file(path, settings)
    path.unlink()
    gone = read_sentences(REFUSALS)["source_gone"]["kk"]
    marked = write_marked_workbooks(report, tmp_path, tmp_path, settings)
    assert (marked.copies, marked.refused) == ((), (f"x.csv: {gone}",))


def test_a_name_of_another_encoding_is_told_by_its_code(tmp_path: Path) -> None:
    """Old disks have names in cp1251; no table of ours can hold such a one."""
    path = write_files(
        tmp_path, {os.fsdecode("Кент.csv".encode("cp1251")): b"name;type\nA;kurgan\n"}
    )
    assert_refused("name_not_utf8", lambda: check_file(path, Settings(home=tmp_path)))


@pytest.mark.parametrize(
    ("code", "name"), [("shapefile_missing", "x.shx"), ("mapinfo_missing", "x.map")]
)
def test_a_part_alone_is_told_by_its_code(tmp_path: Path, code: str, name: str) -> None:
    """A side file is no survey."""
    path = write_files(tmp_path, {name: b"x"})
    survey = Survey("s", 1, tmp_path, (hash_file(path),), state_reading(), "")
    assert_refused(code, lambda: read_survey(survey, Settings()))


def test_a_layer_of_places_is_told_by_its_code(tmp_path: Path) -> None:
    """One layer, in a system that is known."""
    shapes = np.array([], dtype=object)
    assert_refused("crs_missing", lambda: bring_to_wgs84(shapes, "", "x.shp"))
    assert_refused("crs_unknown", lambda: bring_to_wgs84(shapes, "nonsense", "x.shp"))
    points = (
        '<wpt lat="48" lon="75"/><rte><rtept lat="48" lon="75"/><rtept lat="49" lon="75"/></rte>'
    )
    path = write_files(tmp_path, {"x.gpx": f"<gpx>{points}</gpx>".encode()})
    settings = Settings(home=tmp_path)
    table = write_files(tmp_path, {"x.csv": b"name;type\nA;kurgan\n"})
    named = {"name_ru": "name"}
    assert_refused(
        "districts_no_geometry", lambda: install_places(table, "2022", named, "", settings)
    )
    assert_refused(
        "settlements_no_geometry", lambda: install_settlements(table, named, 1.0, "", settings)
    )
    assert_refused(
        "districts_several_layers", lambda: install_places(path, "2022", {}, "", settings)
    )
    assert_refused(
        "settlements_several_layers", lambda: install_settlements(path, {}, 1.0, "", settings)
    )
    assert_refused("waters_no_geometry", lambda: install_waters(table, "", settings))
    assert_refused("waters_several_layers", lambda: install_waters(path, "", settings))


def test_every_code_is_brought_about() -> None:
    """No sentence goes untested, and none is listed twice."""
    here = {
        *(*READ_INSIDE, *READ_STATED, *READ_WHOLE, *LIMITS),
        *("memory_over", "nested_too_deep", "texts_over", "old_workbook_damaged"),
        *("file_missing", "file_is_link", "file_is_none", "file_too_large", "file_unopenable"),
        *("survey_unknown", "shapefile_missing", "mapinfo_missing", "crs_missing", "crs_unknown"),
        *("districts_several_layers", "settlements_several_layers", "districts_no_geometry"),
        *("waters_several_layers", "waters_no_geometry"),
        *("settlements_no_geometry", "file_forbidden", "source_gone", "name_not_utf8"),
    }
    assert here | ELSEWHERE.keys() == set(read_sentences(REFUSALS))
    assert not here & ELSEWHERE.keys()

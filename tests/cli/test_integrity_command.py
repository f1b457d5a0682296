"""`heritage integrity` as a process: what does not fit together in a home."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest
from command_line import assert_refused, heritage, read_bytes_of

if TYPE_CHECKING:
    from pathlib import Path

pytest_plugins = ("sample_home",)
pytestmark = pytest.mark.process

LABAK = "2026-mausoleums/mausoleums.geojson//4"


def test_the_banks_of_labak_are_put_before_the_keeper(home: Path) -> None:
    """A run lists them, the command tells them again with code 1, and no page does."""
    table = home / "data" / "processed" / "integrity.csv"
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["code"], row["record_id"]) for row in rows][:1] == [("banks_in_one_text", LABAK)]
    table.unlink()
    told = heritage(home, "integrity", language="ru")
    assert (told.code, told.err) == (1, "")
    assert f"примечание: в записи {LABAK} о памятнике Мавзолей Лабака" in told.out
    assert told.out.splitlines()[-1] == "найдено: 2 (data/processed/integrity.csv)"
    assert table.is_file()
    maps = read_bytes_of(home / "maps")
    assert not [path for path in maps if "integrity" in path]


def test_findings_are_printed_for_programs(built: Path, home: Path) -> None:
    """One object, each finding in three languages; pages stay as they were."""
    told = heritage(home, "integrity", "--json")
    assert told.code == 1
    findings = json.loads(told.out)["findings"]
    assert [each["code"] for each in findings] == ["banks_in_one_text"] * 2
    assert "оң жағалау" in findings[0]["message_kk"]
    assert read_bytes_of(home / "maps") == read_bytes_of(built / "maps")


def test_a_sound_home_has_no_findings(tmp_path: Path) -> None:
    """Without a register there is nothing to check; where all fits together the code is 0."""
    assert_refused(heritage(tmp_path, "integrity"), "nothing is registered yet; run heritage run")
    sheet = tmp_path / "sites.csv"
    sheet.write_text("Название,Тип,Широта,Долгота\nБегазы,могильник,48.267222,75.345278\n", "utf-8")
    said = ("--title", "S", "--by", "A", "--licence", "CC-BY-4.0")
    sent = heritage(tmp_path, "submit", sheet, *said, "--register-only")
    assert sent.code == 0, sent.err
    told = heritage(tmp_path, "integrity")
    assert (told.code, told.err) == (0, "")
    assert told.out == "nothing was found that does not fit together\n"

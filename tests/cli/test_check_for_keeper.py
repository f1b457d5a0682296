"""`heritage check` beside known places: public ones for everyone, all for the keeper."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from command_line import heritage
from pyproj import Transformer

if TYPE_CHECKING:
    from pathlib import Path

pytest_plugins = ["sample_home"]
pytestmark = pytest.mark.process

# As the sample surveys have them: an open mosque, and a burial ground that is protected.
MOSQUE = ("Мечеть Кунанбая-хаджи", 75.474, 49.412, "Каркаралинский район")
BEGAZY = ("Begazy", 75.345278, 48.267222, "Актогайский район")


def check_bare_metres(
    built: Path, folder: Path, place: tuple[str, float, float, str], *words: str
) -> dict[str, object]:
    """Check a table of one place in UTM 43 that says nothing of its system."""
    name, lon, lat, district = place
    easting, northing = Transformer.from_crs(4326, 32643, always_xy=True).transform(lon, lat)
    path = folder / "a.csv"
    path.write_text(
        f"Название,Район,X,Y\n{name},{district},{easting:.1f},{northing:.1f}\n", "utf-8"
    )
    answer = heritage(built, "check", path, "--json", *words)
    assert answer.err == ""
    return json.loads(answer.out)


def list_advised(told: dict[str, object]) -> list[str]:
    """Return what the question suggests."""
    problems = told["problems"]
    assert isinstance(problems, list)
    assert [problem["code"] for problem in problems] == ["crs_ambiguous"]
    return [problem["suggestion"] for problem in problems]


def test_a_public_place_advises_everyone(built: Path, tmp_path: Path) -> None:
    """The mosque is public as surveyed: its reading is advised, and the row held all the same."""
    told = check_bare_metres(built, tmp_path, MOSQUE)
    assert list_advised(told) == ["EPSG:32643"]
    assert (told["accepted"], told["held_back"]) == (0, 1)
    assert "from a known place of that name, Құнанбай қажы мешіті" in json.dumps(
        told, ensure_ascii=False
    )


def test_a_protected_place_advises_the_keeper_alone(built: Path, tmp_path: Path) -> None:
    """What a surveyor is told is the same whether Begazy is registered or not."""
    empty = tmp_path / "empty"
    empty.mkdir()
    told = check_bare_metres(built, tmp_path, BEGAZY)
    assert list_advised(told) == [""]
    assert told == check_bare_metres(empty, tmp_path, BEGAZY)
    kept = check_bare_metres(built, tmp_path, BEGAZY, "--for-keeper")
    assert list_advised(kept) == ["EPSG:32643"]
    assert kept["accepted"] == 0


def test_a_keeper_without_a_register_is_told_the_same(tmp_path: Path) -> None:
    """Where nothing is registered there is nothing to compare with, and nothing is made."""
    home = tmp_path / "home"
    home.mkdir()
    told = check_bare_metres(home, tmp_path, BEGAZY, "--for-keeper")
    assert list_advised(told) == [""]
    assert list(home.iterdir()) == []

"""Tables mapped from the file of the reading child: what memory holds of it can be let go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heritage_gis.model.raw_table import keep_pages
from heritage_gis.read.files import read_file
from heritage_gis.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path


def test_a_released_table_says_what_it_said(tmp_path: Path) -> None:
    """Its pages are read again where they are asked for, though the file has no name any more."""
    rows = [f"Бегазы {number};48.{number:04}, 75.2" for number in range(3000)]
    file = tmp_path / "survey.csv"
    file.write_text("\n".join(["Название;Координаты", *rows]) + "\n", encoding="utf-8")
    (table,) = read_file(file, file.name, Settings(home=tmp_path))
    before = table.frame["Название"].tolist()
    assert table.release is not keep_pages
    table.release()
    assert table.frame["Название"].tolist() == before
    assert before[-1] == "Бегазы 2999"

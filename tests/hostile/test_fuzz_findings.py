"""What fuzzing found, by format and seed: each is read, or refused in a line that knows why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from mutations import mutate_file
from test_fuzz_readers import send

if TYPE_CHECKING:
    from pathlib import Path

FINDINGS = (
    ("xlsx", 26),  # a link in the workbook is no XML
    ("geojson", 44),  # a control character in a string, which GDAL takes
    ("shp", 15),  # a .cpg of other bytes, NULs among them
    ("shp", 28),
    ("mif", 13),  # a charset with a blank in its name
)


@pytest.mark.parametrize(("form", "seed"), FINDINGS)
def test_finding_fells_no_reader(tmp_path: Path, form: str, seed: int) -> None:
    """A reader that gives up says only that something is wrong."""
    assert send(tmp_path / "found", mutate_file(form, seed)) in ("read", "refused")


def test_panic_of_a_library_is_told_in_one_line(tmp_path: Path) -> None:
    """A broken chain of sectors in an XLS, over which calamine falls inside the walls."""
    assert "PanicException" in send(tmp_path / "found", mutate_file("xls", 34))

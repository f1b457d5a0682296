"""`heritage template` as a process: it writes a form, and nothing over what is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from command_line import assert_refused, heritage

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.process


def test_a_form_is_written_and_never_written_over(tmp_path: Path) -> None:
    """In the language that is asked for; a form that was filled in stays."""
    path = tmp_path / "бланк.xlsx"
    words = ("template", "--lang", "kk", "--kind", "burial_ground", "--out")
    told = heritage(None, *words, path)
    assert (told.code, told.err, told.out) == (0, "", f"{path}\n")
    content = path.read_bytes()
    assert content.startswith(b"PK")
    assert_refused(heritage(None, *words, path), "is there already; name another file with --out")
    assert path.read_bytes() == content
    again = tmp_path / "again.xlsx"
    assert heritage(None, *words, again).code == 0
    assert again.read_bytes() == content
    assert_refused(
        heritage(None, "template", "--kind", "castle", "--out", tmp_path / "x.xlsx"),
        "--kind «castle» is none; write a kind (mausoleum, ",
    )
    nowhere = tmp_path / "no" / "x.xlsx"
    assert_refused(heritage(None, "template", "--out", nowhere), "cannot be written (No such file")

"""`heritage passport` as a process: the keeper's card of a site, never where the public sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from command_line import ask_register, assert_refused, heritage

if TYPE_CHECKING:
    from pathlib import Path

pytest_plugins = ("sample_home",)
pytestmark = pytest.mark.process


def test_a_card_is_written_for_the_keeper(home: Path, tmp_path: Path) -> None:
    """In the language asked for, the same bytes twice, and never into maps/."""
    ((site,),) = ask_register(home, "SELECT site_id FROM sites WHERE name_kk LIKE 'Қаражартас%'")
    told = heritage(home, "passport", site, "--lang", "kk")
    assert (told.code, told.err) == (0, "")
    path = home / "data" / "exports" / f"passport-{site}-kk.pdf"
    assert told.out.splitlines()[0] == str(path)
    assert "жариялауға болмайды" in told.out
    content = path.read_bytes()
    assert heritage(home, "passport", site, "--lang", "kk").code == 0
    assert path.read_bytes() == content
    out = home / "maps" / "card.pdf"
    assert_refused(heritage(home, "passport", site, "--out", out), "may be written into maps/ by")
    assert not out.exists()
    for wrong in ("KRG-999999", "../../card"):
        assert_refused(heritage(home, "passport", wrong), f"there is no site {wrong}; its id is")
    assert_refused(heritage(tmp_path, "passport", site), "nothing is registered yet")

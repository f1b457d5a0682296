"""What cannot be written or reached: one clear line, and the public sees what it saw."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

import pytest
from command_line import assert_refused, heritage, read_bytes_of

from heritage_gis.errors import NoRoomError
from heritage_gis.paths import Home, hold_home

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("code", [errno.EROFS, errno.ENOSPC, errno.EACCES])
def test_a_home_that_cannot_be_written_is_told_in_a_line(tmp_path: Path, code: int) -> None:
    """A read-only or full disk, or a folder of somebody else's, is named with its reason."""
    with pytest.raises(NoRoomError) as told, hold_home(Home(tmp_path)):
        raise OSError(code, "no way", str(tmp_path / "maps"))
    assert str(told.value) == f"{tmp_path / 'maps'}: cannot be written (no way); see to it"


def test_a_bug_is_no_lack_of_room(tmp_path: Path) -> None:
    """Any other fault of the system is let through."""
    with pytest.raises(FileNotFoundError), hold_home(Home(tmp_path)):
        (tmp_path / "nowhere").read_bytes()


@pytest.mark.process
def test_an_address_of_another_database_is_refused(home: Path) -> None:
    """What is no PostgreSQL address costs one line, and loses nothing that was received."""
    before = read_bytes_of(home / "data" / "raw")
    told = heritage(home, "run", register="sqlite:///other.db")
    assert_refused(told, "HERITAGE_REGISTER", "postgresql://user:password@host/database")
    assert read_bytes_of(home / "data" / "raw") == before


@pytest.mark.process
def test_an_unreachable_database_is_told(home: Path) -> None:
    """A server that does not answer is named in one line, without the password."""
    told = heritage(home, "run", register="postgresql://keeper:secret@127.0.0.1:1/heritage")
    assert_refused(told, "HERITAGE_REGISTER: cannot be reached", "127.0.0.1")
    assert "secret" not in told.err


@pytest.mark.process
@pytest.mark.parametrize(
    "words", [("--lang", "ru", "run"), ("run", "--lang", "ru"), ("run", "--lang=ru")]
)
def test_settings_may_stand_anywhere(home: Path, words: tuple[str, ...]) -> None:
    """`--lang` is understood before and after the command."""
    told = heritage(home, *words)
    assert told.code == 0, told.err
    assert "изменений нет" in told.out

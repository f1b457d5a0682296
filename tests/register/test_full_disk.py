"""Submit, withdraw and merge on a disk that fills: as before, or as after, and nothing is lost.

The disk is a real one, a file system in memory, and it fills at every named point, or has some
room left from the start. Mounting takes root, so this is part of `make kills`.
"""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from killed_commands import BALLAST, COMMANDS, DONE, copy_home, fill_at, fill_disk, make_home
from test_killed_commands import Trial, list_points

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from heritage_gis.settings import Settings

DISK = "64m"
ROOMS_KIB = (0, 4, 16, 64, 128, 256, 512, 768, 1024, 1536, 2048, 3072, 4096, 6144)


@contextmanager
def mount_disk(folder: Path) -> Iterator[Path]:
    """Mount a small disk on a folder."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(folder)]
    subprocess.run(mount, check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def list_fillings(command: str) -> list[tuple[str, int]]:
    """Return at which point the disk fills, or how much room is left from the start."""
    rooms = [("", room * 1024) for room in ROOMS_KIB]
    return [(point, -1) for point in list_points(command)] + rooms


@pytest.mark.soak
@pytest.mark.parametrize("command", COMMANDS)
def test_command_on_a_full_disk_is_done_or_not_done(tmp_path: Path, command: str) -> None:
    """With room again, the next command ends in one of the two states; a person was told."""
    trial = Trial(tmp_path, command, make_home(tmp_path / "home"))
    ends, told = Counter[str](), Counter[bool]()
    for number, (point, room) in enumerate(list_fillings(command)):
        with mount_disk(tmp_path / f"disk-{number}") as disk:

            def copy(settings: Settings, _: Path, disk: Path = disk) -> Settings:
                return copy_home(settings, disk / "home")

            def fill(settings: Settings, point: str = point, room: int = room) -> bool:
                if not point:
                    fill_disk(settings.home / BALLAST, room)
                is_done = fill_at(command, settings, point) == DONE
                (settings.home / BALLAST).unlink(missing_ok=True)
                told[is_done] += 1
                return True

            trial.copy = copy
            ends[trial.check(fill)] += 1
    sys.stderr.write(
        f"\n{command} on a full disk: {dict(ends)}; done {told[True]}, told {told[False]}\n"
    )

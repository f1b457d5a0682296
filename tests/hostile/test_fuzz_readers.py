"""Files with bytes changed at random: each is refused in one line or read, soon.

`make fuzz` runs it for half of HERITAGE_FUZZ_MINUTES. The seeds are the numbers of the files; of
what felled a reader inside its walls, the seed is printed.
"""

from __future__ import annotations

import itertools
import os
import re
import sys
import time
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import pytest
from mutations import FORMATS, make_sound, mutate_file

from heritage_gis.errors import RefusedFileError
from heritage_gis.read.files import read_file_noted
from heritage_gis.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

pytestmark = pytest.mark.soak

SHARE_S = float(os.environ.get("HERITAGE_FUZZ_MINUTES", "20")) * 60 / 2 / len(FORMATS)
LIMITS = Settings(read_seconds=30, read_memory_mb=2000)
LONGEST_LINE = 1_300
_FALLS = (r"its reader was stopped \(\w+\)", r"its reader gave up \(.*\)", r"took longer")


def send(folder: Path, files: Mapping[str, bytes]) -> str:
    """Send the first of some files; return `read`, `refused`, or how its reader fell."""
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    name = next(iter(files))
    try:
        reading = read_file_noted(folder / name, name, LIMITS)
    except RefusedFileError as refusal:
        line = refusal.reason
        assert line.isprintable()
        assert len(line) < LONGEST_LINE
        assert "Traceback" not in line
        assert "heritage-read" not in line
        assert str(folder) not in line
        return next((found[0] for each in _FALLS if (found := re.match(each, line))), "refused")
    assert all(list(table.frame.columns) for table in reading.tables)
    return "read"


@pytest.mark.parametrize("form", FORMATS)
def test_changed_bytes_are_refused_or_read(tmp_path: Path, form: str) -> None:
    """Whatever bytes there are, they end no run."""
    assert send(tmp_path / "sound", make_sound(form)) == "read"
    told: dict[str, list[int]] = defaultdict(list)
    end = time.monotonic() + SHARE_S
    for number in itertools.count(1):
        if time.monotonic() >= end:
            break
        try:
            told[send(tmp_path / str(number), mutate_file(form, number))].append(number)
        except Exception as fault:
            fault.add_note(f"{form}, seed {number}")
            raise
    counts = Counter({outcome: len(seeds) for outcome, seeds in told.items()})
    falls = {each: seeds[:5] for each, seeds in told.items() if each not in ("read", "refused")}
    sys.stdout.write(f"\n{form}: {dict(counts.most_common(2))}; fell: {falls}\n")

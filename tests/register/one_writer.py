"""One of several who submit surveys at once: `one_writer.py NUMBER SURVEYS`."""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path

from heritage_gis.memory import set_up
from heritage_gis.model.survey import Sidecar
from heritage_gis.pipeline.files import submit_file
from heritage_gis.settings import Settings

ROWS = 5


def write_sheet(path: Path, chance: random.Random) -> None:
    """Write a sheet of a few sites; other writers tell of the same ones."""
    lines = ["Название,Вид,Широта,Долгота"]
    for _ in range(ROWS):
        number = chance.randrange(60)
        latitude = 48.0 + number * 0.02 + chance.randrange(3) * 0.0005
        longitude = 74.0 + number * 0.03 + chance.randrange(3) * 0.0005
        lines.append(f"Тастыбулак-{number},могильник,{latitude:.5f},{longitude:.5f}")
    path.write_text("\n".join(lines) + "\n", "utf-8")


def main() -> None:
    """Submit surveys, one after the other, into the home of the settings."""
    number, surveys = int(sys.argv[1]), int(sys.argv[2])
    set_up()
    settings = Settings()
    settings.home.mkdir(exist_ok=True)
    chance = random.Random(number)
    with tempfile.TemporaryDirectory() as scratch:
        for count in range(surveys):
            path = Path(scratch) / f"sheet-{number}-{count}.csv"
            write_sheet(path, chance)
            sidecar = Sidecar(
                title=f"Writer {number} sheet {count}",
                who=f"Writer {number}",
                licence="CC-BY-4.0",
                received=settings.today,
            )
            submit_file(path, sidecar, "", settings, publish=False)


if __name__ == "__main__":
    main()

"""`heritage check` of a large field sheet, report included, with a split of its time.

    python benchmarks/check_sheet.py [rows [xlsx|csv]]

The sheet has thirteen columns as a survey in Aktogay district would have them, every name and every
position another, and something wrong in one row of fifty: 73 minutes, a misspelt kind, a district
that the position contradicts. The check is a process of its own, started cold; then once more in
this process, with a clock around its stages.
"""

from __future__ import annotations

import csv
import os
import random
import sys
import tempfile
import time
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

from openpyxl import Workbook
from process_watch import watch_processes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HEADINGS = (
    "№", "Название", "Тип", "Датировка", "Район", "Координаты", "Диаметр, м", "Высота, м",
    "Состояние", "Исследователь", "Год", "Описание", "Примечание",
)  # fmt: skip
KINDS = ("могильник", "курган", "мавзолей", "поселение", "ограда", "древняя выработка")
DATINGS = ("эпоха бронзы", "РЖВ", "XIX в.", "XII-VIII вв. до н.э.", "тюркское время")
CONDITIONS = ("хорошее", "удовл.", "разрушен", "распахан")
WRONG_EVERY = 50
STAGES = (
    ("heritage_gis.read.files", "read_survey_noted"),
    ("heritage_gis.conform.survey", "conform_survey"),
    ("heritage_gis.conform.survey", "_conform_block"),
    ("heritage_gis.check.rows", "check_rows"),
    ("heritage_gis.check.holding", "hold_back"),
    ("heritage_gis.check.gate", "require_standard"),
    ("heritage_gis.report.program_object", "save_object"),
    ("heritage_gis.report.problem_table", "write_problems"),
    ("heritage_gis.report.page", "render_page"),
    ("heritage_gis.pipeline.marked_workbooks", "write_marked_workbooks"),
)


def list_rows(count: int) -> Iterator[list[str | int | float]]:
    """Make the rows of the sheet, its headings first; the same for the same count."""
    chance = random.Random(5)  # noqa: S311 - no secret hangs on it
    yield [*HEADINGS]
    for number in range(1, count + 1):
        wrong = number // WRONG_EVERY % 3 if number % WRONG_EVERY == 0 else -1
        lat, lon = chance.uniform(47.2, 48.2), chance.uniform(74.4, 76.4)
        minutes = "73" if wrong == 0 else ""
        yield [
            number,
            f"Акжал {number}",
            "могилник" if wrong == 1 else chance.choice(KINDS),
            chance.choice(DATINGS),
            "Нуринский" if wrong == 2 else "Актогайский",
            f"{write_angle(lat, minutes)} с.ш. {write_angle(lon)} в.д.",
            round(chance.uniform(5, 30), 1),
            round(chance.uniform(0.2, 3), 1),
            chance.choice(CONDITIONS),
            "А. Археолог",
            chance.randint(1950, 2024),
            f"Насыпь {number}, задернована, камни по краю",
            "осмотрен" if number % 3 else "",
        ]


def write_angle(degrees: float, minutes: str = "") -> str:
    """Write an angle as degrees, minutes and tenths of a second."""
    tenths = round(degrees * 36_000)
    whole, rest = divmod(tenths, 36_000)
    minute, tenth = divmod(rest, 600)
    return f"{whole}°{minutes or f'{minute:02d}'}'{tenth / 10:04.1f}\""


def write_sheet(count: int, path: Path) -> None:
    """Write the sheet as XLSX or CSV, by the name of the file."""
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, delimiter=";").writerows(list_rows(count))
        return
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Памятники")
    for row in list_rows(count):
        sheet.append(row)
    book.save(path)


def clock(name: str, run: Callable[..., object], took: dict[str, float]) -> Callable[..., object]:
    """Add up what the calls of a stage take."""

    def timed(*args: object, **kwargs: object) -> object:
        start = time.perf_counter()
        outcome = run(*args, **kwargs)
        took[name] = took.get(name, 0.0) + time.perf_counter() - start
        return outcome

    return timed


def split_time(command: list[str]) -> None:
    """Check once more in this process, with a clock around the stages; some run side by side."""
    took: dict[str, float] = {}
    start = time.perf_counter()
    cli = import_module("heritage_gis.cli")
    modules = [import_module(name) for name, _ in STAGES]
    print(f"  imports: {time.perf_counter() - start:.2f} s")
    with ExitStack() as stack:
        for module, (_, name) in zip(modules, STAGES, strict=True):
            timed = clock(name, getattr(module, name), took)
            stack.enter_context(patch.object(module, name, timed))
        cli.app(command, standalone_mode=False)
    for name, seconds in took.items():
        print(f"  {name}: {seconds:.2f} s")


def name_process(command: str) -> str:
    """Say which process it is."""
    return "child" if "heritage_gis.read.child" in command else "heritage check"


def main(count: int, suffix: str) -> None:
    """Make the sheet, check it, and print the figures."""
    with tempfile.TemporaryDirectory() as scratch:
        sheet, report = Path(scratch) / f"sheet.{suffix}", Path(scratch) / "report"
        write_sheet(count, sheet)
        command = ["check", str(sheet), "--report", str(report)]
        script = f"import sys; from heritage_gis.cli import main; sys.argv[1:] = {command!r}\n"
        script += "try:\n    main()\nexcept SystemExit:\n    pass"  # 1: it would hold rows back
        started = [sys.executable, "-c", script]
        watched = watch_processes([started], Path(scratch) / "log", name_process)
        peaks = ", ".join(f"{name} {mb:,.0f} MB" for name, mb in sorted(watched.peak_mb.items()))
        took = f"{watched.wall_s:.1f} s, {watched.cpu_s:.1f} s of processor"
        print(f"{count:,} rows of {suffix}, {sheet.stat().st_size / 1e6:,.1f} MB: {took}; {peaks}")
        split_time(command)


if __name__ == "__main__":
    for limit in ("HERITAGE_MAX_FILE_MB", "HERITAGE_READ_SECONDS"):
        os.environ.setdefault(limit, "2000")  # for a million rows
    told = sys.argv[1:]
    main(int(told[0]) if told else 20_000, told[1] if len(told) > 1 else "xlsx")

"""How files are judged whose reference system is known: the tables of docs/measurements.md.

    python benchmarks/judge_reference_systems.py

Makes the files of tests/surveys/reference_files.py and adversarial_files.py, takes each through
`heritage check`, and writes what came of it into the section "Reference systems".
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "surveys"))

from adversarial_files import BELIEVED, TRAPS, spring_trap  # noqa: E402 - beside the tests
from reference_files import (  # noqa: E402 - beside the tests
    FAMILIES,
    SHOWN,
    Case,
    judge_file,
    list_all_cases,
    list_cases,
    make_file,
)

from heritage_gis.settings import Settings  # noqa: E402 - after those beside the tests

DOCUMENT = ROOT / "docs" / "measurements.md"
TITLE = "## Reference systems"
INTRODUCTION = """\
Files of 12 places drawn in our districts (CSV and XLSX in turn), brought to each system of facts
1.1 by PROJ alone, through `heritage check` (`benchmarks/judge_reference_systems.py`; the forty
and the traps are asserted by `tests/surveys/test_reference_systems.py`). *Right*: every row
within its `position_accuracy_m`. *Other datum, told*: degrees of SK-42 that nothing states, read
as WGS 84: 61 to 81 m off, verdict likely, a note names the other reading. *Asked*: held back,
with the true system among the readings. Files of both regions in a system without zone numbers
are written in one zone, as a GIS does. SK-63 is stated by made-up parameters. QazTRF-23 that
nothing states is read as SK-42 with the 73 to 87 m between them in its accuracy.
"""


def main() -> None:
    """Judge all files and write the section."""
    with tempfile.TemporaryDirectory() as scratch:
        settings = Settings(home=Path(scratch))
        parts = [
            f"{TITLE}\n",
            INTRODUCTION,
            write_table("The forty files", list_cases(), settings),
            write_table("All with districts", list_all_cases(has_district=True), settings),
            write_table("All without districts", list_all_cases(has_district=False), settings),
            write_traps(settings),
        ]
    section = "\n".join(parts)
    before, _, after = DOCUMENT.read_text("utf-8").partition(TITLE)
    rest = after.partition("\n## ")[2]
    following = f"\n## {rest}" if rest else ""
    DOCUMENT.write_text(f"{before.rstrip()}\n\n{section}{following}", "utf-8")
    print(section)


def write_table(title: str, cases: list[Case], settings: Settings) -> str:
    """Judge files and count what came of them, a line a system."""
    counts: dict[str, Counter[str]] = {system: Counter() for system in FAMILIES}
    stated_asked = 0
    for case in cases:
        judged = judge_file(case, make_file(case, settings.home), settings)
        counts[case.system][judged.outcome] += 1
        stated_asked += case.stated != "none" and judged.verdict == "ask"
        if judged.outcome == "WRONG":
            print(case.name, judged, file=sys.stderr)
    total = sum(counts.values(), Counter[str]())
    lines = [f"| {title} | {' | '.join(SHOWN)} |", "|---" * (len(SHOWN) + 1) + "|"]
    for name, found in [*counts.items(), ("all", total)]:
        lines.append(f"| {name} | {' | '.join(str(found[word]) for word in SHOWN)} |")
    asked = f"Asked: {total['asked']} of {len(cases)}; of those with a statement {stated_asked}."
    return "\n".join([*lines, "", asked, ""])


def write_traps(settings: Settings) -> str:
    """Spring all traps, a line each."""
    words = ("placed rightly", "wrongly, and marked", "wrongly, unmarked", "held back", "verdict")
    lines = [f"| Files made to mislead | {' | '.join(words)} |", "|---" * (len(words) + 1) + "|"]
    for trap in (*TRAPS, BELIEVED):
        found = spring_trap(trap, settings.home, settings)
        cells = (found.right, found.marked, found.silent, found.held, found.verdict)
        stated = f" ({trap.crs})" if trap.crs else ""
        name = f"{trap.name}{stated}: {trap.system}"
        lines.append(f"| {name} | {' | '.join(map(str, cells))} |")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    main()

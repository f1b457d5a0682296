"""What is shown on a terminal: words of a file are mere text there."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from reported import make_table, place, report_on

from heritage_gis.conform.carried_entries import CarriedEntry
from heritage_gis.errors import MisusedError
from heritage_gis.pipeline.outcome import RunReport
from heritage_gis.settings import Settings
from heritage_gis.terminal import end_refused, show_report, show_run
from heritage_gis.vocabularies.problems import explain

HOSTILE = "\x1b[2J\x9b1mкурган\u202e"
CALM = "\ufffd[2J\ufffd1mкурган\ufffd"


def test_a_cell_steers_no_screen(capsys: pytest.CaptureFixture[str]) -> None:
    """It could clear it, or give the window another name."""
    problems = explain("kind_unknown", place(4), "Тип", pd.Series([HOSTILE]), {"near": ""})
    show_report(report_on(problems, make_table()), Path("table.csv"), Settings(language="ru"))
    told = capsys.readouterr().out
    assert CALM in told
    assert all(line.isprintable() for line in told.splitlines())


def test_what_is_carried_over_steers_no_screen(capsys: pytest.CaptureFixture[str]) -> None:
    """A cell of the corrected file is told beside the correction that it does not fit."""
    details = {"rows": "4", "column": "Тип", "expect": "x", "value": "y", "said": HOSTILE}
    entry = CarriedEntry("correction", details, "cell_other")
    show_run(RunReport(carried=(entry,)), Settings(language="en"))
    told = capsys.readouterr().out
    assert told.splitlines()[1] == (
        "    [[corrections]] row 4, column «Тип»: «x» → «y»: the cell says "
        f"«{CALM}» now; correct it in the file if that is wrong"
    )


def test_a_misuse_steers_no_screen(capsys: pytest.CaptureFixture[str]) -> None:
    """It may name the headings of a file."""
    with pytest.raises(SystemExit):
        end_refused(MisusedError(f"there are {HOSTILE}"), "en")
    assert capsys.readouterr().err == f"there are {CALM}\n"

"""Reference systems of whole files: right, or asked with the right one named; never wrong."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from adversarial_files import BELIEVED, TRAPS, Trap, spring_trap
from reference_files import Case, judge_file, list_cases, make_file

from heritage_gis.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

QUICK = {  # a taste of the forty, for the gate of every commit
    Case("utm", is_swapped=True): ("asked", "ask"),
    Case("sk42-degrees", has_district=False): ("other datum, told", "likely"),
}
QUICK_TRAP = "one GIS zone for both regions, with its number"


def settings_of(folder: Path) -> Settings:
    """Give an empty home."""
    return Settings(home=folder)


@pytest.mark.parametrize("case", QUICK, ids=lambda case: case.name)
def test_a_few_files(case: Case, tmp_path: Path) -> None:
    """One file is asked, one is read in the other datum and says so."""
    judged = judge_file(case, make_file(case, tmp_path), settings_of(tmp_path))
    assert (judged.outcome, judged.verdict) == QUICK[case], judged.why


@pytest.mark.process
def test_ten_of_forty_files(tmp_path: Path) -> None:
    """None is wrong, and a stated system is never asked for."""
    for case in list_cases()[::4]:
        judged = judge_file(case, make_file(case, tmp_path), settings_of(tmp_path))
        assert judged.outcome != "WRONG", (case.name, judged)
        assert case.stated == "none" or judged.verdict == "certain"


@pytest.mark.soak
def test_forty_files(tmp_path: Path) -> None:
    """None is wrong; a stated system is never asked for; a quarter at most is asked."""
    told = {
        case: judge_file(case, make_file(case, tmp_path), settings_of(tmp_path))
        for case in list_cases()
    }
    counts = Counter(judged.outcome for judged in told.values())
    wrong = [(case.name, judged) for case, judged in told.items() if judged.outcome == "WRONG"]
    assert len(told) == 40
    assert wrong == []
    assert {judged.verdict for case, judged in told.items() if case.stated != "none"} == {"certain"}
    assert counts["asked"] <= len(told) / 4
    assert counts == {"right": 31, "asked": 7, "other datum, told": 2}


def check_trap(trap: Trap, tmp_path: Path) -> None:
    """No row is wrong without a word, and as many as can be are placed."""
    outcome = spring_trap(trap, tmp_path, settings_of(tmp_path))
    assert outcome.silent == 0, outcome
    assert outcome.right >= trap.fewest, outcome


def test_a_trap(tmp_path: Path) -> None:
    """One trap for the gate."""
    check_trap(next(trap for trap in TRAPS if trap.name == QUICK_TRAP), tmp_path)


@pytest.mark.process
@pytest.mark.parametrize("trap", TRAPS, ids=[f"{trap.name}, {trap.system}" for trap in TRAPS])
def test_traps(trap: Trap, tmp_path: Path) -> None:
    """Files made to mislead do not."""
    check_trap(trap, tmp_path)


@pytest.mark.process
def test_a_wrong_statement_that_nothing_denies_is_believed(tmp_path: Path) -> None:
    """UTM stated of SK-42 figures is 2.2 km off, and no district can tell: what is said counts."""
    outcome = spring_trap(BELIEVED, tmp_path, settings_of(tmp_path))
    assert (outcome.right, outcome.silent, outcome.verdict) == (0, BELIEVED.rows, "certain")

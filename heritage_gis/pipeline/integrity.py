"""The integrity of a register: what does not fit together, listed for the keeper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heritage_gis.paths import hold_home
from heritage_gis.pipeline.standing_register import open_standing_register, require_register

if TYPE_CHECKING:
    import pandas as pd

    from heritage_gis.settings import Settings

FINDINGS = "integrity.csv"


def check_register(settings: Settings) -> pd.DataFrame:
    """Return what does not fit together in the register and the journal, the gravest first.

    It is also written to `data/processed/integrity.csv`, whether anything was found or not. It
    tells exact places, so it is for the keeper alone.

    Returns:
        FINDING_COLUMNS of `register.integrity.findings`.

    Raises:
        MisusedError: nothing is registered yet, or another version of the program made it.
        BusyError: a run holds the home.
    """
    require_register(settings)
    with hold_home(settings.home_folder):
        return check_held(settings)


def check_held(settings: Settings) -> pd.DataFrame:
    """Do what `check_register` does, in a home that is held already."""
    from heritage_gis.register.integrity.checks import check_integrity
    from heritage_gis.register.integrity.holding import load_held
    from heritage_gis.register.journal import open_journal

    home = settings.home_folder
    with open_standing_register(settings) as register:
        findings = check_integrity(load_held(register, open_journal(home.journal)))
    home.processed.mkdir(parents=True, exist_ok=True)
    findings.to_csv(home.processed / FINDINGS, index=False, encoding="utf-8-sig")
    return findings

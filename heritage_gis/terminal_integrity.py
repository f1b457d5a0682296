"""The findings of the integrity checks on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heritage_gis.terminal import open_plain_console, print_line
from heritage_gis.vocabularies.labels import read_labels

if TYPE_CHECKING:
    import pandas as pd

    from heritage_gis.settings import Settings


def show_findings(findings: pd.DataFrame, settings: Settings) -> None:
    """Show each finding on a line, the gravest first, and where all of them are written."""
    labels = read_labels("terminal_words")
    words = {code: told[settings.language] for code, told in labels.items()}
    console = open_plain_console()
    texts = findings[f"message_{settings.language}"]
    for severity, text in zip(findings["severity"], texts, strict=True):
        print_line(console, f"{words[f'integrity_{severity}']}: {text}")
    key = "integrity_found" if len(findings) else "integrity_sound"
    print_line(console, words[key].format(n=len(findings)))

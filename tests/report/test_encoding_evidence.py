"""Why a text was decoded as it was, told in the language of the report."""

from __future__ import annotations

import pytest

from heritage_gis.report.encoding_evidence import tell_evidence


@pytest.mark.parametrize(
    ("evidence", "told"),
    [
        ("it was stated", "она указана вами"),
        ("DXF of version AC1032 is UTF-8", "DXF версии AC1032 всегда в UTF-8"),
        (
            "guessed: all of it is valid UTF-8, though its .cpg says 1251",
            "угадано: весь текст верен как UTF-8, хотя в файле .cpg указано: 1251",
        ),
        ("a sentence of tomorrow", "a sentence of tomorrow"),
    ],
)
def test_evidence_is_told_in_russian(evidence: str, told: str) -> None:
    """A sentence of the table is translated with what it names; any other stays as it is."""
    assert tell_evidence(evidence, "ru") == told

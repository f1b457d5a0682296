"""«Вид памятника»: a column of the law's five kinds, or of types, told by its values."""

from __future__ import annotations

import pandas as pd
import pytest

from heritage_gis.vocabularies.headings import match_headings


@pytest.mark.parametrize(
    ("heading", "values", "field"),
    [
        ("Вид памятника", ["археология", "градостроительство и архитектура"], "legal_kind"),
        ("Вид памятника", ["могильник", "курган", "мавзолей"], "kind"),
        ("Ескерткіштің түрі", ["археология", "сәулет"], "legal_kind"),
        ("Түрі", ["кесене", "зират"], "kind"),
        ("Category", ["archaeology", "architecture"], "legal_kind"),
        ("Category", ["burial ground", "mausoleum"], "kind"),
    ],
)
def test_values_tell_legal_kinds_from_types(heading: str, values: list[str], field: str) -> None:
    """Types under a heading of the law are types; an empty column stays what its heading says."""
    assert match_headings([heading], pd.DataFrame({heading: values}))[heading].field == field
    assert match_headings([heading], pd.DataFrame({heading: [None]}))[heading].field == "legal_kind"

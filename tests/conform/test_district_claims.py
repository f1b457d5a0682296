"""What a survey says of the district of each row: in a cell, a section row, or the words."""

from __future__ import annotations

import pandas as pd
from row_places import make_texts

from heritage_gis.conform.districts import gather_claims
from heritage_gis.places.names import find_unit


def test_the_cell_comes_before_the_section_and_that_before_the_words() -> None:
    """Words about the place claim a district only where nothing else does."""
    words = "Шетский район, 5 км к С от пос. Акшатау"
    cells = pd.DataFrame(
        {
            "district": make_texts("Актогайский р-н", None, None, None),
            "location_text": make_texts(words, words, words, "5 км от г. Каражал"),
        }
    )
    sections = make_texts("Нуринский район", "Нуринский район", "Могильники", None)
    claims = gather_claims(cells, sections)
    told = ["Актогайский р-н", "Нуринский район", "Шетский район"]
    assert claims["text"].tolist()[:3] == told
    assert claims["text"].isna().tolist() == [False, False, False, True]
    assert claims["field"].tolist() == ["district", "", "location_text", "location_text"]


def test_a_region_beside_the_words_keeps_homonyms_apart() -> None:
    """Aktogay district is in Karaganda region, and in Pavlodar region too."""
    cells = pd.DataFrame(
        {
            "location_text": make_texts("Актогайский район", "Актогайский район"),
            "region": make_texts("Павлодарская область", "Карагандинская область"),
        }
    )
    claims = gather_claims(cells, make_texts(None, None))
    assert claims["text"].isna().tolist() == [True, False]


def test_a_region_elsewhere_keeps_a_district_cell_from_being_ours() -> None:
    """«Актогайский район» beside «Павлодарская область» is no district of ours."""
    cells = pd.DataFrame(
        {
            "district": make_texts("Актогайский район", "Актогайский район", None),
            "region": make_texts(
                "Павлодарская область", "Карагандинская обл.", "Павлодарская обл."
            ),
        }
    )
    claims = gather_claims(cells, make_texts(None, None, None))["text"]
    assert find_unit(claims[0]).is_outside
    assert find_unit(claims[1]).kato == "353600000"
    assert pd.isna(claims[2])


def test_a_section_of_a_misspelt_district_is_a_claim() -> None:
    """A section row that speaks of a district nobody knows is asked about, not passed over."""
    claims = gather_claims(
        pd.DataFrame(index=[0, 1]), make_texts("Каркаралнский р-н / Курганы", "Курганы у дороги")
    )
    assert claims["text"].tolist()[0] == "Каркаралнский р-н"
    assert claims["text"].isna().tolist() == [False, True]


def test_a_survey_without_such_columns_claims_nothing() -> None:
    """No column, no claim."""
    claims = gather_claims(pd.DataFrame(index=[0]), make_texts(None))
    assert claims["text"].isna().all()

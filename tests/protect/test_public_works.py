"""Works in public: told of sites that are shown as surveyed, and of no grave."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import Point

from heritage_gis.model.ledger import Ledger
from heritage_gis.model.public import PUBLIC_WORK_COLUMNS
from heritage_gis.model.record import DTYPES
from heritage_gis.model.work import WORK_COLUMNS
from heritage_gis.protect.texts import digest_text
from heritage_gis.protect.works import list_untold_texts, make_public_works

AKTOGAY, SHET = "353600000", "356400000"
MOSQUE, MAUSOLEUM, GRAVE, ON_BORDER = (f"KRG-{number:06d}" for number in range(1, 5))
SURVEYS = pd.DataFrame(
    {"survey_id": ["2026-a", "2026-b"], "title": ["First", "Second"], "licence": ["CC0-1.0"] * 2}
)
PUBLIC = (
    (MOSQUE, "мечеть Рахимова", None, AKTOGAY, "exact"),
    (MAUSOLEUM, "мавзолей Ердена", "Ерден кесенесі; мазар Старый", AKTOGAY, "exact"),
    (GRAVE, "могильник Каражартас", None, SHET, "cell"),
    (ON_BORDER, "курган Ерден", None, "", "cell"),
)


def make_public() -> gpd.GeoDataFrame:
    """Make four public sites; the last lies on the border of two districts."""
    frame = pd.DataFrame(
        PUBLIC, columns=["site_id", "name_ru", "name_other", "district", "position"]
    )
    frame = frame.assign(name_kk=None, name_en=None, border_districts="")
    frame["district"] = frame["district"].mask(frame["district"] == "")
    frame.loc[frame["site_id"] == ON_BORDER, "border_districts"] = f"{SHET} {AKTOGAY}"
    return gpd.GeoDataFrame(frame, geometry=[Point(75, 48)] * len(frame), crs="EPSG:4326")


def make_works(*rows: dict[str, Any]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Make works and their objects; `objects` of a row are the texts that name them."""
    told = [
        {"work_id": f"w{at}", "survey_id": "2026-a", "type": "restoration"} | row
        for at, row in enumerate(rows)
    ]
    works = pd.DataFrame(
        {
            column: pd.Series([row.get(column) for row in told], dtype=DTYPES[kind])
            for column, kind in WORK_COLUMNS.items()
        }
    )
    objects = [(row["work_id"], text) for row in told for text in row["objects"].split("; ")]
    return works, pd.DataFrame(objects, columns=["work_id", "object_text"], dtype="str")


def tell(*rows: dict[str, Any], approved: frozenset[str] = frozenset()) -> list[dict[str, Any]]:
    """Return public works as rows without what is missing."""
    ledger = Ledger(approved_texts=approved)
    told = make_public_works(make_public(), *make_works(*rows), SURVEYS, ledger)
    assert [*told.columns] == [*PUBLIC_WORK_COLUMNS]
    return [
        {str(name): value for name, value in row.items() if not pd.isna(value)}
        for row in told.to_dict("records")
    ]


def test_a_work_is_told_with_who_when_and_its_report() -> None:
    """Of every site it was done at, once for all surveys that say the same, by year."""
    first = {
        "objects": "мечеть Рахимова",
        "from_year": 2016,
        "to_year": 2017,
        "what_ru": "укреплён минарет",
        "leader": "А. Реставратор",
        "institution": "Институт",
        "report_no": "17-2",
        "result": "стоит",
        "source": "отчёт за 2017 год",
    }
    told = tell(
        first,
        first | {"survey_id": "2026-b"},
        {"objects": "Rakhimova mosque; мазар Старый", "from_year": 2001, "to_year": 2001},
    )
    both = {"from_year": 2001, "to_year": 2001, "type": "restoration", "credit": "First (CC0-1.0)"}
    once = {key: value for key, value in first.items() if key != "objects"}
    credit = "First (CC0-1.0); Second (CC0-1.0)"
    assert told == [
        {"site_id": MOSQUE} | both,
        {"site_id": MOSQUE, "type": "restoration"} | once | {"credit": credit},
        {"site_id": MAUSOLEUM} | both,
    ]


@pytest.mark.parametrize(
    "objects",
    [
        "могильник Каражартас",
        GRAVE,
        "мечеть Рахимова; могильник Каражартас",
        "мечеть Рахимова; мавзолей Неведомый",
        "курган 5",
        "KRG-000099",
    ],
)
def test_a_work_at_any_other_place_is_told_nowhere(objects: str) -> None:
    """Where something was dug tells where nothing was; a place nobody knows may be a grave."""
    assert tell({"objects": objects, "type": "excavation"}) == []


@pytest.mark.parametrize(
    ("districts", "sites"), [(None, []), (AKTOGAY, []), (SHET, []), ("623800000", [])]
)
def test_a_name_that_a_grave_shares_means_no_site(districts: str | None, sites: list[str]) -> None:
    """The grave is on a border: whichever district is stated, it may be the one meant."""
    told = tell({"objects": "Ерден", "districts": districts})
    assert [work["site_id"] for work in told] == sites


def test_a_district_tells_namesakes_apart_where_both_are_public() -> None:
    """A grave that is told in another district is not the one meant."""
    public = make_public()
    public.loc[public["site_id"] == ON_BORDER, ["district", "border_districts"]] = [SHET, ""]
    works = make_works({"objects": "Ерден", "districts": AKTOGAY})
    told = make_public_works(public, *works, SURVEYS, Ledger())
    assert told["site_id"].tolist() == [MAUSOLEUM]


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("реставрация купола", True),
        ("реставрация мечети Рахимова", True),
        ("реставрация мавзолея Ердена", True),
        ("реставрация, раскопки у Каражартаса", False),
        ("dig at Karazhartas", False),
        ("в 5 км к северу от Аксу", False),
        ("48°12′34″ с. ш.", False),
    ],
)
def test_texts_that_name_a_grave_or_tell_a_place_are_left_out(text: str, is_told: bool) -> None:  # noqa: FBT001
    """The work itself is told, for it was done at a public place."""
    [told] = tell({"objects": "мечеть Рахимова", "what_ru": text, "result": text})
    assert ("what_ru" in told, "result" in told) == (is_told, is_told)


def test_a_keeper_may_let_a_text_pass() -> None:
    """One that tells a distance; one that names a grave is told nowhere all the same."""
    far, naming = "кирпич везли 5 км от завода", "кирпич с Каражартаса"
    approved = frozenset(map(digest_text, (far, naming)))
    [told] = tell(
        {"objects": "мечеть Рахимова", "what_ru": far, "result": naming}, approved=approved
    )
    assert told["what_ru"] == far
    assert "result" not in told


def test_what_is_told_of_no_site_is_looked_for_in_all_that_is_published() -> None:
    """Notes and places are never told, nor are texts of works at graves."""
    rows = (
        {"objects": "мечеть Рахимова", "what_ru": "новый купол", "notes": "ключ у сторожа"},
        {"objects": "могильник Каражартас", "what_ru": "раскопана ограда"},
    )
    works, objects = make_works(*rows)
    told = make_public_works(make_public(), works, objects, SURVEYS, Ledger())
    untold = list_untold_texts(works, told)
    assert sorted(untold["text"]) == ["ключ у сторожа", "раскопана ограда"]
    assert set(untold["site_id"]) == {"w0", "w1"}

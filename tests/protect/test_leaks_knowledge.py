"""What the leak test knows: secrets, allowed places, and orders that anybody can make."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from leak_edition import make_register

from heritage_gis.protect.leaks.orders import Orders
from heritage_gis.protect.leaks.pieces import Table
from heritage_gis.protect.leaks.rows import find_row_leaks
from heritage_gis.protect.leaks.secrets import gather_secrets
from heritage_gis.protect.leaks.watch import allow_sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from heritage_gis.model.public import PublicSites
    from heritage_gis.protect.leaks.allowed import AllowedPlaces
    from heritage_gis.protect.leaks.secrets import Secrets
    from heritage_gis.protect.leaks.watch import Watch

pytest_plugins = ["leak_fixtures"]


def test_every_site_not_shown_exactly_is_a_secret(leak_secrets: Secrets) -> None:
    """Secrets are protected, withheld and unpublished sites; a site shown exactly is none."""
    assert sorted(leak_secrets.points["site_id"].unique()) == [
        f"KRG-{number:06d}" for number in (1, 2, 4, 5, 6, 7)
    ]


def test_outlines_and_records_are_secret_too(leak_secrets: Secrets) -> None:
    """The vertices of an outline tell the place as well as its middle does."""
    begazy = leak_secrets.points[leak_secrets.points["site_id"] == "KRG-000001"]
    assert begazy["what"].tolist() == ["site", "record", "vertex", "vertex", "vertex"]
    assert [75.3472, 48.2664] in begazy[["lon", "lat"]].to_numpy().tolist()


def test_a_record_without_a_site_is_a_secret(leak_public: PublicSites) -> None:
    """A record that is held back or awaits the keeper is protected under its own id."""
    sites, records = make_register()
    records.loc[records["site_id"] == "KRG-000003", "site_id"] = None
    secrets = gather_secrets(sites, records, leak_public)
    assert "survey:KRG-000003" in set(secrets.points["site_id"])


def test_names_are_secret_only_before_publication(leak_secrets: Secrets) -> None:
    """The name of a site is public with the site, and secret before."""
    names = leak_secrets.texts[leak_secrets.texts["column"].str.startswith("name_")]
    assert names["text"].tolist() == ["курган Кызылшокы"]


def test_cells_points_and_borders_are_allowed(leak_places: AllowedPlaces) -> None:
    """An edition may name corners and middles of cells, exact sites, and the base map."""
    allowed = np.array([[75.3, 48.2], [75.4, 48.3], [75.35, 48.25], [67.81472, 48.15794]])
    secret = np.array([[75.345278, 48.267222], [67.814722, 48.157936], [75.35, 48.2]])
    assert leak_places.has_points(*allowed.T).all()
    assert not leak_places.has_points(*secret.T).any()


def test_single_angles_are_traced_by_axis(leak_places: AllowedPlaces) -> None:
    """A latitude is traced to latitudes, a longitude to longitudes."""
    angles = np.array([48.15794, 67.81472])
    assert leak_places.has_angles(angles, "lat").tolist() == [True, False]
    assert leak_places.has_angles(angles, "lon").tolist() == [False, True]


ORDERS = {
    "as the twin": lambda frame: frame,
    "by catalogue number": lambda frame: frame.sort_values("number"),
    "by Russian name": lambda frame: frame.sort_values("name_ru"),
    "by Russian name, backwards": lambda frame: frame.sort_values("name_ru", ascending=False),
    "by id": lambda frame: frame.sort_values("site_id"),
    "by year, then as the twin": lambda frame: frame.sort_values("start_year", kind="stable"),
    "two of them": lambda frame: frame.iloc[[4, 1]],
}


@pytest.mark.parametrize("sort", ORDERS.values(), ids=ORDERS)
def test_public_orders_are_no_secret(
    sort: Callable[[gpd.GeoDataFrame], gpd.GeoDataFrame], leak_watch: Watch
) -> None:
    """A list may stand in any order that anybody can make from what is published."""
    listed = sort(leak_watch.public.frame)["site_id"].to_numpy(dtype=object)
    assert Orders(leak_watch).is_public(listed)


def test_lists_may_be_parted_by_group(leak_watch: Watch) -> None:
    """A list may be parted by kind group or district, with each part in a public order."""
    frame = pd.concat([leak_watch.public.frame] * 3, ignore_index=True)
    frame["site_id"] = [f"KRG-{row:06d}" for row in range(len(frame))]
    public = type(leak_watch.public)(gpd.GeoDataFrame(frame))
    orders = Orders(type(leak_watch)(public, leak_watch.secrets, leak_watch.allowed))
    parted = frame.sort_values("district", ascending=False, kind="stable")
    assert orders.is_public(parted["site_id"].to_numpy(dtype=object))
    mixed = frame.sample(frac=1, random_state=1)
    assert not orders.is_public(mixed["site_id"].to_numpy(dtype=object))


def test_order_by_latitude_is_a_secret(leak_watch: Watch) -> None:
    """An order that only the true places give is found."""
    truth = ["KRG-000005", "KRG-000001", "KRG-000003", "KRG-000004", "KRG-000006", "KRG-000002"]
    assert not Orders(leak_watch).is_public(np.array(truth, dtype=object))


@pytest.mark.parametrize(
    ("text", "is_allowed"),
    [
        ("up to 10 km.", True),
        ("up to 1 / 10 / 50 km.", True),
        ("up to\u00a010 km.", True),
        ("up to 9.8 km.", False),
        ("up to 10 km of", False),
    ],
)
def test_allowed_sentences_hold_whole_numbers(text: str, *, is_allowed: bool) -> None:
    """A sentence of the pages may stand with whole numbers in it, and as a whole only."""
    pattern = pd.Series([text]).str.fullmatch(allow_sentence("up to {n} km."))
    assert pattern.item() is is_allowed


def test_an_id_told_once_may_stand_in_the_list_of_files_alone(leak_watch: Watch) -> None:
    """Its page says what became of it; data about it, or an id never told, are a leak."""
    watch = replace(leak_watch, public=replace(leak_watch.public, former={"KRG-000901": ""}))
    ids = np.array(["KRG-000901", "KRG-000902"], dtype=object)
    paths = [f"kk/sites/{site}.html" for site in ids]
    files = Table("/files", pd.DataFrame({"path": paths, "sha256": ["aa", "bb"]}))
    assert [each.found for each in find_row_leaks(files, ids, watch)] == ["KRG-000902"]
    data = Table("/sites", pd.DataFrame({"id": ids, "name": ["A", "B"], "kind": ["c", "d"]}))
    assert [each.found for each in find_row_leaks(data, ids, watch)] == [*ids]

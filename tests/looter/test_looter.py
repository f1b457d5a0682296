"""A looter who reads every edition learns no more of a protected site than its cell."""

from __future__ import annotations

import shutil
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from chance_tests import judge_ranks, judge_uniform
from clues import gather_clues
from command_line import read_bytes_of
from judgement import HALF, WHOLE, judge, read_truth, weigh_orders
from looter import LEADS_HERE, Prior, find_regions, read_editions
from story import Story, tell_story

from heritage_gis.geo.grid import draw_cells
from heritage_gis.pipeline import told_sites
from heritage_gis.pipeline.public_twin import load_known
from heritage_gis.pipeline.publishing import lay_out_edition, make_page
from heritage_gis.protect.interference import check_interference, shake_sites
from heritage_gis.protect.twin import make_public_sites
from heritage_gis.publish.staging import finish_stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from public_files import Edition

LEAST_P = 0.01
PAPERS, ERROR = 40, 0.03  # sites of which a paper tells, and how far it may be off, in degrees


@dataclass(frozen=True)
class Home:
    """A home whose story was told, with what the looter reads of it.

    Attributes:
        story: the home.
        editions: what its public folders tell.
        rounds: how often to shake its sites.
    """

    story: Story
    editions: list[Edition]
    rounds: int


SIZES = [
    pytest.param((60, 3, 1), marks=pytest.mark.slow, id="short"),
    pytest.param((1000, 10, 20), marks=pytest.mark.soak, id="long"),
]


@pytest.fixture(scope="module", params=SIZES)
def home(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Home]:
    """A home with all its editions.

    The gate before each release is left out: it changes no byte, and what it would have found is
    looked for here, by other means.
    """
    sites, editions, rounds = request.param
    base = tmp_path_factory.mktemp("looter")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("heritage_gis.pipeline.edition.check_edition", lambda *_: [])
        story = tell_story(base, sites, editions)
    yield Home(story, read_editions(story.folders), rounds)
    shutil.rmtree(base)


@pytest.fixture(scope="module")
def truth(home: Home) -> pd.DataFrame:
    """The true places."""
    return read_truth(home.story.home)


@pytest.fixture(scope="module")
def prior(home: Home) -> Prior:
    """What is public elsewhere: the districts, what surveys are like, and a paper on some sites."""
    chance = np.random.default_rng(7)
    story = home.story
    rows = pd.concat(story.surveys.values()).sample(PAPERS, random_state=chance)
    off = chance.uniform(-ERROR, ERROR, (PAPERS, 2))
    papers: dict[str, tuple[float, float, float]] = {
        str(row.name_): (float(row.lon + dx), float(row.lat + dy), ERROR)
        for row, (dx, dy) in zip(
            rows.rename(columns={"name": "name_"}).itertuples(), off, strict=True
        )
    }
    return Prior(story.districts, tuple(f"Survey {name}" for name in story.naming), papers)


@pytest.fixture(scope="module")
def regions(home: Home, prior: Prior) -> gpd.GeoDataFrame:
    """What remains possible for each site."""
    return find_regions(home.editions, prior)


@pytest.fixture(scope="module")
def clues(home: Home) -> pd.DataFrame:
    """What can be counted."""
    sheets = {f"Survey {name}": f"{name}/table.csv//" for name in home.story.surveys}
    return gather_clues(home.editions, sheets)


def test_every_place_may_lie_anywhere_in_its_cell(
    home: Home, regions: gpd.GeoDataFrame, truth: pd.DataFrame, clues: pd.DataFrame
) -> None:
    """At least half of each cell remains, all of it away from borders, and no place is likelier."""
    cells = pd.Series(sorted(set(regions["cell"])))
    shapes = gpd.GeoSeries(draw_cells(cells), crs=4326)
    crossed = cells[home.story.districts.cells_near_border(shapes, 0.0).to_numpy()]
    verdict = judge(regions, truth, clues.drop(columns="survey"), {*crossed})
    weigh_orders(verdict, truth, clues)
    print("", *verdict.tell(), sep="\n")  # noqa: T201 - the figures are what it is run for
    table = verdict.table[~verdict.table["is_part"].astype(bool)]
    assert regions.attrs["unexplained"] == []
    assert table["is_near"].all()
    assert (table["by_register"] >= HALF).all()
    unmoved = table[~table["has_moved"]]
    assert (unmoved.loc[~unmoved["is_border"], "by_register"] >= WHOLE).all()
    assert not table["reason"].str.contains(LEADS_HERE).any()
    assert (table["by_paper"].dropna() >= HALF).all()
    uniform = {name: p for name, p in verdict.p_values.items() if name.startswith("uniform")}
    assert min(uniform.values()) > LEAST_P, uniform
    rest = {name: p for name, p in verdict.p_values.items() if name not in uniform}
    assert min(rest.values()) > LEAST_P / len(rest), rest


def test_same_bytes_wherever_sites_lie(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """Protected sites are moved, and what is withheld shuffled: twin and pages are the same."""
    story, settings = home.story, home.story.settings
    known = load_known(settings, story.day)
    args = (known.surveys, story.districts, known.ledger)
    assert check_interference(known.sites, *args, home.rounds) == []
    public, _ = make_public_sites(known.sites, *args)
    maps = read_bytes_of(story.folders[-1])
    for seed in range(1, home.rounds + 1):
        shaken = shake_sites(known.sites, public, story.districts, known.ledger, seed)
        moved = shapely.distance(known.sites.geometry.to_numpy(), shaken.geometry.to_numpy()) > 0
        assert moved.mean() > HALF
        monkeypatch.setattr(told_sites, "load_told_sites", lambda *_, told=shaken: told)
        publication = lay_out_edition(settings)
        for slug in publication.pages:
            make_page(publication, slug)
        finish_stage(publication.stage)
        assert read_bytes_of(publication.plan.folder) == maps


def test_planted_clues_are_found(home: Home, prior: Prior, truth: pd.DataFrame) -> None:
    """A list in the order of latitudes, and an id that leads across cells, give places away."""
    north = [*truth.sort_values("y").index]
    editions = deepcopy(home.editions)
    planted = editions[-1]
    planted.orders["data/planted.geojson"] = north
    asked = find_regions(editions, prior)
    cells = asked["cell"].drop_duplicates()
    one, other = cells[cells.str.startswith("100000:")].index[:2]
    neighbour = asked.loc[one, "cell"].split(":")
    neighbour[1] = str(int(neighbour[1]) + 100_000)
    planted.told[other]["cell"] = ":".join(neighbour)
    planted.leads[other] = one
    sheets: dict[str, str] = {}
    clues = gather_clues(editions, sheets).drop(columns="survey")
    verdict = judge(asked, truth, clues, set())
    assert verdict.p_values["rank in data/geojson ~ north, in one cell"] < LEAST_P / 100
    led = find_regions(editions, prior)
    assert led.loc[one, "share"] < HALF / 2
    assert LEADS_HERE in led.loc[one, "reason"]


def test_chance_tests_tell_even_from_uneven() -> None:
    """Even figures pass, squares of them do not; ranks that follow are seen, others are not."""
    chance = np.random.default_rng(5)
    even, other = chance.random(400), chance.random(400)
    assert judge_uniform(even) > LEAST_P
    assert judge_uniform(even**1.5) < LEAST_P
    assert judge_ranks(even, other) > LEAST_P
    assert judge_ranks(even, even + other) < LEAST_P

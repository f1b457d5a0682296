"""Non-interference: the public twin stays the same, wherever in its cell a protected site lies.

Every protected site is moved at random, all that is withheld of it is shuffled, and the twin is
made again. Publication knows nothing but the twin: the same twin makes the same files.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from heritage_gis.geo.grid import (
    MICRO,
    REACH,
    UNCERTAINTY_M,
    find_corner,
    read_cells,
    to_micro,
    write_cells,
)
from heritage_gis.model.columns import list_values
from heritage_gis.model.record import CRS
from heritage_gis.protect.levels import PINNED_SIZES, find_levels
from heritage_gis.protect.positions import pin_cells
from heritage_gis.protect.twin import COUNT_CLASSES, make_public_sites
from heritage_gis.vocabularies.kinds import read_kinds
from heritage_gis.vocabularies.tables import read_vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from heritage_gis.model.ledger import FirstReleases, Ledger
    from heritage_gis.model.public import PublicSites
    from heritage_gis.places.districts import Districts

    MakeTwin = Callable[
        [gpd.GeoDataFrame, pd.DataFrame, Districts, Ledger], tuple[PublicSites, FirstReleases]
    ]

TRIES = 60  # draws of a place for each site; one whose ground is tinier than that stays
MOST_COUNT = 500  # of mounds, in the class over 50
NAMED = 5  # site ids in one line of what differs
# What the twin is made from besides the place. All other columns are shuffled among the protected
# sites, also such as nobody thought of yet.
TOLD_FROM = frozenset(
    (
        *("site_id", "name_kk", "name_ru", "name_en", "name_other", "part_of", "survey_ids"),
        *("kinds_told", "kind_certainty", "extants_told", "earliest_year", "public_from"),
        *("geometry",),
        *("period", "start_year", "end_year", "dating_certainty"),
        *("protection_status", "list_number"),
        *("district", "district_claimed", "district_certain"),
        *("kind", "condition", "feature_count", "position_accuracy_m"),  # redrawn, not swapped
    )
)


def check_interference(
    sites: gpd.GeoDataFrame,
    surveys: pd.DataFrame,
    districts: Districts,
    ledger: Ledger,
    rounds: int,
    make: MakeTwin = make_public_sites,
) -> list[str]:
    """Make the twin of a register anew from shaken sites, and compare.

    Args:
        sites: as `make_public_sites` takes them.
        surveys: as above.
        districts: as above.
        ledger: as above. Every second round goes by it as after a release; the others as if no
            cell and no number were given out yet, for what is given stays whatever it was made by.
        rounds: how often; round `n` is shaken with the seed `n`.
        make: makes the twin.

    Returns:
        A line for each round and column that differs, naming sites; nothing where all is well.
    """
    told = make(sites, surveys, districts, ledger)
    pinned = replace(ledger, cells={**ledger.cells, **told[1].cells})
    settled = make(sites, surveys, districts, pinned)
    found: list[str] = [f"once released: {line}" for line in _compare(told[0], settled[0])]
    bare = replace(ledger, cells={}, former_cells={}, inherited_cells={}, numbers={})
    first = make(sites, surveys, districts, bare)
    for seed in range(1, rounds + 1):
        by, before = (bare, first) if seed % 2 else (pinned, settled)
        shaken = shake_sites(sites, before[0], districts, by, seed)
        after = make(shaken, surveys, districts, by)
        lines = [*_compare(before[0], after[0]), *_compare_releases(before[1], after[1])]
        found += [f"round {seed}: {line}" for line in lines]
    return found


def shake_sites(
    sites: gpd.GeoDataFrame, public: PublicSites, districts: Districts, ledger: Ledger, seed: int
) -> gpd.GeoDataFrame:
    """Move every protected site at random, and shuffle what is withheld of it.

    A site moves anywhere within the cell it is told by, whatever district that ground lies in. One
    outside its cell, but not beyond its reach, moves within cell and reach. One farther off, such
    as a part of a complex, moves within the cell that it has by itself. What follows from the
    place follows from the new one: the district, the mark of an uncertain one, and the district
    that a survey names, where it named the right one. Counts stay in their class, kinds in their
    group, accuracies within their level; a condition that tells of looting may come and go.

    Args:
        sites: the register's sites.
        public: their public twin.
        districts: the layer in place.
        ledger: by which the twin was made.
        seed: the same makes the same.
    """
    chance = np.random.default_rng(seed)
    shaken = sites.reset_index(drop=True).copy()
    twin = public.frame.set_index("site_id").reindex(shaken["site_id"])
    hidden = (twin["position"] != "exact").to_numpy()
    cells = pin_cells(shaken, find_levels(shaken, ledger), ledger)  # of withheld sites, too
    _shuffle(shaken, twin, hidden, chance)
    movable = hidden & shaken.geometry.notna().to_numpy()
    if movable.any():
        twin = twin.assign(cell=cells.to_numpy())
        _move(shaken, twin, np.flatnonzero(movable), districts, chance)
    return shaken


def _move(
    shaken: gpd.GeoDataFrame,
    twin: pd.DataFrame,
    rows: NDArray[np.intp],
    districts: Districts,
    chance: np.random.Generator,
) -> None:
    """Move these rows, and let follow what the register makes of their place."""
    points = shaken.geometry.to_numpy().copy()
    here = np.column_stack([shapely.get_x(points[rows]), shapely.get_y(points[rows])])
    home = _locate(here, districts)["kato"].fillna("").to_numpy()
    is_free = twin["cell"].notna().to_numpy()[rows] & (home != "")
    boxes = _find_boxes(here, home, twin.iloc[rows], districts)
    there, waiting = here.copy(), np.arange(len(rows))
    for _ in range(TRIES):
        west, south, east, north = boxes[waiting].T
        drawn = np.column_stack([chance.integers(west, east), chance.integers(south, north)])
        located = _locate(drawn / MICRO, districts)["kato"].fillna("").to_numpy()
        fits = (located == home[waiting]) | (is_free[waiting] & (located != ""))
        there[waiting[fits]] = drawn[fits] / MICRO
        waiting = waiting[~fits]
        if not len(waiting):
            break
    points[rows] = shapely.points(there)
    shaken["geometry"] = gpd.GeoSeries(points, crs=CRS)
    new = _locate(there, districts)
    named_right = (shaken["district_claimed"] == shaken["district"]).to_numpy(dtype=bool)[rows]
    shaken.loc[rows[is_free & named_right], "district_claimed"] = new["kato"].to_numpy()[
        is_free & named_right
    ]
    shaken.loc[rows[is_free], "district"] = new["kato"].to_numpy()[is_free]
    is_near = (new["border_distance_m"] <= districts.border_tolerance_m).to_numpy()
    claimed = (shaken["district_claimed"] == shaken["district"]).to_numpy()[rows]
    certain = pd.array(~is_near | claimed, dtype="boolean")
    certain[shaken["district"].isna().to_numpy()[rows]] = pd.NA
    shaken.loc[rows, "district_certain"] = certain


def _locate(degrees: NDArray[np.float64], districts: Districts) -> pd.DataFrame:
    return districts.locate(gpd.GeoSeries(shapely.points(degrees), crs=CRS))


def _find_boxes(
    here: NDArray[np.float64], home: NDArray[np.object_], twin: pd.DataFrame, districts: Districts
) -> NDArray[np.int64]:
    """Return the ground of each site in whole microdegrees: west, south, east, north."""
    bounds = dict(zip(districts.frame["kato"], districts.frame.bounds.to_numpy(), strict=True))
    alone = np.column_stack([here, here])
    wide = np.array([bounds.get(kato, at) for kato, at in zip(home, alone, strict=True)])
    boxes = to_micro(wide)
    boxes[:, 2:] += 1
    size = np.asarray(twin["protection"].map(PINNED_SIZES).fillna(0), dtype=np.int64)
    has_cell = twin["cell"].notna().to_numpy() & (size > 0)
    west, south = (find_corner(here[has_cell, axis], size[has_cell]) for axis in (0, 1))
    own = write_cells(west, south, size[has_cell])
    told = _spread(twin.loc[has_cell, "cell"], 0)
    reached = _spread(twin.loc[has_cell, "cell"], REACH)
    at = to_micro(here[has_cell])
    elsewhere = np.where(_holds(reached, at), reached, _spread(own, 0))
    boxes[has_cell] = np.where(_holds(told, at), told, elsewhere)
    return boxes


def _spread(cells: pd.Series, reach: int) -> NDArray[np.int64]:
    """Return cells as boxes, larger by a share of their size where a reach is given."""
    corners = read_cells(cells)
    size = corners["size"].to_numpy(dtype=np.int64)
    west, south = corners["west"].to_numpy(), corners["south"].to_numpy()
    slack = size // reach if reach else np.zeros_like(size)
    edges = (west - slack, south - slack, west + size + slack, south + size + slack)
    return np.column_stack(edges).astype(np.int64)


def _holds(boxes: NDArray[np.int64], at: NDArray[np.int64]) -> NDArray[np.bool_]:
    inside: NDArray[np.bool_] = (at >= boxes[:, :2]) & (at < boxes[:, 2:])
    return np.asarray(inside.all(axis=1, keepdims=True))


def _shuffle(
    shaken: gpd.GeoDataFrame,
    twin: pd.DataFrame,
    hidden: NDArray[np.bool_],
    chance: np.random.Generator,
) -> None:
    """Shuffle what is withheld of protected sites."""
    shaken["feature_count"] = _redraw_counts(shaken["feature_count"], hidden, chance)
    shaken["kind"] = _redraw_kinds(shaken["kind"], hidden, chance)
    untold = hidden & twin["condition"].isna().to_numpy()
    shaken["condition"] = _redraw_conditions(shaken["condition"], untold, chance)
    accuracy = shaken["position_accuracy_m"]
    level = twin["cell"].str.partition(":")[0].astype("float64").map(UNCERTAINTY_M).to_numpy()
    fine = hidden & (accuracy.fillna(0).to_numpy() <= level)
    drawn = pd.Series(chance.uniform(1, np.nan_to_num(level, nan=2)), index=shaken.index)
    shaken["position_accuracy_m"] = accuracy.mask(fine, drawn)
    rows = np.flatnonzero(hidden)
    for column in (column for column in shaken if column not in TOLD_FROM):
        values = shaken[column].array.copy()
        values[rows] = values[chance.permutation(rows)]
        shaken[column] = values


def _redraw_counts(
    counts: pd.Series, hidden: NDArray[np.bool_], chance: np.random.Generator
) -> pd.Series:
    """Return other counts of the same class."""
    edges = np.array([*COUNT_CLASSES, MOST_COUNT])
    known = hidden & (counts > 0).fillna(value=False).to_numpy(dtype=bool)
    of_class = np.searchsorted(edges, counts[known].to_numpy(dtype=np.int64)) - 1
    of_class = of_class.clip(0, len(edges) - 2)
    drawn = counts.copy()
    drawn[known] = chance.integers(edges[of_class] + 1, edges[of_class + 1] + 1)
    return drawn


def _redraw_kinds(
    kinds: pd.Series, hidden: NDArray[np.bool_], chance: np.random.Generator
) -> pd.Series:
    """Return other kinds of the same group."""
    groups: dict[str, list[str]] = {}
    for kind in read_kinds().values():
        groups.setdefault(kind.group, []).append(kind.code)
    alike = kinds.map(lambda kind: groups[read_kinds()[kind].group], na_action="ignore")
    picks = chance.random(len(kinds))
    drawn = [
        kind if not isinstance(codes, list) else codes[int(pick * len(codes))]
        for kind, codes, pick in zip(kinds, alike, picks, strict=True)
    ]
    return kinds.where(~hidden, pd.Series(drawn, index=kinds.index, dtype="str"))


def _redraw_conditions(
    conditions: pd.Series, untold: NDArray[np.bool_], chance: np.random.Generator
) -> pd.Series:
    """Return another condition that is not told: none, or one that tells looting."""
    looted = [e["code"] for e in read_vocabulary("conditions") if e["tells_looting"] == "yes"]
    choices = np.array([None, *looted], dtype=object)
    drawn = pd.Series(chance.choice(choices, len(conditions)), index=conditions.index, dtype="str")
    return conditions.mask(untold, drawn)


def _compare(before: PublicSites, after: PublicSites) -> list[str]:
    works = [] if before.works.equals(after.works) else ["works differ"]
    return [*works, *_compare_sites(before.frame, after.frame)]


def _compare_sites(old: gpd.GeoDataFrame, new: gpd.GeoDataFrame) -> list[str]:
    if list(old["site_id"]) != list(new["site_id"]):
        moved = [*(a for a, b in zip(old["site_id"], new["site_id"], strict=False) if a != b)]
        return [f"the order of sites differs: {_name(moved)}"]
    found = []
    for column in old:
        a, b = (_read(frame[column]) for frame in (old, new))
        differs = np.array([x != y for x, y in zip(a, b, strict=True)], dtype=bool)
        if differs.any():
            found.append(f"{column} differs: {_name([*old.loc[differs, 'site_id']])}")
    return found


def _read(column: pd.Series) -> list[object]:
    """Return values that can be compared, geometries as WKB."""
    if isinstance(column, gpd.GeoSeries):
        return list(shapely.to_wkb(column.to_numpy()))
    return list_values(column)


def _compare_releases(before: FirstReleases, after: FirstReleases) -> list[str]:
    found = []
    if before.cells != after.cells:
        sites = sorted({site for site, _ in before.cells.items() ^ after.cells.items()})
        found.append(f"the cells given out differ: {_name(sites)}")
    if before.numbers != after.numbers:
        found.append("the catalogue numbers given out differ")
    return found


def _name(site_ids: list[str]) -> str:
    more = f" and {len(site_ids) - NAMED} more" if len(site_ids) > NAMED else ""
    return ", ".join(site_ids[:NAMED]) + more

"""What the first view of a district costs, beside plain Folium on the same sites.

    python benchmarks/first_view.py [SITES ...]

Made-up sites in Aktogay district, nine of ten protected; the page without the cards of its sites.
Bytes are all that the browser asked for, as it lies and through gzip; seconds are those from the
start of the navigation until the last task of more than 50 ms is over, each the median of three;
the block is the longest task. With the processor as it is, and slowed four times; from a server,
and opened from disk. Folium's maps are without its default assets but Leaflet (they come from
foreign hosts), so they are lighter here than as they come out of the box. Needs Chromium
(`scripts/install_test_servers.sh`).
"""

from __future__ import annotations

import argparse
import gzip
import shutil
import statistics
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import folium
import folium.plugins
import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from playwright.sync_api import sync_playwright

from heritage_gis.geo.grid import AREA, UNCERTAINTY_M, draw_cells
from heritage_gis.model.public import PUBLIC_COLUMNS, PublicSites
from heritage_gis.paths import Home
from heritage_gis.places.districts import load_districts
from heritage_gis.publish.editions import Edition, EditionBook
from heritage_gis.publish.staging import open_stage, stage_list

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

SIZES = (10, 1_000, 10_000, 100_000)
AKTOGAY, SLUG = "353600000", "aktogay"
BOX = (73.6, 46.6, 76.4, 48.9)  # within which its sites are drawn
EXACT_SHARE, TRIES, SETTLE_MS = 0.1, 3, 1_500
VENDOR = Path(__file__).parents[1] / "heritage_gis/publish/assets/vendor"
WATCH = """
window.tasks = [];
new PerformanceObserver((list) => {
  for (const task of list.getEntries()) window.tasks.push([task.startTime, task.duration]);
}).observe({ type: "longtask", buffered: true });
"""
TELL = """() => {
  const [page] = performance.getEntriesByType("navigation");
  const ends = window.tasks.map(([start, length]) => start + length);
  return [Math.max(page.domContentLoadedEventEnd, ...ends),
    Math.max(0, ...window.tasks.map(([, length]) => length))];
}"""


def draw_sites(count: int) -> PublicSites:
    """Draw public sites of one district; the same at every run."""
    chance = np.random.default_rng(count)
    west, south, east, north = BOX
    lon, lat = chance.uniform(west, east, count), chance.uniform(south, north, count)
    exact = chance.random(count) < EXACT_SHARE
    corners = [(np.floor(axis * 10) * 100_000).astype("int64") for axis in (lon, lat)]
    cells = pd.Series([f"{AREA}:{x}:{y}" for x, y in zip(*corners, strict=True)]).mask(exact)
    shapes = np.array(shapely.points(np.round(lon, 5), np.round(lat, 5)))
    shapes[~exact] = draw_cells(cells.dropna())
    start = chance.integers(-25, 8, count) * 100
    names = pd.Series(chance.integers(1, 10**6, count).astype(str))
    frame = pd.DataFrame(
        {
            "site_id": [f"KRG-{number:06d}" for number in range(1, count + 1)],
            "number": range(1, count + 1),
            "district": AKTOGAY,
            "border_districts": "",
            "region": AKTOGAY[:2],
            "district_certain": True,
            "name_kk": names + " қорымы",
            "name_ru": "могильник " + names,
            "name_en": names + " burial ground",
            "kind_group": np.where(exact, "mausoleum", "burial"),
            "start_year": np.where(start >= 0, start + 1, start),
            "end_year": np.where(start >= 0, start + 100, start + 99),
            "dating_certain": True,
            "protection": np.where(exact, "exact", "area"),
            "position": np.where(exact, "exact", "cell"),
            "cell": cells,
            "coordinate_uncertainty_m": np.where(exact, 25, UNCERTAINTY_M[AREA]),
            "credit": "Made-up survey (CC-BY-4.0)",
        }
    ).reindex(columns=[*PUBLIC_COLUMNS])
    frame["geometry"] = shapes
    by_place = np.lexsort((corners[0], -corners[1]))
    ordered = frame.iloc[by_place].reset_index(drop=True)
    return PublicSites(gpd.GeoDataFrame(ordered, geometry="geometry", crs="EPSG:4326"))


def make_ours(public: PublicSites, folder: Path) -> str:
    """Write the page of the district; return its address."""
    districts = load_districts(Home(folder / "home"))
    book = EditionBook(Edition(1, pd.Timestamp("2026-11-26").date()))
    target = folder / "maps"
    target.mkdir()
    stage_list(open_stage(public, districts, book, target), SLUG)
    return f"maps/kk/{SLUG}/index.html"


def make_folium(
    public: PublicSites, folder: Path, draw: Callable[[gpd.GeoDataFrame, folium.Map], None]
) -> str:
    """Write a plain Folium map of points; return its address."""
    middles = shapely.centroid(public.frame.geometry.to_numpy())
    points = public.frame.set_geometry(gpd.GeoSeries(middles, crs=4326))
    drawn = folium.Map(location=[47.8, 75.0], zoom_start=7, tiles=None)
    drawn.default_js = [("leaflet", "leaflet.js")]
    drawn.default_css = [("leaflet_css", "leaflet.css")]
    draw(points, drawn)
    element: Any
    for element in drawn._children.values():  # noqa: SLF001 - to keep foreign hosts out of it
        if getattr(element, "default_js", None) and element is not drawn:
            element.default_js = [("cluster", "leaflet.markercluster.js")]
            element.default_css = [("cluster_css", "MarkerCluster.css")]
    for path in VENDOR.iterdir():
        shutil.copyfile(path, folder / path.name)
    drawn.save(str(folder / "map.html"))
    return "map.html"


def draw_geojson(points: gpd.GeoDataFrame, drawn: folium.Map) -> None:
    """Draw points with popups as `folium.GeoJson` does."""
    told = points[["name_kk", "name_ru", "kind_group", "geometry"]]
    popup = folium.GeoJsonPopup(["name_kk", "name_ru", "kind_group"])
    folium.GeoJson(told, marker=folium.CircleMarker(radius=4), popup=popup).add_to(drawn)


def draw_cluster(points: gpd.GeoDataFrame, drawn: folium.Map) -> None:
    """Draw points with popups in a `MarkerCluster`."""
    cluster = folium.plugins.MarkerCluster()  # type: ignore[no-untyped-call]  # folium has no types
    cluster.add_to(drawn)
    told = zip(points.geometry.y, points.geometry.x, points["name_kk"], strict=True)
    for lat, lon, name in told:
        folium.CircleMarker([lat, lon], radius=4, popup=name).add_to(cluster)


def draw_fast(points: gpd.GeoDataFrame, drawn: folium.Map) -> None:
    """Draw points without popups in a `FastMarkerCluster`."""
    places = list(zip(points.geometry.y, points.geometry.x, strict=True))
    fast = folium.plugins.FastMarkerCluster(places)  # type: ignore[no-untyped-call]  # as above
    fast.add_to(drawn)


MAKERS: dict[str, Callable[[PublicSites, Path], str]] = {
    "ours": make_ours,
    "GeoJson": partial(make_folium, draw=draw_geojson),
    "MarkerCluster": partial(make_folium, draw=draw_cluster),
    "FastMarkerCluster": partial(make_folium, draw=draw_fast),
}
TOO_SLOW = {"MarkerCluster": 10_000}  # beyond which building it takes many minutes


@dataclass(frozen=True)
class View:
    """What one view cost: seconds until it was still, its longest task, and what it loaded."""

    seconds: float
    block_ms: float
    loaded: frozenset[str]


def see(browser: Browser, address: str, slowed: int) -> View:
    """Open an address in a fresh context, and wait until it is still."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.add_init_script(WATCH)
    page = context.new_page()
    loaded: set[str] = set()
    page.on("requestfinished", lambda request: loaded.add(request.url.split("#")[0]))
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slowed})
    page.goto(address, wait_until="load", timeout=180_000)
    before = -1
    while before != (now := page.evaluate("window.tasks.length")):
        before = now
        page.wait_for_timeout(SETTLE_MS)
    until_ms, block_ms = page.evaluate(TELL)
    context.close()
    return View(until_ms / 1000, block_ms, frozenset(loaded))


def serve(folder: Path) -> Iterator[str]:
    """Serve a folder on loopback; give its address."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - named by its base
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()


def measure(browser: Browser, name: str, count: int) -> None:
    """Build one page, look at it in every way, and print what it cost."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        started = time.perf_counter()
        page = MAKERS[name](draw_sites(count), folder)
        built = time.perf_counter() - started
        served = serve(folder)
        root = next(served)
        told: list[str] = []
        loaded: frozenset[str] = frozenset()
        for start in (root, folder.as_uri()):
            for slowed in (1, 4):
                views = [see(browser, f"{start}/{page}", slowed) for _ in range(TRIES)]
                seconds = statistics.median(view.seconds for view in views)
                block = statistics.median(view.block_ms for view in views)
                told.append(f"{seconds:.2f} s, {block:.0f} ms")
                loaded = views[0].loaded if start == root else loaded
        files = [folder / url.removeprefix(root + "/") for url in loaded if url.startswith(root)]
        contents = [path.read_bytes() for path in files if path.is_file()]
        plain = sum(map(len, contents)) / 1000
        zipped = sum(len(gzip.compress(content)) for content in contents) / 1000
        next(served, None)
    cells = [f"{count:,}", name, f"{plain:,.0f}", f"{zipped:,.0f}", f"{built:.1f} s", *told]
    print("| " + " | ".join(cells) + " |", flush=True)


def main() -> None:
    """Print a table, a line for each size and way."""
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    sizes = parser.parse_args().sizes
    program = shutil.which("chromium") or sys.exit("chromium is missing")
    heads = ("sites", "map", "kB", "kB gzip", "built", "server", "server, 4x", "disk", "disk, 4x")
    print("| " + " | ".join(heads) + " |\n" + "|---" * len(heads) + "|")
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=program, args=flags)
        for count in sizes:
            for name in MAKERS:
                if count <= TOO_SLOW.get(name, count):
                    measure(browser, name, count)


if __name__ == "__main__":
    main()

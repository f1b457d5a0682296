"""Exports: the register for its keeper, or the public twin, in a format of other programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from heritage_gis.errors import MisusedError
from heritage_gis.export.formats import ENDINGS, require_ending, require_format, write_export
from heritage_gis.paths import hold_home
from heritage_gis.pipeline.export_places import choose_place, replace_file
from heritage_gis.pipeline.standing_register import open_standing_register, require_register

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd
    import pandas as pd
    from sqlalchemy import Connection

    from heritage_gis.export.content import Content
    from heritage_gis.register.store import Register
    from heritage_gis.settings import Settings

# What goes with the sites, where the register has it.
TABLES = (
    *("records", "surveys", "names", "assertions", "statuses", "relations", "works"),
    "work_objects",
    "site_redirects",
)
SORTED_BY = ("site_id", "record_id", "survey_id")
YEARS = ("start_year", "end_year", "source_year")


@dataclass(frozen=True)
class Order:
    """What is to be exported, and where to.

    Attributes:
        format: one of `gpkg`, `geoparquet`, `csv`, `lpf`.
        district: slug of a district or region; empty for all.
        is_public: the public twin, else the register with its exact places.
        out: the file; None for one in `data/exports/`.
        base: address below which sites have their own, for `lpf`.
    """

    format: str = "gpkg"
    district: str = ""
    is_public: bool = False
    out: Path | None = None
    base: str = ""


@dataclass(frozen=True)
class Exported:
    """An export as it was written: its file, how many sites it has, and how many it cannot hold."""

    path: Path
    sites: int
    left_out: int
    notice: dict[str, str]


def export(order: Order, settings: Settings) -> Exported:
    """Write an export; the same register gives the same bytes.

    Raises:
        MisusedError: there is no such format or district, the file may not be written there, or
            the public twin holds what is not published yet.
        BusyError: a run holds the home.
    """
    chosen = require_format(order.format)
    if order.base and not order.base.startswith(("http://", "https://")):
        raise MisusedError(f"--base {order.base}: write an address that begins with https://")
    prefixes = find_district_prefixes(order.district)
    name = f"{order.district or 'all'}{'-public' if order.is_public else ''}{ENDINGS[chosen]}"
    path = choose_place(order.out, name, settings.home_folder)
    require_ending(path.name, chosen)
    require_register(settings)
    with hold_home(settings.home_folder):
        read = read_public if order.is_public else read_register
        content = read(order, prefixes, settings)
    with replace_file(path) as beside:
        left_out = write_export(content, chosen, beside)
        if chosen == "gpkg":
            _add_styles(beside, path.name)
    return Exported(path, len(content.sites) - left_out, left_out, content.notice)


def find_district_prefixes(slug: str) -> tuple[str, ...]:
    """Return how the KATO of each site begins that belongs to a district or a region.

    Raises:
        MisusedError: there is no such district.
    """
    from heritage_gis.places.units import read_regions, read_units

    known = {unit.slug: (unit.kato,) for unit in read_units()}
    known |= {region.slug: (region.region,) for region in read_regions()}
    if slug and slug not in known:
        raise MisusedError(f"there is no district {slug}; give one of {', '.join(sorted(known))}")
    return known.get(slug, ("",))


def read_register(order: Order, prefixes: tuple[str, ...], settings: Settings) -> Content:
    """Read all that the register holds of the sites of a district, for its keeper alone."""
    from sqlalchemy import select

    from heritage_gis.export.content import INTERNAL, Content
    from heritage_gis.register import schema
    from heritage_gis.register.store import read_frame

    with (
        open_standing_register(settings) as register,
        register.engine.connect() as connection,
    ):
        every = read_frame(register, connection, select(schema.sites).order_by("site_id"))
        shown = every["district"].fillna(every["district_claimed"]).fillna("")
        sites: gpd.GeoDataFrame = every[shown.str.startswith(prefixes)]
        tables = {
            name: table
            for name in TABLES
            if (table := _read_table(register, connection, name)) is not None
        }
    surveys = tables["surveys"]
    if order.district:
        told = set(sites["site_id"])
        tables = {name: _keep_told(table, told) for name, table in tables.items()}
    return Content(
        sites=sites.drop(columns=[*INTERNAL], errors="ignore").reset_index(drop=True),
        tables=tables,
        surveys=surveys,
        base=_end_base(order.base),
    )


def _read_table(register: Register, connection: Connection, name: str) -> pd.DataFrame | None:
    """Read a table or a view of the register in a fixed order; None where it has none."""
    import pandas as pd
    from sqlalchemy import inspect, select, text

    from heritage_gis.export.content import INTERNAL
    from heritage_gis.register import schema
    from heritage_gis.register.store import read_frame

    found: pd.DataFrame
    if name in schema.metadata.tables:
        table = schema.metadata.tables[name]
        found = read_frame(register, connection, select(table).order_by(*table.primary_key))
    elif name in inspect(register.engine).get_view_names():
        found = pd.read_sql_query(text(f"SELECT * FROM {name}"), connection)  # noqa: S608 - of TABLES
        types = {str(each): "Int64" if each in YEARS else "str" for each in found}
        found = found.astype(types)
    else:
        return None
    keys = [each for each in SORTED_BY if each in found]
    ordered = found.sort_values(keys, kind="stable", na_position="last") if keys else found
    return ordered.drop(columns=[*INTERNAL], errors="ignore").reset_index(drop=True)


def _keep_told(table: pd.DataFrame, sites: set[Any]) -> pd.DataFrame:
    """Keep the rows that speak of any of these sites; a table that speaks of none stays whole."""
    columns = [name for name in table if str(name).endswith("site_id")]
    if not columns:
        return table
    return table[table[columns].isin(sites).any(axis="columns")].reset_index(drop=True)


def read_public(order: Order, prefixes: tuple[str, ...], settings: Settings) -> Content:
    """Make the public twin of what is published.

    Raises:
        MisusedError: it would tell what no edition has told yet.
    """
    from heritage_gis.export.content import Content
    from heritage_gis.pipeline.public_twin import Sources, complete_twin
    from heritage_gis.pipeline.told_sites import load_told_sites, load_told_voices
    from heritage_gis.places.base_map import load_base_map
    from heritage_gis.places.districts import load_districts
    from heritage_gis.protect.twin import make_public_sites
    from heritage_gis.publish.membership import ALL, sort_sites_by_page
    from heritage_gis.publish.staging import fingerprint
    from heritage_gis.register.journal import open_journal
    from heritage_gis.register.ledgers import find_newest_fact, gather_history, gather_ledger
    from heritage_gis.register.loading import load_surveys
    from heritage_gis.register.works import load_works

    del prefixes  # a site on a border stands in several districts: the pages know which
    home = settings.home_folder
    journal = open_journal(home.journal)
    as_of = find_newest_fact(journal, settings.today).isoformat()
    ledger = gather_ledger(journal)
    with open_standing_register(settings) as register:
        sites = load_told_sites(register, as_of, ledger)
        said = load_told_voices(register, as_of, ledger)
        surveys = load_surveys(register)
        works = load_works(register, as_of)
    districts = load_districts(home)
    public, _ = make_public_sites(sites, surveys, districts, ledger)
    history, slug = gather_history(journal), order.district or ALL
    public = complete_twin(public, said, Sources(surveys, works, ledger, journal), history.told)
    prints = fingerprint(public, districts, base=load_base_map(home))
    if history.fingerprints.get(slug) != prints[slug]:
        raise MisusedError(
            "the register holds changes that are not published yet; run heritage publish first"
        )
    rows = sort_sites_by_page(public)[slug]
    released = history.last_changed[slug].released.year
    told: gpd.GeoDataFrame = public.frame.iloc[rows].reset_index(drop=True)
    return Content(told, is_public=True, year=released, base=_end_base(order.base))


def _end_base(base: str) -> str:
    return base if not base or base.endswith(("/", "#")) else f"{base}/"


def _add_styles(path: Path, file_name: str) -> None:
    """Write into a GeoPackage how QGIS shows it; `file_name` is what it will be called."""
    from sqlalchemy import create_engine

    from heritage_gis.register.qgis_projects import add_projects
    from heritage_gis.register.styles import add_styles

    engine = create_engine(f"sqlite:///{path}")
    add_styles(engine)
    add_projects(engine, file_name)
    engine.dispose()

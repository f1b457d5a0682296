"""The yearly statement of the region, from the register."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from heritage_gis.errors import MisusedError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pandas as pd

    from heritage_gis.model.ledger import Ledger
    from heritage_gis.report.statement.facts import Statement
    from heritage_gis.settings import Settings

FIRST_YEAR = 1800
PAGE_SUFFIXES = (".html", ".htm")


def make_statement(year: int, settings: Settings) -> Statement:
    """Make the statement of a year: its works, and the sites known now in the districts of then.

    It holds nothing of a protected site that the public twin does not tell: districts and counts
    are those of the twin, and a text that tells a place more closely is withheld.

    Raises:
        MisusedError: there is no register yet, or no such year.
    """
    if not FIRST_YEAR <= year <= settings.today.year:
        raise MisusedError(f"--year is one from {FIRST_YEAR} to {settings.today.year}, not {year}")
    if not (settings.register_url or settings.home_folder.register.is_file()):
        raise MisusedError("there is no register yet; run heritage run first")
    from heritage_gis.pipeline.told_sites import load_told_sites
    from heritage_gis.places.districts import load_districts
    from heritage_gis.places.layouts import load_districts_on
    from heritage_gis.places.units import PRESENT_LAYOUT
    from heritage_gis.protect.relayout import relay_out
    from heritage_gis.protect.twin import make_public_sites
    from heritage_gis.register.journal import open_journal
    from heritage_gis.register.ledgers import find_newest_fact, gather_ledger
    from heritage_gis.register.loading import load_surveys
    from heritage_gis.register.store import open_register
    from heritage_gis.register.works import load_works
    from heritage_gis.report.statement.facts import (
        Statement,
        count_sites,
        gather_works,
        is_former,
    )

    home = settings.home_folder
    journal = open_journal(home.journal)
    ledger, as_of = gather_ledger(journal), find_newest_fact(journal, settings.today)
    with open_register(home.register, settings.register_url) as register:
        sites = load_told_sites(register, as_of.isoformat(), ledger)
        surveys = load_surveys(register)
        works, objects = load_works(register, as_of.isoformat(), year)
    public, _ = make_public_sites(sites, surveys, load_districts(home), ledger)
    districts = load_districts_on(home, date(year, 12, 31))
    if districts.layout != PRESENT_LAYOUT:
        public = relay_out(public, districts)
    texts = ("what_kk", "what_ru", "what_en", "source")
    titles = _title_surveys(surveys, ledger)
    of_works, sources = gather_works(
        _withhold(works, texts, ledger),
        _withhold(objects, ("object_text",), ledger),
        public,
        titles,
    )
    known = {survey_id for ids in sites["survey_ids"] for survey_id in ids.split()}
    counted = surveys[surveys["survey_id"].isin(known)]
    return Statement(
        year=year,
        as_of=as_of,
        is_former_layout=is_former(year),
        works=of_works,
        sources=sources,
        tables=count_sites(public, year),
        surveys=tuple(
            (titles[survey_id], date.fromisoformat(received))
            for survey_id, received in zip(counted["survey_id"], counted["received"], strict=True)
        ),
        borders=districts.credit,
        is_sketch=districts.is_sketch,
    )


def _withhold(frame: pd.DataFrame, columns: tuple[str, ...], ledger: Ledger) -> pd.DataFrame:
    """Return a frame in which texts that tell a place are marked as withheld."""
    from heritage_gis.protect.texts import withhold_telling
    from heritage_gis.report.statement.facts import WITHHELD

    kept = {name: withhold_telling(frame[name], ledger) for name in columns}
    hidden = {name: frame[name].notna() & text.isna() for name, text in kept.items()}
    return frame.assign(**{name: frame[name].mask(hidden[name], WITHHELD) for name in columns})


def _title_surveys(surveys: pd.DataFrame, ledger: Ledger) -> Mapping[str, str]:
    """Return survey_id -> title and licence; a title that tells a place gives way to the id."""
    from heritage_gis.protect.texts import withhold_telling

    titles = withhold_telling(surveys["title"], ledger).fillna(surveys["survey_id"].str[:4])
    told = titles + " (" + surveys["licence"] + ")"
    return dict(zip(surveys["survey_id"], told, strict=True))


def write_statement(statement: Statement, path: Path | None, settings: Settings) -> str:
    """Write a statement in the language of the settings; return it where no file is named.

    Args:
        statement: of a year.
        path: where it goes: a page where the name ends in .html, else Markdown.
        settings: the language.

    Raises:
        MisusedError: the file cannot be written.
    """
    from heritage_gis.report.statement.page import render_statement
    from heritage_gis.report.statement.text import write_text

    is_page = path is not None and path.suffix.lower() in PAGE_SUFFIXES
    write = render_statement if is_page else write_text
    told = write(statement, settings.language)
    if path is None:
        return told
    try:
        path.write_text(told, encoding="utf-8")
    except OSError as error:
        raise MisusedError(f"{path}: cannot be written ({error.strerror})") from error
    return ""

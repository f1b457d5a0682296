"""Passport cards: all that the register holds of one site, on the keeper's paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from heritage_gis.errors import MisusedError
from heritage_gis.pipeline.export_places import choose_place, replace_file
from heritage_gis.pipeline.standing_register import open_standing_register

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from heritage_gis.settings import Settings


def write_site_passport(site_id: str, settings: Settings, out: Path | None = None) -> Path:
    """Write the card of a site in the language of the settings; return its file.

    Args:
        site_id: of the site.
        settings: the home, and the language.
        out: the file; None for one in `data/exports/`.

    Raises:
        MisusedError: there is no such site, or the file may not be written there.
    """
    from heritage_gis.export.passport import write_passport
    from heritage_gis.export.passport_card import build_card

    name = f"passport-{site_id}-{settings.language}.pdf"
    if not site_id.replace("-", "").isalnum():
        raise _say_unknown(site_id)
    path = choose_place(out, name, settings.home_folder)
    site, records, surveys = read_site(site_id, settings)
    content = write_passport(build_card(site, records, surveys, settings.language))
    with replace_file(path) as beside:
        beside.write_bytes(content)
    return path


def read_site(
    site_id: str, settings: Settings
) -> tuple[dict[str, Any], list[dict[str, Any]], pd.DataFrame]:
    """Return a site, its records in the journal's sequence, and the surveys.

    Raises:
        MisusedError: nothing is registered, or there is no such site.
    """
    from sqlalchemy import select

    from heritage_gis.register import schema
    from heritage_gis.register.loading import load_surveys
    from heritage_gis.register.store import read_frame

    sites, records, moved = schema.sites, schema.records, schema.site_redirects
    wanted = select(sites).where(sites.c.site_id == site_id)
    said = select(records).where(records.c.site_id == site_id)
    with open_standing_register(settings) as register:
        with register.engine.connect() as connection:
            found = read_frame(register, connection, wanted)
            told = read_frame(register, connection, said.order_by("sequence", "record_id"))
            redirect = select(moved).where(moved.c.from_site_id == site_id)
            moves = read_frame(register, connection, redirect)
        surveys = load_surveys(register)
    if found.empty and len(moves):
        raise MisusedError(f"{site_id} is now {moves['to_site_id'].iloc[0]}; ask for that one")
    if found.empty:
        raise _say_unknown(site_id)
    return _drop_missing(found)[0], _drop_missing(told), surveys


def _say_unknown(site_id: str) -> MisusedError:
    return MisusedError(f"there is no site {site_id}; its id is written as KRG-000123")


def _drop_missing(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return rows as what they say, without what they do not."""
    import pandas as pd

    return [
        {str(name): value for name, value in row.items() if not pd.isna(value) and value != ""}
        for row in frame.to_dict("records")
    ]

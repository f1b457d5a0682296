"""The safety checks that an edition must pass: non-interference, and the search for leaks."""

from __future__ import annotations

import re
import tempfile
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from heritage_gis.model.work import WORK_TEXTS

if TYPE_CHECKING:
    from collections.abc import Iterable

    import geopandas as gpd
    import pandas as pd

    from heritage_gis.model.ledger import Ledger
    from heritage_gis.model.public import PublicSites
    from heritage_gis.places.base_map import BaseMap
    from heritage_gis.places.districts import Districts
    from heritage_gis.protect.interference import MakeTwin
    from heritage_gis.protect.leaks.findings import Leak

SHAKES = 3  # rounds of shaking before each release; the tests shake twenty times


def check_interference(
    sites: gpd.GeoDataFrame,
    surveys: pd.DataFrame,
    districts: Districts,
    ledger: Ledger,
    make: MakeTwin | None = None,
) -> list[str]:
    """Shake protected sites within their cells, and say what of the public twin changed by it.

    Args:
        sites: the register's sites.
        surveys: its surveys.
        districts: the layer in place.
        ledger: what was decided and given out.
        make: makes the twin; that of the present where it is not given.

    Returns:
        A line for each column that changed; nothing where the twin depends on no place or size.
    """
    from heritage_gis.protect import interference
    from heritage_gis.protect.twin import make_public_sites

    found = interference.check_interference(
        sites, surveys, districts, ledger, SHAKES, make or make_public_sites
    )
    return [f"the public twin depends on what it must not: {line}" for line in found]


def find_leaks(  # noqa: PLR0913 - what is known, what is secret, and what may stand there
    folder: Path,
    public: PublicSites,
    sites: gpd.GeoDataFrame,
    records: gpd.GeoDataFrame,
    districts: Districts,
    *,
    approved: Iterable[str] = (),
    untold: pd.DataFrame | None = None,
    base: BaseMap | None = None,
) -> list[Leak]:
    """Search an edition, staged or released, for anything that tells more than the public twin.

    Args:
        folder: the edition.
        public: the public twin it was made from.
        sites: the register's sites, true points included.
        records: the register's records.
        districts: the layer in place.
        approved: texts that a keeper let go public, though they tell a distance or the like; a
            coordinate in them is found all the same.
        untold: `site_id`, `column`, `text`: more texts that must not be told.
        base: what maps show under the sites.
    """
    import pandas as pd

    from heritage_gis.protect.leaks import findings
    from heritage_gis.protect.leaks.allowed import allow_places
    from heritage_gis.protect.leaks.files import digest_files
    from heritage_gis.protect.leaks.secrets import gather_secrets
    from heritage_gis.protect.leaks.watch import allow_sentence
    from heritage_gis.publish.staging import stage_base
    from heritage_gis.publish.words import list_figure_sentences, list_page_texts, read_words
    from heritage_gis.settings import LANGUAGES

    with tempfile.TemporaryDirectory(prefix="heritage-base-") as scratch:
        stage_base(districts, Path(scratch), base)
        siteless = digest_files(Path(scratch))
    waters = base.waters.credit if base else ""  # «1:10m» is no distance
    credits_ = [
        read_words(language)["waters_credit"].format(credit=waters)
        for language in LANGUAGES
        if waters
    ]
    secrets = gather_secrets(sites, records, public)
    if untold is not None:
        texts = pd.concat([secrets.texts, untold], ignore_index=True)
        secrets = replace(secrets, texts=texts)
    told = (text for name in WORK_TEXTS for text in public.works[name].dropna().unique())
    return findings.find_leaks(
        folder,
        public,
        secrets,
        allow_places(public, districts),
        exempt=siteless,
        phrases=(
            *map(allow_sentence, list_figure_sentences()),
            *map(re.escape, [*approved, *credits_]),
        ),
        known=(*list_page_texts(), *told),
    )


def tell_leaks(leaks: Iterable[Leak]) -> list[str]:
    """Return a line for each leak that says where it is, but not what: logs are read by many."""
    return [f"{leak.file}, {leak.place}: a leak ({leak.kind})" for leak in leaks]


def keep_leaks(leaks: Iterable[Leak], path: Path) -> None:
    """Write leaks with all they tell to a file that stays in `data/`, for the keeper."""
    import pandas as pd

    columns = ["file", "place", "kind", "found", "why"]
    told = pd.DataFrame([asdict(leak) for leak in leaks], columns=columns)
    told.to_csv(path, index=False, encoding="utf-8-sig")

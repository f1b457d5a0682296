"""What the tests of publication share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from edition_files import FIRST
from made_up_sites import make_public_sites

from heritage_gis.paths import Home
from heritage_gis.pipeline.public_twin import tell_former
from heritage_gis.places.districts import load_districts
from heritage_gis.publish.staging import stage_edition

if TYPE_CHECKING:
    from pathlib import Path

    from heritage_gis.model.public import PublicSites
    from heritage_gis.places.districts import Districts
    from heritage_gis.publish.former_layout import FormerLayout


@pytest.fixture(scope="session")
def public() -> PublicSites:
    """The made-up sites."""
    return make_public_sites()


@pytest.fixture(scope="session")
def districts(tmp_path_factory: pytest.TempPathFactory) -> Districts:
    """The sketch of the borders."""
    return load_districts(Home(tmp_path_factory.mktemp("home")))


@pytest.fixture(scope="session")
def former_layout(public: PublicSites, tmp_path_factory: pytest.TempPathFactory) -> FormerLayout:
    """The made-up sites by the districts before June 2022."""
    return tell_former(public, Home(tmp_path_factory.mktemp("home")))


@pytest.fixture(scope="session")
def staged(
    public: PublicSites,
    districts: Districts,
    former_layout: FormerLayout,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """A staged first edition of the made-up sites, with the page of the former layout."""
    folder = tmp_path_factory.mktemp("edition")
    stage_edition(public, districts, FIRST, folder, former_layout)
    return folder

"""What the tests of the leak test share: the small register, its twin, and a clean edition."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from leak_edition import SENTENCES, make_public, make_register, write_edition

from heritage_gis.paths import Home
from heritage_gis.places.districts import load_districts
from heritage_gis.protect.leaks.allowed import AllowedPlaces, allow_places
from heritage_gis.protect.leaks.files import digest_files
from heritage_gis.protect.leaks.secrets import Secrets, gather_secrets
from heritage_gis.protect.leaks.watch import Watch

if TYPE_CHECKING:
    from pathlib import Path

    from heritage_gis.model.public import PublicSites


@pytest.fixture(scope="session")
def leak_public() -> PublicSites:
    """The public twin."""
    return make_public()


@pytest.fixture(scope="session")
def leak_secrets(leak_public: PublicSites) -> Secrets:
    """What must not be told."""
    return gather_secrets(*make_register(), leak_public)


@pytest.fixture(scope="session")
def leak_places(
    leak_public: PublicSites, tmp_path_factory: pytest.TempPathFactory
) -> AllowedPlaces:
    """The places the edition may name."""
    return allow_places(leak_public, load_districts(Home(tmp_path_factory.mktemp("home"))))


@pytest.fixture(scope="session")
def leak_watch(
    leak_public: PublicSites, leak_secrets: Secrets, leak_places: AllowedPlaces
) -> Watch:
    """All of the above."""
    return Watch(leak_public, leak_secrets, leak_places, SENTENCES)


@pytest.fixture(scope="session")
def clean_edition(leak_public: PublicSites, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clean edition."""
    folder = tmp_path_factory.mktemp("clean")
    write_edition(leak_public, folder)
    return folder


@pytest.fixture(scope="session")
def clean_digests(clean_edition: Path) -> frozenset[str]:
    """The sha256 of each file of the clean edition."""
    return digest_files(clean_edition)

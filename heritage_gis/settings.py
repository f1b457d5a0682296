"""Settings, read once from the environment (`HERITAGE_…`) and passed on."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from heritage_gis.paths import Home

Language = Literal["kk", "ru", "en"]
LANGUAGES: tuple[Language, ...] = ("kk", "ru", "en")


def guess_language() -> Language:
    """Return the language of the person's terminal, English where it is none of ours."""
    stated = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG", "")
    return next((language for language in LANGUAGES if stated.startswith(language)), "en")


class Settings(BaseSettings):
    """What a keeper may set; every value has a default that works."""

    model_config = SettingsConfigDict(env_prefix="HERITAGE_", frozen=True)

    home: Path = Path()
    register_url: str = Field(
        default="",
        validation_alias="HERITAGE_REGISTER",
        description="database URL of a PostGIS register; empty: data/processed/register.gpkg",
    )
    language: Language = Field(default_factory=guess_language)
    max_file_mb: int = Field(default=500, description="a larger upload is refused")
    max_unpacked_mb: int = Field(default=2000, description="an archive that unpacks to more is")
    read_seconds: int = Field(
        default=120, description="a file that takes longer to read is refused"
    )
    read_memory_mb: int = Field(default=4000, description="what the reading child may use")

    @property
    def home_folder(self) -> Home:
        """The home as a set of places."""
        return Home(self.home.resolve())

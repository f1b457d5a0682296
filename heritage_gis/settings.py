"""Settings, read once from the environment (`HERITAGE_…`) and passed on."""

from __future__ import annotations

import getpass
import os
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from heritage_gis.errors import MisusedError
from heritage_gis.paths import Home

Language = Literal["kk", "ru", "en"]
LANGUAGES: tuple[Language, ...] = ("kk", "ru", "en")


def guess_language() -> Language:
    """Return the language of the person's terminal, English where it is none of ours."""
    stated = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG", "")
    return next((language for language in LANGUAGES if stated.startswith(language)), "en")


def find_today() -> date:
    """Return the day on the keeper's own calendar."""
    return datetime.now().astimezone().date()


def find_keeper() -> str:
    """Return the name of who is logged in, as the system has it; empty where it has none."""
    try:
        return getpass.getuser()
    except OSError:  # no login and no entry for the user's number
        return ""


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
    patience_seconds: int = Field(
        default=600, description="how long a submission or a decision waits for another run to end"
    )
    today: date = Field(
        default_factory=find_today,
        description="up to which day surveys are public; no page tells it",
    )
    keeper: str = Field(
        default_factory=find_keeper, description="who decides, as the journal tells it"
    )
    contact: str = Field(
        default="",
        pattern=r"^$|^https?://[^\s<>\"]+$|^[^\s<>\"@:]+@[^\s<>\"@:]+$",
        description="mail address or page to which the public reports a monument or a mistake",
    )
    tiles: str = Field(
        default="",
        pattern=r"^$|^https://[^\s<>\"'/;,{}]+/[^\s<>\"';,]*\{z\}[^\s<>\"';,]*$",
        description="address of tiles, such as https://host/{z}/{x}/{y}.png, that a reader of a "
        "district's map may choose to lie under it; empty: none is offered",
    )
    tiles_credit: str = Field(default="", description="whom the tiles are by, as they ask for it")
    read_memory_mb: int = Field(default=4000, description="what the reading child may use")

    @property
    def home_folder(self) -> Home:
        """The home as a set of places."""
        return Home(self.home.resolve())


def read_settings(home: Path | None = None, language: str | None = None) -> Settings:
    """Read the settings; what the command line says comes before the environment.

    Raises:
        MisusedError: a value is none of those that can be, or the home is no folder.
    """
    try:
        settings = Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(["HERITAGE", *map(str, first["loc"])]).upper()
        raise MisusedError(f"{name}: {first['msg']}, found {first['input']!r}") from error
    if language is not None and language not in LANGUAGES:
        raise MisusedError(f"--lang is one of {', '.join(LANGUAGES)}, not {language}")
    said = {"home": home, "language": language}
    chosen = settings.model_copy(update={name: value for name, value in said.items() if value})
    if not chosen.home.is_dir():
        raise MisusedError(f"{chosen.home} is no folder; make it first, or state another home")
    return chosen

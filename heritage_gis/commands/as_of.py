"""`heritage publish --as-of`: an edition as of a day, in a folder of its own."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from heritage_gis.commands.progress import show_progress
from heritage_gis.errors import MisusedError

if TYPE_CHECKING:
    from pathlib import Path

    from heritage_gis.settings import Settings


def publish_day(as_of: str, folder: Path | None, settings: Settings, *, is_part: bool) -> None:
    """Write an edition as of a day, and say which page to open.

    Args:
        as_of: what was given as the day.
        folder: where it goes.
        settings: the home and the language.
        is_part: whether a district, or everything, was asked for besides.

    Raises:
        MisusedError: the options do not go together, or the day is none.
    """
    from heritage_gis.pipeline.former_day import publish_as_of
    from heritage_gis.terminal import show_former_edition

    if not as_of or folder is None:
        raise MisusedError("--as-of DAY and --to FOLDER go together; give both")
    if is_part:
        raise MisusedError("an edition as of a day is always whole: leave --district and --all out")
    try:
        day = date.fromisoformat(as_of)
    except ValueError as error:
        raise MisusedError(f"--as-of is a day such as 2017-12-31, not {as_of}") from error
    with show_progress() as progress:
        report = publish_as_of(day, folder, settings, progress)
    show_former_edition(report, day, folder, settings)

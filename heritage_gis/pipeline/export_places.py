"""Where exports may be written: never into what is public, received, or made anew."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from heritage_gis.errors import MisusedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from heritage_gis.paths import Home

FOLDER = "exports"  # in data/, which git leaves out
EDITION = "edition.json"  # lies in every folder that holds an edition


def choose_place(out: Path | None, name: str, home: Home) -> Path:
    """Return the file to write.

    Args:
        out: as the keeper says; None for one in `data/exports/`, which is written over.
        name: of that one.
        home: the home.

    Raises:
        MisusedError: it is there already, or lies within `maps/`, `data/raw/`, `data/processed/`.
    """
    if out is None:
        folder = home.data / FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        return folder / name
    place = out.resolve()
    for folder in (home.maps, home.raw, home.processed):
        if place.is_relative_to(folder.resolve()):
            shown = folder.relative_to(home.root).as_posix()
            raise MisusedError(
                f"{out}: nothing may be written into {shown}/ by hand; leave out --out for "
                f"data/{FOLDER}/, or name a file elsewhere"
            )
    if any((parent / EDITION).exists() for parent in place.parents):
        raise MisusedError(f"{out}: lies in a published edition; name a file elsewhere")
    if out.exists():
        raise MisusedError(f"{out}: is there already; name another file with --out")
    if not place.parent.is_dir():
        raise MisusedError(f"{out}: there is no folder {out.parent}; make it first")
    return out


@contextmanager
def replace_file(path: Path) -> Iterator[Path]:
    """Give a file beside another to write to; whole, it takes its place."""
    beside = path.with_name(f".new-{path.name}")
    beside.unlink(missing_ok=True)
    try:
        yield beside
        beside.replace(path)
    except OSError as error:
        raise MisusedError(f"{path}: cannot be written ({error.strerror})") from error
    finally:
        beside.unlink(missing_ok=True)

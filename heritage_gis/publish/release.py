"""Release: a staged edition takes the place of the one the public sees, file by file."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path, PurePosixPath

from heritage_gis.paths import flush
from heritage_gis.publish.staging import MANIFEST

BESIDE = ".{name}.new"  # a new file waits under this name until all of them are there
PAGE_DEPTH = 3  # <lang>/<slug>/index.html; <lang>/index.html comes after them


@dataclass(frozen=True)
class ReleaseReport:
    """What a release did, as addresses within `maps/`, each in the order it was done."""

    written: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: tuple[str, ...]


def release_edition(staged: Path, maps: Path, *, everything: bool = False) -> ReleaseReport:
    """Bring `maps/` to a staged edition; files that are the same already are not touched.

    All new files are first written beside the old ones, and only then take their places: assets,
    data, pages, `edition.json`, the front page. What the edition no longer has goes last. So every
    page finds its scripts and complete data at any instant, and after a kill at any instant;
    running again finishes the work.

    Args:
        staged: a complete edition, as `stage_edition` writes it.
        maps: the folder the public sees; made where it is missing. Everything in it is ours.
        everything: write also files that are the same already.

    Raises:
        OSError: the disk is full or denies writing; the public sees the former edition, or some
            districts of the new one, each complete.
    """
    maps.mkdir(parents=True, exist_ok=True)
    _remove_leftovers(maps)
    wanted = sorted(_list_files(staged), key=_rank)
    changed = [p for p in wanted if everything or not _is_same(staged / p, maps / p)]
    for path in changed:
        _write_beside(staged / path, maps / path)
    for _, paths in groupby(changed, key=lambda path: _rank(path)[0]):
        stage = [*paths]
        for path in stage:
            _put_in_place(maps / path)
        _make_durable({(maps / path).parent for path in stage})
    stale = sorted(_list_files(maps) - {*wanted})
    for path in stale:
        _remove(maps / path, maps)
    kept = set(wanted) - set(changed)
    return ReleaseReport(_tell(changed), _tell(stale), _tell(sorted(kept)))


def _tell(paths: list[PurePosixPath]) -> tuple[str, ...]:
    return tuple(map(str, paths))


def _list_files(folder: Path) -> set[PurePosixPath]:
    return {
        PurePosixPath(path.relative_to(folder).as_posix())
        for path in folder.rglob("*")
        if path.is_symlink() or not path.is_dir()
    }


def _rank(path: PurePosixPath) -> tuple[int, PurePosixPath]:
    """Return when a file takes its place: what a page needs comes before the page."""
    stages = {"assets": 0, "data": 1, MANIFEST: 4, "index.html": 5}
    is_deep = len(path.parts) >= PAGE_DEPTH
    return stages.get(path.parts[0], 2 if is_deep else 3), path


def _is_same(new: Path, old: Path) -> bool:
    if not old.is_file() or new.stat().st_size != old.stat().st_size:
        return False
    return _digest(new) == _digest(old)


def _digest(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def _find_beside(path: Path) -> Path:
    return path.with_name(BESIDE.format(name=path.name))


def _remove_leftovers(maps: Path) -> None:
    """Remove what a killed release left waiting."""
    for path in maps.rglob(BESIDE.format(name="*")):
        path.unlink()


def _write_beside(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = _find_beside(target)
    with source.open("rb") as read, beside.open("wb") as written:
        shutil.copyfileobj(read, written)
    flush(beside)


def _put_in_place(target: Path) -> None:
    _find_beside(target).replace(target)


def _make_durable(folders: set[Path]) -> None:
    """Have the disk remember renames before the next ones build on them."""
    for folder in sorted(folders):
        flush(folder)


def _remove(path: Path, maps: Path) -> None:
    """Remove a file, and the folders it leaves empty."""
    path.unlink()
    for folder in path.parents:
        if folder == maps or any(folder.iterdir()):
            return
        folder.rmdir()

"""Small homes made in code: a table of a few sites for each survey."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

HEADINGS = "Название;Тип;Датировка;Район;Широта;Долгота;Точность, м"


def write_survey(home: Path, survey_id: str, who: str, *rows: str, version: int = 1) -> None:
    """Lay a survey, or a version of one, into a home."""
    folder = home / "data" / "raw" / survey_id / f"v{version}"
    folder.mkdir(parents=True)
    (folder / "a.csv").write_text("\n".join((HEADINGS, *rows)) + "\n", "utf-8")
    (folder / "survey.toml").write_text(
        f'title = "{survey_id}"\nwho = "{who}"\nlicence = "CC-BY-4.0"\nreceived = 2026-11-22\n',
        "utf-8",
    )


def digest_all(home: Path) -> dict[str, str]:
    """Return the digest of every file of a home."""
    return {
        path.relative_to(home).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(home.rglob("*"))
        if path.is_file()
    }

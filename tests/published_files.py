"""What lies in a folder, such as an edition, and a leak planted into a page of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heritage_gis.publish import staging

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from heritage_gis.publish.staging import Stage


def read_files(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder by their address."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def plant_comment(monkeypatch: pytest.MonkeyPatch, district: str, comment: str) -> None:
    """Have the Kazakh page of a district hold a comment, whatever edition is laid out."""
    honest = staging.stage_page

    def leak(stage: Stage, slug: str) -> None:
        honest(stage, slug)
        page = stage.folder / "kk" / slug / "index.html"
        if slug == district:
            page.write_text(page.read_text("utf-8") + f"<!-- {comment} -->", "utf-8")

    monkeypatch.setattr(staging, "stage_page", leak)

"""Cards as files: what one says to people, and what it says to machines."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

NBSP = "\u00a0"


def read_text(folder: Path, language: str, site: str = "KRG-000001") -> str:
    """Return what a card says, its tags left out."""
    written = (folder / language / "sites" / f"{site}.html").read_text("utf-8")
    shown = re.sub(r"<script.*?</script>|<head>.*?</head>", "", written, flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", shown))).replace(NBSP, " ")


def read_linked_data(folder: Path, language: str, site: str = "KRG-000001") -> dict[str, Any]:
    """Return what a card tells machines."""
    written = (folder / language / "sites" / f"{site}.html").read_text("utf-8")
    [told] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', written)
    described: dict[str, Any] = json.loads(told)
    return described

"""The passport card of a site as PDF, set with typst."""

from __future__ import annotations

import json
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

# PDF/UA-1: tagged, titled, in a stated language; typst refuses what is not.
ACCESSIBLE: Literal["ua-1"] = "ua-1"


def write_passport(card: Mapping[str, Any]) -> bytes:
    """Set a card, as `build_card` returns it; the same card gives the same bytes.

    Only the letters that typst carries itself are used, and no clock. What surveys say reaches the
    sheet as data, so that no text of theirs is ever read as typst.
    """
    import typst

    sheet = files("heritage_gis.export").joinpath("passport.typ")
    with as_file(sheet) as path:
        return typst.compile(
            path,
            format="pdf",
            ignore_system_fonts=True,
            sys_inputs=_pack(card),
            timestamp=0,
            pdf_standards=[ACCESSIBLE],
        )


def draw_passport(card: Mapping[str, Any], dots_per_inch: float = 96) -> list[bytes]:
    """Draw the pages of a card as PNG."""
    import typst

    sheet = files("heritage_gis.export").joinpath("passport.typ")
    with as_file(sheet) as path:
        pages: Any = typst.compile(
            path, format="png", ppi=dots_per_inch, ignore_system_fonts=True, sys_inputs=_pack(card)
        )
    return [*pages] if isinstance(pages, list) else [pages]


def _pack(card: Mapping[str, Any]) -> dict[str, str]:
    return {"card": json.dumps(card, ensure_ascii=False)}

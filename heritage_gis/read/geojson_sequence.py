"""GeoJSON as a sequence: features one after another, a line each or parted by a sign (RFC 8142)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heritage_gis.read.handover import Handover

SIGN = "\x1e"  # stands before each text of RFC 8142
_BLANKS = " \t\r\n"
_LONGEST_LINE = 10_000_000
_BEGINNING = '{"type": "FeatureCollection", "features": [\n'


def gather_sequence(handover: Handover) -> None:
    """Put a collection in the place of the input where it is a sequence; else leave it.

    The received file stays as it is. A text that is no JSON becomes an empty entry of the
    collection, which is told as every other entry that is no feature.
    """
    if not _is_sequence(handover):
        return
    received = handover.input.resolve()
    try:
        whole = received.read_text("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise handover.refuse("geojson_not_utf8", fault=fault.reason, byte=fault.start) from fault
    handover.input.unlink()
    with handover.input.open("w", encoding="utf-8") as sink:
        sink.write(_BEGINNING)
        for number, text in enumerate(_split(whole)):
            sink.write(f"{',' if number else ''}{text}\n")
        sink.write("]}")


def _is_sequence(handover: Handover) -> bool:
    """Tell whether the first line is whole by itself, and others follow."""
    with handover.input.open("r", encoding="utf-8-sig", errors="replace") as stream:
        first = stream.readline(_LONGEST_LINE)
        while first and not first.strip(_BLANKS + SIGN):
            first = stream.readline(_LONGEST_LINE)
        if first.lstrip(_BLANKS).startswith(SIGN):
            return True
        second = stream.read(1 << 16).lstrip(_BLANKS)
    if not second.startswith(("{", SIGN)):
        return False
    try:
        whole = json.loads(first)
    except ValueError:
        return False
    return isinstance(whole, dict) and whole.get("type") != "FeatureCollection"


def _split(text: str) -> Iterator[str]:
    """Yield each text of a sequence, `null` for one that is no JSON."""
    decoder = json.JSONDecoder()
    parting = SIGN if text.lstrip(_BLANKS).startswith(SIGN) else "\n"
    at = 0
    while at < len(text):
        if text[at] in _BLANKS + SIGN:
            at += 1
            continue
        try:
            end = decoder.raw_decode(text, at)[1]
            yield text[at:end]
        except ValueError:
            yield "null"
            end = text.find(parting, at)
        at = end if end >= 0 else len(text)

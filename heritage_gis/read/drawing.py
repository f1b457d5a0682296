"""DXF drawings, text and binary, by ezdxf: what stands in model space, with its layer and words.

GDAL garbles Cyrillic layer names; ezdxf decodes them by $DWGCODEPAGE. A drawing states no
reference system: its numbers are judged as those of a table are.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from heritage_gis.read.dbf import StatedEncodingError, weigh_texts
from heritage_gis.read.features import Feature, hand_over_features, put_text
from heritage_gis.read.job import Sheet
from heritage_gis.read.text_encoding import EncodingGuess, check_encoding, is_latin
from heritage_gis.read.wkb import make_line, write_wkb

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from heritage_gis.read.handover import Handover

    Place = tuple[float, float]

_BINARY = b"AutoCAD Binary DXF"
_END = b"EOF"  # the last word of a drawing, text or binary
# Where what is drawn begins and ends in a text DXF: what ezdxf does not find closed it drops.
_DRAWN = re.compile(rb"\n[ \t]*2[ \t]*\r?\n[ \t]*ENTITIES[ \t]*\r?\n")
_CLOSED = re.compile(rb"(?:^|\n)[ \t]*0[ \t]*\r?\n[ \t]*ENDSEC\b")
_UTF8_SINCE = "AC1021"  # AutoCAD 2007
_CURVE_STEPS = 400  # a curve leaves its chord by its size / 400 at most
_FARTHEST = 1e11  # a place on the Earth in millimetres, zone prefix and all, has 11 digits
_FINEST = 1e-12
_LEAST_RING = 4
_MOST_TURN = 3_600.0  # degrees, or radians of an ellipse; ezdxf walks along every turn, without end
_TURNS = ("start_angle", "end_angle", "start_param", "end_param")
_TEXTS = ("TEXT", "MTEXT", "ATTDEF")
_LINES = ("LINE", "LWPOLYLINE", "POLYLINE", "ARC", "CIRCLE", "ELLIPSE", "SPLINE")
_CORNERS = ("SOLID", "TRACE", "3DFACE")
_FILLED = ("HATCH", "MPOLYGON")
_PARTS = (b"VERTEX", b"ATTRIB", b"SEQEND", b"ENDSEC")  # of other entities
_MOST_TEXTS = 200_000


def read_drawing(handover: Handover) -> None:
    """Hand over what is drawn in model space, numbered from 1 in the order of the file.

    Columns: layer, entity, handle, text, block, elevation, and the attributes of blocks. Closed
    lines become outlines, arcs and bulges lines of many points; a block is the point where it is
    inserted.

    Raises:
        RefusedFileError: it is cut short, or damaged beyond what ezdxf mends, or nothing drawn has
            a place.
    """
    if _is_cut(handover.input.read_bytes()):
        raise handover.refuse("drawing_cut")
    guess = _find_encoding(handover)
    document = _open(handover, guess.encoding)
    features: list[Feature] = []
    for entity in document.modelspace():
        feature = _make_feature(entity, len(features) + 1)
        if feature is not None:
            features.append(feature)
    made = Counter(feature.texts["entity"] for feature in features)
    left_out = _count_drawn(handover, document) - made
    told = ", ".join(f"{kind} {count}" for kind, count in sorted(left_out.items()))
    if not features:
        if told:
            raise handover.refuse("drawing_empty_but", found=told)
        raise handover.refuse("drawing_empty")
    if told:
        handover.add_fault("drawing_not_read", told)
    sheet = Sheet(
        "features",
        has_geometry=True,
        encoding=guess.encoding,
        encoding_evidence=guess.evidence,
    )
    hand_over_features(handover, features, sheet)


def _is_cut(raw: bytes) -> bool:
    """Tell whether a drawing ends before all that is drawn was told; what comes later is idle."""
    if b"SECTION" not in raw or _END in raw.rstrip()[-8:]:
        return False
    if raw.startswith(_BINARY):
        return True
    drawn = _DRAWN.search(raw)
    return drawn is None or _CLOSED.search(raw, drawn.end() - 1) is None


def _open(handover: Handover, encoding: str) -> Any:  # noqa: ANN401 - ezdxf's own document
    from ezdxf import filemanagement, recover
    from ezdxf.lldxf.const import DXFError, DXFStructureError

    # What a parser raises over bytes that are no drawing; a bug of ours is not among them.
    damage = (
        *(DXFError, OSError, ValueError, TypeError, KeyError, IndexError, AttributeError),
        StopIteration,  # of a file that ends in the middle
    )
    try:
        return filemanagement.readfile(handover.input, encoding=encoding or None, errors="replace")
    except (DXFStructureError, *damage):
        try:
            return recover.readfile(handover.input, errors="replace")[0]
        except damage as fault:
            if _END not in handover.input.read_bytes().rstrip()[-8:]:
                raise handover.refuse("drawing_cut") from fault
            words = (str(fault).splitlines() or [type(fault).__name__])[0][:150]
            words = words.replace(str(handover.input), handover.job.name)
            raise handover.refuse("drawing_damaged", fault=words) from fault


def _find_encoding(handover: Handover) -> EncodingGuess:
    raw = handover.input.read_bytes()
    version, page = _read_variable(raw, b"$ACADVER"), _read_variable(raw, b"$DWGCODEPAGE")
    if version >= _UTF8_SINCE and not handover.job.encoding:
        return EncodingGuess("utf-8", f"DXF of version {version} is UTF-8")
    claim = check_encoding(page.upper().removeprefix("ANSI_").removeprefix("DOS"))
    stated = EncodingGuess(claim, f"its $DWGCODEPAGE says {page}") if claim else None
    if raw.startswith(_BINARY):
        return stated or EncodingGuess("cp1252", "a binary DXF of its age is Latin-1")
    texts = [line for line in raw.splitlines() if not line.isascii()][:_MOST_TEXTS]
    try:
        guess = weigh_texts(texts, stated, handover.job.encoding)
    except StatedEncodingError as fault:
        raise handover.refuse(fault.code, stated=handover.job.encoding) from fault
    if guess is None or (stated is None and is_latin(guess.encoding)):
        return EncodingGuess("cp1252", "guessed: a DXF that names no code page is Latin-1")
    return guess


def _read_variable(raw: bytes, name: bytes) -> str:
    """Read a variable of the header, of a text or a binary drawing."""
    pattern = rb"%s(?:\s+\d+\s+|\0[\x01-\x03]\0?)([\w.-]+)" % re.escape(name)
    found = re.search(pattern, raw[:200_000])
    return found[1].decode("ascii", "replace") if found else ""


def _count_drawn(handover: Handover, document: Any) -> Counter[str]:  # noqa: ANN401 - of ezdxf
    """Count what is drawn, by kind; of a text DXF in the file, as ezdxf drops what is broken."""
    raw = handover.input.read_bytes()
    if raw.startswith(_BINARY):
        return Counter(entity.dxftype() for layout in document.layouts for entity in layout)
    lines = [line.strip() for line in raw.splitlines()]
    drawn: Counter[str] = Counter()
    section = b""
    for at in range(0, len(lines) - 3, 2):
        code, value = lines[at], lines[at + 1]
        if code == b"0" and value == b"SECTION":
            section = lines[at + 3]
        elif code == b"0" and section == b"ENTITIES" and value not in _PARTS:
            drawn[value.decode("ascii", "replace")] += 1
    return drawn


def _make_feature(entity: Any, number: int) -> Feature | None:  # noqa: ANN401 - ezdxf's entity
    """Make a feature of an entity; None of one that has no place on a map."""
    kind = entity.dxftype()
    texts: dict[str, str] = {}
    put_text(texts, "layer", str(entity.dxf.get("layer", "")))
    put_text(texts, "entity", kind)
    put_text(texts, "handle", str(entity.dxf.get("handle") or ""))
    try:
        shape = _read_shape(entity, kind)
        for heading, text in _read_words(entity, kind):
            put_text(texts, heading, text)
    except (ValueError, TypeError, ArithmeticError, IndexError) as fault:
        told = f"{kind} {texts.get('handle', '')}: {str(fault)[:100]}"
        return Feature(number, None, texts, (("feature_broken", told),))
    if shape is None:
        return None
    return Feature(number, write_wkb(shape), texts)


def _read_words(entity: Any, kind: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - of ezdxf
    if kind in _TEXTS:
        yield "text", entity.plain_text()
    if kind in (*_TEXTS, "POINT", "INSERT"):
        height = entity.dxf.get("location" if kind == "POINT" else "insert").z
        yield "elevation", f"{height:.3f}".rstrip("0").rstrip(".") if height else ""
    if kind == "INSERT":
        yield "block", str(entity.dxf.get("name", ""))
        for attribute in entity.attribs:
            heading = str(attribute.dxf.get("tag", "")) or "attribute"
            yield heading, attribute.plain_text()


def _read_shape(entity: Any, kind: str) -> Mapping[str, Any] | None:  # noqa: ANN401 - of ezdxf
    if kind in ("POINT", "MTEXT"):
        return make_line([_flatten(entity.dxf.get("location" if kind == "POINT" else "insert"))])
    if kind in (*_TEXTS, "INSERT"):
        return make_line([_flatten(entity.ocs().to_wcs(entity.dxf.insert))])
    if kind in _LINES:
        return _read_line(entity, kind)
    if kind in _CORNERS:
        return _make_outline([[_flatten(corner) for corner in entity.wcs_vertices()]])
    if kind in _FILLED:
        from ezdxf.path import from_hatch

        for path in entity.paths:
            _check_turns(getattr(path, "edges", ()))
        return _make_outline([_walk(path) for path in from_hatch(entity)])
    return None


def _read_line(entity: Any, kind: str) -> Mapping[str, Any] | None:  # noqa: ANN401 - of ezdxf
    if kind == "LINE":
        return make_line([_flatten(entity.dxf.start), _flatten(entity.dxf.end)])
    if kind == "POLYLINE" and not (entity.is_2d_polyline or entity.is_3d_polyline):
        return None  # a mesh
    from ezdxf.path import make_path

    _check_turns([entity.dxf])
    path = make_path(entity)
    places = _walk(path)
    is_closed = bool(getattr(entity, "is_closed", False) or getattr(entity, "closed", False))
    if is_closed or kind == "CIRCLE" or (len(places) >= _LEAST_RING and path.is_closed):
        return _make_outline([places])
    return make_line(places)


def _check_turns(curves: Iterable[Any]) -> None:
    """See that arcs turn but a few times.

    Raises:
        ValueError: one turns for ever.
    """
    for curve in curves:
        turns = (getattr(curve, name, 0.0) for name in _TURNS)
        if not all(abs(turn) < _MOST_TURN for turn in turns):
            raise ValueError("its angles are beyond all measure")


def _walk(path: Any) -> list[Place]:  # noqa: ANN401 - a path of ezdxf
    """Walk along a path, arcs in short steps."""
    corners = [_flatten(each) for each in path.control_vertices()]
    if not corners:
        return []
    axes = list(zip(*corners, strict=True))
    farthest = max(abs(each) for axis in axes for each in axis)
    if not all(abs(each) < _FARTHEST for axis in axes for each in axis):  # so that NaN is not
        raise ValueError("its coordinates are beyond all measure")
    size = max(max(axis) - min(axis) for axis in axes) or 1.0
    # Steps finer than the numbers themselves would never come to an end.
    step = max(size / _CURVE_STEPS, farthest * _FINEST)
    return [_flatten(each) for each in path.flattening(step)]


def _make_outline(rings: Sequence[list[Place]]) -> Mapping[str, Any] | None:
    """Make an outline of closed rings, the widest of which holds the others."""
    closed = [ring if ring[0] == ring[-1] else [*ring, ring[0]] for ring in rings if ring]
    whole = sorted(
        (ring for ring in closed if len(ring) >= _LEAST_RING), key=_measure, reverse=True
    )
    if not whole:
        return make_line(closed[0]) if closed else None
    return {"type": "Polygon", "coordinates": whole}


def _measure(ring: Sequence[Place]) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)))


def _flatten(place: Any) -> Place:  # noqa: ANN401 - a vector of ezdxf
    return float(place.x), float(place.y)

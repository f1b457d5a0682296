"""Hostile documents: what leads GDAL to other files and addresses, and XML that grows or links."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hostile_input import Hostile, make_zip
from hostile_tables import LAUGHS

from heritage_gis.read.formats import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hostile_input import Trap

PLACE = "<Point><coordinates>75,48</coordinates></Point>"


def _disguise(write: Callable[[Trap], str]) -> Callable[[Trap], Mapping[str, bytes]]:
    """Give a text the suffix of each format in turn."""

    def make(trap: Trap) -> Mapping[str, bytes]:
        text = write(trap).encode()
        suffixes = [suffix for known in FORMATS for suffix in known.suffixes]
        return {f"x{number}{suffix}": text for number, suffix in enumerate(suffixes)}

    return make


def _write_vrt(trap: Trap) -> str:
    layer = f'<OGRVRTLayer name="marker"><SrcDataSource>{trap.marker}</SrcDataSource></OGRVRTLayer>'
    return f"<OGRVRTDataSource>{layer}</OGRVRTDataSource>"


def _write_gdalg(trap: Trap) -> str:
    return json.dumps(
        {"type": "gdal_streamed_alg", "command_line": f"gdal vector pipeline ! read {trap.marker}"}
    )


def _write_wfs(trap: Trap) -> str:
    return f"<OGRWFSDataSource><URL>{trap.address}</URL></OGRWFSDataSource>"


def _write_gml(trap: Trap) -> str:
    spaces = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    schema = f'xsi:schemaLocation="x {trap.address}.xsd x file://{trap.marker}"'
    member = f'<gml:featureMember xlink:href="{trap.address}"/>'
    return f"<gml:FeatureCollection {spaces} {schema}>{member}</gml:FeatureCollection>"


def _write_pages(trap: Trap) -> str:
    return json.dumps({"links": [{"rel": "data", "href": f"{trap.address}/collections"}]})


def _write_kml(inside: str, prolog: str = "") -> bytes:
    return f"{prolog}<kml><Document>{inside}</Document></kml>".encode()


def _write_external(trap: Trap) -> str:
    return f'<!DOCTYPE kml [<!ENTITY x SYSTEM "file://{trap.marker}">]>'


def _write_links(trap: Trap) -> bytes:
    links = "".join(
        f"<NetworkLink><Link><href>{to}</href></Link></NetworkLink>"
        for to in (trap.address, f"file://{trap.marker}", "../../../etc/passwd", "doc.kml")
    )
    style = f"<Style><IconStyle><Icon><href>{trap.address}.png</href></Icon></IconStyle></Style>"
    place = "<Location><longitude>75</longitude><latitude>48</latitude></Location>"
    model = f"<Model>{place}<Link><href>{trap.address}.dae</href></Link></Model>"
    return _write_kml(f"{links}{style}<Placemark><name>a</name>{model}</Placemark>")


def _write_gpx(inside: str, prolog: str = "") -> Mapping[str, bytes]:
    gpx = f'{prolog}<gpx version="1.1" creator="x">{inside}</gpx>'
    return {"x.gpx": gpx.encode()}


def _hide_in_utf7(trap: Trap) -> Mapping[str, bytes]:
    """Write the document type in UTF-7, where it has none of its usual bytes."""
    text = f"{_write_external(trap)}<kml><Placemark><name>&x;</name></Placemark></kml>"
    hidden = text.replace("<", "+ADw-").replace("!", "+ACE-").encode()
    return {"x.kml": b'<?xml version="1.0" encoding="UTF-7"?>' + hidden}


def _include(trap: Trap) -> Mapping[str, bytes]:
    space = 'xmlns:xi="http://www.w3.org/2001/XInclude"'
    words = f'<xi:include {space} href="{trap.marker}" parse="text"/>'
    return {
        "x.kml": _write_kml(
            f"<Placemark><name>a{words}</name>{PLACE}</Placemark>",
            f'<?xml-stylesheet href="{trap.address}"?>',
        )
    }


DOCUMENTS = (
    Hostile("VRT under every suffix", _disguise(_write_vrt), "25 files", is_each=True),
    Hostile("GDALG under every suffix", _disguise(_write_gdalg), "25 files", is_each=True),
    Hostile("WFS under every suffix", _disguise(_write_wfs), "25 files", is_each=True),
    Hostile(
        "GML with a schemaLocation under every suffix",
        _disguise(_write_gml),
        "25 files",
        is_each=True,
    ),
    Hostile("OGC API under every suffix", _disguise(_write_pages), "25 files", is_each=True),
    Hostile(
        "address of PMTiles under every suffix",
        _disguise(lambda trap: f"/vsicurl/{trap.address}.pmtiles"),
        "25 files",
        is_each=True,
    ),
    Hostile(
        "KML with entities that grow to 10^11",
        lambda _: {
            "x.kml": _write_kml(
                f"<Placemark><name>&a11;</name>{PLACE}</Placemark>", LAUGHS.decode()
            )
        },
        "holds a DOCTYPE, which can hide other files a",
    ),
    Hostile(
        "KML with an external entity",
        lambda trap: {
            "x.kml": _write_kml(
                f"<Placemark><name>&x;</name>{PLACE}</Placemark>", _write_external(trap)
            )
        },
        "holds a DOCTYPE, which can hide other files a",
    ),
    Hostile(
        "KML with that in UTF-16",
        lambda trap: {"x.kml": _write_kml("", _write_external(trap)).decode().encode("utf-16")},
        "holds a DOCTYPE, which can hide other files a",
    ),
    Hostile(
        "KML with that in UTF-7", _hide_in_utf7, "is damaged or cut short (not well-formed (inv"
    ),
    Hostile(
        "KML with that after a comment of 2 MB",
        lambda trap: {"x.kml": _write_kml("", f"<!--{'x' * 2_000_000}-->{_write_external(trap)}")},
        "holds a DOCTYPE, which can hide other files a",
    ),
    Hostile("KML with XInclude and a stylesheet", _include, "read: 1 rows"),
    Hostile(
        "KML with links to files and addresses", lambda trap: {"x.kml": _write_links(trap)}, ""
    ),
    Hostile(
        "KML 100,000 folders deep",
        lambda _: {"x.kml": _write_kml("<Folder>" * 100_000 + "</Folder>" * 100_000)},
        "holds no placemarks; send a KML with the plac",
    ),
    Hostile(
        "KML with geometries 100,000 deep",
        lambda _: {
            "x.kml": _write_kml(
                "<Placemark>"
                + "<MultiGeometry>" * 100_000
                + "</MultiGeometry>" * 100_000
                + "</Placemark>"
            )
        },
        "its element «MultiGeometry» is nested more th",
    ),
    Hostile(
        "KML of 300,000 unclosed placemarks",
        lambda _: {"x.kml": _write_kml("<Placemark><name>a" * 300_000)},
        "its element «Placemark» is nested more than 1",
    ),
    Hostile(
        "KML that begins with 500,000 spaces in comments",
        lambda _: {"x.kml": _write_kml("", "<!-- -->" * 60_000 + " " * 500_000 + "<!-")},
        "is damaged or cut short (not well-formed (inv",
    ),
    Hostile(
        "KMZ with entities",
        lambda _: {
            "x.kmz": make_zip(
                [
                    (
                        "doc.kml",
                        _write_kml(
                            f"<Placemark><name>&a11;</name>{PLACE}</Placemark>", LAUGHS.decode()
                        ),
                    )
                ]
            )
        },
        "holds a DOCTYPE, which can hide other files a",
    ),
    Hostile(
        "KMZ with links to itself",
        lambda trap: {"x.kmz": make_zip([("doc.kml", _write_links(trap))])},
        "read: 1 rows, links_not_followed 1",
    ),
    Hostile(
        "KMZ of 9,999 empty KML",
        lambda _: {"x.kmz": make_zip((f"{n}.kml", b"<kml/>") for n in range(9_999))},
        "holds no placemarks; send a KML with the plac",
    ),
    Hostile(
        "GPX with entities that grow to 10^11",
        lambda _: _write_gpx('<wpt lat="48" lon="75"><name>&a11;</name></wpt>', LAUGHS.decode()),
        "holds a DOCTYPE, which can hide other files a",
    ),
    Hostile(
        "GPX with an external entity",
        lambda trap: _write_gpx(
            '<wpt lat="48" lon="75"><name>&x;</name></wpt>', _write_external(trap)
        ),
        "holds a DOCTYPE, which can hide other files a",
    ),
    Hostile(
        "GPX with NaN, 1e308 and a name of 20 MB",
        lambda _: _write_gpx(f'<wpt lat="NaN" lon="1e308"><name>{"x" * 20_000_000}</name></wpt>'),
        "«name» has a cell of 20,000,000 characters; a",
    ),
    Hostile(
        "file named survey.toml",
        lambda _: {"survey.toml": b'licence = "none"\n'},
        "files named .toml cannot be read; expected .c",
    ),
    Hostile(
        "file with a line break and an escape in its name",
        lambda _: {"a\n\x1b[2J\u202ecsv.exe": b"x"},
        "files named .exe cannot be read; expected .cs",
    ),
)

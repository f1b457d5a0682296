"""Hostile archives: bombs, lying sizes, names that lead elsewhere, links and locks."""

from __future__ import annotations

import stat
import struct
import warnings
import zipfile
import zlib
from typing import TYPE_CHECKING

from hostile_input import Hostile, make_zip

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hostile_input import Trap

MB = 1_000_000
ROW = "Название,Широта,Долгота\nБегазы,48.2,75.3\n".encode()


def _make_nested(_: Trap) -> Mapping[str, bytes]:
    whole = make_zip([("0.csv", b"0" * 10 * MB)])
    for depth in range(1, 6):
        whole = make_zip([(f"{depth}-{n}.zip", whole) for n in range(10)])
    return {"x.zip": whole}


def _make_overlapping(_: Trap) -> Mapping[str, bytes]:
    """Make 300 entries over the same bytes: packed once, unpacked by each to 1 MB.

    As David Fifield's bomb of 2019: every entry begins with a stored block that quotes the head of
    the entry after it, and goes on as that one does.
    """
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    content = b"0" * MB
    body = packer.compress(content) + packer.flush()
    heads: list[bytes] = []
    for number in reversed(range(300)):
        name = b"%03d.csv" % number
        sizes = zlib.crc32(content), len(body), len(content), len(name), 0
        heads.insert(0, struct.pack("<4s5H3I2H", b"PK\3\4", 20, 0, 8, 0, 33, *sizes) + name)
        whole = heads[0] + body
        content = heads[0] + content
        body = struct.pack("<BHH", 0, len(heads[0]), 0xFFFF - len(heads[0])) + whole
    directory, at = b"", 0
    for head in heads:
        directory += b"PK\1\2" + bytes([20, 0]) + head[4:30] + bytes(10)
        directory += struct.pack("<I", at) + head[30:]
        at += len(head) + 5
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 300, 300, len(directory), len(whole), 0)
    return {"x.zip": whole + directory + end}


def _lie_of_size(_: Trap) -> Mapping[str, bytes]:
    """Say in both heads that 100 MB are 40 bytes."""
    whole = make_zip([("a.csv", b"0" * 100 * MB)])
    told = struct.pack("<I", 100 * MB)
    return {"x.zip": whole.replace(told, struct.pack("<I", 40))}


def _lie_of_count(_: Trap) -> Mapping[str, bytes]:
    """Say at the end that 65,535 entries are there, in a directory of 4 GB."""
    whole = make_zip([("a.csv", ROW)])
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFF0, 0, 0)
    return {"x.zip": whole[:-22] + end}


def _make_link(_: Trap) -> Mapping[str, bytes]:
    entry = zipfile.ZipInfo("sites.csv")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return {"x.zip": make_zip([(entry, b"/etc/passwd")])}


def _name_with_nul(_: Trap) -> Mapping[str, bytes]:
    return {"x.zip": make_zip([("a.csvX.exe", ROW)]).replace(b"a.csvX.exe", b"a.csv\0.exe")}


def _name_twice(_: Trap) -> Mapping[str, bytes]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile warns of what we do on purpose
        return {"x.zip": make_zip([("a.csv", ROW), ("a.csv", b"=cmd|'/c calc'!A0")])}


def _lock(_: Trap) -> Mapping[str, bytes]:
    whole = bytearray(make_zip([("a.csv", ROW)]))
    whole[6] |= 1
    whole[whole.index(b"PK\1\2") + 8] |= 1
    return {"x.zip": bytes(whole)}


def _make_vrt(trap: Trap) -> Mapping[str, bytes]:
    vrt = f'<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>{trap.marker}'.encode()
    return {"x.zip": make_zip([("a.geojson", vrt)])}


ARCHIVES = (
    Hostile(
        "zip of one ratio of 1,000", lambda _: {"x.zip": make_zip([("a.csv", b"0" * 50 * MB)])}, ""
    ),
    Hostile(
        "zip in zip in zip, 10 TB in all",
        _make_nested,
        "holds nothing that can be read (5-0.zip, 5-1.",
    ),
    Hostile(
        "zip of 300 entries over the same bytes",
        _make_overlapping,
        "unpacks to 10,225 times its size, as no surve",
    ),
    Hostile(
        "zip that says 100 MB are 40 bytes",
        _lie_of_size,
        "its entry «a.csv» cannot be unpacked (Bad CRC",
    ),
    Hostile(
        "zip that says its list is 4 GB",
        _lie_of_count,
        "the archive is damaged or cut short (Bad offs",
    ),
    Hostile(
        "zip of 10,001 files",
        lambda _: {"x.zip": make_zip((f"{n}.csv", b"") for n in range(10_001))},
        "holds 10,001 files; at most 10,000 are unpack",
    ),
    Hostile(
        "zip of 10,000 tables",
        lambda _: {"x.zip": make_zip((f"{n}.csv", ROW) for n in range(10_000))},
        "holds 10,000 tables and layers; send at most ",
    ),
    Hostile(
        "zip of 10,000 files of no format",
        lambda _: {"x.zip": make_zip([("a.csv", ROW), *((f"{n}.exe", b"") for n in range(9_999))])},
        "read: 1 rows, file_not_read 9999",
    ),
    Hostile(
        "zip with ../../etc/cron.d/x.csv",
        lambda _: {"x.zip": make_zip([("../../etc/cron.d/x.csv", ROW)])},
        "its entry «../../etc/cron.d/x.csv» leads out",
    ),
    Hostile(
        "zip with /etc/cron.d/x.csv",
        lambda _: {"x.zip": make_zip([("/etc/cron.d/x.csv", ROW)])},
        "its entry «/etc/cron.d/x.csv» leads out of th",
    ),
    Hostile(
        "zip with C:\\x.csv",
        lambda _: {"x.zip": make_zip([("C:\\x.csv", ROW)])},
        "its entry «C:\\x.csv» leads out of the archive",
    ),
    Hostile(
        "zip with a link to /etc/passwd",
        _make_link,
        "its entry «sites.csv» is a link to another fi",
    ),
    Hostile("zip with a NUL in a name", _name_with_nul, "read: 1 rows"),
    Hostile(
        "zip with a name from right to left",
        lambda _: {"x.zip": make_zip([("sites\u202evsc.csv", ROW)])},
        "read: 1 rows",
    ),
    Hostile(
        "zip with a line break and an escape in a name",
        lambda _: {"x.zip": make_zip([("a\n\x1b[2Jb.csv", b"")])},
        "a �[2Jb.csv: the file is empty; export it again and send that",
    ),
    Hostile(
        "zip with a name of 60,000 letters",
        lambda _: {"x.zip": make_zip([("a" * 60_000 + ".csv", b"\0")])},
        "a",
    ),
    Hostile(
        "zip with a folder 3,000 deep",
        lambda _: {"x.zip": make_zip([("a/" * 3_000 + "x.csv", ROW)])},
        "read: 1 rows",
    ),
    Hostile("zip with one name twice", _name_twice, "holds «a.csv» twice; leave one of them"),
    Hostile("zip with a password", _lock, "its entry «a.csv» is locked with a password;"),
    Hostile(
        "zip with a survey.toml",
        lambda _: {"x.zip": make_zip([("survey.toml", b'licence="none"'), ("a.csv", ROW)])},
        "read: 1 rows, file_not_read 1",
    ),
    Hostile(
        "zip with a VRT as .geojson", _make_vrt, "a.geojson: is named as GeoJSON, but holds an"
    ),
)

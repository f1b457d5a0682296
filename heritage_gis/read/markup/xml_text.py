"""XML edited as bytes: only what is to change is touched, all else stays byte for byte.

A tag is found by its own look, which is exact where the text holds neither comments nor CDATA nor
processing instructions; a part that does is not edited at all.
"""

from __future__ import annotations

import html
import re
from functools import cache
from xml.parsers import expat

ATTRIBUTES = rb"""(?:\s+[^\s=<>/"']+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*\s*"""
MOST_CHARACTERS = 32_767  # of a cell and of a comment, by Excel
_ILLEGAL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ODD = re.compile('[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff&<>"]|_x')
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # Excel reads _x000D_ as the character of that code
_HEAD = re.compile(rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml\s[^>]*\?>)?\s*")
_UTF8 = re.compile(rb"""encoding\s*=\s*["'](?i:utf-?8)["']""")


class UneditableError(Exception):
    """A part that cannot be edited in place; the message says why, in a few words."""


def check_editable(content: bytes, part: str) -> None:
    """See that a part is of the plain kind that spreadsheet programs write.

    Raises:
        UneditableError: it holds comments, CDATA, a document type, or is not in UTF-8.
    """
    head = _HEAD.match(content)
    start = head.end() if head else 0
    declared = content[:start]
    if b"encoding" in declared and not _UTF8.search(declared):
        raise UneditableError(f"{part} is not in UTF-8")
    if content.find(b"<!", start) >= 0 or content.find(b"<?", start) >= 0:
        raise UneditableError(f"{part} holds comments or CDATA")
    if not content[start : start + 1] == b"<":
        raise UneditableError(f"{part} is no XML")


def check_well_formed(content: bytes, part: str) -> None:
    """See that what was edited is XML still.

    Raises:
        UneditableError: it is not.
    """
    try:
        expat.ParserCreate().Parse(content, True)  # noqa: FBT003 - its own signature
    except expat.ExpatError as fault:
        raise UneditableError(f"{part} is damaged ({fault})") from fault


def find_prefix(content: bytes, root: str) -> bytes:
    """Return the prefix of the namespace in which the root element is, such as `x:`.

    Raises:
        UneditableError: the root element is another.
    """
    head = _HEAD.match(content)
    found = re.compile(rb"<((?:[\w.-]+:)?)" + root.encode() + rb"[\s/>]").match(
        content, head.end() if head else 0
    )
    if not found:
        raise UneditableError(f"its root is no {root}")
    return found[1]


@cache
def compile_tag(name: bytes) -> re.Pattern[bytes]:
    """Return a pattern of an opening tag: group 1 its attributes, group 2 `/` where it is empty."""
    return re.compile(rb"<" + name + rb"(?=[\s/>])(" + ATTRIBUTES + rb")(/?)>")


@cache
def _compile_attribute(name: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"(?<=\s)" + name + rb"""\s*=\s*(?:"([^"]*)"|'([^']*)')""")


def read_attribute(tag: bytes, name: bytes) -> bytes:
    """Return the value of an attribute as it is written, empty where there is none."""
    found = _compile_attribute(name).search(tag)
    return (found[1] or found[2] or b"") if found else b""


def read_number(tag: bytes, name: bytes) -> int:
    """Return an attribute that is a whole number, -1 where there is none."""
    value = read_attribute(tag, name).strip()
    return int(value) if value.isdigit() and len(value) < 10 else -1  # noqa: PLR2004 - no row or style is that far


def set_attribute(tag: bytes, name: bytes, value: bytes) -> bytes:
    """Return an opening tag with an attribute changed or added."""
    written = name + b'="' + value + b'"'
    pattern = _compile_attribute(name)
    if pattern.search(tag):
        return pattern.sub(lambda _: written, tag, count=1)
    end = re.search(rb"\s*/?>$", tag)
    at = end.start() if end else len(tag)
    return tag[:at] + b" " + written + tag[at:]


def drop_attribute(tag: bytes, name: bytes) -> bytes:
    """Return an opening tag without an attribute."""
    found = _compile_attribute(name).search(tag)
    return tag[: found.start()].rstrip() + tag[found.end() :] if found else tag


def unescape(value: bytes) -> str:
    """Return the text of an attribute as it is written."""
    return html.unescape(value.decode("utf-8", "replace"))


def escape(text: str) -> str:
    """Write a text as XML, for an element or an attribute; what XML cannot hold is left out."""
    text = _ILLEGAL.sub("", text)
    for sign, written in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        if sign in text:
            text = text.replace(sign, written)
    return text


def escape_excel(text: str) -> str:
    """Write a text as Excel has it, cut at the most that a cell holds."""
    if len(text) < MOST_CHARACTERS and not _ODD.search(text):
        return text  # as nearly all are
    if "_x" in text:
        text = _ESCAPED.sub("_x005F_", text)
    if len(text) > MOST_CHARACTERS:
        text = f"{text[: MOST_CHARACTERS - 2]} …"
    return escape(text)


def insert_before(content: bytes, closing: bytes, added: bytes, part: str) -> bytes:
    """Insert before the last closing tag of its kind.

    Raises:
        UneditableError: there is no such tag.
    """
    at = content.rfind(closing)
    if at < 0:
        raise UneditableError(f"{part} lacks {closing.decode()}")
    return content[:at] + added + content[at:]

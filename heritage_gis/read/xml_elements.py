"""XML of uploads: decoded, without any DOCTYPE, and parsed by expat as a stream of elements.

No parser sees a file before its prolog was looked at: a DOCTYPE is where entities come from, those
that grow without end and those that name other files. Prefixes are left unresolved, as many
programs write them without saying what they stand for.
"""

from __future__ import annotations

import html
import html.entities
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from xml.parsers import expat

from heritage_gis.read.text_encoding import (
    EncodingGuess,
    check_encoding,
    find_mark,
    guess_encoding,
    is_encoded,
    is_latin,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from heritage_gis.read.handover import Handover

_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})")
_PROLOG = re.compile(
    r"(?:\s+|<\?.*?\?>|<!--.*?-->)*+(<!DOCTYPE|<!ENTITY)?", re.DOTALL | re.IGNORECASE
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_AMPERSAND = re.compile(r"<!\[CDATA\[.*?\]\]>|<!--.*?-->|&(#?\w*;?)", re.DOTALL)
_OWN_ENTITIES = ("amp;", "lt;", "gt;", "quot;", "apos;")
_MOST_DEPTH = 100  # within one feature
_CHUNK = 1 << 20
_BLANKS = " \t\r\n"
BROKEN = "broken-feature"


@dataclass(frozen=True)
class Element:
    """An element: its name without prefix, its attributes, and its texts and elements in order."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    parts: list[str | Element] = field(default_factory=list)


@dataclass(frozen=True)
class Hooks:
    """What is called as elements come by.

    Attributes:
        keep: names of the elements that are gathered whole, and given to `take`.
        take: is given such an element once it is whole.
        enter: is told the name of every other element as it opens.
        leave: is told that one as it closes.
    """

    keep: Collection[str]
    take: Callable[[Element], None]
    enter: Callable[[str], None]
    leave: Callable[[str], None]


def decode_xml(handover: Handover, raw: bytes) -> tuple[str, EncodingGuess]:
    """Decode XML, and see that it has no DOCTYPE.

    Raises:
        RefusedFileError: it has one, or is in no encoding that we know.
    """
    guess = _find_encoding(handover, raw)
    # Blanks before the declaration are against the rules, and harmless.
    text = raw.decode(guess.encoding, "replace").removeprefix("\ufeff").lstrip(_BLANKS)
    prolog = _PROLOG.match(text)
    if prolog and prolog[1]:
        raise handover.refuse("doctype")
    return _CONTROL.sub("\ufffd", text), guess


def parse_xml(handover: Handover, text: str, features: str, hooks: Callable[[], Hooks]) -> None:
    """Parse a text, calling hooks; features that are no XML by themselves are set aside.

    Args:
        handover: takes the refusal.
        text: as `decode_xml` gives it.
        features: names of the elements that are features, parted by `|`.
        hooks: makes them, anew for a second attempt. A broken feature comes as one with a single
            element BROKEN, which says what is wrong.

    Raises:
        RefusedFileError: it is no XML outside its features either.
    """
    try:
        _parse(handover, text, hooks())
    except expat.ExpatError:
        mended = _set_aside_broken(text, features)
        try:
            _parse(handover, mended, hooks())
        except expat.ExpatError as fault:
            raise handover.refuse("damaged_or_cut", fault=_word_fault(fault)) from fault


def find_elements(element: Element, *names: str) -> Iterator[Element]:
    """Yield the elements directly inside one that have one of the names."""
    return (each for each in element.parts if isinstance(each, Element) and each.name in names)


def find_text(element: Element, name: str) -> str:
    """Return the text of the first element of a name directly inside one; empty without it."""
    found = next(find_elements(element, name), None)
    return read_text(found) if found else ""


def read_text(element: Element) -> str:
    """Return the text of an element; elements inside it (a description in HTML) stay as markup."""
    return "".join(
        part if isinstance(part, str) else _write_markup(part) for part in element.parts
    ).strip()


def _write_markup(element: Element) -> str:
    attributes = "".join(f' {name}="{html.escape(v)}"' for name, v in element.attributes.items())
    inner = "".join(
        part if isinstance(part, str) else _write_markup(part) for part in element.parts
    )
    return f"<{element.name}{attributes}>{inner}</{element.name}>"


def _find_encoding(handover: Handover, raw: bytes) -> EncodingGuess:
    stated = check_encoding(handover.job.encoding)
    if handover.job.encoding:
        if not stated or not is_encoded([raw], stated):
            raise handover.refuse("encoding_is_other", stated=handover.job.encoding)
        return EncodingGuess(stated, "it was stated")
    mark = find_mark(raw[:4])
    if mark:
        return mark
    if raw.startswith((b"<\0", b"\0<")):
        return EncodingGuess("utf-16-le" if raw[0] else "utf-16-be", "guessed: its zero bytes")
    return _judge_claim(handover, raw)


def _judge_claim(handover: Handover, raw: bytes) -> EncodingGuess:
    """Hold what the first line says against the bytes: UTF-8 proves itself."""
    declared = _DECLARED.match(raw.lstrip()[:400])
    claim = check_encoding(declared[1].decode("ascii")) if declared else ""
    evidence = f"its first line says {declared[1].decode('ascii')}" if declared else ""
    if not is_encoded([raw], "utf-8"):
        return _guess(handover, raw, claim, evidence)
    if claim in ("", "utf-8", "ascii"):
        return EncodingGuess("utf-8", evidence or "XML is UTF-8 where it says nothing else")
    if raw.isascii():
        return EncodingGuess("utf-8", evidence)
    return EncodingGuess("utf-8", f"guessed: all of it is valid UTF-8, though {evidence}")


def _guess(handover: Handover, raw: bytes, claim: str, evidence: str) -> EncodingGuess:
    """Guess where it is not UTF-8; a claim of a Cyrillic encoding is believed."""
    if claim and not claim.startswith("utf") and not is_latin(claim) and is_encoded([raw], claim):
        return EncodingGuess(claim, evidence)
    guess = guess_encoding(raw)
    if guess is not None and claim and is_latin(claim) and is_latin(guess.encoding):
        return EncodingGuess(claim, evidence)
    if guess is not None:
        told = f"{guess.evidence}, though {evidence}" if evidence else guess.evidence
        return replace(guess, evidence=told)
    raise handover.refuse("encoding_unknown")


class _Builder:
    """Builds the elements that are kept, and tells of the others."""

    def __init__(self, handover: Handover, hooks: Hooks) -> None:
        self.handover = handover
        self.hooks = hooks
        self.open: list[Element] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if not self.open and name not in self.hooks.keep:
            self.hooks.enter(name)
            return
        if len(self.open) >= _MOST_DEPTH:
            raise self.handover.refuse("element_too_deep", element=name[:50], limit=_MOST_DEPTH)
        element = Element(name, attributes)
        if self.open:
            self.open[-1].parts.append(element)
        self.open.append(element)

    def end(self, tag: str) -> None:
        if not self.open:
            self.hooks.leave(tag.rpartition(":")[2])
            return
        element = self.open.pop()
        if not self.open:
            self.hooks.take(element)

    def data(self, text: str) -> None:
        if self.open:
            self.open[-1].parts.append(text)

    def refuse_doctype(self, *_: object) -> None:
        raise self.handover.refuse("doctype")


def _parse(handover: Handover, text: str, hooks: Hooks) -> None:
    parser = expat.ParserCreate()
    builder = _Builder(handover, hooks)
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = builder.refuse_doctype
    parser.EntityDeclHandler = builder.refuse_doctype
    for start in range(0, max(len(text), 1), _CHUNK):
        parser.Parse(text[start : start + _CHUNK], start + _CHUNK >= len(text))


def _set_aside_broken(text: str, features: str) -> str:
    """Mend what is written wrong in a known way, and put a mark where a feature is still no XML."""
    feature = re.compile(rf"<((?:\w+:)?(?:{features}))\b(?:[^<>]*/>|[^<>]*>.*?</\1\s*>)", re.DOTALL)

    def look(found: re.Match[str]) -> str:
        whole = _AMPERSAND.sub(_mend_ampersand, found[0])
        parser = expat.ParserCreate()
        try:
            parser.Parse(whole, True)  # noqa: FBT003 - this is the end
        except expat.ExpatError as fault:
            line = text.count("\n", 0, found.start()) + fault.lineno
            told = f"{expat.ErrorString(fault.code)}, line {line}"
            return f"<{found[1]}><{BROKEN}>{html.escape(told)}</{BROKEN}></{found[1]}>"
        return whole

    # Outside of features too: the name of a folder is «Chu & Ili» as often as that of a site.
    parts, end = [], 0
    for found in feature.finditer(text):
        parts += [_AMPERSAND.sub(_mend_ampersand, text[end : found.start()]), look(found)]
        end = found.end()
    return "".join([*parts, _AMPERSAND.sub(_mend_ampersand, text[end:])])


def _mend_ampersand(found: re.Match[str]) -> str:
    """Write «Chu & Ili» and `&nbsp;` as XML has them."""
    entity = found[1]
    if entity is None or entity in _OWN_ENTITIES or re.fullmatch(r"#(?:\d+|x[\da-fA-F]+);", entity):
        return found[0]
    if entity in html.entities.html5:
        return html.escape(html.entities.html5[entity])
    return f"&amp;{entity}"


def _word_fault(fault: expat.ExpatError) -> str:
    return f"{expat.ErrorString(fault.code)}, line {fault.lineno}"

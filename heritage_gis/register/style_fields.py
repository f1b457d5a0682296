"""What QGIS calls the fields of a table: aliases, and lists of labels in the place of codes."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from heritage_gis.model.record import SEARCH_COLUMNS
from heritage_gis.places.units import read_units
from heritage_gis.vocabularies.columns import list_codes, name_column

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from heritage_gis.settings import Language

DISTRICTS = ("district", "district_claimed")
LONG_TEXTS = ("description_", "history", "notes", "finds", "references", "message_", "notice_")
HIDDEN = ("fid", *SEARCH_COLUMNS, "name_key", "source_values")


def add_fields(
    style: Element,
    fields: Sequence[tuple[str, str]],
    language: Language,
    fixed: Collection[str] = (),
) -> None:
    """Add to a style what each field is called and how it is shown.

    Args:
        style: the root of a style, or a layer of a project.
        fields: name and SQLite type of each, in their order.
        language: of the aliases and labels.
        fixed: fields that nobody edits in a form, as the register makes them from others.
    """
    settings = SubElement(style, "fieldConfiguration")
    aliases = SubElement(style, "aliases")
    for index, (name, kind) in enumerate(fields):
        field = SubElement(settings, "field", name=name, configurationFlags="None")
        _add_widget(field, name, kind, language)
        alias = name_column(name, language)
        SubElement(aliases, "alias", index=str(index), field=name, name=alias)
    _fix_fields(style, [name for name, _ in fields if name in fixed])
    named = [f'"{name}"' for name, _ in fields if name in _order_names(language)]
    named += [f'"{name}"' for name, _ in fields if name in {"name", "title", "site_id"}]
    if named:
        SubElement(style, "previewExpression").text = f"coalesce({', '.join(named)})"


def _fix_fields(style: Element, names: list[str]) -> None:
    editable = SubElement(style, "editable")
    for name in names:
        SubElement(editable, "field", name=name, editable="0")


def _order_names(language: Language) -> list[str]:
    return [f"name_{each}" for each in (language, "kk", "ru", "en")]


def _add_widget(field: Element, name: str, kind: str, language: Language) -> None:
    codes = list_codes(name, language)
    if name in DISTRICTS:
        codes = {unit.kato: unit.name(language) for unit in read_units()}
    if codes:
        config = _open_widget(field, "ValueMap")
        listed = SubElement(config, "Option", name="map", type="List")
        for code, label in codes.items():
            entry = SubElement(listed, "Option", type="Map")
            SubElement(entry, "Option", name=label, value=code, type="QString")
    elif name in HIDDEN:
        _open_widget(field, "Hidden")
    elif kind == "BOOLEAN":
        _open_widget(field, "CheckBox")
    elif kind == "TEXT":
        config = _open_widget(field, "TextEdit")
        is_long = str(name.startswith(LONG_TEXTS)).lower()
        SubElement(config, "Option", name="IsMultiline", type="bool", value=is_long)


def _open_widget(field: Element, kind: str) -> Element:
    widget = SubElement(field, "editWidget", type=kind)
    return SubElement(SubElement(widget, "config"), "Option", type="Map")

"""Headings in three languages, as people write them, and the fields that they name."""

from __future__ import annotations

import pandas as pd
import pytest

from heritage_gis.vocabularies.headings import (
    HeadingMatch,
    list_matches,
    match_heading,
    match_headings,
)
from heritage_gis.vocabularies.tables import read_vocabulary

# Facts §7.1: one heading of each language for each row of the table, in the order of the table.
FACTS = [
    ("seq_no", "№ п/п", "р/с", "No."),
    ("register_no", "рег. №", "тіркеу №", "list no."),
    ("site_code", "Шифр", "шифр", "code"),
    ("name", "Наименование памятника", "Ескерткіштің атауы", "site name"),
    ("alt_names", "старое название", "басқа атауы", "other name"),
    ("legal_kind", "Вид памятника", "Ескерткіштің түрі", "Category"),
    ("kind", "характер памятника", "сипаты", "Type"),
    ("period_text", "эпоха", "Мерзімделуі", "Dating"),
    ("culture", "культурная принадлежность", "мәдениеті", "Culture"),
    ("location_text", "Местонахождение памятника", "Орналасқан жері", "Location"),
    ("region", "Область", "облыс", "region"),
    ("district", "Район", "аудан", "district"),
    ("okrug", "аульный округ", "ауылдық округ", "rural okrug"),
    ("settlement", "Ближайший населённый пункт", "жақын елді мекен", "nearest settlement"),
    ("dist_km", "Расстояние, км", "қашықтығы, км", "distance"),
    ("bearing", "азимут", "бағыты", "bearing"),
    ("coord_text", "географические координаты", "Координаттары", "Coordinates"),
    ("lat_raw", "с.ш.", "Ендік", "Lat"),
    ("lon_raw", "Долгота", "ш.б.", "Longitude"),
    ("x_raw", "Х", "солтүстік", "Northing"),
    ("y_raw", "У", "шығыс", "Easting"),
    ("crs_text", "Система координат", "координаттар жүйесі", "CRS"),
    ("elev_m", "Высота н.у.м.", "теңіз деңгейінен биіктігі", "elevation"),
    ("accuracy_m", "погрешность", "дәлдігі", "accuracy"),
    ("n_features", "Кол-во курганов", "обалар саны", "number of mounds"),
    ("diam_m", "Диаметр, м", "диаметрі, м", "diameter"),
    ("height_m", "Высота насыпи", "биіктігі, м", "height"),
    ("dims_text", "длина х ширина", "өлшемі", "size"),
    ("area_m2", "Площадь, га", "көлемі, га", "area"),
    ("material", "конструкция", "құрылысы", "material"),
    ("description", "характеристика", "сипаттамасы", "description"),
    ("condition", "сохранность", "сақталуы", "condition"),
    ("threats", "разрушающие факторы", "қауіп-қатер", "threat"),
    ("looted", "грабительская яма", "тоналған", "looted"),
    ("investigator", "кем открыт", "зерттеуші", "investigator"),
    ("year", "Год раскопок", "жылы", "year"),
    ("excavated", "Раскопки", "қазба", "excavated"),
    ("finds", "Находки", "олжалар", "finds"),
    ("finds_kept_at", "место хранения", "сақталу орны", "kept at"),
    ("references", "источник", "дереккөз", "literature"),
    ("protection_status", "категория охраны", "мәртебесі", "status"),
    ("legal_act", "Постановление", "қаулы", "legal act"),
    ("zone_m", "Охранная зона, м", "қорғау аймағы", "protection zone"),
    ("land_user", "кадастровый №", "жер пайдаланушы", "land user"),
    ("media", "Фото №", "сызба", "photo"),
    ("recorder", "Составитель", "құрастырушы", "compiler"),
    ("notes", "прим.", "ескерту", "notes"),
]


@pytest.mark.parametrize(("field", "ru", "kk", "en"), FACTS, ids=[row[0] for row in FACTS])
def test_every_row_of_the_facts_is_known(field: str, ru: str, kk: str, en: str) -> None:
    """A heading of the facts is understood in Russian, Kazakh and English."""
    for heading in (ru, kk, en):
        assert [match.field for match in list_matches(heading)][:1] == [field], heading


def test_every_heading_of_the_table_names_its_field() -> None:
    """No row of headings.csv is shadowed by another, or lost in folding."""
    for row in read_vocabulary("headings"):
        if row["field"] != "-":
            fields = {match.field for match in list_matches(row["heading"])}
            assert row["field"] in fields, row


@pytest.mark.parametrize(
    ("heading", "match"),
    [
        ("НАИМЕНОВАНИЕ\nПАМЯТНИКА", HeadingMatch("name", language="ru")),
        ("Haзвaние", HeadingMatch("name", language="ru")),  # with Latin letters in it
        ("Ближайший\xa0населенный  пункт:", HeadingMatch("settlement", language="ru")),
        ("N п/п", HeadingMatch("seq_no", language="ru")),
        ("Диаметр (в м)", HeadingMatch("diam_m", "m", "ru")),
        ("H, см", HeadingMatch("height_m", "cm", "ru")),
        ("Площадь (кв. м)", HeadingMatch("area_m2", "m2", "ru")),
        ("DIAM_M", HeadingMatch("diam_m", language="en")),
        ("area_ha", HeadingMatch("area_m2", "ha", "en")),
        ("Название (каз.)", HeadingMatch("name_kk", language="kk")),
        ("Название на англ. яз.", HeadingMatch("name_en", language="en")),
        ("Name (kk)", HeadingMatch("name_kk", language="kk")),
        ("name_kk", HeadingMatch("name_kk", language="kk")),
        ("name:ru", HeadingMatch("name_ru", language="ru")),
        ("description_kk", HeadingMatch("description", language="kk")),
        ("Атауы / Название", HeadingMatch("name")),
        ("X, СК-42", HeadingMatch("x_raw", language="ru", system="СК-42")),
        ("Y (зона 13)", HeadingMatch("y_raw", language="ru", system="зона 13")),
        ("Х (Пулково 1942, зона 12)", HeadingMatch("x_raw", "", "ru", "Пулково 1942 зона 12")),
        ("Координаты WGS-84", HeadingMatch("coord_text", "", "ru", "WGS-84")),
        ("Координаты / Широта", HeadingMatch("lat_raw", language="ru")),
        ("Координаты, СК-42 / X", HeadingMatch("x_raw", "", "ru", "СК-42")),
        ("Размеры, м / Диаметр", HeadingMatch("diam_m", "m", "ru")),
        ("Размеры / Высота", HeadingMatch("height_m", "", "ru")),
        ("Координаты / Высота", HeadingMatch("elev_m", "", "ru")),
        ("Название / қаз.", HeadingMatch("name_kk", language="kk")),
        ("Краткое описание памятника", HeadingMatch("description", language="ru")),
        ("Литература, источник", HeadingMatch("references", language="ru")),
        ("SHIROTA", HeadingMatch("lat_raw", language="ru")),
    ],
)
def test_a_heading_says_field_unit_language_and_system(heading: str, match: HeadingMatch) -> None:
    """Case, look-alikes, brackets, levels and suffixes do not hide what a heading says."""
    assert match_heading(heading) == match


@pytest.mark.parametrize("heading", ["", " / ", "Бегазы", "48.26", "қорған", "a" * 500, "и"])
def test_other_texts_are_no_headings(heading: str) -> None:
    """A name, a number or a long text is not taken for a heading."""
    assert match_heading(heading) is None


@pytest.mark.parametrize(
    ("heading", "values", "field"),
    [
        ("ауданы", ["Ақтоғай", "Шет"], "district"),
        ("ауданы", ["12,5", "3"], "area_m2"),
        ("Ауданы, га", ["", "?"], "area_m2"),
        ("Высота", ["0,5", "1,2"], "height_m"),
        ("Высота", ["745", "812"], "elev_m"),
        ("H, см", ["150", "200"], "height_m"),
        ("N", ["1", "2", "3"], "seq_no"),
        ("N", ["48,267", "48,3"], "lat_raw"),
        ("n", ["5", "12", "7"], "seq_no"),
        ("N", ["5340720", "5340800"], "x_raw"),
        ("E", ["75,3", "75,9"], "lon_raw"),
        ("E", ["492619.6", "492700"], "y_raw"),
        ("id", ["1", "2", "3"], "seq_no"),
        ("id", ["0", "0"], "seq_no"),
        ("id", ["A-12", "A-13"], "site_code"),
        ("Дата", ["05.07.2017", "2017-07-06"], "visited_on"),
        ("Дата", ["XII в.", "эпоха бронзы"], "period_text"),
    ],
)
def test_a_doubtful_heading_is_settled_by_its_values(
    heading: str, values: list[str], field: str
) -> None:
    """«ауданы» is district or area, «Высота» of the mound or of the ground: the values say."""
    found = match_headings([heading], pd.DataFrame({heading: values}))
    assert found[heading].field == field


def test_a_doubtful_heading_without_values_is_settled_by_its_neighbours() -> None:
    """«N» beside «E» is a latitude; alone it counts rows."""
    assert match_headings(["N", "E"])["N"].field == "lat_raw"
    assert match_headings(["N", "Название"])["N"].field == "seq_no"


def test_unknown_headings_are_left_to_the_caller() -> None:
    """What we do not know is not in the answer; what we know keeps its order."""
    found = match_headings(["Широта", "Цвет глаз", "Название"])
    assert list(found) == ["Широта", "Название"]


def test_headings_that_a_dbf_cut_short_are_completed() -> None:
    """«Назва» begins one heading; «Сипат» two of different fields, and stays unknown."""
    headings = ["Назва", "Мерзі", "Аудан", "Атау", "Жай-к", "Наименован", "Сипат", "Обалар сан"]
    found = match_headings(headings, may_be_cut=True)
    assert {heading: match.field for heading, match in found.items()} == {
        "Назва": "name",
        "Мерзі": "period_text",
        "Аудан": "district",
        "Атау": "name",
        "Жай-к": "condition",
        "Наименован": "name",
        "Обалар сан": "n_features",
    }
    assert list(match_headings(headings)) == ["Аудан", "Атау"]

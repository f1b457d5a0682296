"""Pairs of records that real sources make: spellings, conflicts and neighbours of facts §5."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from shapely.geometry import Point

from heritage_gis.vocabularies.folding import split_names

Row = dict[str, Any]
Labelled = tuple[str, str, str, Row, Row]  # origin, label, note, left, right

KATO = {
    "Abay": "353200000",
    "Aktogay": "353600000",
    "Bukhar-Zhyrau": "354000000",
    "Karkaraly": "354800000",
    "Nura": "355200000",
    "Osakarov": "355600000",
    "Saran": "352200000",
    "Shet": "356400000",
    "Satpayev": "622010000",
    "Ulytau": "623800000",
    "Zhanaarka": "623600000",
    "Zhezkazgan": "621000000",
}
# The first of these words that stands in what the list says of the kind.
KIND_WORDS = {
    "stone mausoleum": "dyn",
    "burial_ground": "burial_ground",
    "settlement of metallurgists": "settlement_metallurgists",
    "metallurgists": "settlement_metallurgists",
    "settlement": "settlement",
    "portal-dome": "mausoleum_portal_dome",
    "mausoleum": "mausoleum",
    "royal kurgans": "kurgan_royal",
    "moustached": "kurgan_moustache",
    "kurgan group": "burial_ground",
    "kurgan burial grounds": "burial_ground",
    "complex": "complex",
    "landscape": "complex",
    "kurgans": "kurgan",
    "monastery": "monastery",
    "mosque": "mosque",
    "hillfort": "hillfort",
    "petroglyphs": "petroglyphs",
    "ancient": "mine_ancient",
    "industrial": "industrial",
    "cemetery": "cemetery_muslim",
    "Palaeolithic": "campsite",
    "smelting": "furnace",
    "sacred": "sacred_natural",
    "cave": "sacred_natural",
}
YEARS = {
    "XIX": (1801, 1900),
    "1874": (1874, 1874),
    "XII-XIV": (1101, 1400),
    "XI-XII": (1001, 1200),
    "VIII-XII": (701, 1200),
    "VIII-IX": (701, 900),
    "XIII": (1201, 1300),
    "XVII": (1601, 1700),
    "LBA": (-1500, -800),
    "MBA": (-2000, -1400),
    "Bronze": (-2500, -800),
    "EIA": (-800, -201),
}
# Rows of the list that are no sites of these regions, or of which nothing is known.
NO_SITES = ("begazy_bad", "kargaly_ural", "torak", "zhangabyl", "nurlan")
# What stands in the list as a description rather than as a name.
NO_NAMES = ("Кресто, Петро", "Дж. Уорделл", "гора, пещера", "древние выработки", "поселение", "-")


def read_rows(sites: list[dict[str, str]]) -> dict[str, list[Row]]:
    """Return the records that the list of real sites makes: for each site one for each spelling."""
    return {
        site["id"]: [{**describe(site), "name_ru": name} for name in list_spellings(site)]
        for site in sites
        if site["id"] not in NO_SITES
    }


def list_spellings(site: dict[str, str]) -> list[str]:
    """Return the spellings of a site, in Kazakh, Russian and English."""
    told = [name for language in ("kk", "ru", "en") for name in split_names(site[language])]
    names = [name for name in told if not any(name.startswith(word) for word in NO_NAMES)]
    return list(dict.fromkeys(name for name in names if name != "?"))


def describe(site: dict[str, str]) -> Row:
    """Return what the list says of a site, without its name."""
    district = _find_kato(site["polygon_district"]) or _find_kato(site["district"])
    has_place = bool(site["lat"])
    years = next((y for word, y in YEARS.items() if word in site["period"]), (None, None))
    return {
        "kind": next(kind for word, kind in KIND_WORDS.items() if word in site["kind"]),
        "kind_certainty": "certain",
        "kind_text": site["kind"],
        "start_year": years[0],
        "end_year": years[1],
        "geometry": Point(float(site["lon"]), float(site["lat"])) if has_place else None,
        "position_accuracy_m": float(site["precision_m"]) if has_place else None,
        "district": district,
        "district_claimed": _find_kato(site["district"]),
    }


def _find_kato(text: str) -> str | None:
    if "unknown" in text or "region" in text:
        return None
    return next((code for name, code in KATO.items() if text.startswith(name)), None)


def list_spelling_pairs(rows: dict[str, list[Row]]) -> list[Labelled]:
    """Every spelling of each real site against every other: one site each."""
    return [
        ("spelling", "same", f"two spellings of {site} (facts 5)", left, right)
        for site, spellings in rows.items()
        if site not in TWO_IN_ONE
        for left, right in combinations(spellings, 2)
    ]


def list_neighbour_pairs(rows: dict[str, list[Row]]) -> list[Labelled]:
    """The first spellings of each two real sites; most of them share nothing and are left out."""
    parts = {("besoba", "besoba")}
    return [
        ("neighbours", "different", f"{first} and {second} (facts 5)", left, right)
        for first, second in combinations(rows, 2)
        if (first, second) not in parts and (first, second) not in TOLD_BELOW
        for left, right in [(rows[first][0], rows[second][-1])]
    ]


TWO_IN_ONE = ("nazar",)  # one row of the list, but two sites: Назар and Назар-2
TOLD_BELOW = {("atasu1", "akmustafa_bg"), ("taldy_park", "taldy2")}
NOWHERE: Row = {"geometry": None, "position_accuracy_m": None}


def at(lon: float, lat: float, accuracy_m: float | None) -> Row:
    """Return the place of a record."""
    return {"geometry": Point(lon, lat), "position_accuracy_m": accuracy_m}


def _in(district: str) -> Row:
    return {"district": KATO[district], "district_claimed": KATO[district]}


def list_conflict_pairs(rows: dict[str, list[Row]]) -> list[Labelled]:
    """Conflicts and traps that facts §5, §3 and §7.2 name, as lists show them."""
    told: list[tuple[str, str, Row, Row]] = []
    for made in (_tell_begazy, _tell_mausolea, _tell_numbers, _tell_kinds, _tell_homonyms):
        told += made({site: spellings[0] for site, spellings in rows.items()})
    return [("conflict", label, note, left, right) for label, note, left, right in told]


def _tell_begazy(first: dict[str, Row]) -> list[tuple[str, str, Row, Row]]:
    begazy = first["begazy"]
    uk_wiki = {**begazy, **at(75.342222, 48.265833, 30.0), "name_ru": "Бегазинский некрополь"}
    wrong = {**begazy, **at(74.907, 48.548, 78.0), "name_ru": "Begazy"}
    listed = {**begazy, **NOWHERE, "name_ru": "Бегазы"}
    bare = {**listed, "district": None, "district_claimed": None}
    mound = {"kind": "bd_mausoleum", "feature_count": 1}
    tabyldy = first["tabyldy"]
    wiki = {**tabyldy, **at(73.862, 49.1356, 1500.0)}
    karazhartas = first["karazhartas"]
    return [
        ("same", "Begazy 274 m apart in two sources", begazy, uk_wiki),
        ("undecidable", "Begazy 45 km off in a third source", begazy, wrong),
        ("undecidable", "Begazy 45 km off, against the uk.wiki point", uk_wiki, wrong),
        ("same", "Begazy in a list of its district", listed, begazy),
        ("same", "Begazy in a list of its district, against the uk.wiki point", listed, uk_wiki),
        ("undecidable", "Begazy in a list without districts", bare, begazy),
        ("undecidable", "Begazy in a list, the wrong point in the same district", bare, wrong),
        ("part", "mausoleum 1 of Begazy", {**begazy, **mound, "part_no": "1"}, begazy),
        ("part", "mausoleum 3 of Begazy, 274 m off", {**uk_wiki, **mound, "part_no": "3"}, begazy),
        ("different", "mausolea 1 and 2 of Begazy", {**begazy, **mound, "part_no": "1"},
         {**uk_wiki, **mound, "part_no": "2"}),
        ("same", "mausoleum 2 of Begazy in two surveys", {**begazy, **mound, "part_no": "2"},
         {**uk_wiki, **mound, "part_no": "мавзолей 2"}),
        ("same", "Tabyldy 2.6 km (silkadv) and 4 km (wiki) west of Karazhartas", tabyldy, wiki),
        ("same", "Tabyldy in a list", {**tabyldy, **NOWHERE, "name_ru": "могильник Табылды"}, wiki),
        ("different", "Tabyldy by the first source and Karazhartas",
         tabyldy, {**karazhartas, **at(73.89, 49.1345, 500.0)}),
        ("same", "Karazhartas as burial ground and as stepped mausoleum", karazhartas,
         {**karazhartas, "kind": "bd_mausoleum", "name_ru": "степная пирамида Каражартас"}),
        ("same", "Karazhartas 167 m from the bank, by words", karazhartas,
         {**karazhartas, **at(73.9145, 49.1349, 500.0), "name_ru": "Karajartas"}),
        ("same", "Karazhartas traditional and radiocarbon dates", karazhartas,
         {**karazhartas, "start_year": -1200, "end_year": -801, "name_ru": "Қаражартас"}),
        ("same", "Karaagash VI-IV BC and VI-VII AD, both lists of Zhanaarka",
         {**first["karaagash"], "start_year": -600, "end_year": -301},
         {**first["karaagash"], "start_year": 501, "end_year": 700, "name_ru": "Караагаш"}),
        ("same", "Karaagash in two lists, no dates", {**first["karaagash"], "start_year": None},
         {**first["karaagash"], "start_year": None, "name_ru": "могильник Караагаш"}),
        ("undecidable", "Karaagash in a list without districts",
         first["karaagash"], {**first["karaagash"], "district": None, "district_claimed": None}),
        ("different", "Karaagash in Zhanaarka and a Karaagash in Nura", first["karaagash"],
         {**first["karaagash"], **_in("Nura")}),
    ]  # fmt: skip


def _tell_mausolea(first: dict[str, Row]) -> list[tuple[str, str, Row, Row]]:
    labak, ketebay = first["labak"], first["ketebay"]
    left_bank = {**labak, **at(67.9826, 48.3251, 200.0), "name_ru": "мавзолей Лабака"}
    saukym, erden = first["saukym"], first["erden"]
    bolgan = {**first["bolgan_ana"], **at(68.30, 47.90, 10.0)}
    kulan = {**first["kulan_ana"], **at(68.30024, 47.89984, 10.0)}
    alasha = first["alasha_khan"]
    return [
        ("different", "Labak and Ketebay at one published coordinate", labak, ketebay),
        ("same", "Labak on the right and on the left bank", labak, left_bank),
        ("different", "Labak on the left bank and Ketebay", left_bank, ketebay),
        ("different", "Ketebay, and Labak in English", {**labak, "name_ru": "Labak"},
         {**ketebay, "name_ru": "Ketebay"}),
        ("same", "Labak of 1874 and of the XIX century", labak,
         {**labak, "start_year": 1801, "end_year": 1900, "kind": "mausoleum"}),
        ("different", "Erden next to Saukym", saukym, erden),
        ("different", "Erden next to Saukym, in English", {**saukym, "name_ru": "Saukym"},
         {**erden, "name_ru": "Erden"}),
        ("part", "mausoleum and necropolis of Erden", erden,
         {**erden, "kind": "cemetery_muslim", "name_ru": "некрополь Ердена"}),
        ("part", "mausoleum of Erden and Ерден қорымы", erden,
         {**erden, "kind": "burial_ground", "name_ru": "Ерден қорымы"}),
        ("different", "Kulan Ana 25 m south-east of Bolgan Ana", bolgan, kulan),
        ("different", "Kulan Ana and Bolgan Ana by one person", {**bolgan, "author": "A"},
         {**kulan, "author": "A"}),
        ("same", "Alasha Khan dated X-XI and XIII-XIV", {**alasha, "start_year": 901,
         "end_year": 1100}, {**alasha, "start_year": 1201, "end_year": 1400,
                             "name_ru": "Алашахан", "kind": "mausoleum"}),
        ("same", "Alasha without his title", alasha, {**alasha, "name_ru": "мавзолей Алаша"}),
        ("same", "Kunanbay without his title", first["kunanbay_mosque"],
         {**first["kunanbay_mosque"], "name_ru": "мечеть Кунанбая"}),
        ("same", "Zhoshy Khan by general knowledge and by words 1.5 km off", first["zhoshy_khan"],
         {**first["zhoshy_khan"], **at(67.836, 48.165, 5000.0), "name_ru": "мавзолей Джучи-хана"}),
        ("different", "Zhuban Ana and Bolgan Ana in one search",
         {**first["zhuban_ana"], **at(68.301, 47.901, 500.0)}, bolgan),
        ("same", "Dombauyl as a mausoleum and as a dyn", first["dombauyl"],
         {**first["dombauyl"], "kind": "mausoleum", "name_ru": "мавзолей Домбаула"}),
        ("different", "Zhuban in Zhanaarka and Zhuban elsewhere",
         first["zhuban_ana"], {**first["zhuban_ana"], **_in("Osakarov")}),
        ("same", "Shabanbai bi by his village and by his tomb", first["shabanbai_bi"],
         {**first["shabanbai_bi"], **NOWHERE, "name_ru": "мазар Шабанбай-бия", "kind": "mazar"}),
        ("same", "Altybay by whole minutes", first["altybay"],
         {**first["altybay"], **at(73.3833, 50.2333, 1000.0), "name_ru": "Altybay"}),
    ]  # fmt: skip


def _tell_numbers(first: dict[str, Row]) -> list[tuple[str, str, Row, Row]]:
    told: list[tuple[str, str, Row, Row]] = []
    for site, name in (("karkaraly1", "поселение Каркаралы"), ("bugyly1", "Бугулы"),
                       ("aksu_ayuly2", "могильник Аксу-Аюлы"), ("taldy2", "курганы Талды"),
                       ("nurken2", "курганы Нуркен")):  # fmt: skip
        row = first[site]
        one, two = {**row, "name_ru": f"{name} I"}, {**row, "name_ru": f"{name} II"}
        told += [
            ("different", f"{name} I and II", one, two),
            ("same", f"{name} II and 2", two, {**row, "name_ru": f"{name}-2"}),
            ("different", f"{name}-1 and II", {**row, "name_ru": f"{name}-1"}, two),
            ("undecidable", f"{name} without a number and {name} II",
             {**row, "name_ru": name}, two),
        ]  # fmt: skip
    sangyru, aiyrtas, ikpen = first["sangyru"], first["aiyrtas"], first["ikpen"]
    nazar = {**first["nazar"], "kind": "kurgan_moustache", "name_ru": "курган с грядами Назар"}
    nazar2 = {**first["nazar"], "kind": "burial_ground", "name_ru": "могильник Назар-2"}
    spot = at(75.9, 49.3, 10.0)
    told += [
        ("part", "Sangyru II of Sangyru I-III", {**sangyru, "name_ru": "Сангру II"},
         {**sangyru, "name_ru": "могильник Сангуыр I-III"}),
        ("part", "Aiyrtas 2 of Aiyrtas 1-3", {**aiyrtas, "name_ru": "Айыртас 2"},
         {**aiyrtas, "name_ru": "могильники Айыртас 1-3"}),
        ("part", "Ikpen I of Ikpen I-III", {**ikpen, "name_ru": "поселение Икпень I"},
         {**ikpen, "name_ru": "поселения Икпень I-III"}),
        ("different", "Ikpen IV and Ikpen I-III", {**ikpen, "name_ru": "поселение Икпень IV"},
         {**ikpen, "name_ru": "поселения Икпень I-III"}),
        ("part", "Batpak 7 of Batpak 7, 8", {**first["batpak"], "name_ru": "стоянка Батпак 7"},
         {**first["batpak"], "name_ru": "стоянки Батпак 7, 8"}),
        ("different", "Nazar and Nazar-2, both without a place", nazar, nazar2),
        ("different", "Nazar and Nazar-2 a kilometre apart", {**nazar, **spot},
         {**nazar2, **at(75.914, 49.3, 10.0)}),
        ("same", "Nazar-2 in two lists", nazar2, {**nazar2, "name_ru": "Nazar-2"}),
        ("different", "Atasu I and Atasu II", {**first["atasu1"], "name_ru": "поселение Атасу I"},
         {**first["atasu1"], "name_ru": "поселение Атасу II"}),
        ("same", "the 37 warriors", first["warriors37"],
         {**first["warriors37"], "name_ru": "курган «37 воинов»"}),
    ]  # fmt: skip
    return told


def _tell_kinds(first: dict[str, Row]) -> list[tuple[str, str, Row, Row]]:
    settlement = {**first["atasu1"], "name_ru": "поселение Атасу I (Ак-Мустафа)"}
    ground = first["akmustafa_bg"]
    bugyly = {**first["bugyly2"], "kind": "settlement", "name_ru": "Бугулы II"}
    terekty = first["terekty"]
    besoba, kent, palace = first["besoba"], first["kent"], first["kyzylkent"]
    bare = {"name_ru": "Теректы"}
    return [
        ("different", "settlement Atasu I (Ak-Mustafa) and burial ground Ak-Mustafa", settlement,
         {**ground, "name_ru": "могильник Ак-Мустафа"}),
        ("different", "the same 600 m apart", {**settlement, **at(71.9, 48.9, 50.0)},
         {**ground, **at(71.908, 48.9, 50.0)}),
        ("same", "Atasu I with and without its second name", settlement,
         {**settlement, "name_ru": "Ақмұстафа"}),
        ("undecidable", "Bugyly II as settlement and as burial ground", bugyly,
         {**bugyly, "kind": "burial_ground"}),
        ("undecidable", "the same, one of them called Kusmurun too", bugyly,
         {**bugyly, "kind": "burial_ground", "name_ru": "Бугулы II (Кусмурун)"}),
        ("same", "Bugyly II with its second name", bugyly,
         {**bugyly, "name_ru": "Бугулы II (Кусмурун)"}),
        ("undecidable", "Terekty-Aulie as rock art and as a holy place", terekty,
         {**terekty, "kind": "sacred_natural", "kind_certainty": "likely"}),
        ("undecidable", "Terekty-Aulie as rock art and as a necropolis", terekty,
         {**terekty, "kind": "burial_ground", "name_ru": "некрополь Теректы-Аулие"}),
        ("same", "Terekty-Aulie by its short name", terekty, {**terekty, **bare}),
        ("same", "Terekty-Aulie by two sources 90 m apart", terekty,
         {**terekty, **at(68.6103, 48.2128, 10.0), "name_ru": "Terekty-Aulie"}),
        ("part", "a kurgan of Besoba and the complex", {**besoba, "kind": "kurgan",
         "feature_count": 1, "name_ru": "курган Бесоба"}, besoba),
        ("part", "a mazar of Besoba and the complex",
         {**besoba, "kind": "mazar", "name_ru": "мазар Бесоба"}, besoba),
        ("different", "settlement Kent and the palace of Kent", kent,
         {**palace, "name_ru": "Кент сарайы"}),
        ("different", "settlement Kent and a mine of that name", kent,
         {**kent, "kind": "mine_ancient", "name_ru": "рудник Кент"}),
        ("same", "the mine Kentobe by two spellings", first["kentobe_mine"],
         {**first["kentobe_mine"], "name_ru": "Кентюбе"}),
        ("same", "Elshibek counted and not", first["elshibek"],
         {**first["elshibek"], "feature_count": 120, "name_ru": "могильник Ельшибек"}),
        ("part", "the moustached kurgan of Elshibek", {**first["elshibek"], "feature_count": 1,
         "kind": "kurgan_moustache", "name_ru": "курган с усами Елшибек"}, first["elshibek"]),
        ("same", "Taldy-2 as royal kurgans and as a burial ground", first["taldy2"],
         {**first["taldy2"], "kind": "burial_ground", "name_ru": "могильник Талды-2"}),
        ("same", "Aksu-Ayuly-2, 36 and 40 structures, 2 and 3 km from the village",
         {**first["aksu_ayuly2"], "feature_count": 36},
         {**first["aksu_ayuly2"], **at(73.68, 48.781, 1000.0), "feature_count": 40}),
        ("same", "Milykuduk as settlement and as metallurgists' settlement", first["milykuduk"],
         {**first["milykuduk"], "kind": "settlement_metallurgists"}),
        ("different", "Uspensky mine and a settlement of that name", first["uspensky_mine"],
         {**first["uspensky_mine"], "kind": "settlement", "name_ru": "посёлок Успенский"}),
    ]  # fmt: skip


def _tell_homonyms(first: dict[str, Row]) -> list[tuple[str, str, Row, Row]]:
    myrzhyk = first["myrzhyk"]
    told: list[tuple[str, str, Row, Row]] = [
        ("different", "Myrzhyk on the Atasu and Myrzhyk in Karkaraly", myrzhyk,
         {**myrzhyk, **_in("Karkaraly"), "name_ru": "Мыржик"}),
        ("different", "the settlement Myrzhyk and the range Myrzhyk", myrzhyk,
         {**myrzhyk, **_in("Karkaraly"), "kind": "sacred_natural", "name_ru": "гора Мыржик"}),
        ("different", "settlement and necropolis of Myrzhyk", myrzhyk,
         {**myrzhyk, "kind": "burial_ground", "name_ru": "могильник Мыржик"}),
        ("different", "the sites of Semizbugy and the mountain in Bukhar-Zhyrau",
         first["semizbugy"], {**first["semizbugy"], **_in("Bukhar-Zhyrau"),
                              "kind": "sacred_natural", "name_ru": "гора Семизбугы"}),
        ("different", "Taldy-2 in Karkaraly and Taldy in Shet", first["taldy2"],
         {**first["taldy2"], **_in("Shet"), "name_ru": "курганы Талды"}),
        ("different", "the park Taldy and Taldy-2", first["taldy_park"], first["taldy2"]),
        ("different", "a burial ground Aktogay in Aktogay and one in Shet",
         {**first["kamal"], **_in("Aktogay"), "name_ru": "Ақтоғай қорымы"},
         {**first["kamal"], **_in("Shet"), "name_ru": "могильник Актогай"}),
        ("different", "a mausoleum Aktogay and a settlement Aktogay in one district",
         {**first["asylbek"], "kind": "mausoleum", "name_ru": "Ақтоғай"},
         {**first["asylbek"], "kind": "settlement", "name_ru": "Актогай"}),
        ("undecidable", "Dandybay in Shet or in Abay", first["dandybay"],
         {**first["dandybay"], **_in("Abay"), "name_ru": "Дандыбай"}),
        ("undecidable", "Aishrak in Shet or in Zhanaarka", first["aishrak"],
         {**first["aishrak"], **_in("Zhanaarka"), "name_ru": "Айшрак"}),
        ("undecidable", "Akbeit, a kurgan of the Early Iron Age, and Akbeit of the XIX century",
         {**first["akbeit"], **_in("Shet")}, {**first["akbeit"], **_in("Shet"),
                                              "start_year": 1801, "end_year": 1900}),
    ]  # fmt: skip
    for site in ("koitas", "akbeit", "karashoky", "kamal", "yesil_bg", "tegizzhol"):
        row = first[site]
        told.append(("undecidable", f"{site} in two lists, one names a district", row,
                     {**row, **_in("Karkaraly")}))  # fmt: skip
    return told

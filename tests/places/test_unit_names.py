"""Names of districts as people write them."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heritage_gis.errors import MisusedError
from heritage_gis.model.nearness import Nearest
from heritage_gis.places.name_reading import read_names
from heritage_gis.places.names import find_district_in_words, find_unit
from heritage_gis.places.spelling import fold_name
from heritage_gis.places.tables import read_place_table
from heritage_gis.places.units import Unit, find_by_kato, read_units
from heritage_gis.settings import LANGUAGES, Language


def find_slug(text: str) -> str | None:
    """Return the slug of the one unit a text means."""
    kato = find_unit(text).kato
    unit = find_by_kato(kato) if kato else None
    return unit.slug if unit else None


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Актогайский район", "aktogay"),
        ("Актогайский р-н", "aktogay"),
        ("Бегазы, Актогайский р–н, у реки", "aktogay"),
        ("АҚТОҒАЙ АУДАНЫ", "aktogay"),
        ("Ақтоғай ауд.", "aktogay"),
        ("Aqtoğai district", "aktogay"),
        ("Aktogai", "aktogay"),
        ("Aқтоғай ауданы", "aktogay"),  # its first letter is Latin
        ("Актогайского района Карагандинской области", "aktogay"),
        ("Қарағанды облысы Ақтоғай ауданы", "aktogay"),
        ("Карагандинская обл.,\u00a0Бухар-Жырауский\u00a0р-н", "bukhar-zhyrau"),
        ("Бухар - Жырауский район", "bukhar-zhyrau"),
        ("Бухар‑Жырау", "bukhar-zhyrau"),
        ("Buqar Jyrau", "bukhar-zhyrau"),
        ("Жана-Арка", "zhanaarka"),
        ("Jañaarqa", "zhanaarka"),
        ("Жанааркинский район, с. Аксу-Аюлы", "zhanaarka"),
        ("Қарқаралы", "karkaraly"),
        ("г. Каркаралинск", "karkaraly"),
        ("Shetsky", "shet"),
        ("Şet", "shet"),
        ("Shet (upper Atasu; ex Agadyr r-n)", "shet"),
        ("Aktogay (N Balkhash)", "aktogay"),
        ("г. Абай", "abay"),
        ("г. Балхаш", "balkhash"),
        ("Балқаш қ.", "balkhash"),
        ("Saran'", "saran"),
        ("Джезказган", "zhezkazgan"),
        ("Satpaev", "satpayev"),
        ("Улытауская область, Улытауский район", "ulytau"),
        ("Ulytau", "ulytau"),
        ("Тельманский район", "bukhar-zhyrau"),
        ("353600000", "aktogay"),
        ("353600000.0", "aktogay"),
        ("351800000", "zhezkazgan"),
    ],
)
def test_a_name_finds_its_unit(text: str, slug: str) -> None:
    """Case, script, hyphens, type words and endings make no difference."""
    assert find_slug(text) == slug


@pytest.mark.parametrize(
    "text",
    [
        "Актогайский район Павлодарской области",
        "Павлодарская обл., Актогайский р-н",
        "Павлодар облысы Ақтоғай ауданы",
        "Aktogay (Pavlodar region)",
        "Aktogay district, Pavlodar",
    ],
)
def test_aktogay_of_pavlodar_is_told_apart(text: str) -> None:
    """A homonym is known by the region it is in."""
    match = find_unit(text)
    assert (match.kato, match.candidates) == (None, ())
    assert match.is_outside
    assert match.outside == "Aktogay district of Pavlodar region"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("ст. Актогай", "Aktogay station in Abay region"),
        ("область Абай", "Abay region"),
        ("Абайская область, Абайский район", "Abay region"),
        ("Шетский район Акмолинской области", "Akmola region"),
        ("OUTSIDE: Orenburg, Russia", "Orenburg region, Russia"),
    ],
)
def test_a_place_outside_is_no_unit(text: str, place: str) -> None:
    """A region outside ours makes the whole text mean a place there."""
    match = find_unit(text)
    assert (match.kato, match.is_outside, match.outside) == (None, True, place)


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("Шет / Абай (uncertain)", {"shet", "abay"}),
        ("Shet or Abay (uncertain)", {"shet", "abay"}),
        ("Saran/Abay area", {"saran", "abay"}),
        ("Шетский и Абайский районы", {"shet", "abay"}),
        ("стык Шетского и Абайского районов", {"shet", "abay"}),
        ("на границе Шетского и Актогайского районов", {"shet", "aktogay"}),
        ("Karkaraly (prob.)", {"karkaraly"}),
        ("Шетский район (?)", {"shet"}),
        ("Агадырский район", {"shet"}),
        ("г. Актогай", {"aktogay"}),
    ],
)
def test_a_doubtful_claim_gives_candidates_only(text: str, slugs: set[str]) -> None:
    """Two units, a doubt, or a name known only from hearsay never settle the district."""
    match = find_unit(text)
    units = [find_by_kato(kato) for kato in match.candidates]
    assert match.kato is None
    assert {unit.slug for unit in units if unit} == slugs
    assert not match.is_outside


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("Ulytau region", "62"),
        ("Улытауская область", "62"),
        ("область Ұлытау", "62"),
        ("Карагандинская обл.", "35"),
        ("Қарағанды облысы", "35"),
        ("620000000", "62"),
    ],
)
def test_a_region_is_not_taken_for_a_unit(text: str, region: str) -> None:
    """Ulytau region is not Ulytau district, nor Karaganda region the city."""
    match = find_unit(text)
    assert (match.kato, match.candidates, match.region) == (None, (), region)


@pytest.mark.parametrize(
    ("text", "word", "kato", "score"),
    [
        ("Актагайский район", "Актогайский район", "353600000", 90),
        ("Қарқарлы ауданы", "Қарқаралы ауданы", "354800000", 94),
        ("Karkarali dist", "Karkaraly district", "354800000", 82),
        ("Жана Актогай", "Актогайский район", "353600000", 78),
        ("К,арк,аралы ауданы", "Каркаралинский район", "354800000", 100),
        ("Қар?аралы ауданы", "Қарқаралы ауданы", "354800000", 94),
        ("Ќарќаралы", "Каркаралинский район", "354800000", 88),
        ("Осокаровский р-н", "Осакаровский район", "355600000", 91),
        ("Шедский район", "Шетский район", "356400000", 86),
    ],
)
def test_a_slip_of_the_pen_is_not_mended_but_answered(
    text: str, word: str, kato: str, score: int
) -> None:
    """A name that is nearly right gives no unit, and the nearest name in the same script."""
    match = find_unit(text)
    assert (match.kato, match.candidates) == (None, ())
    assert match.nearest == (Nearest(word, kato, score),)


def test_a_district_named_without_certainty_is_answered_too() -> None:
    """A seat called a district, a doubt, and two districts name none, and are asked about."""
    karkaraly = Nearest("Каркаралинский район", "354800000", 100)
    assert find_unit("Каркаралинск р-н").nearest == (karkaraly,)
    assert find_unit("Каркаралинский р-н?").nearest == (karkaraly,)
    both = [one.word for one in find_unit("Каркаралинский, Шетский").nearest]
    assert both == ["Каркаралинский район", "Шетский район"]
    assert find_unit("Каркаралинский р-н").nearest == ()


@pytest.mark.parametrize("text", ["", "?", "unknown", "р. Нура", "оз. Балхаш", "351200000", "б/н"])
def test_what_names_no_unit_gives_nothing(text: str) -> None:
    """Rivers, lakes, invented codes and blanks are no units, and nothing is guessed."""
    match = find_unit(text)
    assert (match.kato, match.candidates, match.region, match.nearest) == (None, (), None, ())


def test_the_answer_is_in_the_codes_of_the_layout() -> None:
    """The same name has the code it had at the time."""
    assert find_unit("Улытауский район", "2022").kato == "623800000"
    assert find_unit("Улытауский район", "before-2022").kato == "356000000"
    assert find_unit("621000000", "before-2022").kato == "351800000"
    with pytest.raises(MisusedError, match="no layout «1997»"):
        find_unit("Шет", "1997")


def test_the_mark_says_how_well_a_name_is_known() -> None:
    """An old district that facts.md gives from general knowledge carries that mark."""
    assert find_unit("Мичуринский район").mark == "M-med"
    assert find_unit("Шетский район").mark == "S"


def test_no_key_stands_for_two_units() -> None:
    """Folding never makes one name of two units."""
    for key, names in read_names().items():
        katos = {name.kato for name in names if name.kato and name.sort != "region"}
        assert len(katos) <= 1, key


def test_every_name_of_the_tables_is_found() -> None:
    """A name in the table, and the full name of a unit, lead to that unit."""
    for row in read_place_table("unit_names"):
        if row["sort"] != "region":
            assert row["kato"] in find_unit(row["name"]).candidates, row["name"]
    for unit in read_units():
        for name in (unit.name_kk, unit.name_ru, unit.name_en):
            assert find_unit(name).kato == unit.kato, name


@given(
    unit=st.sampled_from(read_units()),
    language=st.sampled_from(LANGUAGES),
    change=st.sampled_from([str.upper, str.lower, str.title]),
    space=st.sampled_from([" ", "\u00a0", "  ", "\t"]),
    hyphen=st.sampled_from(["-", "‑", "–", " ", " - "]),
)
def test_dress_makes_no_difference(
    unit: Unit, language: Language, change: Callable[[str], str], space: str, hyphen: str
) -> None:
    """Capitals, kinds of space and kinds of hyphen do not change which unit is meant."""
    dressed = change(unit.name(language)).replace("-", hyphen).replace(" ", space)
    assert find_unit(dressed).kato == unit.kato


@given(st.text(max_size=60))
def test_any_text_is_answered(text: str) -> None:
    """No text makes the reader of names fall over, and folding gives plain letters."""
    match = find_unit(text)
    assert match.kato is None or match.candidates == (match.kato,)
    assert fold_name(text).isascii()


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("Шетский район, 5 км к С от пос. Акшатау", "shet"),
        ("Карагандинская обл., Нуринский р-н, 5 км от г. Темиртау", "nura"),
        ("Шетский р-он, 3 км", "shet"),
        ("Шет ауданы, Ақшатау ауылынан 5 км солтүстікке", "shet"),
        ("Shet district, 5 km N of Akshatau", "shet"),
        ("5 км от г. Каражал", None),  # shows the way
        ("в 5 км к северу от пос. Шет", None),
        ("р. Нура, правый берег", None),
        ("на границе с Актогайским районом", None),
        ("Шетский и Каркаралинский районы", None),
        ("Актогайский район Павлодарской области", None),
        ("Павлодарская область, Актогайский район, у с. Шолаксор", None),
        ("область Абай, Абайский район", None),
        ("возможно, Шетский район", None),
    ],
)
def test_words_about_a_place_name_a_district_by_its_type_word(words: str, slug: str | None) -> None:
    """A town or a border only shows the way; two districts, or another region, are no answer."""
    kato = find_district_in_words(words).kato
    unit = find_by_kato(kato) if kato else None
    assert (unit.slug if unit else None) == slug

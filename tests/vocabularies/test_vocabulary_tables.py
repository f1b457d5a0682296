"""The vocabulary tables an archaeologist edits: complete, consistent, and safe."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import heritage_gis.vocabularies
from heritage_gis.vocabularies.conditions import read_state_phrases, tells_looting
from heritage_gis.vocabularies.kinds import (
    ERAS,
    find_group,
    read_homonym,
    read_kind_groups,
    read_kind_phrases,
    read_kinds,
)
from heritage_gis.vocabularies.labels import read_label
from heritage_gis.vocabularies.periods import (
    find_rough_years,
    list_ancestors,
    read_period_phrases,
    read_periods,
)
from heritage_gis.vocabularies.phrases import list_spellings
from heritage_gis.vocabularies.tables import read_vocabulary
from heritage_gis.vocabularies.works import find_work_types, list_excavating_types

FOLDER = Path(heritage_gis.vocabularies.__file__).parent
OURS = (
    *("kinds", "kind_groups", "periods", "conditions", "extant", "threats", "statuses"),
    *("work_types", "statement_words", "number_lists", "integrity"),
    "blank_words",
    "common_names",
    "dating_events",
    "dating_words",
    "encoding_evidence",
    "file_kinds",
    "flag_words",
    "kind_homonyms",
    "kind_periods",
    "kind_relations",
    "kind_words",
    "match_reasons",
    "measure_words",
    "name_variants",
    "questions",
    "refusals",
    "field_names",
    "problem_titles",
    "report_words",
    "workbook_words",
    "size_limits",
    "terminal_words",
    "type_words",
    "work_headings",
    "year_words",
)

# The codes of facts §3, with the rows that name two kinds split.
KINDS = [
    "mausoleum", "mazar", "mausoleum_portal_dome", "mausoleum_dome", "dyn", "saganatam",
    "tortkulak", "koitas", "kulpytas", "cemetery_muslim", "burial_ground", "kurgan",
    "kurgan_royal", "kurgan_moustache", "bd_mausoleum", "enclosure", "turkic_enclosure", "cist",
    "flat_grave", "pit_grave", "menhir", "stone_statue", "balbal", "deer_stone", "petroglyphs",
    "settlement", "settlement_metallurgists", "campsite", "mine_ancient", "furnace",
    "slag_heap", "ore_dressing", "hillfort", "winter_camp", "caravanserai", "road",
    "watchtower", "irrigation", "sanctuary", "sacred_natural", "mosque", "madrasa", "monastery",
    "building", "industrial", "monument_art", "find_spot", "complex", "unknown",
]  # fmt: skip

# The codes of facts §4; the others have no figures of their own.
PERIODS_OF_FACTS = [
    "palaeolithic", "mesolithic", "neolithic", "eneolithic", "bronze", "bronze_early",
    "andronovo", "petrovka_nurtai", "atasu_alakul", "nura_fedorovo", "begazy_dandybay",
    "sargary", "bronze_final", "eia", "tasmola", "korgantas", "hun_sarmat", "moustache_kurgan",
    "turkic", "oghuz", "kimak_kipchak", "early_middle_ages", "developed_middle_ages",
    "late_middle_ages", "golden_horde", "kazakh_khanate", "dzungar", "ethnographic", "imperial",
    "soviet",
]  # fmt: skip


@pytest.mark.parametrize("name", OURS)
def test_every_row_has_every_column(name: str) -> None:
    """A comma too many or too few in a table is found before it shifts a column."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        heading, *rows = csv.reader(file)
    assert {len(row) for row in rows} == {len(heading)}


def test_a_label_is_found_by_language() -> None:
    """A code is called by its word in the language asked for."""
    assert read_label("kinds", "kurgan", "kk") == "оба"
    assert read_label("kind_groups", "burial", "ru") == "погребальный памятник"
    assert read_label("periods", "eia", "en") == "Early Iron Age"
    with pytest.raises(KeyError, match="pyramid"):
        read_label("kinds", "pyramid", "en")


def test_the_kinds_are_those_of_the_typology() -> None:
    """Every kind of facts §3 is there; an archaeologist may add more."""
    assert set(KINDS) <= set(read_kinds())


def test_only_the_mausoleum_family_and_mosques_may_be_exact() -> None:
    """Everything that is not plainly a standing Muslim building is protected by default."""
    open_kinds = {code for code, kind in read_kinds().items() if kind.may_be_exact}
    assert open_kinds == {
        "mausoleum",
        "mazar",
        "mausoleum_portal_dome",
        "mausoleum_dome",
        "mosque",
        "madrasa",
    }
    exact = {code for code, kind in read_kinds().items() if kind.protection == "exact"}
    assert exact == {"mosque", "madrasa"}


def test_a_bronze_age_mausoleum_is_a_protected_grave() -> None:
    """A Begazy-Dandybay mausoleum is never exact, and its group does not say mausoleum."""
    assert read_kinds()["bd_mausoleum"].protection == "area"
    assert find_group("bd_mausoleum") == "burial"


def test_the_unknown_kind_is_protected() -> None:
    """What nobody could name is protected like a grave."""
    assert read_kinds()["unknown"].protection == "area"
    assert find_group("unknown") == "unknown"


def test_stones_that_can_be_carried_off_are_marked() -> None:
    """Movable stones are known as such, and none may be exact."""
    movable = {code for code, kind in read_kinds().items() if kind.is_movable}
    assert {"koitas", "kulpytas", "stone_statue", "deer_stone"} <= movable
    assert not any(read_kinds()[code].may_be_exact for code in movable)


def test_groups_have_symbols_of_their_own_in_the_order_of_legends() -> None:
    """Each kind is in a group, and each group has a shape that no other has."""
    groups = read_kind_groups()
    assert {kind.group for kind in read_kinds().values()} == set(groups)
    assert len({group.symbol for group in groups.values()}) == len(groups)
    assert next(iter(groups)) == "mausoleum"
    assert list(groups)[-1] == "unknown"
    assert groups["burial"].plural["kk"] == "жерлеу орындары"


@pytest.mark.parametrize("group", ["mausoleum", "burial"])
def test_group_labels_tell_no_age(group: str) -> None:
    """The label of a group tells neither the Bronze Age nor Islam."""
    labels = read_kind_groups()[group]
    told = " ".join([*labels.singular.values(), *labels.plural.values()]).lower()
    assert [word for word in ("bronze", "бронз", "қола", "muslim", "мусульм") if word in told] == []


def test_no_phrase_names_two_kinds() -> None:
    """A word that could mean two kinds is in the table of homonyms, or it is a mistake."""
    twice = {stems: codes for stems, codes in read_kind_phrases().codes.items() if len(codes) > 1}
    assert twice == {}


def test_homonyms_lead_to_known_kinds() -> None:
    """In every era a homonym means a kind of the vocabulary, and none opens a Bronze Age grave."""
    count = len(read_vocabulary("kind_homonyms"))
    assert count > 10
    for number in range(count):
        meaning = read_homonym(f"homonym:{number}")
        assert {meaning[era][0] for era in ERAS} <= set(read_kinds())
        assert not (read_kinds()[meaning["bronze"][0]].may_be_exact and meaning["bronze"][1])


def test_the_periods_are_those_of_the_chronology() -> None:
    """Every period of facts §4 is there; the added umbrella words carry no figures."""
    periods = read_periods()
    assert set(PERIODS_OF_FACTS) <= set(periods)
    added = set(periods) - set(PERIODS_OF_FACTS)
    assert added == {
        "stone_age",
        "palaeolithic_lower",
        "palaeolithic_middle",
        "palaeolithic_upper",
        "bronze_middle",
        "bronze_late",
        "middle_ages",
    }
    bare = {code for code, period in periods.items() if period.start_year is None}
    assert bare == {"stone_age", "bronze_middle", "bronze_late", "middle_ages"}
    assert {periods[code].mark for code in bare} == {"?"}


def test_figures_run_forward_and_know_no_year_0() -> None:
    """A period starts before it ends, in both schemes."""
    for period in read_periods().values():
        for start, end in (
            (period.start_year, period.end_year),
            (period.start_year_14c, period.end_year_14c),
        ):
            assert (start is None) == (end is None), period.code
            if start is not None and end is not None:
                assert start < end, period.code
                assert 0 not in (start, end), period.code


def test_doubtful_figures_are_not_authoritative() -> None:
    """Figures that facts marks M, disputed or unknown are not shown as a site's years."""
    shown = {code for code, period in read_periods().items() if period.is_authoritative}
    assert shown == {
        "bronze",
        "begazy_dandybay",
        "eia",
        "tasmola",
        "korgantas",
        "dzungar",
        "ethnographic",
        "imperial",
        "soviet",
    }


def test_periods_nest() -> None:
    """A culture lies within its age, however far up."""
    assert list_ancestors("atasu_alakul") == ["andronovo", "bronze"]
    assert list_ancestors("begazy_dandybay") == ["bronze_late", "bronze"]
    assert find_rough_years(["bronze_late"]) == (-2500, -800)
    assert find_rough_years(["middle_ages"]) is None


def test_only_spans_of_the_palaeolithic_name_two_periods() -> None:
    """A phrase means one period, except where it says two in one («Middle-Upper Palaeolithic»)."""
    twice = [set(codes) for codes in read_period_phrases().codes.values() if len(codes) > 1]
    assert twice
    assert all(codes == {"palaeolithic_middle", "palaeolithic_upper"} for codes in twice)


@pytest.mark.parametrize("vocabulary", ["conditions", "extant", "threats", "statuses"])
def test_no_phrase_names_two_states(vocabulary: str) -> None:
    """A word for a condition, a threat or a status means one thing."""
    codes = read_state_phrases(vocabulary).codes.values()
    assert [found for found in codes if len(found) > 1] == []


def test_no_phrase_names_two_types_of_work() -> None:
    """A word for a type of work means one type."""
    for entry in read_vocabulary("work_types"):
        for phrase in list_spellings(entry):
            assert find_work_types(phrase) == (entry["code"],), phrase


def test_digging_alone_makes_a_site_excavated() -> None:
    """Research, geophysics or restoration leave a site as it was."""
    assert list_excavating_types() == {"excavation", "rescue"}


def test_looting_is_told_apart_among_conditions() -> None:
    """The one condition that tells of looting is known, so that it can be withheld."""
    assert tells_looting("looted")
    assert not tells_looting("good")

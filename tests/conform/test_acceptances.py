"""`[[accept]]`: one decision of a person, taken for all cells like it, and never in silence."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from row_places import make_places, make_texts

from heritage_gis.conform.acceptances import (
    VOCABULARIES,
    Accepted,
    Meaning,
    apply_acceptances,
    explain_accepted,
    find_meaning,
    fold_cell,
    require_accepted,
    require_meanings,
)
from heritage_gis.conform.conditions import conform_conditions
from heritage_gis.conform.dating import conform_dating
from heritage_gis.conform.dating_text import read_dating
from heritage_gis.conform.districts import gather_claims
from heritage_gis.conform.kinds import conform_kinds
from heritage_gis.conform.survey import conform_survey
from heritage_gis.errors import MisusedError
from heritage_gis.model.raw_table import RawTable
from heritage_gis.model.survey import ACCEPTED_FIELDS, Acceptance, Sidecar, Survey
from heritage_gis.paths import Home
from heritage_gis.places.districts import Districts, load_districts
from heritage_gis.places.names import find_unit
from heritage_gis.places.units import read_units
from heritage_gis.vocabularies.labels import read_labels

MOUND = Acceptance("kind", "могилник", "burial_ground", "одна опечатка", "А. Археолог")
SHEET = ("Тип", "Эпоха", "Район", "Состояние")


def make_survey(*entries: Acceptance) -> Survey:
    """Return a survey whose sidecar settles these."""
    sidecar = Sidecar("t", "w", date(2026, 1, 1), "CC-BY-4.0", accept=entries)
    return Survey("2026-kent", 1, Path(), (), sidecar, "")


def apply(cells: pd.DataFrame, *entries: Acceptance, sections: pd.Series | None = None) -> Accepted:
    """Apply entries to cells."""
    above = make_texts(*[None] * len(cells)) if sections is None else sections
    return apply_acceptances(cells, above, entries)


@pytest.fixture(scope="module")
def districts(tmp_path_factory: pytest.TempPathFactory) -> Districts:
    """Give the sketched districts."""
    return load_districts(Home(tmp_path_factory.mktemp("home")))


def make_table(rows: list[list[str | None]]) -> RawTable:
    """Return a sheet of names, kinds, periods, districts and conditions."""
    columns = ("Название", *SHEET)
    frame = pd.DataFrame(rows, columns=list(columns), dtype="str")
    frame.insert(0, "section", pd.Series([None] * len(frame), dtype="str"))
    frame.insert(0, "source_row", range(2, len(frame) + 2))
    frame.insert(0, "source_layer", "Лист1")
    frame.insert(0, "source_file", "kent.xlsx")
    return RawTable(frame, "xlsx", columns)


def test_one_entry_settles_every_cell_like_it(districts: Districts) -> None:
    """Case, spaces and outer signs do not matter; other cells, and their own words, stay."""
    table = make_table(
        [
            ["А", "могилник", "эпоха бранзы", "Каркаралинск р-н", "жаќсы"],
            ["Б", " Могилник. ", "РЖВ", "Каркаралинск р-н", "хорошее"],
            ["В", "могилник?", "эпоха бранзы", "Шетский", "жаќсы"],
            ["Г", "курган", None, None, None],
        ]
    )
    entries = (
        MOUND,
        Acceptance("period", "эпоха бранзы", "bronze"),
        Acceptance("district", "Каркаралинск р-н", "354800000"),
        Acceptance("condition", "жаќсы", "good"),
    )
    before = conform_survey(make_survey(), [table], districts, rows_at_once=9)
    after = conform_survey(make_survey(*entries), [table], districts, rows_at_once=9)
    (block,), (block_before,) = after.blocks, before.blocks
    told = block.records
    assert told["kind"].tolist() == ["burial_ground", "burial_ground", "unknown", "kurgan"]
    assert told["kind_certainty"].tolist()[:2] == ["certain", "certain"]
    assert told["kind_text"].tolist()[:2] == ["могилник", "Могилник."]
    assert told["period"].tolist()[:3] == ["bronze", "eia", "bronze"]
    assert told["period_text"][0] == "эпоха бранзы"
    assert told["district_claimed"].tolist()[:3] == ["354800000", "354800000", "356400000"]
    assert told["condition"].tolist()[:3] == ["good", "good", "good"]
    assert told["record_id"].tolist() == block_before.records["record_id"].tolist()
    assert told["source_values"].tolist() == block_before.records["source_values"].tolist()
    notes = after.problems[after.problems["code"] == "value_accepted"]
    assert notes[["column", "value", "severity"]].to_numpy().tolist() == [
        ["Район", "Каркаралинск р-н", "note"],
        ["Состояние", "жаќсы", "note"],
        ["Тип", "могилник", "note"],
        ["Эпоха", "эпоха бранзы", "note"],
    ]
    assert after.understood[0].accepted == dict(zip(entries, (2, 2, 2, 2), strict=True))
    left = set(block.problems["code"]) | set(after.problems["code"])
    left -= {"value_accepted", "name_missing"}
    assert left == {"kind_unknown"}  # «могилник?», which says a doubt of its own


def test_the_note_says_what_was_taken_by_whom_and_in_how_many_rows() -> None:
    """In three languages, at the heading of the column."""
    told = apply(pd.DataFrame({"kind": make_texts("могилник", "оба", "МОГИЛНИК")}), MOUND)
    notes = explain_accepted(told.rows, make_places(1), {"kind": "Тип"})
    (note,) = notes.to_dict("records")
    assert note["column"] == "Тип"
    assert pd.isna(note["source_row"])
    assert note["message_en"] == (
        "«могилник» is taken as «burial ground» (burial_ground), as an entry of [[accept]] in "
        "survey.toml says (А. Археолог: одна опечатка); rows: 2"
    )
    assert "принято как «могильник» (burial_ground) по записи [[accept]]" in note["message_ru"]
    assert "«қорым» (burial_ground) деп қабылданды" in note["message_kk"]


def test_every_code_means_itself() -> None:
    """A code that is accepted is read as that code and no other, whatever its label would be."""
    for field, vocabulary in VOCABULARIES.items():
        codes, column = [*read_labels(vocabulary)], ACCEPTED_FIELDS[field]
        places, none = make_places(len(codes)), make_texts(*[None] * len(codes))
        entries = [Acceptance(field, f"ууу {code}", code) for code in codes]
        cells = pd.DataFrame({column: make_texts(*(entry.value for entry in entries))})
        cells = apply(cells, *entries).cells
        if field == "kind":
            names = pd.DataFrame({f"name_{part}": none for part in ("kk", "ru", "en", "other")})
            dating, _ = conform_dating(none, none, places, {})
            frame, problems = conform_kinds(cells, names, dating, places, {})
            assert frame["kind"].tolist() == codes
            assert problems.empty
        elif field in ("period", "culture"):
            said = (cells[column], none) if field == "period" else (none, cells[column])
            dating, _ = conform_dating(*said, places, {})
            assert dating["period"].tolist() == codes
        else:
            frame, problems = conform_conditions(cells, places, {})
            assert (frame[column].tolist(), len(problems)) == (codes, 0)


def test_yes_and_no_and_several_threats() -> None:
    """Flags take yes and no; one cell may tell of several threats."""
    cells = pd.DataFrame(
        {"looted": make_texts("фиг знает", "копано"), "threats": make_texts("ууу", None)}
    )
    cells = apply(
        cells,
        Acceptance("looted", "копано", "yes"),
        Acceptance("looted", "фиг знает", "no"),
        Acceptance("threat", "ууу", "road, erosion"),
    ).cells
    frame, problems = conform_conditions(cells, make_places(2), {})
    assert frame["looted"].tolist() == [False, True]
    assert frame["threats"][0] == "erosion road"
    assert problems.empty


def test_districts_are_settled_in_section_rows_too() -> None:
    """A section row sets the district of the rows below it; so does what it means."""
    sections = make_texts("Каркаралнский р-н / Курганы", "Курганы", None)
    entry = Acceptance("district", "Каркаралнский р-н", "Қарқаралы ауданы")
    told = apply(pd.DataFrame(index=[0, 1, 2]), entry, sections=sections)
    claims = gather_claims(told.cells, told.sections)
    assert find_unit(claims["text"][0]).kato == "354800000"
    assert claims["text"].isna().tolist() == [False, True, True]
    assert told.rows == {entry: 1}


def test_all_districts_may_be_meant() -> None:
    """By their KATO, also the old one, and by their name."""
    for unit in read_units():
        for means in (unit.kato, unit.kato_before, unit.name_kk, unit.name_ru):
            meaning = find_meaning("district", means)
            assert meaning is not None, means
            assert find_unit(meaning.text).kato == unit.kato


def test_words_are_taken_as_words() -> None:
    """A word that depends on the row, and a dating, mean what they mean in a cell."""
    assert find_meaning("kind", "мавзолей") == Meaning(
        "мавзолей", dict.fromkeys(("kk", "ru", "en"), "«мавзолей»")
    )
    meaning = find_meaning("period", "XII–VIII вв. до н.э.")
    assert meaning is not None
    assert read_dating(meaning.text).start_year == -1200


@pytest.mark.parametrize(
    ("entry", "line"),
    [
        (Acceptance("kind", "ууу", "buriel"), "«buriel», which is no kind; write a word that we"),
        (Acceptance("period", "ууу", "bronce"), "which is no period; write .*one of stone_age,"),
        (Acceptance("district", "ууу", "351200000"), "is no district; write the KATO or the name"),
        (Acceptance("condition", "ууу", "ууу"), "which is no condition; write .*one of good,"),
        (Acceptance("looted", "ууу", "maybe"), "which is no looted; write yes or no"),
        (Acceptance("culture", "ууу", "ууу"), "which is no culture"),
    ],
)
def test_what_means_nothing_is_misuse(entry: Acceptance, line: str) -> None:
    """An entry with a code that there is not is told in one line, with what there is."""
    with pytest.raises(MisusedError, match=rf"^survey 2026-kent: survey.toml: \[\[accept.*{line}"):
        require_meanings(make_survey(entry))


def test_one_text_with_two_meanings_is_misuse() -> None:
    """Also where the two are but alike."""
    other = Acceptance("kind", "Могилник ", "kurgan")
    with pytest.raises(MisusedError, match="says 2 times what the kind «могилник» means"):
        require_meanings(make_survey(MOUND, other))
    require_meanings(make_survey(MOUND, Acceptance("threat", "могилник", "erosion")))


def test_an_entry_that_settles_nothing_is_told() -> None:
    """Once the surveyor mends all cells the entry is to be taken out."""
    survey = make_survey(MOUND)
    with pytest.raises(MisusedError, match="finds no kind that says «могилник»; correct the"):
        require_accepted(survey, [{MOUND: 0}, {}])
    require_accepted(survey, [{MOUND: 0}, {MOUND: 1}])


def test_cells_are_folded_but_a_doubt_is_kept() -> None:
    """«могилник?» is another cell than «могилник»."""
    assert fold_cell(" Қорым,\n тас ") == fold_cell("корым, тас.")
    assert fold_cell("могилник?") != fold_cell("могилник")


def test_a_sign_in_a_cell_is_no_decision() -> None:
    """What stands for a settled code is no code where a file brings it and we have none such."""
    frame = pd.DataFrame({"kind": make_texts("\x1dабракадабра", "\x1d")})
    none = make_texts(None, None)
    names = pd.DataFrame({f"name_{part}": none for part in ("kk", "ru", "en", "other")})
    dating, _ = conform_dating(none, none, make_places(2), {})
    kinds, _ = conform_kinds(frame, names, dating, make_places(2), {})
    assert kinds["kind"].tolist() == ["unknown", "unknown"]

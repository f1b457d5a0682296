"""Name cells are sorted by language."""

from __future__ import annotations

import pandas as pd
import pytest
from row_places import FIRST_ROW, make_places, make_texts

from heritage_gis.conform.names import NAME_COLUMNS, conform_names

CELLS: dict[str, tuple[str | None, str | None, str | None, str | None]] = {
    "Беғазы / Бегазы": ("Беғазы", "Бегазы", None, None),
    "Беғазы (Бегазы)": ("Беғазы", "Бегазы", None, None),
    "Беғазы\nБегазы\nBegazy": ("Беғазы", "Бегазы", "Begazy", None),
    "Begazy; Begazy necropolis": (None, None, "Begazy", "Begazy necropolis"),
    "Бегазы корымы": ("Бегазы корымы", None, None, None),
    "мавзолей (мазар) Шабанбай-бия": (None, "мавзолей (мазар) Шабанбай-бия", None, None),
    "могильник Сангуыр (Сангру) I-III": (None, "могильник Сангуыр I-III", None, "Сангру"),
    "  могильник   Бегазы ": (None, "могильник Бегазы", None, None),
    "курган «37 воинов»": (None, "курган «37 воинов»", None, None),
    "Беғазы қорымы (могильник Бегазы)": ("Беғазы қорымы", "могильник Бегазы", None, None),
    "Беғазы қорымы – могильник Бегазы": ("Беғазы қорымы", "могильник Бегазы", None, None),
    "Беғазы қорымы, могильник Бегазы": ("Беғазы қорымы", "могильник Бегазы", None, None),
    "Ақ-Қорған = Ак-Корган": ("Ақ-Қорған", "Ак-Корган", None, None),
    "Бегазы [Беғазы]": ("Беғазы", "Бегазы", None, None),
    "Кент (каз.) / Кент (рус.)": ("Кент", "Кент", None, None),
    "қаз: Беғазы қорымы; рус: могильник Бегазы": ("Беғазы қорымы", "могильник Бегазы", None, None),
    "каз. Беғазы, рус. Бегазы": ("Беғазы", "Бегазы", None, None),
    "Begazy (eng.)": (None, None, "Begazy", None),
    "мавзолей Жошы хана, Ұлытау": ("мавзолей Жошы хана, Ұлытау", None, None, None),
    "Айбас – Дарасы": (None, "Айбас – Дарасы", None, None),
    "могильник Бегазы I, могильник Бегазы II": (
        *(None, "могильник Бегазы I, могильник Бегазы II", None, None),
    ),
    "б/н": (None, None, None, None),
}


def _conform(**cells: pd.Series) -> tuple[pd.DataFrame, pd.DataFrame]:
    frame = pd.DataFrame(cells)
    return conform_names(frame, make_places(len(frame)), {"name": "Название", "name_ru": "Имя"})


def _list_row(frame: pd.DataFrame, row: int = 0) -> tuple[str | None, ...]:
    told = frame[list(NAME_COLUMNS)].iloc[row]
    return tuple(None if pd.isna(name) else str(name) for name in told)


@pytest.mark.parametrize(("cell", "names"), CELLS.items())
def test_names_in_one_cell_are_sorted_by_language(
    cell: str, names: tuple[str | None, str | None, str | None, str | None]
) -> None:
    """Letters and type words tell the language; type words and quotes stay in the name."""
    frame, problems = _conform(name=make_texts(cell))
    assert _list_row(frame) == names
    assert problems.empty


def test_the_language_of_a_heading_wins() -> None:
    """«Название (каз.)» makes a name Kazakh, whatever its letters; the rest goes by letters."""
    frame, _ = _conform(
        name_kk=make_texts("Шонжар кесенесi; Shonzhar"), name_ru=make_texts("Shonzhar-2")
    )
    assert _list_row(frame) == ("Шонжар кесенесi", "Shonzhar-2", "Shonzhar", None)


def test_other_names_stay_other_names() -> None:
    """«Другое название» never takes the place of the name, and repeats nothing."""
    frame, _ = _conform(
        name=make_texts("поселение Атасу I", "Кент"), alt_names=make_texts("Ак-Мустафа", "Кент")
    )
    assert _list_row(frame, 0) == (None, "поселение Атасу I", None, "Ак-Мустафа")
    assert _list_row(frame, 1) == (None, "Кент", None, None)


@pytest.mark.parametrize(
    ("cell", "lost"), [("Бег?зы", "«?»"), ("К,араағаш", "«К,»"), ("Ќараѓаш", "«Ќ»")]
)
def test_letters_lost_before_we_got_the_file_are_told(cell: str, lost: str) -> None:
    """Kazakh letters that an old font ate are named; the name is kept as it came."""
    frame, problems = _conform(name=make_texts("Бегазы", cell))
    assert problems["code"].tolist() == ["text_damaged"]
    assert problems["source_row"].tolist() == [FIRST_ROW + 1]
    assert problems["column"].tolist() == ["Название"]
    assert lost in problems["message_en"][0]
    assert cell in _list_row(frame, 1)


def test_a_question_mark_after_a_name_is_no_damage() -> None:
    """«мавзолей Торак?» doubts, it is not damaged."""
    _, problems = _conform(name=make_texts("мавзолей Торак?"))
    assert problems.empty


def test_without_names_every_column_is_empty() -> None:
    """A survey without a name column still has the name columns."""
    frame, problems = _conform(material=make_texts("камень", None))
    assert frame.columns.tolist() == list(NAME_COLUMNS)
    assert frame.isna().all(axis=None)
    assert problems.empty

"""The words of a made-up survey: what stands in its columns beside the geometry."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Sequence

KINDS = {  # how they are called, and how often
    "курган": 26, "курганный могильник": 14, "могильник": 10, "поселение": 8, "мазар": 7,
    "мавзолей": 6, "ограда": 6, "стоянка": 5, "петроглифы": 4, "зимовка": 4, "менгир": 2,
    "каменное изваяние": 2, "древний рудник": 2, "курган с «усами»": 2, "кулпытас": 2,
}  # fmt: skip
DATINGS = {
    "ранний железный век": 18, "эпоха бронзы": 14, "VII–III вв. до н.э.": 10, "XIX в.": 9,
    "поздняя бронза": 7, "XVIII–XIX вв.": 6, "средневековье": 6, "VI–VIII вв.": 5,
    "конец XIX – начало XX в.": 4, "андроновская культура": 4, "неолит": 3, "XIII–XIV вв.": 2,
    "тасмолинская культура": 2, "XII–VIII вв. до н.э.": 2, "2 тыс. до н.э.": 2, "": 6,
}  # fmt: skip
CONDITIONS = {"хорошее": 5, "удовлетворительное": 6, "руинирован": 3, "": 6}
DIAMETERS_M = {"{0}": 12, "{0}-{1}": 4, "ок. {0}": 2, "{0},5": 2, "": 5}
STARTS = (
    "Ақ", "Қара", "Сары", "Қызыл", "Көк", "Жаман", "Жақсы", "Үлкен", "Кіші", "Тас", "Құм", "Ой",
    "Бес", "Үш", "Алты", "Шет", "Орта",
)  # fmt: skip
ENDS = (
    "тау", "бұлақ", "көл", "сай", "төбе", "оба", "там", "су", "шоқы", "мола", "адыр", "дала",
    "кезең", "жал", "өзек", "тас", "қора",
)  # fmt: skip
PEOPLE = ("Иванов И. И.", "Ахметов А. А.", "Ким В. П.", "Сейткали С. С.", "")
REMARKS = (
    "насыпь задернована, в центре западина глубиной {0} см",
    "в кладке камень, высота стен до {0} см",
    "видны следы распашки с северной стороны",
    "подъемный материал: {0} фрагментов керамики",
    "",
)


def write_attributes(
    chance: np.random.Generator, districts: pd.Series, first: int, radius_m: np.ndarray
) -> pd.DataFrame:
    """Write the text columns of a survey; names are mostly distinct, other words repeat.

    Args:
        chance: where the figures come from.
        districts: the name of the district each record lies in; three in ten do not say it.
        first: number of the first record.
        radius_m: half the size of each record.
    """
    count = len(districts)
    kinds = _draw(chance, KINDS, count)
    starts, ends = (chance.choice(words, count) for words in (STARTS, ENDS))
    numbers = chance.integers(1, 10_000, count)
    stems = pd.Series(starts).str.cat(ends)
    width = np.maximum(np.rint(2 * radius_m), 1).astype(int)
    remarks = _fill(chance.choice(REMARKS, count), chance.integers(5, 200, count))
    return pd.DataFrame(
        {
            "Шифр": [f"Б-{number:07d}" for number in range(first, first + count)],
            "Название": stems + "-" + pd.Series(numbers).astype("str"),
            "Тип": kinds,
            "Датировка": _draw(chance, DATINGS, count),
            "Район": districts.where(chance.random(count) < 0.7, None).to_numpy(),
            "Диаметр, м": _fill(_draw(chance, DIAMETERS_M, count), width, width + 3),
            "Высота, м": np.round(chance.gamma(2.0, 0.4, count), 1),
            "Сохранность": _draw(chance, CONDITIONS, count),
            "Исследователь": chance.choice(PEOPLE, count),
            "Год": chance.integers(1950, 2025, count),
            "Примечание": remarks,
        }
    ).replace("", None)


def _draw(chance: np.random.Generator, words: dict[str, int], count: int) -> np.ndarray:
    weights = np.array([*words.values()], dtype=float)
    return chance.choice([*words], count, p=weights / weights.sum())


def _fill(forms: Sequence[str] | np.ndarray, *figures: np.ndarray) -> list[str]:
    return [form.format(*told) for form, *told in zip(forms, *figures, strict=True)]

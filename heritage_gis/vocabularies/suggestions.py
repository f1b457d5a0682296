"""What is told of the words that an unknown word is nearest to: the text, and the suggestion."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from heritage_gis.settings import LANGUAGES
from heritage_gis.vocabularies.labels import read_labels
from heritage_gis.vocabularies.problems import NEAR, explain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from heritage_gis.model.nearness import Nearest

MOST_SOUGHT = 1000  # distinct texts of a column; where there are more, no vocabulary was meant


def explain_unknown(
    code: str,
    places: pd.DataFrame,
    heading: str,
    texts: pd.Series,
    find: Callable[[str], Sequence[Nearest]],
    details: Mapping[str, object] | pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Explain texts that no vocabulary has, each with the known words it is nearest to.

    Nothing is taken for its suggestion: the person decides.

    Args:
        code: a code of `problems.csv` whose text asks for `{near}`.
        places: the rows, with the index of `texts`.
        heading: their heading of the cell.
        texts: what the cells say.
        find: gives the nearest words of a text; asked once for each distinct text.
        details: what the text asks for besides: the same for all rows, or a frame with the index
            of `texts`.

    Returns:
        A table with PROBLEM_COLUMNS; `suggestion` is the nearest word, or the equally near ones
        parted by a semicolon.
    """
    distinct = texts.dropna().unique().tolist()
    near = {text: tuple(find(text)) for text in distinct[:MOST_SOUGHT]}
    told = {text: tell_nearest(words, code) for text, words in near.items()}
    nothing = dict.fromkeys(LANGUAGES, "")
    if not isinstance(details, pd.DataFrame):
        shared = {name: [detail] * len(texts) for name, detail in (details or {}).items()}
        details = pd.DataFrame(shared, index=texts.index, dtype=object)
    frame = details.copy()
    frame[NEAR] = pd.Series([told.get(text, nothing) for text in texts], texts.index, dtype=object)
    suggestion = texts.map(
        {text: "; ".join(one.word for one in words) for text, words in near.items()}
    )
    return explain(code, places, heading, texts, frame, suggestion.fillna("").astype("str"))


def tell_nearest(near: Sequence[Nearest], code: str) -> dict[str, str]:
    """Say in three languages which words are nearest, as the end of a problem text.

    Args:
        near: the words, as `find_nearest` gives them.
        code: of the problem; some have a text of their own in `suggestion_texts.csv`.
    """
    if not near:
        return dict.fromkeys(LANGUAGES, "")
    texts = read_labels("suggestion_texts")
    if len(near) == 1:
        words = {"word": near[0].word, "means": _tell_meaning(near[0]), "score": near[0].score}
        return {
            language: texts.get(code, texts["one"])[language].format(**words)
            for language in LANGUAGES
        }
    listed = ", ".join(f"«{each.word}»{_tell_meaning(each)}" for each in near)
    return {language: texts["several"][language].format(words=listed) for language in LANGUAGES}


def _tell_meaning(near: Nearest) -> str:
    return "" if near.means == near.word else f" ({near.means})"

"""Sentences that are not yet in a language: their words, their details, and those of strangers."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import pytest

from heritage_gis.errors import RefusedFileError, refuse_file
from heritage_gis.sentences import (
    FILE_KINDS,
    Sentence,
    describe_sentence,
    parse_sentence,
    word_sentence,
)

INNER = Sentence("entry_locked", {"entry": "а.shp"})
NESTED = Sentence("member", {"member": "b.zip", "why": INNER})


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "sites.zip: unpacks to 12,345 MB; at most 2,000 MB are taken; send it in parts"),
        (
            "ru",
            (
                "sites.zip: после распаковки получится 12 345 МБ; принимается не больше 2000 МБ; "
                "пришлите файл по частям"
            ),
        ),
        (
            "kk",
            (
                "sites.zip: ашылғанда 12 345 МБ болады; ең көбі 2000 МБ қабылданады; "
                "файлды бөліктеп жіберіңіз"
            ),
        ),
    ],
)
def test_a_refusal_is_told_in_the_language_of_the_reader(language: str, line: str) -> None:
    """Counts are written as each language writes them; as a text it is in English."""
    refusal = refuse_file("sites.zip", "unpacked_over", size_mb=12_345, limit_mb=2000)
    assert refusal.tell(language) == line
    assert str(refusal) == refusal.tell("en")
    assert f"sites.zip: {refusal.reason}" == str(refusal)


def test_a_sentence_may_hold_others() -> None:
    """What is wrong with a file in an archive is told in the same language, and so are kinds."""
    kinds = {"named": Sentence("csv", table=FILE_KINDS), "found": Sentence("pdf", table=FILE_KINDS)}
    assert word_sentence(NESTED, "ru") == (
        "b.zip: файл «а.shp» в архиве закрыт паролем; пришлите его без пароля"
    )
    assert word_sentence(Sentence("content_differs", kinds), "kk").startswith(
        "аты бойынша бұл — CSV кестесі, ал ішінде — PDF құжаты; "
    )
    wrong = (Sentence("units_missing", {"units": "a"}), Sentence("units_repeated", {"units": "b"}))
    told = word_sentence(Sentence("districts_wrong", {"faults": wrong}), "en")
    assert told == (
        "no row is of a; the layer must have all 18 units; "
        "several rows are of b; the layer must have one of each"
    )


def test_a_text_of_a_file_steers_no_screen_and_fills_no_page() -> None:
    """Neither does one that looks like a detail of a sentence become one."""
    hostile = "\x1b[2J\n{limit}\u202e" + "a" * 5_000
    refusal = RefusedFileError("x\n.csv", Sentence("encoding_is_other", {"stated": hostile}))
    assert refusal.file_name == "x .csv"
    stated = refusal.why.details["stated"]
    assert str(stated).startswith("�[2J {limit}�aaa")
    assert len(str(stated)) < 700
    for language in ("en", "ru", "kk"):
        line = refusal.tell(language)
        assert line.isprintable()
        assert "{limit}" in line
        assert len(line) < 1_100


def test_a_detail_that_is_missing_is_a_bug() -> None:
    """It is told by its name."""
    with pytest.raises(KeyError, match="limit"):
        word_sentence(Sentence("rows_over"), "kk")


def test_a_sentence_goes_through_json_and_comes_back() -> None:
    """So the guarded child hands over code and details, and no words."""
    for sentence in (INNER, NESTED, Sentence("rows_over", {"limit": 5})):
        assert parse_sentence(json.loads(json.dumps(asdict(sentence)))) == sentence
    assert describe_sentence(NESTED) == {
        "code": "member",
        "details": {
            "member": "b.zip",
            "why": {"code": "entry_locked", "details": {"entry": "а.shp"}},
        },
    }


def nest(times: int) -> dict[str, Any]:
    """Return a sentence within a sentence, and so on."""
    told = asdict(INNER)
    for _ in range(times):
        told = asdict(Sentence("member", {"member": "m"})) | {
            "details": {"member": "m", "why": told}
        }
    return told


@pytest.mark.parametrize(
    "told",
    [
        None,
        "file_empty",
        ["file_empty"],
        {"code": "file_empty", "details": {}},
        {"code": "file_empty", "details": [], "table": "problems"},
        {"code": "file_emptied", "details": {}, "table": "refusals"},
        {"code": "file_empty", "details": {"x": 1}, "table": "refusals"},
        {"code": "rows_over", "details": {}, "table": "refusals"},
        {"code": "rows_over", "details": {"limit": None}, "table": "refusals"},
        {"code": "rows_over", "details": {"limit": 1.5}, "table": "refusals"},
        {"code": "rows_over", "details": {"limit": [1]}, "table": "refusals"},
        {"code": "rows_over", "details": 7, "table": "refusals"},
        nest(9),
    ],
)
def test_what_is_no_sentence_of_ours_is_not_taken(told: Any) -> None:  # noqa: ANN401 - any JSON
    """A child that a file has taken over can say nothing that the parent could not word."""
    with pytest.raises((KeyError, TypeError, ValueError)):
        parse_sentence(told)

"""What is read a column at once is what the reader of single cells reads."""

from __future__ import annotations

import random

import pandas as pd

from heritage_gis.geo.common_notations import COMMON_COLUMNS, read_common
from heritage_gis.geo.coordinate_text import CoordinateReading, read_coordinates

WAYS = ("{} с.ш. {} в.д.", "{}N, {}E", "N{} E{}", "N {}; E {}", "{}; {}", "{}, {}", "{} {}")
SIGNS = "0123456789.,; NSEWсшвд°º'′\"″-"


def write_angle(degrees: float, notation: int) -> str:
    """Write an angle in one of five notations."""
    whole, minutes = int(degrees), degrees % 1 * 60
    seconds = minutes % 1 * 60
    return (
        f"{whole}°{int(minutes):02d}'{seconds:04.1f}\"",
        f"{whole}º {int(minutes):02d}′ {seconds:05.2f}″".replace(".", ","),
        f"{whole}°{minutes:06.3f}'",
        f"{whole}°{int(minutes):02d}'{int(seconds):02d}\"",
        f"{degrees:.5f}",
    )[notation]


def make_texts(count: int) -> list[str]:
    """Make cells, some of them damaged, some of which have two notations."""
    chance = random.Random(8)
    texts = []
    for _ in range(count):
        notation = chance.randrange(5)
        other = notation if chance.random() < 0.9 else chance.randrange(5)
        lat, lon = chance.uniform(45, 52), chance.uniform(61, 79)
        pair = [write_angle(lat, notation), write_angle(lon, other)]
        text = chance.choice(WAYS).format(*(pair if chance.random() < 0.9 else reversed(pair)))
        if chance.random() < 0.3:
            place = chance.randrange(len(text))
            text = text[:place] + chance.choice(SIGNS) + text[place + chance.randrange(2) :]
        texts.append(text)
    return texts


def test_each_text_is_read_as_the_reader_of_cells_reads_it_to_the_last_bit() -> None:
    """Whatever is read here must not differ from the slow and careful way."""
    texts = make_texts(6000)
    halves = [pd.Series(part, dtype="str") for part in (texts[:3000], texts[3000:])]
    read = read_common(pd.concat(halves, ignore_index=True))
    assert 1500 < len(read) < 5500
    for row, numbers in zip(read.index, read[[*COMMON_COLUMNS]].to_numpy().tolist(), strict=True):
        assert read_coordinates(texts[row]) == CoordinateReading(*numbers), texts[row]


def test_the_commonest_notations_are_among_them() -> None:
    """In any order of labels."""
    texts = pd.Series(
        [
            "48°16'02.5\" с.ш. 75°20'43.1\" в.д.",
            "48º16′02″N 75º20′43″E",
            "N48°16.033' E75°20.717'",
            "48.26722, 75.34528",
        ],
        index=[7, 5, 3, 1],
        dtype="str",
    )
    read = read_common(texts)
    assert sorted(read.index) == [1, 3, 5, 7]
    assert read.loc[[1]].to_numpy().tolist()[0] == [48.26722, 75.34528, 1e-5, 1e-5]


def test_what_leaves_a_question_is_left_to_the_reader_of_cells() -> None:
    """Faults, swaps, doubts and systems are its matter."""
    texts = pd.Series(
        [
            "48°73'02\" с.ш. 75°20'43\" в.д.",  # 73 minutes
            "75.34528, 48.26722",  # longitude first
            "48.26722, 75.345",  # not written alike
            "38.26722, 75.34528",  # outside
            "48°16'2\" с.ш. 75°20'43\" в.д.",  # a digit may be lost
            "48°16'02\" с.ш. 75°20'43\" в.д., СК-42",
        ],
        dtype="str",
    )
    assert read_common(texts).empty

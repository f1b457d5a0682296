"""survey.toml: what it says is read as said, and what it says wrongly is refused in one line."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from heritage_gis.errors import MisusedError
from heritage_gis.model.survey import Acceptance, Correction, Sidecar, SurveyFile
from heritage_gis.receive.sidecar import check_sidecar, read_sidecar, write_sidecar

if TYPE_CHECKING:
    from pathlib import Path

LEAST = 'title = "t"\nwho = "w"\nlicence = "CC0-1.0"\nreceived = 2026-05-04\n'
WHOLE = Sidecar(
    title='Могильники «Кент» "2026" \\ 1',
    who="А. Археолог",
    received=date(2026, 5, 4),
    licence="CC-BY-4.0",
    institution="Институт",
    leader="Б. Бастық",
    season="2025–2026",
    permit="№ 12",
    report="отчёт 3",
    public_from=date(2027, 1, 1),
    crs="СК-42, зона 13",
    encoding="cp1251",
    columns={"Наименование / имя": "name", 'так "называемый"': "-"},
    corrections=(Correction("a.csv", (4, 9), "H, м", "35", "3,5", "опечатка"),),
    accept=(
        Acceptance("kind", "могилник", "burial_ground", "опечатка", 'А. "Археолог"'),
        Acceptance("district", "Каркаралинск р-н", "354800000"),
    ),
)
PRINTABLE = st.characters(exclude_categories=("C", "Z"), include_characters=" ")
texts = st.text(PRINTABLE, min_size=1, max_size=40).filter(str.strip)


def read(tmp_path: Path, text: str) -> Sidecar:
    """Read a text as the sidecar of a survey."""
    folder = tmp_path / "2026-karkaraly" / "v1"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "survey.toml").write_text(text, "utf-8")
    return read_sidecar(folder / "survey.toml")[0]


def test_sidecar_is_read_as_it_was_written(tmp_path: Path) -> None:
    """All that a sidecar can say comes back, with the checksums of its files."""
    path = tmp_path / "survey.toml"
    write_sidecar(path, WHOLE, [SurveyFile('a "b".csv', "0" * 64, 12)])
    assert read_sidecar(path) == (WHOLE, {'a "b".csv': "0" * 64})


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=50,
    deadline=None,
)
@given(title=texts, who=texts, crs=st.text(PRINTABLE, max_size=20), heading=texts)
def test_any_text_survives(tmp_path: Path, title: str, who: str, crs: str, heading: str) -> None:
    """Quotes, backslashes and letters of any script are read as they were written."""
    sidecar = Sidecar(title, who, date(2026, 1, 1), "CC0-1.0", crs=crs, columns={heading: "name"})
    check_sidecar(sidecar)
    path = tmp_path / "survey.toml"
    write_sidecar(path, sidecar, [])
    assert read_sidecar(path) == (sidecar, {})


def test_least_sidecar(tmp_path: Path) -> None:
    """Title, who, licence and day are enough."""
    assert read(tmp_path, LEAST) == Sidecar("t", "w", date(2026, 5, 4), "CC0-1.0")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('title = "t', "is not valid TOML in UTF-8"),
        ("", "title, who, received, licence must be given"),
        (LEAST.replace('"w"', '""'), "who must be given"),
        (LEAST.replace('"t"', "12"), "title must be text in quotes, found 12"),
        (LEAST.replace("2026-05-04", '"4.5.26"'), "received must be a date such as 2026-11-22"),
        (LEAST.replace("2026-05-04", "2026-05-04T10:00:00"), "received must be a date"),
        (LEAST + "public_from = 2027", "public_from must be a date such as 2026-11-22, found 2027"),
        (LEAST + 'crs = "EPSG:28413"', "crs must be a table, found 'EPSG:28413'"),
        (LEAST + '[crs]\nepsg = "28413"', "[crs] epsg is no key; there are stated"),
        (LEAST + "[crs]\nstated = 28413", "[crs] stated must be text in quotes, found 28413"),
        (LEAST + '[column]\n"H" = "height_m"', "column is no key; there are title, who"),
        (LEAST + '[columns]\n"H" = 3', "[columns] H must be text in quotes, found 3"),
        (LEAST + 'corrections = "none"', "corrections must be written as [[corrections]]"),
        (LEAST + "[[corrections]]\nrows = [3]", "[[corrections]] lacks column, expect, value, "),
        (
            LEAST + '[[corrections]]\nrows = ["3"]\ncolumn = "H"\nexpect = "1"\nvalue = "2"\n'
            'reason = "r"',
            "[[corrections]] rows must be whole numbers, such as [12, 14]",
        ),
        (
            LEAST + "[[corrections]]\nrows = [3]\ncolumn = 'H'\nexpect = 35\nvalue = '2'\n"
            "reason = 'r'",
            "[[corrections]] expect must be text in quotes, found 35",
        ),
        (LEAST + "[[accept]]\nfield = 'kind'\nvalue = 'a'", "[[accept]] lacks means"),
        (
            LEAST + "[[accept]]\nfield = 'kinds'\nvalue = 'a'\nmeans = 'kurgan'",
            "[[accept]] field «kinds» is none; there are kind, period, culture, district, cond",
        ),
        (
            LEAST + "[[accept]]\nfield = 'kind'\nvalue = ' '\nmeans = 'kurgan'",
            "[[accept]] value must be given",
        ),
        (
            LEAST + "[[accept]]\nfield = 'kind'\nvalue = 'a'\nmeans = 3",
            "[[accept]] means must be text in quotes, found 3",
        ),
        (LEAST + '[[files]]\nname = "a.csv"', "[[files]] lacks sha256"),
    ],
)
def test_wrong_sidecar_is_refused_in_one_line(tmp_path: Path, text: str, reason: str) -> None:
    """What is missing, misspelt or of the wrong type is named, with the survey it stands in."""
    with pytest.raises(MisusedError) as caught:
        read(tmp_path, text)
    assert str(caught.value).startswith(f"2026-karkaraly/v1/survey.toml: {reason}")


def test_sidecar_in_another_encoding_is_refused(tmp_path: Path) -> None:
    """A survey.toml saved in cp1251 is refused, not misread."""
    path = tmp_path / "survey.toml"
    path.write_bytes('title = "Кент"'.encode("cp1251"))
    with pytest.raises(MisusedError, match="is not valid TOML in UTF-8"):
        read_sidecar(path)

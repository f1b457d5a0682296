"""What a coordinate text says besides, what it leaves in doubt, and what is offered for it."""

from __future__ import annotations

import pandas as pd
from coordinate_scoring import answer, conform_table, conform_texts, list_own_problems


def tell_codes(*texts: str) -> list[tuple[int, str]]:
    """Return row and code of each problem of a column."""
    problems = list_own_problems(conform_texts(texts))
    return list(zip(problems["source_row"], problems["code"], strict=True))


def test_doubts_are_told() -> None:
    """Each doubt has its own warning, and the position stands."""
    for text, code in (
        ("48°16'2\"N 75°20'43\"E", "coordinate_short"),
        ("48°16'N 75°20'43\"E", "coordinate_uneven"),
        ("48.2672; 75.34528", "coordinate_decimals"),
        ("48,267222,75,345278", "coordinate_comma"),
        ("~48°16'02\" 75°20'43\"", "coordinate_approximate"),
        ("https://www.google.com/maps/@48.2672222,75.3452777,15z", "coordinate_view"),
    ):
        said = answer(text)
        assert said.codes == (code,), text
        assert said.is_marked
        assert said.place is not None


def test_a_pin_is_no_view() -> None:
    """The pin of a link counts, not the middle of the screen."""
    link = "https://www.google.com/maps/place/x/@48.1,75.1,15z/data=!3m1!8m2!3d48.2671!4d75.3451"
    said = answer(link)
    assert said.place == (75.3451, 48.2671)
    assert said.codes == ()


def test_a_column_that_leaves_zeros_out_is_believed() -> None:
    """Several one-digit seconds and no zero in front: that is how its writer writes."""
    unpadded = ("48°16'2\"N 75°20'43\"E", "48°17'32\"N 75°2'43\"E", "48°6'12\"N 75°21'13\"E")
    assert tell_codes(*unpadded) == []
    assert tell_codes(*unpadded[:1], "48°16'12\"N 75°20'43\"E") == [(2, "coordinate_short")]
    padded = "48°06'12\"N 75°21'13\"E"
    assert tell_codes(*unpadded[:2], padded) == [(2, "coordinate_short"), (3, "coordinate_short")]


def test_a_column_whose_numbers_lost_their_last_zeros_is_believed() -> None:
    """A spreadsheet drops zeros at the end; where one stands, none was dropped."""
    dropped = ("48.2672; 75.34528", "48.12345; 75.1234", "48.54321; 75.43211")
    assert tell_codes(*dropped) == []
    kept = (*dropped, "48.54320; 75.43211")
    assert tell_codes(*kept) == [(2, "coordinate_decimals"), (3, "coordinate_decimals")]


def test_two_columns_that_are_not_written_alike() -> None:
    """Latitude in seconds beside longitude in minutes is doubtful in two columns, too."""
    frame = pd.DataFrame({"Ш": ["48°16'02\""], "Д": ["75°20'"]}, dtype="str")
    problems = list_own_problems(conform_table(frame, {"lat_raw": "Ш", "lon_raw": "Д"}))
    assert problems["code"].tolist() == ["coordinate_uneven"]
    assert problems["column"].tolist() == ["Ш; Д"]


def test_lookalikes_are_offered_and_held_back() -> None:
    """A letter in the place of a digit is never read as one; the digits are the suggestion."""
    said = answer("48°1О'22\"N 75°2О'43\"E")
    assert said.place is None
    assert said.codes == ("coordinate_lookalike",)
    assert said.suggestions == ("48°10'22\"N 75°20'43\"E",)
    message = conform_texts(["48.2З7, 75.3l5"]).problems.iloc[0]
    assert message["suggestion"] == "48.237, 75.315"
    assert "«З», «l»" in message["message_ru"]


def test_height_and_accuracy_are_kept() -> None:
    """The height goes to the record, the accuracy outweighs a finer notation."""
    text = "N49°04'35.81\" E74°32'50.52\", выс. 742,5 м н.у.м. (±7 м)"
    frame = conform_texts([text]).frame
    assert frame["elevation_m"].tolist() == [742.5]
    assert frame["position_accuracy_m"].tolist() == [7.0]
    assert frame["coordinate_text"].tolist() == [text]


def test_a_square_must_lie_in_its_zone_and_band() -> None:
    """An MGRS square that there is not in that zone and band is refused."""
    assert answer("43U DP 9257 3853").place is not None
    for text in ("43S DP 9257 3853", "43U ZP 9257 3853", "43U DP 9257 385", "43U DP"):
        assert answer(text).place is None, text


def test_figures_of_utm_must_be_whole() -> None:
    """An easting of five figures has lost one, and a band must hold its northing."""
    assert answer("43U 492569 5338534").place is not None
    assert answer("43U 49256 5338534").codes == ("coordinate_digits_lost",)
    lost = conform_texts(["43T 492569 5438534"]).problems.iloc[0]
    assert lost["code"] == "coordinate_digits_lost"
    assert "band" in lost["message_en"]

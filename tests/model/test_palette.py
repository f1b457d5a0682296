"""The palette: one table for the report and the atlas."""

from __future__ import annotations

from importlib.resources import files

import pytest

from heritage_gis.model.palette import fill_palette, read_palette

STYLES = {
    "report": ("heritage_gis.report", "report.css"),
    "atlas": ("heritage_gis.publish", "ground.css"),
}


@pytest.mark.parametrize("name", STYLES)
def test_a_style_takes_the_palette_and_states_none_of_it(name: str) -> None:
    """Paper is light by day and dark by night, and no colour of the table is written out again."""
    package, file = STYLES[name]
    style = files(package).joinpath("assets", file).read_text("utf-8")
    screen = style.partition("@media print")[0]
    filled = fill_palette(screen)
    assert filled.index("  --paper: #f6f1e7;\n") < filled.index("    --paper: #1a1815;\n")
    assert filled.count("--serif: ") == 1
    for row in read_palette():
        assert f"--{row['name']}: " not in screen, row["name"]
        assert f"--{row['name']}: {row['light']};" in filled


def test_a_style_without_its_places_is_no_style() -> None:
    """A page without colours would come of it."""
    with pytest.raises(ValueError, match=r"light and dark, once each; found \['light'\]"):
        fill_palette(":root {\n  /* palette: light */\n}\n")

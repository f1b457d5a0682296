"""Licences: only those that let records be published, and the nearest one is named."""

from __future__ import annotations

import pytest

from heritage_gis.errors import MisusedError
from heritage_gis.receive.licences import require_licence


@pytest.mark.parametrize("licence", ["CC-BY-4.0", "CC0-1.0", "ODbL-1.0", "LicenseRef-Margulan"])
def test_a_licence_to_publish_passes(licence: str) -> None:
    """What SPDX lists, or an institution's own under its SPDX form."""
    require_licence(licence)


@pytest.mark.parametrize(
    ("licence", "meant"),
    [
        ("CC BY 4.0", "did you mean CC-BY-4.0?"),
        ("cc-by-sa 4.0", "did you mean CC-BY-SA-4.0?"),
        ("CC0", "did you mean CC0-1.0?"),
    ],
)
def test_the_nearest_licence_is_named(licence: str, meant: str) -> None:
    """A misspelt name is refused with the right one."""
    with pytest.raises(MisusedError) as refused:
        require_licence(licence)
    assert meant in str(refused.value)
    assert repr(licence) in str(refused.value)


def test_a_reserved_right_is_no_licence() -> None:
    """«All rights reserved» lets nobody publish, and there is nothing near it to suggest."""
    with pytest.raises(MisusedError, match=r"no SPDX name that we know; It is one of CC0-1\.0"):
        require_licence("все права защищены")

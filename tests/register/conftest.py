"""A register in a folder of the test, kept by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from registrar import Registrar

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def registrar(tmp_path: Path) -> Registrar:
    """Return the keeper of an empty register."""
    return Registrar(tmp_path)

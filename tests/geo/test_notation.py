"""Notation: what the last digit written says of accuracy."""

from __future__ import annotations

import numpy as np
import pytest

from heritage_gis.geo.notation import (
    add_accuracies_m,
    find_resolution,
    notation_accuracy_m,
    plane_accuracy_m,
    round_up_m,
)


def test_accuracy_of_known_notations() -> None:
    """At 48 N whole seconds leave 19 m, hundredths 0.19 m, minutes 1.2 km, 0.01 degree 670 m."""
    resolution = np.array([1 / 3600, 0.01 / 3600, 1 / 60, 0.01])
    accuracy = notation_accuracy_m(np.full(4, 48.0), resolution, resolution)
    assert accuracy.tolist() == [19, 0.19, 1200, 670]


def test_accuracy_on_the_ellipsoid() -> None:
    """At 48 N one second is 30.9 m to the north and 20.7 m to the east (facts 1.3: 31 and 21)."""
    assert notation_accuracy_m(48, 1 / 3600, 0) == pytest.approx(16)
    assert notation_accuracy_m(48, 0, 1 / 3600) == pytest.approx(11)


def test_accuracy_of_metres() -> None:
    """Plane coordinates to the metre leave half the diagonal of a square metre."""
    assert plane_accuracy_m(1, 1) == pytest.approx(0.71)


def test_errors_add_up_as_root_of_squares() -> None:
    """Independent errors add as the root of the sum of squares; a tiny one adds nothing."""
    assert add_accuracies_m(5, 4.5) == pytest.approx(6.8)
    assert add_accuracies_m(0.0071, 4.5) == pytest.approx(4.5)


def test_rounding_goes_up() -> None:
    """Two digits are kept, never too few metres; what is unknown stays unknown."""
    rounded = round_up_m([18.57, 186.1, 0.1857, 4.5000001, 300, 0])
    assert rounded.tolist() == [19, 190, 0.19, 4.5, 300, 0]
    assert np.isnan(round_up_m(np.nan))


def test_resolution_of_numbers() -> None:
    """Decimals are found in the number; one that was computed has none to tell."""
    numbers = [48.267222, 13492619.59, 75.0, 48.26722222222222, np.nan]
    assert find_resolution(numbers).tolist() == pytest.approx([1e-6, 1e-2, 1, 0, 0])

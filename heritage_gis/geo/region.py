"""The rectangle of Karaganda and Ulytau regions, in degrees (facts 1.4).

Latitudes and longitudes of the rectangle do not overlap, so a swap can always be told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

LAT_RANGE = (46.0, 51.35)
LON_RANGE = (62.6, 77.75)
# Both projected series together: Gauss-Krüger 5 096 100-5 695 400, UTM 5 094 000-5 693 000.
NORTHING_RANGE_M = (5_090_000.0, 5_700_000.0)
# Without zone number, and with that of the zones here: 6-degree zones 11 to 13, 3-degree 21 to 26.
EASTING_RANGES_M = ((267_000.0, 733_000.0), (11_267_000.0, 13_733_000.0), (21.38e6, 26.62e6))
SEVEN_DIGITS = 1_000_000.0  # a northing of these latitudes is no shorter
BORDER_MARGIN = 0.05  # degrees, some 5 km: how well the borders themselves are known (facts 2)


def is_in_region(
    lon: npt.ArrayLike, lat: npt.ArrayLike, margin: float = 0.0
) -> npt.NDArray[np.bool_]:
    """Tell which positions (degrees, WGS 84) lie in the rectangle; NaN lies nowhere.

    Args:
        lon: longitudes.
        lat: latitudes.
        margin: degrees by which the rectangle is widened on each side.
    """
    east, north = np.asarray(lon, float), np.asarray(lat, float)
    return (
        (north >= LAT_RANGE[0] - margin)
        & (north <= LAT_RANGE[1] + margin)
        & (east >= LON_RANGE[0] - margin)
        & (east <= LON_RANGE[1] + margin)
    )


def is_place_in_region(lon: float, lat: float) -> bool:
    """Tell the same of one position, without the cost of arrays."""
    return LAT_RANGE[0] <= lat <= LAT_RANGE[1] and LON_RANGE[0] <= lon <= LON_RANGE[1]

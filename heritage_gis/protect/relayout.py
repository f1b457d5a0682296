"""The public twin told by the districts of another layout, such as that of 2017."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heritage_gis.model.public import PublicSites
from heritage_gis.places.layouts import rekey_districts
from heritage_gis.protect.attachment import attach_districts

if TYPE_CHECKING:
    from heritage_gis.places.districts import Districts


def relay_out(public: PublicSites, districts: Districts) -> PublicSites:
    """Tell a public twin by the districts of another layout.

    It is made from the twin alone: of a protected site nothing but its cell, and the district
    that is public already, decides. An open place is looked up where it is shown.

    Args:
        public: the public twin in the present layout.
        districts: of the other layout; its codes are those of the result.

    Returns:
        The same sites, with other districts, border districts and regions; their catalogue numbers
        are those of the present layout.
    """
    frame = public.frame
    shown = frame.geometry.where(frame["position"] == "exact")
    sites = frame[["district_certain"]].assign(
        district=rekey_districts(frame["district"], districts, shown),
        district_claimed=rekey_districts(frame["district_claimed"], districts),
    )
    return PublicSites(frame.assign(**attach_districts(sites, frame, districts)))

"""What a decision speaks of: it must be in the register, and be what the decision takes it for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heritage_gis.errors import MisusedError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

    from heritage_gis.register.store import Register


def require_sites(register: Register, sites: Mapping[str, object]) -> dict[str, str]:
    """Return sites under the ids they have now.

    Raises:
        MisusedError: a site is not registered, or two are one.
    """
    from heritage_gis.register.loading import find_known_sites

    known = find_known_sites(register, [str(site) for site in sites.values()])
    for site in sites.values():
        if site not in known:
            raise MisusedError(f"there is no site {site}")
    found = {key: known[str(site)] for key, site in sites.items()}
    if len(set(found.values())) < len(found):
        raise MisusedError(f"{' and '.join(map(str, sites.values()))} are one site")
    return found


def require_records(register: Register, records: list[str]) -> None:
    """Have all records be registered.

    Raises:
        MisusedError: one is not.
    """
    from heritage_gis.register.loading import find_known_records

    known = find_known_records(register, records)
    for record in records:
        if record not in known:
            raise MisusedError(
                f"there is no record {record}; heritage history lists those of a site"
            )


def require_split(register: Register, site: str, records: list[str]) -> list[str]:
    """Have records be some of a site's, but not all, and return those that are left to it.

    An id without a voice would be left else.

    Raises:
        MisusedError: they are not.
    """
    voices = _require_voices(register, site, records)
    left = sorted(set(voices["record_id"]) - set(records))
    if not left:
        raise MisusedError(f"{site} has no other record: there is nothing to split it from")
    return left


def require_telling(register: Register, site: str, attribute: str, record: str) -> None:
    """Have a record of a site say something of an attribute.

    Raises:
        MisusedError: it is not of the site, or says nothing of it.
    """
    from heritage_gis.register.sites import find_telling

    voices = _require_voices(register, site, [record])
    told = voices.loc[find_telling(voices, attribute), "record_id"].tolist()
    if record not in told:
        others = f"; it is told by {', '.join(told)}" if told else ", and no other record of it"
        raise MisusedError(f"{record} says nothing of the {attribute} of {site}{others}")


def require_no_ring(register: Register, site: str, whole: str) -> None:
    """Have a site not become part of its own part.

    That the one is said to be part of the other already is no ring: the later word counts.

    Raises:
        MisusedError: the whole is part of the site, over however many others.
    """
    from heritage_gis.register.loading import load_relations
    from heritage_gis.register.refreshing import TOLD_MATCHED

    told = load_relations(register)
    told = told[(told["relation"] == "part_of") & (told["told_by"] != TOLD_MATCHED)]
    wholes: dict[str, list[str]] = {}
    for part, other in zip(told["site_id"], told["other_site_id"], strict=True):
        if {part, other} != {site, whole}:
            wholes.setdefault(part, []).append(other)
    above, seen = [whole], {whole}
    while above:
        for other in wholes.get(above.pop(), []):
            if other == site:
                raise MisusedError(f"{whole} is part of {site}: it cannot be its whole as well")
            if other not in seen:
                seen.add(other)
                above.append(other)


def _require_voices(register: Register, site: str, records: list[str]) -> gpd.GeoDataFrame:
    """Return the records of a site, these among them."""
    from heritage_gis.register.loading import find_site_of, load_site_voices

    voices = load_site_voices(register, [site])
    for record in records:
        if record not in set(voices["record_id"]):
            own = find_site_of(register, record)
            where = f"is a record of {own}" if own else "has no site yet (heritage review)"
            raise MisusedError(f"{record} {where}, not of {site}")
    return voices

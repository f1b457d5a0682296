"""What a page says of a public site, in the reader's language; `assets/cards.js` says the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from heritage_gis.publish.datings import write_years
from heritage_gis.publish.words import capitalise, gather_labels, read_words, write_number

if TYPE_CHECKING:
    from heritage_gis.settings import Language

NAME_ORDER: dict[Language, tuple[Language, ...]] = {
    "kk": ("kk", "ru", "en"),
    "ru": ("ru", "kk", "en"),
    "en": ("en", "ru", "kk"),
}
OTHER_NAMES = "; "
KILOMETRE = 1000
PAIR = 2
WITHHELD = "withheld"


@dataclass(frozen=True)
class Name:
    """A name, and the language it is in; "" where that is not known."""

    text: str
    language: str


def list_katos(site: dict[str, Any]) -> list[str]:
    """Return the districts that a site is told in: its own, or those on whose border it is."""
    return [site["district"]] if site["district"] else (site["border_districts"] or "").split()


class SiteWords:
    """Words about sites in one language."""

    def __init__(self, language: Language, layout: str) -> None:
        """Take the words of a language, and the labels of a layout of districts."""
        self.language = language
        self.words = read_words(language) | read_words(language, "script")
        self._labels = gather_labels(language, layout)

    def label(self, vocabulary: str, code: str | None) -> str:
        """Return what a code is called; "" where there is none."""
        return self._labels[vocabulary].get(code, code) if code else ""

    def name(self, site: dict[str, Any]) -> Name:
        """Return the name in the reader's language, else in the next one."""
        return next(iter(self._list_names(site)), Name(self.words["unnamed"], self.language))

    def other_names(self, site: dict[str, Any]) -> list[Name]:
        """Return the names that are not the one shown first."""
        shown = self.name(site).text
        return [name for name in self._list_names(site) if name.text != shown]

    def _list_names(self, site: dict[str, Any]) -> list[Name]:
        told = [Name(site[f"name_{code}"] or "", code) for code in NAME_ORDER[self.language]]
        others = (site["name_other"] or "").split(OTHER_NAMES)
        return [name for name in (*told, *(Name(each, "") for each in others)) if name.text]

    def kind(self, site: dict[str, Any]) -> str:
        """Return the kind, else its group."""
        if site["kind"]:
            return capitalise(self.label("kinds", site["kind"]))
        return capitalise(self.label("kind_groups", site["kind_group"]))

    def dating(self, told: dict[str, Any], *, is_certain: bool | None) -> str:
        """Return periods and years: of a site, or of what one source says."""
        named = (told["period"] or "").split()
        text = ", ".join(self.label("periods", code) for code in named)
        years = write_years(told["start_year"], told["end_year"], self.language)
        both = f"{text} ({years})" if text and years else text or years
        doubt = f", {self.words['dating_uncertain']}" if both and is_certain is False else ""
        return both + doubt

    def count_class(self, site: dict[str, Any]) -> str:
        """Return how many structures there are, in classes."""
        if site["count_class"] == "over-50":
            return self.words["count_over"].format(n=50)
        return (site["count_class"] or "").replace("-", "–")

    def status(self, code: str | None, number: str | None) -> str:
        """Return a status with the number in its list."""
        listed = self.words["catalogue_number"].format(n=number) if number else ""
        told = (capitalise(self.label("statuses", code)), listed)
        return ", ".join(part for part in told if part)

    def border(self, site: dict[str, Any]) -> str:
        """Return the districts of a site that lies on a border."""
        names = [self.label("districts", kato) for kato in (site["border_districts"] or "").split()]
        joint = f" {self.words['and']} "
        if len(names) <= PAIR:
            return joint.join(names)
        return ", ".join(names[:-1]) + joint + names[-1]

    def district(self, site: dict[str, Any]) -> list[str]:
        """Return in which district a site lies, and what is doubtful of that."""
        told = []
        border = self.border(site)
        if site["district"]:
            told.append(capitalise(self.label("districts", site["district"])))
        elif border:
            told.append(capitalise(self.words["on_border"].format(places=border)))
        elif site["region"]:
            told.append(self.label("regions", site["region"]))
        if site["district_certain"] is False:
            told.append(self.words["near_border"])
        if site["district_claimed"]:
            place = self.label("districts", site["district_claimed"])
            told.append(self.words["survey_names"].format(place=place))
        return told

    def position(self, site: dict[str, Any]) -> list[str]:
        """Return how the position is to be read, in sentences."""
        words, why = self.words, self.words["position_why"]
        if site["position"] == "none":
            if site["protection"] != WITHHELD:
                return [words["place_missing"]]
            return [words["district_only" if site["district"] else "region_only"], why]
        error = self._write_error(site["coordinate_uncertainty_m"])
        if site["position"] == "exact":
            return [words["position_exact"], *error]
        return [words["position_generalised"], why, *error]

    def _write_error(self, metres: int | None) -> list[str]:
        if metres is None:
            return []
        if metres < KILOMETRE:
            return [self.words["position_error_m"].format(n=metres)]
        kilometres = write_number(-(-metres // KILOMETRE), self.language)
        return [self.words["position_error"].format(n=kilometres)]

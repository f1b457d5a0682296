"""The watch: what is looked for in every file, prepared once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from heritage_gis.places.tables import read_place_table
from heritage_gis.places.units import read_regions, read_units
from heritage_gis.protect.leaks.secrets import NAMES
from heritage_gis.protect.leaks.wording import find_telling_words, list_counts
from heritage_gis.settings import LANGUAGES
from heritage_gis.vocabularies.tables import read_vocabulary

if TYPE_CHECKING:
    import numpy as np
    import shapely
    from numpy.typing import NDArray

    from heritage_gis.model.public import PublicSites
    from heritage_gis.protect.leaks.allowed import AllowedPlaces
    from heritage_gis.protect.leaks.secrets import Secrets

TOLD_ALONE = ("okrug", "settlement", *NAMES)  # texts that are secret as the whole of a value
_SPACE = re.compile(r"\\?\s")  # of any width in a page
_WHOLE = r"\d{1,5}(?:(?: ?[/–-] ?|, )\d{1,5})*(?![.,]?\d)"
_FILLED = re.compile(r"\{\w*\}")
SHORTEST = 3  # letters of a word that means anything


@dataclass(frozen=True, eq=False)
class Watch:
    """What may be told, what may not, and how to look it up.

    Attributes:
        public: the public twin.
        secrets: what must not be told.
        allowed: the places an edition may name.
        phrases: regular expressions of what may stand in an edition, though it has a distance or
            a number of structures in it.
        known: sentences that pages say of no site.
    """

    public: PublicSites
    secrets: Secrets
    allowed: AllowedPlaces
    phrases: tuple[str, ...] = ()
    known: tuple[str, ...] = ()

    @cached_property
    def sites(self) -> pd.DataFrame:
        """The public frame by site_id, without geometry."""
        sites = pd.DataFrame(self.public.frame.drop(columns="geometry"))
        index = pd.Index(sites.pop("site_id"), dtype=object, name="site_id")
        return sites.set_index(index)

    @cached_property
    def shapes(self) -> dict[str, tuple[str, shapely.Geometry | None]]:
        """The cell (empty where there is none) and the geometry of each public site."""
        frame = self.public.frame
        cells = frame["cell"].fillna("")
        return {
            site_id: (cell, shape)
            for site_id, cell, shape in zip(frame["site_id"], cells, frame.geometry, strict=True)
        }

    @cached_property
    def protected(self) -> frozenset[str]:
        """The ids of all sites whose place is not to be told, published or not."""
        hidden = self.sites.index[self.sites["position"] != "exact"]
        return frozenset(hidden) | frozenset(self.secrets.points["site_id"])

    @cached_property
    def untold_kinds(self) -> frozenset[str]:
        """The words for kinds of protected sites that are no public name."""
        return frozenset(self.kind_words["word"]) - self.told_names

    @cached_property
    def untold_places(self) -> frozenset[str]:
        """The place names that are not told of protected sites, and are no public name."""
        return frozenset(self.secret_words["word"]) - self.told_names

    def find_rows(self, site_ids: NDArray[np.object_]) -> NDArray[np.intp]:
        """Return the rows of `sites` of some sites, -1 where the public knows of none."""
        return self.sites.index.get_indexer(pd.Index(site_ids, dtype=object))

    @cached_property
    def is_hidden(self) -> NDArray[np.bool_]:
        """Which rows of `sites` are protected."""
        return self.sites.index.isin(self.protected)

    @cached_property
    def told(self) -> dict[str, NDArray[np.object_]]:
        """The columns of `sites` as plain values, None where missing; `site_id` too."""
        columns = {str(name): self.sites[name].astype(object) for name in self.sites}
        told = {
            name: cells.where(cells.notna(), None).to_numpy() for name, cells in columns.items()
        }
        return {**told, "site_id": self.sites.index.to_numpy(dtype=object)}

    @cached_property
    def sizes(self) -> pd.MultiIndex:
        """Site and figure of every size that is not told."""
        figures = self.secrets.figures
        return pd.MultiIndex.from_arrays([figures["site_id"], figures["value"].astype("float64")])

    @cached_property
    def size_figures(self) -> NDArray[np.float64]:
        """The figures of `sizes`, each once."""
        return self.sizes.get_level_values(1).unique().to_numpy(dtype=float)

    @cached_property
    def site_ids(self) -> frozenset[str]:
        """The ids of all sites we know of."""
        return self.protected | frozenset(self.sites.index)

    @cached_property
    def sites_by_name(self) -> dict[str, str]:
        """The id of each site whose name no other site has."""
        names = pd.concat([self.sites[name].dropna() for name in NAMES])
        names = names.reset_index().drop_duplicates()
        names.columns = pd.Index(["site_id", "name"])
        names = names.drop_duplicates("name", keep=False)
        return dict(zip(names["name"], names["site_id"], strict=True))

    @cached_property
    def told_names(self) -> frozenset[str]:
        """All public names, in small letters."""
        names = {text for name in NAMES for text in self.sites[name].dropna().unique()}
        return frozenset(text.casefold() for text in names)

    @cached_property
    def told_texts(self) -> frozenset[str]:
        """All that the public is told in words, as whole values, in small letters."""
        frame = self.sites.select_dtypes(["object", "string"])
        told = {text for column in frame for text in frame[column].dropna().unique()}
        told |= {
            part for text in self.sites["name_other"].dropna().unique() for part in text.split("; ")
        }
        told |= {unit.name(language) for unit in read_units() for language in LANGUAGES}
        told |= {unit.centre for unit in read_units()}
        told |= {row["name"] for row in read_place_table("unit_names")}
        told |= {
            getattr(region, f"name_{language}")
            for region in read_regions()
            for language in LANGUAGES
        }
        told |= {part.strip() for text in self.known for part in _FILLED.split(text)}
        told |= {_FILLED.sub(" ", text) for text in self.known}
        return frozenset(str(text).casefold() for text in told)

    @cached_property
    def secret_words(self) -> pd.DataFrame:
        """`site_id`, `word`, `column`: texts that tell too much as the whole of a value."""
        texts = self.secrets.texts
        places = texts[texts["column"].isin(TOLD_ALONE)]
        words = places.assign(word=places["text"].str.strip().str.casefold())
        words = words[~words["word"].isin(self.told_texts) & (words["word"].str.len() >= SHORTEST)]
        return words[["site_id", "word", "column"]].drop_duplicates(ignore_index=True)

    @cached_property
    def secret_values(self) -> frozenset[str]:
        """The words of `secret_words`."""
        return frozenset(self.secret_words["word"])

    @cached_property
    def kind_words(self) -> pd.DataFrame:
        """`site_id`, `word`: what the kind of a protected site is called, code and labels."""
        groups = {
            entry[name] for entry in read_vocabulary("kind_groups") for name in ("code", *LANGUAGES)
        }
        rows = [
            (entry["code"], entry[name].casefold())
            for entry in read_vocabulary("kinds")
            for name in ("code", *LANGUAGES)
            if entry[name] not in groups
        ]
        labels = pd.DataFrame(rows, columns=["kind", "word"])
        return self.secrets.kinds.merge(labels, on="kind")[["site_id", "word"]]

    @cached_property
    def named_counts(self) -> frozenset[str]:
        """What looks like a count of mounds in public names."""
        return list_counts(self.told_names)

    @cached_property
    def allowed_phrases(self) -> re.Pattern[str] | None:
        """One pattern of all phrases, and of the names of exact sites that look like a leak."""
        exact = self.sites[self.sites["position"] == "exact"]
        told = {text for name in NAMES for text in exact[name].dropna()}
        names = [text for text in told if any(find_telling_words(text, None, frozenset()))]
        phrases = [*self.phrases, *map(re.escape, sorted(names, key=len, reverse=True))]
        return re.compile("|".join(f"(?:{phrase})" for phrase in phrases)) if phrases else None


def allow_sentence(template: str) -> str:
    """Return the pattern of a sentence with whole numbers in it.

    Args:
        template: such as `Погрешность местоположения — до {n} км.`; what stands in braces may be
            a whole number of up to five digits, or several (`1 / 10 / 50`).
    """
    parts = [_SPACE.sub(r"\\s", re.escape(part)) for part in re.split(r"\{\w*\}", template)]
    return r"(?<!\d[.,])(?<!\d)" * template.startswith("{") + _WHOLE.join(parts)

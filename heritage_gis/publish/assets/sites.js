// The sites of a page: names, kinds, datings and places, read from their columns.
(function (atlas) {
  "use strict";

  const MOST = 0.75; // of the years of a dating
  const NAME_ORDER = { kk: ["kk", "ru", "en"], ru: ["ru", "kk", "en"], en: ["en", "ru", "kk"] };

  atlas.allSites = function () {
    return Array.from({ length: atlasSites.count }, (_, site) => site);
  };

  // The name in the reader's language, else in the next one: { text, language }.
  atlas.name = function (site) {
    for (const language of NAME_ORDER[atlasWords.language]) {
      const text = atlas.read("name_" + language, site);
      if (text) return { text, language };
    }
    const other = atlas.read("name_other", site);
    if (other) return { text: other.split("; ")[0], language: "" };
    return { text: atlas.say("unnamed"), language: atlasWords.language };
  };

  atlas.otherNames = function (site) {
    const shown = atlas.name(site).text;
    const names = NAME_ORDER[atlasWords.language]
      .map((language) => ({ text: atlas.read("name_" + language, site), language }))
      .concat(
        (atlas.read("name_other", site) || "").split("; ").map((text) => ({ text, language: "" })),
      );
    return names.filter((name) => name.text && name.text !== shown);
  };

  atlas.kind = function (site) {
    const kind = atlas.read("kind", site);
    const told = kind
      ? atlas.label("kinds", kind)
      : atlas.label("kind_groups", atlas.read("kind_group", site));
    return atlas.capitalise(told);
  };

  atlas.symbol = function (site) {
    return atlasWords.symbols[atlas.read("kind_group", site)] || "circle";
  };

  // The age that a site is told to be of, for its colour; "" where it is of several, or of none.
  atlas.age = function (site) {
    const [periods] = atlas.read("dating", site) || [""];
    const named = (periods || "").split(" ").filter(Boolean);
    const ages = new Set(named.map((code) => atlasWords.ages[code] || ""));
    if (ages.size) return ages.size === 1 ? [...ages][0] : "";
    const span = atlas.spanOf(site);
    return span ? findAge(span) : "";
  };

  // The age in which most of some years lie; the traditional one of the Begazy-Dandybay culture, of
  // the XII–VIII centuries BC, ends a little after the Bronze Age.
  function findAge([from, to]) {
    const starts = atlasWords.age_starts.map(([, start]) => (start === null ? -Infinity : start));
    const found = atlasWords.age_starts.find((_, at) => {
      const end = at + 1 < starts.length ? starts[at + 1] : Infinity;
      if (starts[at] <= from && to < end) return true;
      return Math.min(to, end) - Math.max(from, starts[at]) >= MOST * (to - from);
    });
    return found ? found[0] : "";
  }

  atlas.dating = function (site) {
    const [periods, start, end, certain] = atlas.read("dating", site) || [null, null, null, null];
    const named = (periods || "").split(" ").filter(Boolean);
    const text = named.map((code) => atlas.label("periods", code)).join(", ");
    const years = atlas.years(start, end);
    const doubt = certain === false ? ", " + atlas.say("dating_uncertain") : "";
    if (!text && !years) return "";
    return (text && years ? `${text} (${years})` : text || years) + doubt;
  };

  // West, south, east, north of a cell, by its number.
  atlas.cellEdges = function (cell) {
    return atlasSites.cells[cell];
  };

  // The number of the cell a site is shown by, -1 for none.
  atlas.cellOf = function (site) {
    const cell = atlas.read("cell", site);
    return cell === null ? -1 : cell;
  };

  atlas.isExact = function (site) {
    return atlas.read("position", site) === "exact";
  };

  // Latitude and longitude of an exact site, else null.
  atlas.pointOf = function (site) {
    const lon = atlas.read("lon", site);
    return lon === null ? null : [atlas.read("lat", site), lon];
  };

  // The sites of a cell, in the order of the list; null where they cannot be had.
  atlas.sitesInCell = async function (cell) {
    const [first, last] = atlasSites.spans ? atlasSites.spans[cell] : [0, atlasSites.count - 1];
    const sites = Array.from({ length: last - first + 1 }, (_, at) => first + at);
    if (sites.length === atlasSites.held[cell]) return sites;
    if (!(await atlas.load(sites))) return null;
    return sites.filter((site) => atlas.cellOf(site) === cell);
  };

  // The site with an id, null where the page has none.
  atlas.findSite = async function (siteId) {
    if (!(await atlas.loadIndex())) return null;
    const site = atlas.allSites().find((each) => atlas.read("site_id", each) === siteId);
    return site === undefined ? null : site;
  };
})(window.atlas);

// The sites of a page, read from the columns of data/<page>.js (see publish/page_data.py).
(function (atlas) {
  "use strict";

  const NAME_ORDER = { kk: ["kk", "ru", "en"], ru: ["ru", "kk", "en"], en: ["en", "ru", "kk"] };

  let columns;

  // What a column says of a site, null where that is missing.
  atlas.read = function (name, site) {
    columns = columns || atlasSites.columns;
    const column = columns[name];
    if (!column) return null;
    if (Array.isArray(column)) return column[site];
    const at = column.at[site];
    return at < 0 ? null : column.of[at];
  };

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
    return atlasSites.cell ? atlasSites.cell[site] : -1;
  };

  // Latitude and longitude of an exact site, else null.
  atlas.pointOf = function (site) {
    if (!atlasSites.lon || atlasSites.lon[site] === null) return null;
    return [atlasSites.lat[site], atlasSites.lon[site]];
  };

  // The sites of each cell, in the order of the list.
  atlas.sitesByCell = function () {
    const found = (atlasSites.cells || []).map(() => []);
    (atlasSites.cell || []).forEach((cell, site) => cell >= 0 && found[cell].push(site));
    return found;
  };
})(window.atlas);

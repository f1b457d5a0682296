// What is known of the sites of a page, and how on a large page it comes in pieces when it is asked for.
// A page opened from disk cannot fetch, so pieces are scripts (see publish/page_data.py).
(function (atlas) {
  "use strict";

  const PATIENCE = 400; // milliseconds, after which a reader is told of the waiting

  const taken = new Map(); // the columns of pieces, by name
  const asked = new Map(); // the promises of their scripts, by name
  const late = new Set(); // the names of those that are long in coming
  const missing = new Set(); // and of those that did not come

  // Called by the scripts themselves.
  atlas.takePiece = function (name, { columns }) {
    taken.set(name, columns);
  };

  // Tell whether the page has all of its sites from the start.
  atlas.isWhole = function () {
    return !atlasSites.pieces;
  };

  // What a column says of a site that was loaded, null where that is missing.
  atlas.read = function (name, site) {
    if (atlas.isWhole()) return readColumn(atlasSites.columns[name], site);
    const { size, index_size: indexSize } = atlasSites.pieces;
    const piece = taken.get(nameOf("piece", site, size));
    if (piece) return readColumn(piece[name], site % size);
    return readColumn(taken.get(nameOf("index", site, indexSize))[name], site % indexSize);
  };

  // Make all that is known of these sites readable; resolves to false where it cannot be had.
  atlas.load = async function (sites) {
    return atlas.isWhole() || loadPieces("piece", sites, atlasSites.pieces.size);
  };

  // The same with all sites of the page, for what they are searched, filtered and sorted by.
  atlas.loadIndex = async function () {
    return atlas.isWhole() || loadPieces("index", atlas.allSites(), atlasSites.pieces.index_size);
  };

  function nameOf(kind, site, size) {
    return `${kind}-${Math.floor(site / size)}`;
  }

  async function loadPieces(kind, sites, size) {
    const names = new Set(sites.map((site) => nameOf(kind, site, size)));
    const loaded = await Promise.all(Array.from(names, loadScript));
    return loaded.every(Boolean);
  }

  function readColumn(column, site) {
    if (!column) return null;
    if (Array.isArray(column)) return column[site];
    const at = column.at[site];
    return at < 0 ? null : column.of[at];
  }

  function loadScript(name) {
    if (!asked.has(name)) asked.set(name, fetchScript(name));
    return asked.get(name);
  }

  async function fetchScript(name) {
    const { root } = document.querySelector("main").dataset;
    const script = document.createElement("script");
    script.src = `${root}data/${atlasSites.pieces.folder}/${name}.js`;
    const isThere = new Promise((resolve) => {
      script.addEventListener("load", () => resolve(true));
      script.addEventListener("error", () => resolve(false));
    });
    document.head.append(script);
    missing.delete(name);
    const slow = window.setTimeout(() => {
      late.add(name);
      tell();
    }, PATIENCE);
    const loaded = await isThere;
    window.clearTimeout(slow);
    late.delete(name);
    if (!loaded) {
      missing.add(name);
      asked.delete(name); // so that it can be asked for again
    }
    tell();
    return loaded;
  }

  function tell() {
    const key = missing.size ? "not_loaded" : "loading";
    const text = missing.size + late.size ? atlas.say(key) : "";
    document.querySelector(".loading").textContent = text;
  }
})(window.atlas);

// The page of a district: the map that Folium made, and the list, each showing the other's choice.
(function (atlas) {
  "use strict";

  const CLOSEST = 9; // zoom, at most, when a cell is sought out
  const LEAST_WIDTH = 5; // pixels of a cell, below which the map goes closer
  const MARKER_LIFT = [0, -4]; // so that a popup does not hide its marker
  const CLEAR_OF_CONTROLS = { autoPanPaddingTopLeft: [54, 12], autoPanPaddingBottomRight: [12, 12] };
  const NAMES_IN_POPUP = 5;
  const SITE_ID = /^[A-Z]{2,5}-\d{3,}$/;

  let isMapped = false;

  // Called by the page's Folium map. `told` gives the bounds to show, the names of neighbours, and
  // settlements.
  atlas.showSites = async function (map, told) {
    isMapped = true;
    document.querySelector(".site-list").setAttribute("aria-busy", "true"); // until it is written
    if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) stopMotion(map);
    const start = () => map.fitBounds(told.bounds, { padding: [12, 12], animate: false });
    start();
    await atlas.pause();
    addControls(map, start);
    let list = null;
    let found = null; // the sites that the filter lets through, null for all
    let intent = 0; // raised with all that a reader asks of the map: what comes late is dropped
    const names = atlas.writeDistrictNames(map, told.names);
    const settlements = atlas.drawSettlements(map, told.settlements);
    const cells = await atlas.drawCells(map, {
      press: (cell) => pressCell(cell),
      point: (cell) => markCell(cell, true),
      leave: (cell) => markCell(cell, false),
      written(taken) {
        settlements.settle(taken);
        names.settle(taken);
      },
    });
    const markers = await atlas.drawMarkers(map, {
      press: (site) => pressSite(site),
      point: (site) => list && list.mark((each) => each === site, true),
      leave: (site) => list && list.mark((each) => each === site, false),
    });
    atlas.fitToPaper(map, cells.write);
    offerTiles(map);
    shortenLegend();
    hearEscape(map);

    function markCell(cell, isLit) {
      cells.mark(cell, isLit);
      if (list) list.mark((site) => atlas.cellOf(site) === cell, isLit);
    }

    async function pressCell(cell) {
      if (!list) return;
      intent += 1;
      const own = intent;
      const within = (await atlas.sitesInCell(cell)) || [];
      const sites = found ? within.filter((site) => found.has(site)) : within;
      const isThere = sites.length > 0 && (await atlas.load(sites.slice(0, NAMES_IN_POPUP)));
      if (!isThere || own !== intent) return;
      openPopup(map, middleOfTop(cells.bounds(cell)), writeCellPopup(list, sites));
      await list.narrow(sites, atlas.say("only_cell"));
    }

    async function pressSite(site) {
      if (!list) return;
      intent += 1;
      const own = intent;
      if (!(await atlas.load([site])) || own !== intent) return;
      openPopup(map, atlas.pointOf(site), writeSitePopup(site), MARKER_LIFT);
      await list.narrow([site], atlas.say("only_site"));
      await list.open(site);
    }

    function mark(site, isLit) {
      if (atlas.isExact(site)) markers.mark(site, isLit);
      else if (atlas.cellOf(site) >= 0) cells.mark(atlas.cellOf(site), isLit);
    }

    function show(site) {
      const cell = atlas.cellOf(site);
      if (atlas.isExact(site)) {
        const open = (marker) =>
          openPopup(map, marker.getLatLng(), writeSitePopup(site), MARKER_LIFT);
        markers.reach(site, open);
      } else if (cell >= 0) {
        const bounds = cells.bounds(cell);
        if (widthOf(map, bounds) < LEAST_WIDTH || !map.getBounds().contains(bounds)) {
          map.fitBounds(bounds, { maxZoom: CLOSEST, padding: [40, 40] });
        }
        openPopup(map, middleOfTop(bounds), writeSitePopup(site));
      }
    }

    function reach(site) {
      map.getContainer().scrollIntoView({ block: "center" });
      show(site);
    }

    list = atlas.openList({
      show,
      reach,
      point: (site) => mark(site, true),
      leave: (site) => mark(site, false),
    });
    followAddress(map, list, show, (sites) => {
      map.closePopup();
      intent += 1;
      found = sites && new Set(sites);
      cells.limit(sites);
      return markers.limit(sites);
    });
  };

  // A page without a map has its list all the same.
  document.addEventListener("DOMContentLoaded", () => {
    const nothing = () => {};
    if (isMapped) return;
    const list = atlas.openList({ show: nothing, point: nothing, leave: nothing });
    followAddress(null, list, nothing, nothing);
  });

  // What an address asks for after its #: a site by its id, as cards do; else the filter, and the
  // view of the map, as they were when it was copied. They go along to the other languages.
  function followAddress(map, list, show, limit) {
    let asked = {};
    let view = "";
    let opened = ""; // the site that the address names, until something else is asked for

    function keep() {
      if (opened) {
        lead(opened);
        return;
      }
      const told = new URLSearchParams(asked);
      if (view) told.set("at", view);
      lead(told.toString());
    }

    function lead(address) {
      const { href } = window.location;
      window.history.replaceState(null, "", href.split("#")[0] + (address && "#" + address));
      for (const link of document.querySelectorAll(".languages a")) link.hash = address;
    }

    const filter = atlas.openFilter({
      found: (sites) => Promise.all([list.limit(sites), limit(sites)]),
      changed(told) {
        asked = told;
        opened = "";
        keep();
      },
    });

    async function follow() {
      const address = window.location.hash.slice(1);
      if (SITE_ID.test(address)) {
        const site = await atlas.findSite(address);
        if (site === null) return;
        await filter.ask({});
        opened = address;
        await openSite(site);
        keep();
      } else if (address.includes("=")) {
        const told = new URLSearchParams(address);
        const known = atlas.filterKeys.filter((key) => told.has(key));
        await filter.ask(Object.fromEntries(known.map((key) => [key, told.get(key)])));
        if (map && told.has("at")) turnTo(map, told.get("at"));
      }
    }

    async function openSite(site) {
      const entry = await list.open(site);
      if (!entry) return;
      show(site);
      entry.querySelector("button").focus({ preventScroll: true });
      entry.scrollIntoView({ block: "center" });
    }

    window.addEventListener("hashchange", follow);
    follow();
    if (map) {
      map.on("moveend", () => {
        view = writeView(map);
        keep();
      });
    }
    offerPrinting(list);
  }

  // The legend has the ages of this page alone, where all of its sites are known.
  function shortenLegend() {
    if (!atlas.isWhole()) return;
    const shown = new Set(atlas.allSites().map((site) => atlas.age(site) || "none"));
    for (const entry of document.querySelectorAll(".legend [data-age]")) {
      entry.hidden = !shown.has(entry.dataset.age);
    }
  }

  // Tiles come from elsewhere, so a reader has to ask for them, each time anew.
  function offerTiles(map) {
    const offer = document.querySelector(".tiles");
    if (!offer) return;
    const button = offer.querySelector("button");
    const layer = L.tileLayer(button.dataset.address);
    offer.hidden = false;
    button.addEventListener("click", () => {
      const isShown = !map.hasLayer(layer);
      if (isShown) layer.addTo(map);
      else layer.remove();
      map.getContainer().classList.toggle("has-tiles", isShown);
      button.setAttribute("aria-pressed", String(isShown));
    });
  }

  // All entries are on paper, whether they were written before or not.
  function offerPrinting(list) {
    const button = document.querySelector(".print");
    button.hidden = false;
    button.addEventListener("click", async () => {
      await list.writeAll();
      window.print();
    });
  }

  function writeView(map) {
    const { lat, lng } = map.getCenter();
    return [lat.toFixed(3), lng.toFixed(3), map.getZoom()].join(",");
  }

  function turnTo(map, view) {
    const [lat, lng, zoom] = view.split(",").map(Number);
    if ([lat, lng, zoom].every(Number.isFinite)) map.setView([lat, lng], zoom, { animate: false });
  }

  atlas.pageDistrict = document.querySelector("main").dataset.district;

  // Where a popup about a cell is fastened: its centre would look like a place.
  function middleOfTop(bounds) {
    return [bounds.getNorth(), bounds.getCenter().lng];
  }

  function widthOf(map, bounds) {
    const west = map.latLngToLayerPoint(bounds.getNorthWest());
    return map.latLngToLayerPoint(bounds.getNorthEast()).x - west.x;
  }

  function openPopup(map, place, content, lift) {
    const offset = lift || [0, 7]; // 7 is where Leaflet's tip touches the place
    const popup = L.popup({ maxWidth: 280, minWidth: 200, ...CLEAR_OF_CONTROLS, offset })
      .setLatLng(place)
      .setContent(content)
      .openOn(map);
    const close = popup.getElement().querySelector(".leaflet-popup-close-button");
    close.setAttribute("aria-label", atlas.say("close"));
  }

  // Escape closes a popup wherever on the map the focus is, and leads back to what opened it; Leaflet
  // heeds it only while the map itself has the focus.
  function hearEscape(map) {
    const container = map.getContainer();
    let opener = container;
    map.on("popupopen", () => {
      if (container.contains(document.activeElement)) opener = document.activeElement;
    });
    container.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !container.querySelector(".leaflet-popup")) return;
      map.closePopup();
      (opener.isConnected ? opener : container).focus({ preventScroll: true });
    });
  }

  function writeSitePopup(site) {
    const remark = atlas.remark(site);
    return atlas.element(
      "div",
      "popup",
      atlas.element("p", "popup-name", atlas.writeName(site)),
      atlas.element("p", "popup-about", atlas.describe(site)),
      remark && atlas.element("p", "popup-remark", atlas.capitalise(remark)),
    );
  }

  function writeCellPopup(list, sites) {
    const names = atlas.element("ul", "popup-sites");
    for (const site of sites.slice(0, NAMES_IN_POPUP)) {
      const open = async () => {
        await list.open(site);
        list.reach();
      };
      const button = atlas.button("", "", open);
      button.append(atlas.drawSymbol(atlas.symbol(site), atlas.age(site)), atlas.writeName(site));
      names.append(atlas.element("li", "", button));
    }
    const [first] = sites;
    const heading = atlas.say("in_this_cell", { sites: atlas.countSites(sites.length) });
    return atlas.element(
      "div",
      "popup",
      atlas.element("p", "popup-name", heading),
      names,
      atlas.button("quiet", atlas.say("list_these"), () => list.reach()),
      atlas.element("p", "popup-remark", atlas.capitalise(atlas.remarkPosition(first))),
    );
  }

  // Leaflet glides whatever the reader has set; it is told with each move not to.
  function stopMotion(map) {
    const { panBy, setView } = map;
    map.panBy = (offset, options) => panBy.call(map, offset, { ...options, animate: false });
    map.setView = (centre, zoom, options) =>
      setView.call(map, centre, zoom, { ...options, animate: false });
    map.options.inertia = false;
  }

  function addControls(map, start) {
    L.control
      .zoom({ zoomInTitle: atlas.say("zoom_in"), zoomOutTitle: atlas.say("zoom_out") })
      .addTo(map);
    const whole = L.control({ position: "topleft" });
    whole.onAdd = () => {
      const button = atlas.button("whole-map", "", start);
      button.append(atlas.drawSymbol("whole"));
      button.title = atlas.say("whole_map");
      button.setAttribute("aria-label", button.title);
      const bar = atlas.element("div", "leaflet-bar", button);
      L.DomEvent.disableClickPropagation(bar);
      return bar;
    };
    whole.addTo(map);
    new Scale({ imperial: false, maxWidth: 120 }).addTo(map);
  }

  const Scale = L.Control.Scale.extend({
    _updateMetric(metres) {
      const round = this._getRoundNum(metres);
      const text =
        round < 1000 ? `${round} ${atlas.say("m")}` : `${round / 1000} ${atlas.say("km")}`;
      this._mScale.style.width = `${Math.round(this.options.maxWidth * (round / metres))}px`;
      this._mScale.textContent = text;
    },
  });
})(window.atlas);

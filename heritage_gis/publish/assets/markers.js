// Exact sites on the map: a symbol each, gathered into clusters where they lie close.
(function (atlas) {
  "use strict";

  const SIZE = 28;
  const AT_ONCE = 100; // markers that are added together

  // An icon made of elements; the shape tells the kind group, the colour the age.
  const SymbolIcon = L.DivIcon.extend({
    createIcon() {
      const icon = atlas.element("div", "", atlas.drawSymbol(this.options.symbol, this.options.age));
      this._setIconStyles(icon, "icon");
      return icon;
    },
    createShadow: () => null,
  });

  // Draw the exact sites. `heed` is told of `press(site)`, `point(site)` and `leave(site)`.
  atlas.drawMarkers = async function (map, heed) {
    const group = L.markerClusterGroup({
      maxClusterRadius: 36,
      showCoverageOnHover: false,
      animate: !window.matchMedia("(prefers-reduced-motion: reduce)").matches,
      iconCreateFunction: drawCluster,
    });
    const icons = new Map();
    const markers = new Map(); // of all sites that were ever drawn by themselves

    const drawSites = (sites) =>
      atlas.mapSlowly(sites, (site) => {
        if (!markers.has(site)) {
          markers.set(site, drawMarker(site, atlas.pointOf(site), icons, heed));
        }
        return markers.get(site);
      });
    const layer = atlas.isWhole()
      ? showSites(group, drawSites)
      : atlas.showSquares(map, group, drawSites);
    map.addLayer(group);
    await layer.limit(null);
    return {
      // Show these sites alone; null shows all.
      limit: layer.limit,
      // Make a site's marker stand by itself, then go on with it.
      async reach(site, goOn) {
        await layer.part(site);
        const marker = markers.get(site);
        if (marker && group.hasLayer(marker)) group.zoomToShowLayer(marker, () => goOn(marker));
      },
      mark(site, isLit) {
        const seen = markers.has(site) && group.getVisibleParent(markers.get(site));
        const element = seen && seen.getElement();
        if (element) element.classList.toggle("is-lit", isLit);
      },
    };
  };

  // All sites of a small page, each by its own marker.
  function showSites(group, drawSites) {
    const exact = atlas.allSites().filter(atlas.isExact);
    let asked = null;
    let drawing = null;

    async function draw(kept) {
      asked = kept;
      const shown = await drawSites(exact.filter((site) => kept.has(site)));
      if (asked === kept) group.clearLayers();
      await atlas.addMarkers(group, shown, () => asked === kept);
    }

    return {
      limit(sites) {
        drawing = draw(new Set(sites || exact));
        return drawing;
      },
      part: () => drawing,
    };
  }

  // Add markers to a cluster group, as long as they are asked for: a later question ends it.
  atlas.addMarkers = async function (group, markers, isAsked) {
    for (let from = 0; from < markers.length; from += AT_ONCE) {
      if (atlas.isLate()) await atlas.pause();
      if (!isAsked()) return;
      group.addLayers(markers.slice(from, from + AT_ONCE));
    }
  };

  function drawMarker(site, point, icons, heed) {
    const [symbol, age] = [atlas.symbol(site), atlas.age(site)];
    const key = `${symbol} ${age}`;
    if (!icons.has(key)) {
      icons.set(key, new SymbolIcon({ symbol, age, className: "marker", iconSize: [SIZE, SIZE] }));
    }
    const marker = L.marker(point, { icon: icons.get(key), title: atlas.name(site).text });
    marker.on("click", () => heed.press(site));
    marker.on("mouseover", () => heed.point(site));
    marker.on("mouseout", () => heed.leave(site));
    marker.on("add", () => marker.getElement().setAttribute("aria-label", atlas.name(site).text));
    return marker;
  }

  function drawCluster(cluster) {
    return atlas.drawCount(cluster.getChildCount());
  }

  // The icon of several sites.
  atlas.drawCount = function (count) {
    const text = atlas.element("span", "", atlas.count(count));
    return L.divIcon({ html: text, className: "cluster", iconSize: [SIZE + 4, SIZE + 4] });
  };
})(window.atlas);

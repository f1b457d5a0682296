// Exact sites on the map: a symbol each, gathered into clusters where they lie close.
(function (atlas) {
  "use strict";

  const SIZE = 28;

  // An icon made of elements; the shape tells the kind group.
  const SymbolIcon = L.DivIcon.extend({
    createIcon() {
      const icon = atlas.element("div", "", atlas.drawSymbol(this.options.symbol));
      this._setIconStyles(icon, "icon");
      return icon;
    },
    createShadow: () => null,
  });

  // Draw the exact sites. `heed` is told of `press(site)`, `point(site)` and `leave(site)`.
  atlas.drawMarkers = function (map, heed) {
    const group = L.markerClusterGroup({
      maxClusterRadius: 36,
      showCoverageOnHover: false,
      chunkedLoading: true,
      animate: !window.matchMedia("(prefers-reduced-motion: reduce)").matches,
      iconCreateFunction: drawCluster,
    });
    const icons = new Map();
    const markers = new Map();
    for (let site = 0; site < atlasSites.count; site += 1) {
      const point = atlas.pointOf(site);
      if (point) markers.set(site, drawMarker(site, point, icons, heed));
    }
    group.addLayers([...markers.values()]);
    map.addLayer(group);
    return {
      // Show these sites alone; null shows all.
      limit(sites) {
        const kept = sites && new Set(sites);
        const shown = [...markers].filter(([site]) => !kept || kept.has(site));
        group.clearLayers();
        group.addLayers(shown.map(([, marker]) => marker));
      },
      has: (site) => markers.has(site),
      // Make a site's marker stand by itself, then go on with it.
      reach: (site, goOn) => group.zoomToShowLayer(markers.get(site), () => goOn(markers.get(site))),
      mark(site, isLit) {
        const seen = group.getVisibleParent(markers.get(site));
        const element = seen && seen.getElement();
        if (element) element.classList.toggle("is-lit", isLit);
      },
    };
  };

  function drawMarker(site, point, icons, heed) {
    const symbol = atlas.symbol(site);
    if (!icons.has(symbol)) {
      icons.set(symbol, new SymbolIcon({ symbol, className: "marker", iconSize: [SIZE, SIZE] }));
    }
    const marker = L.marker(point, { icon: icons.get(symbol), title: atlas.name(site).text });
    marker.on("click", () => heed.press(site));
    marker.on("mouseover", () => heed.point(site));
    marker.on("mouseout", () => heed.leave(site));
    marker.on("add", () => marker.getElement().setAttribute("aria-label", atlas.name(site).text));
    return marker;
  }

  function drawCluster(cluster) {
    const count = atlas.element("span", "", atlas.count(cluster.getChildCount()));
    return L.divIcon({ html: count, className: "cluster", iconSize: [SIZE + 4, SIZE + 4] });
  }
})(window.atlas);

// Exact sites of a large page: a circle for each square of them, until a reader comes close enough or asks
// for so few that they can be drawn one by one.
(function (atlas) {
  "use strict";

  const CLOSE = 11; // zoom, from which the sites of the squares in sight are drawn by themselves
  const FEW = 1500; // sites that were asked for, up to which all are drawn by themselves
  const DEGREES = 0.1; // of a square
  const TINY = 1e-6;
  const APART = 44; // pixels, at least, from circle to circle: squares closer by share one

  // Show the exact sites of a large page, those drawn by themselves in a cluster group.
  // `drawSites(sites)` gives the markers of sites that were loaded.
  atlas.showSquares = function (map, group, drawSites) {
    const squares = atlasSites.squares.map(([lat, lon, all, first, last]) => {
      const [south, west] = [lat, lon].map((at) => Math.floor(at / DEGREES + TINY) * DEGREES);
      const bounds = L.latLngBounds([south, west], [south + DEGREES, west + DEGREES]);
      return { lat, lon, first, last, all, count: all, bounds, isParted: false, parting: null };
    });
    const circles = L.layerGroup().addTo(map);
    let kept = null;
    let asked = 0;

    function drawCircles() {
      circles.clearLayers();
      const seen = map.getBounds().pad(0.2);
      const whole = squares.filter(({ count, isParted }) => count && !isParted);
      for (const square of joinSquares(whole, countTogether(map))) {
        if (seen.contains([square.lat, square.lon])) circles.addLayer(drawCircle(map, square));
      }
    }

    // Draw the sites of a square by themselves; resolves when they are there.
    function part(square) {
      if (!square.parting) square.parting = partAnew(square, asked);
      return square.parting;
    }

    async function partAnew(square, own) {
      const { first, last } = square;
      const within = Array.from({ length: last - first + 1 }, (_, at) => first + at);
      const isThere = await atlas.load(within);
      if (own !== asked) return;
      square.isParted = isThere;
      if (isThere) {
        const sites = within.filter((site) => atlas.isExact(site) && (!kept || kept.has(site)));
        await drawAll(sites, own);
      } else {
        square.parting = null;
      }
    }

    async function drawAll(sites, own) {
      const drawn = await drawSites(sites);
      await atlas.addMarkers(group, drawn, () => own === asked);
    }

    async function settle() {
      drawCircles();
      if (map.getZoom() < CLOSE) return;
      const seen = map.getBounds().pad(0.1);
      const near = squares.filter(({ count, bounds }) => count && seen.intersects(bounds));
      await Promise.all(near.map(part));
      drawCircles();
    }

    map.on("moveend", settle);
    return {
      async limit(sites) {
        asked += 1;
        const own = asked;
        const exact = sites && sites.filter(atlas.isExact);
        kept = exact && new Set(exact);
        const counts = exact ? countBySquare(squares, exact) : squares.map((square) => square.all);
        const isFew = exact !== null && exact.length <= FEW;
        group.clearLayers();
        const drawing = isFew ? drawAll(exact, own) : null;
        squares.forEach((square, at) => {
          square.count = counts[at];
          square.isParted = isFew;
          square.parting = drawing;
        });
        await drawing;
        if (own === asked) settle();
      },
      part: (site) => part(squares.find(({ first, last }) => first <= site && site <= last)),
    };
  };

  // How many squares, in a row, are drawn as one at the zoom of the map.
  function countTogether(map) {
    const [west, east] = [0, DEGREES].map((lng) => map.project([map.getCenter().lat, lng]).x);
    return 2 ** Math.max(0, Math.ceil(Math.log2(APART / (east - west))));
  }

  // Squares that lie together, as one: where the one that holds most is.
  function joinSquares(squares, together) {
    const joined = new Map();
    for (const square of squares) {
      const [row, column] = [square.lat, square.lon].map((at) => Math.floor(at / DEGREES / together));
      const key = `${row} ${column}`;
      const own = joined.get(key) || { count: 0, most: 0 };
      joined.set(key, own);
      if (square.count > own.most) {
        Object.assign(own, { lat: square.lat, lon: square.lon, most: square.count });
      }
      own.count += square.count;
    }
    return [...joined.values()];
  }

  function drawCircle(map, { count, lat, lon }) {
    const title = atlas.countSites(count);
    const circle = L.marker([lat, lon], { icon: atlas.drawCount(count), title });
    circle.on("click", () => map.setView([lat, lon], Math.min(CLOSE, map.getZoom() + 2)));
    circle.on("add", () => circle.getElement().setAttribute("aria-label", title));
    return circle;
  }

  // Squares and sites are both in the order of the page.
  function countBySquare(squares, sites) {
    const counts = squares.map(() => 0);
    let at = 0;
    for (const site of sites) {
      while (site > squares[at].last) at += 1;
      counts[at] += 1;
    }
    return counts;
  }
})(window.atlas);

// Protected sites on the map: whole cells of the grid, with how many sites each holds.
(function (atlas) {
  "use strict";

  const SHADES = [3, 6, 21]; // sites in a cell from which it is drawn darker

  // Draw the cells. `heed.press(cell)`, `heed.point(cell)` and `heed.leave(cell)` tell what the
  // reader does with them; `heed.written(taken)` that their numbers were written anew, and
  // what places of the map are taken.
  atlas.drawCells = async function (map, heed) {
    const renderer = L.svg({ padding: 0.5 });
    const cells = atlasSites.held.map((count, number) => drawCell(number, count, renderer));
    await atlas.mapSlowly(sortBySize(cells), (cell) => {
      cell.shape.addTo(map);
      hearCell(cell, heed);
      shadeCell(cell);
    });
    const labels = new atlas.CellLabels(map, cells, heed);
    const write = () => heed.written(labels.write());
    const writeSoon = () => window.requestAnimationFrame(write);
    map.on("zoomend moveend resize", writeSoon);
    writeSoon();
    return {
      write,
      // Count only these sites, and hide cells that hold none of them; null counts all.
      limit(sites) {
        const counts = sites ? countByCell(sites) : atlasSites.held;
        for (const cell of cells) {
          cell.count = counts[cell.number];
          if (cell.count) cell.shape.addTo(map);
          else cell.shape.remove();
          if (cell.count) shadeCell(cell);
        }
        for (const cell of sortBySize(cells)) if (cell.count) cell.shape.bringToFront();
        labels.sort();
        write();
      },
      bounds: (number) => cells[number].shape.getBounds(),
      mark(number, isLit) {
        const path = cells[number].shape.getElement();
        if (path) path.classList.toggle("is-lit", isLit);
        labels.mark(number, isLit);
      },
    };
  };

  function drawCell(number, count, renderer) {
    const [west, south, east, north] = atlas.cellEdges(number);
    const corners = [
      [south, west],
      [north, east],
    ];
    const options = { renderer, className: "cell", bubblingMouseEvents: false, weight: 1.5 };
    const shape = L.rectangle(corners, options);
    return { number, shape, count, size: east - west };
  }

  function countByCell(sites) {
    const counts = atlasSites.held.map(() => 0);
    for (const site of sites) {
      const cell = atlas.cellOf(site);
      if (cell >= 0) counts[cell] += 1;
    }
    return counts;
  }

  // The largest lie lowest, so that a cell within a cell can be reached.
  function sortBySize(cells) {
    return [...cells].sort((a, b) => b.size - a.size);
  }

  function shadeCell(cell) {
    const path = cell.shape.getElement();
    const shade = SHADES.filter((least) => cell.count >= least).length;
    for (let each = 0; each <= SHADES.length; each += 1) {
      path.classList.toggle(`cell-${each}`, each === shade);
    }
    path.setAttribute("aria-label", tellCell(cell));
  }

  function hearCell(cell, heed) {
    const path = cell.shape.getElement();
    path.setAttribute("tabindex", "0");
    path.setAttribute("role", "button");
    const isPress = (event) => event.key === "Enter" || event.key === " ";
    path.addEventListener("keydown", (event) => {
      if (!isPress(event)) return;
      event.preventDefault();
      heed.press(cell.number);
    });
    path.addEventListener("focus", () => heed.point(cell.number));
    path.addEventListener("blur", () => heed.leave(cell.number));
    cell.shape.on("click", () => heed.press(cell.number));
    cell.shape.on("mouseover", () => heed.point(cell.number));
    cell.shape.on("mouseout", () => heed.leave(cell.number));
  }

  function tellCell(cell) {
    return atlas.say("in_this_cell", { sites: atlas.countSites(cell.count) });
  }
})(window.atlas);

// Protected sites on the map: whole cells of the grid, with how many sites each holds.
(function (atlas) {
  "use strict";

  const SHADES = [3, 6, 21]; // sites in a cell from which it is drawn darker

  // Draw the cells. `heed.press(cell)`, `heed.point(cell)` and `heed.leave(cell)` tell what the
  // reader does with them; `heed.written()` that their numbers were written anew.
  atlas.drawCells = function (map, sitesByCell, heed) {
    const renderer = L.svg({ padding: 0.5 });
    const cells = sitesByCell.map((sites, number) => {
      const [west, south, east, north] = atlas.cellEdges(number);
      const shape = L.rectangle(
        [
          [south, west],
          [north, east],
        ],
        { renderer, className: "cell", bubblingMouseEvents: false, weight: 1.5 },
      );
      return { number, shape, sites, count: sites.length, size: east - west };
    });
    for (const cell of cells) {
      cell.shape.addTo(map);
      hearCell(cell, heed);
      shadeCell(cell);
    }
    sinkLarge(cells);
    const labels = new atlas.CellLabels(map, cells, heed);
    const write = () => {
      labels.write();
      heed.written();
    };
    const writeSoon = () => window.requestAnimationFrame(write);
    map.on("zoomend moveend resize", writeSoon);
    writeSoon();
    return {
      write,
      // Count only these sites, and hide cells that hold none of them; null counts all.
      limit(sites) {
        const kept = sites && new Set(sites);
        for (const cell of cells) {
          const own = sitesByCell[cell.number];
          cell.sites = kept ? own.filter((site) => kept.has(site)) : own;
          cell.count = cell.sites.length;
          if (cell.count) cell.shape.addTo(map);
          else cell.shape.remove();
          if (cell.count) shadeCell(cell);
        }
        sinkLarge(cells);
        labels.sort();
        write();
      },
      sites: (number) => cells[number].sites,
      bounds: (number) => cells[number].shape.getBounds(),
      mark(number, isLit) {
        const path = cells[number].shape.getElement();
        if (path) path.classList.toggle("is-lit", isLit);
        labels.mark(number, isLit);
      },
    };
  };

  // The largest lie lowest, so that a cell within a cell can be reached.
  function sinkLarge(cells) {
    for (const cell of [...cells].sort((a, b) => a.size - b.size)) {
      if (cell.count) cell.shape.bringToBack();
    }
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

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
      const shade = SHADES.filter((least) => sites.length >= least).length;
      const shape = L.rectangle(
        [
          [south, west],
          [north, east],
        ],
        { renderer, className: `cell cell-${shade}`, bubblingMouseEvents: false, weight: 1.5 },
      );
      return { number, shape, count: sites.length, size: east - west };
    });
    // The largest lie lowest, so that a cell within a cell can be reached.
    for (const cell of [...cells].sort((a, b) => b.size - a.size)) {
      cell.shape.addTo(map);
      hearCell(cell, heed);
    }
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
      bounds: (number) => cells[number].shape.getBounds(),
      mark(number, isLit) {
        const path = cells[number].shape.getElement();
        if (path) path.classList.toggle("is-lit", isLit);
        labels.mark(number, isLit);
      },
    };
  };

  function hearCell(cell, heed) {
    const path = cell.shape.getElement();
    path.setAttribute("tabindex", "0");
    path.setAttribute("role", "button");
    path.setAttribute("aria-label", tellCell(cell));
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

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
    const show = (cell) => {
      if (!map.hasLayer(cell.shape)) {
        cell.shape.addTo(map);
        nameCell(cell); // Leaflet draws what comes back anew
      }
      shadeCell(cell);
    };
    await atlas.mapSlowly(sortBySize(cells), show);
    hearCells(map, heed);
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
          if (cell.count) show(cell);
          else cell.shape.remove();
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
    const options = { renderer, className: "cell", interactive: false, weight: 1.5 };
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
    path.setAttribute("class", `cell cell-${shade}`);
    path.setAttribute("aria-label", tellCell(cell));
  }

  function nameCell(cell) {
    const path = cell.shape.getElement();
    path.dataset.cell = cell.number;
    path.setAttribute("tabindex", "0");
    path.setAttribute("role", "button");
  }

  // There may be hundreds of cells: they are heard where they lie together.
  function hearCells(map, heed) {
    const pane = map.getPane("overlayPane");
    const isPress = (event) => event.key === "Enter" || event.key === " ";
    const hear = (name, tell) => {
      pane.addEventListener(name, (event) => {
        const path = event.target.closest(".cell");
        if (path) tell(Number(path.dataset.cell), event);
      });
    };
    hear("click", (cell, event) => {
      if (map.dragging.moved()) return; // the map was moved by it
      event.stopPropagation();
      heed.press(cell);
    });
    hear("keydown", (cell, event) => {
      if (!isPress(event)) return;
      event.preventDefault();
      heed.press(cell);
    });
    for (const name of ["focusin", "mouseover"]) hear(name, (cell) => heed.point(cell));
    for (const name of ["focusout", "mouseout"]) hear(name, (cell) => heed.leave(cell));
  }

  function tellCell(cell) {
    return atlas.say("in_this_cell", { sites: atlas.countSites(cell.count) });
  }
})(window.atlas);

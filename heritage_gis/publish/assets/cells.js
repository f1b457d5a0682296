// Protected sites on the map: whole cells of the grid, with how many sites each holds.
(function (atlas) {
  "use strict";

  const LEAST_WIDTH = 5; // pixels, below which a cell is shown by a frame instead
  const FRAME = 11;
  const LABEL_HEIGHT = 15;
  const LETTER_WIDTH = 7.2;
  const MARKER = 28;
  const SHADES = [3, 6, 21]; // sites in a cell from which it is drawn darker

  // Draw the cells. `heed.press(cell)`, `heed.point(cell)` and `heed.leave(cell)` tell what the
  // reader does with them.
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
    const labels = new Labels(map, cells, heed);
    const write = () => window.requestAnimationFrame(() => labels.write());
    map.on("zoomend moveend resize", write);
    write();
    return {
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

  // The numbers on the cells, and frames around those too small to see. A number stands within its
  // cell where it fits, else beside it, and is left out where it would cover another.
  class Labels {
    constructor(map, cells, heed) {
      this.map = map;
      this.cells = [...cells].sort((a, b) => b.count - a.count || a.number - b.number);
      this.heed = heed;
      this.lit = new Set();
      this.pane = map.createPane("labels");
      this.pane.classList.add("leaflet-zoom-hide");
    }

    write() {
      const view = this.map.getBounds();
      const seen = this.cells
        .filter((cell) => view.intersects(cell.shape.getBounds()))
        .map((cell) => ({ ...cell, box: this.project(cell) }));
      const taken = [...seen.map(({ box }) => box), ...this.projectMarkers()];
      const labels = [];
      for (const cell of seen) {
        if (cell.box.width < LEAST_WIDTH) labels.push(this.writeFrame(cell));
        const label = this.writeLabel(cell, taken);
        if (label) labels.push(label);
      }
      this.pane.replaceChildren(...labels);
    }

    mark(number, isLit) {
      if (isLit) this.lit.add(number);
      else this.lit.delete(number);
      for (const label of this.pane.children) {
        label.classList.toggle("is-lit", this.lit.has(Number(label.dataset.cell)));
      }
    }

    project(cell) {
      const bounds = cell.shape.getBounds();
      const from = this.map.latLngToLayerPoint(bounds.getNorthWest());
      const to = this.map.latLngToLayerPoint(bounds.getSouthEast());
      return { x: from.x, y: from.y, width: to.x - from.x, height: to.y - from.y };
    }

    projectMarkers() {
      return Array.from(this.map.getPane("markerPane").children, (marker) => {
        const { x, y } = L.DomUtil.getPosition(marker);
        return { x: x - MARKER / 2, y: y - MARKER / 2, width: MARKER, height: MARKER };
      });
    }

    writeFrame(cell) {
      const { x, y, width, height } = cell.box;
      const frame = atlas.element("div", "cell-frame");
      frame.dataset.cell = cell.number;
      frame.addEventListener("click", () => this.heed.press(cell.number));
      L.DomUtil.setPosition(
        frame,
        L.point(Math.round(x + (width - FRAME) / 2), Math.round(y + (height - FRAME) / 2)),
      );
      return frame;
    }

    writeLabel(cell, taken) {
      const text = atlas.count(cell.count);
      const width = text.length * LETTER_WIDTH + 4;
      const { box } = cell;
      const fits = box.width >= width && box.height >= LABEL_HEIGHT;
      const reach = Math.max(box.width, FRAME);
      const place = {
        x: fits ? box.x + (box.width - width) / 2 : box.x + (box.width + reach) / 2 + 1,
        y: box.y + (box.height - LABEL_HEIGHT) / 2,
        width,
        height: LABEL_HEIGHT,
      };
      if (!fits && taken.some((other) => other !== box && isOverlapping(place, other))) return null;
      taken.push(place);
      const label = atlas.element("div", "cell-label" + (fits ? " is-inside" : ""), text);
      label.dataset.cell = cell.number;
      label.classList.toggle("is-lit", this.lit.has(cell.number));
      L.DomUtil.setPosition(label, L.point(Math.round(place.x), Math.round(place.y)));
      return label;
    }
  }

  function isOverlapping(a, b) {
    return (
      a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
    );
  }
})(window.atlas);

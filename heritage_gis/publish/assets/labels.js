// What stands on the map about its cells: how many sites each holds, frames around cells too small
// to see, and around small cells a reach that a finger can hit.
(function (atlas) {
  "use strict";

  const LEAST_WIDTH = 5; // pixels, below which a cell is shown by a frame instead
  const FRAME = 11;
  const REACH = 28; // pixels, at least, in which a press counts as one on the cell
  const LABEL_HEIGHT = 15;
  const LETTER_WIDTH = 7.2;
  const MARKER = 22; // what the symbol of a marker takes, with its rim

  // A number stands within its cell where it fits, else on the side that is free, and is left out
  // where it would cover another on every side.
  atlas.CellLabels = class {
    constructor(map, cells, heed) {
      this.map = map;
      this.cells = [...cells];
      this.sort();
      this.heed = heed;
      this.lit = new Set();
      this.pane = map.createPane("labels");
      this.pane.classList.add("leaflet-zoom-hide");
      this.reaches = map.createPane("reaches"); // beneath the cells: no reach covers another cell
      this.reaches.classList.add("leaflet-zoom-hide");
    }

    sort() {
      this.cells.sort((a, b) => b.count - a.count || a.number - b.number);
    }

    // Write the numbers; returns what places of the map are taken then.
    write() {
      const view = this.map.getBounds();
      const seen = this.cells
        .filter((cell) => cell.count && view.intersects(cell.shape.getBounds()))
        .map((cell) => ({ ...cell, box: this.project(cell) }));
      const boxes = this.projectMarkers();
      const markers = new atlas.Taken(boxes);
      const taken = new atlas.Taken([...seen.map(({ box }) => box), ...boxes]);
      const labels = [];
      for (const cell of seen) {
        if (cell.box.width < LEAST_WIDTH) labels.push(this.writeFrame(cell));
        const label = this.writeLabel(cell, taken, markers);
        if (label) labels.push(label);
      }
      this.pane.replaceChildren(...labels);
      this.reaches.replaceChildren(...seen.filter(isSmall).map((cell) => this.writeReach(cell)));
      return taken;
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
      return this.place("cell-frame", cell, "", surround(cell.box, FRAME, FRAME));
    }

    writeReach(cell) {
      const { width, height } = cell.box;
      const box = surround(cell.box, Math.max(width, REACH), Math.max(height, REACH));
      const reach = this.place("cell-reach", cell, "", box);
      reach.style.width = `${box.width}px`;
      reach.style.height = `${box.height}px`;
      return reach;
    }

    writeLabel(cell, taken, markers) {
      const text = atlas.count(cell.count);
      const width = Math.ceil(text.length * LETTER_WIDTH) + 5;
      const found = listPlaces(cell.box, width).find((place) =>
        (place.isInside ? markers : taken).isFree(place),
      );
      if (!found) return null;
      taken.add(found);
      return this.place("cell-label" + (found.isInside ? " is-inside" : ""), cell, text, found);
    }

    place(className, cell, text, box) {
      const made = atlas.element("div", className, text);
      made.dataset.cell = cell.number;
      made.classList.toggle("is-lit", this.lit.has(cell.number));
      made.addEventListener("click", () => this.heed.press(cell.number));
      L.DomUtil.setPosition(made, L.point(Math.round(box.x), Math.round(box.y)));
      return made;
    }
  };

  function isSmall({ box }) {
    return box.width < REACH || box.height < REACH;
  }

  // Within the cell if it fits, then on its right, left, below, above, and at its corners.
  function listPlaces(box, width) {
    const inside = { ...surround(box, width, LABEL_HEIGHT), isInside: true };
    const fits = box.width >= width && box.height >= LABEL_HEIGHT;
    const besides = Math.max(box.width, FRAME) / 2 + width / 2 + 1;
    const beyond = Math.max(box.height, FRAME) / 2 + LABEL_HEIGHT / 2 + 1;
    const sides = [
      [besides, 0],
      [-besides, 0],
      [0, beyond],
      [0, -beyond],
      [besides, beyond],
      [-besides, beyond],
      [besides, -beyond],
      [-besides, -beyond],
    ].map(([x, y]) => ({ ...inside, x: inside.x + x, y: inside.y + y, isInside: false }));
    return fits ? [inside, ...sides] : sides;
  }

  // A box of this size with the same middle.
  function surround(box, width, height) {
    const x = box.x + (box.width - width) / 2;
    return { x, y: box.y + (box.height - height) / 2, width, height };
  }
})(window.atlas);

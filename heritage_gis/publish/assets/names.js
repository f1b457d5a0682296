// The names of neighbouring districts on the map. They give way to everything else on it.
(function (atlas) {
  "use strict";

  const LEAST_ROOM = 26; // pixels around the middle of a neighbour, below which it is not named
  const LEAST_ROOM_SMALL = 20;
  const EDGE = 4; // pixels a name keeps from the edge of the map
  const BEFORE_NAMES = ".cell, .cell-label, .cell-frame, .marker, .cluster, .leaflet-control";

  // Write the names, as `Neighbour` has them. `settle()` moves those that the window cuts, and hides
  // those that have no room now: in their own district, in the window, or beside a cell, a number, a
  // marker or a control.
  atlas.writeDistrictNames = function (map, neighbours) {
    map.createPane("names");
    const names = [...neighbours]
      .sort((a, b) => b.room - a.room)
      .map((neighbour) => ({ ...neighbour, element: writeName(map, neighbour) }));
    return {
      settle() {
        const container = map.getContainer();
        const { left, top, right, bottom } = measure(container);
        const window = {
          left: left + EDGE,
          top: top + EDGE,
          right: right - EDGE,
          bottom: bottom - EDGE,
        };
        const taken = Array.from(container.querySelectorAll(BEFORE_NAMES), measure);
        for (const name of names) {
          const box = moveInto(window, name.element);
          const isFree = box !== null && !taken.some((other) => isOverlapping(box, other));
          name.element.hidden = !isFree || !hasRoom(map, name);
          if (!name.element.hidden) taken.push(box);
        }
      },
    };
  };

  // Move a name into the window, as far as it still covers or touches its place; else null.
  function moveInto(window, element) {
    element.hidden = false;
    element.style.margin = "0";
    const box = measure(element);
    const x = Math.max(window.left - box.left, 0) + Math.min(window.right - box.right, 0);
    const y = Math.max(window.top - box.top, 0) + Math.min(window.bottom - box.bottom, 0);
    if (Math.abs(x) > box.width / 2 || Math.abs(y) > box.height) return null;
    element.style.margin = `${y}px 0 0 ${x}px`;
    return measure(element);
  }

  function writeName(map, { kato, lon, lat, is_small: isSmall }) {
    const text = atlas.capitalise(atlas.label("districts", kato));
    const name = atlas.element("span", isSmall ? "is-above" : "", text);
    const icon = L.divIcon({ html: name, className: "district-name", iconSize: [0, 0] });
    L.marker([lat, lon], { icon, interactive: false, keyboard: false, pane: "names" }).addTo(map);
    return name;
  }

  function hasRoom(map, { lon, lat, room, is_small: isSmall }) {
    const [top, bottom] = [lat + room, lat].map((edge) => map.latLngToLayerPoint([edge, lon]).y);
    return bottom - top >= (isSmall ? LEAST_ROOM_SMALL : LEAST_ROOM);
  }

  function measure(element) {
    return element.getBoundingClientRect();
  }

  function isOverlapping(a, b) {
    return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  }
})(window.atlas);

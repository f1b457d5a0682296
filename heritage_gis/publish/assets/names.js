// Names on the map, of neighbouring districts and of settlements. They give way to all else on it.
(function (atlas) {
  "use strict";

  const LEAST_ROOM = 26; // pixels around the middle of a neighbour, below which it is not named
  const LEAST_ROOM_SMALL = 20;
  const ABOVE = 1.1; // heights, by which the name of a small district stands above its middle
  const DOT = 6; // pixels from the middle of a settlement's dot to its name
  const EDGE = 4; // pixels a name keeps from the edge of the map

  // Write the names, as `Neighbour` has them. `settle(taken)` moves those that the window cuts, and
  // hides those that have no room now: in their own district, in the window, or beside what is there.
  atlas.writeDistrictNames = function (map, neighbours) {
    map.createPane("names");
    const names = [...neighbours]
      .sort((a, b) => b.room - a.room)
      .map((neighbour) => ({ ...neighbour, element: writeName(map, neighbour) }));
    // Measured before the map is full: later it would have to be laid out for it, every time.
    for (const name of names) {
      name.size = [name.element.offsetWidth, name.element.offsetHeight];
    }
    let controls = findControls(map);
    map.on("resize", () => {
      controls = findControls(map);
    });
    return {
      settle(taken) {
        for (const { at, ...size } of controls) {
          taken.add({ ...map.containerPointToLayerPoint(at), ...size });
        }
        for (const name of names) {
          const box = moveInto(map, name);
          name.element.hidden = box === null || !hasRoom(map, name) || !taken.isFree(box);
          if (!name.element.hidden) taken.add(box);
        }
      },
    };
  };

  // Draw settlements: { lat, lon, kk, ru, en }. `settle(taken)` hides the names that have no room.
  atlas.drawSettlements = function (map, settlements) {
    const drawn = settlements.map(({ lat, lon, ...names }) => {
      const text = names[atlasWords.language] || names.kk || names.ru || names.en;
      const name = atlas.element("span", "", text);
      const icon = L.divIcon({ html: name, className: "settlement", iconSize: [0, 0] });
      const marker = L.marker([lat, lon], { icon, interactive: false, keyboard: false });
      marker.options.pane = "names";
      marker.addTo(map);
      return { lat, lon, name };
    });
    for (const one of drawn) one.size = [one.name.offsetWidth, one.name.offsetHeight];
    return {
      settle(taken) {
        for (const { lat, lon, name, size } of drawn) {
          const [width, height] = size;
          const { x, y } = map.latLngToLayerPoint([lat, lon]);
          const dot = { x: x - DOT, y: y - DOT, width: 2 * DOT, height: 2 * DOT };
          const places = [x + DOT, x - DOT - width].map((left) => {
            return { x: left, y: y - height / 2, width, height };
          });
          const free = places.find((place) => taken.isFree(place));
          name.hidden = !free;
          name.classList.toggle("is-left", free === places[1]);
          for (const box of free ? [dot, free] : [dot]) taken.add(box);
        }
      },
    };
  };

  // Move a name into the window, as far as it still covers or touches its place; returns its box,
  // or null.
  function moveInto(map, { lon, lat, is_small: isSmall, size: [width, height], element }) {
    const place = map.latLngToLayerPoint([lat, lon]);
    const [left, top] = [place.x - width / 2, place.y - height * (isSmall ? ABOVE : 0.5)];
    const from = map.containerPointToLayerPoint([EDGE, EDGE]);
    const to = map.containerPointToLayerPoint(map.getSize().subtract([EDGE, EDGE]));
    const x = Math.max(from.x - left, 0) + Math.min(to.x - left - width, 0);
    const y = Math.max(from.y - top, 0) + Math.min(to.y - top - height, 0);
    if (Math.abs(x) > width / 2 || Math.abs(y) > height) return null;
    element.style.margin = `${y}px 0 0 ${x}px`;
    return { x: left + x, y: top + y, width, height };
  }

  function findControls(map) {
    const container = map.getContainer();
    const corners = container.querySelectorAll(".leaflet-control");
    return Array.from(corners, (control) => {
      const at = [findOffset(control, container, "Left"), findOffset(control, container, "Top")];
      return { at, width: control.offsetWidth, height: control.offsetHeight };
    });
  }

  function findOffset(element, container, side) {
    const parent = element.offsetParent;
    const own = element[`offset${side}`];
    return parent && parent !== container ? own + findOffset(parent, container, side) : own;
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
})(window.atlas);

// The map on paper: Leaflet keeps the width it had on the screen, and a page would cut it off.
(function (atlas) {
  "use strict";

  // Before printing, make the map as wide as the paper and show what it showed; afterwards turn back.
  // `write()` writes at once what is otherwise written with the next frame.
  atlas.fitToPaper = function (map, write) {
    const root = document.documentElement;
    let onScreen = null;

    function resize(isPrinted, show) {
      root.classList.toggle("is-printed", isPrinted);
      map.invalidateSize({ animate: false, pan: false });
      show();
      write();
    }

    window.addEventListener("beforeprint", () => {
      if (onScreen) return;
      const seen = map.getBounds();
      onScreen = { centre: map.getCenter(), zoom: map.getZoom() };
      resize(true, () => map.fitBounds(seen, { animate: false }));
    });
    window.addEventListener("afterprint", () => {
      const { centre, zoom } = onScreen;
      onScreen = null;
      resize(false, () => map.setView(centre, zoom, { animate: false }));
    });
  };
})(window.atlas);

// The list of sites beside the map. It is written in pieces, so that no district is too large.
(function (atlas) {
  "use strict";

  const PIECE = 60;

  // Fill the page's list. `heed` is told of what the reader does: `show(site)` when an entry is
  // opened, `reach(site)` to be taken to it on the map (missing where there is no map), `point(site)`
  // and `leave(site)` as the mouse or the focus passes over an entry.
  atlas.openList = function (heed) {
    const box = document.getElementById("sites");
    const list = box.querySelector(".site-list");
    const more = box.querySelector(".more");
    const narrowed = box.querySelector(".narrowed");
    const order = box.querySelector(".order");
    const inPlaceOrder = sortByPlace(atlas.allSites());
    let found = inPlaceOrder;
    let sorted = found;
    let isByName = false;
    let shown = sorted;
    let entries = new Map();

    function writeAnew() {
      list.replaceChildren();
      entries = new Map();
      writeMore(PIECE);
    }

    function writeMore(piece) {
      const next = shown.slice(entries.size, entries.size + piece);
      for (const site of next) entries.set(site, writeEntry(site, heed));
      list.append(...next.map((site) => entries.get(site)));
      more.hidden = entries.size >= shown.length;
    }

    function narrow(sites, text) {
      shown = sites || sorted;
      narrowed.hidden = !sites;
      narrowed.firstElementChild.textContent = text || "";
      writeAnew();
    }

    function sort(by) {
      isByName = by === "name";
      sorted = isByName ? sortByName(found) : found;
      for (const button of order.querySelectorAll("button")) {
        button.setAttribute("aria-pressed", String(button.dataset.order === by));
      }
      narrow(null);
    }

    more.addEventListener("click", () => {
      const first = entries.size;
      writeMore(PIECE);
      list.children[first].querySelector("button").focus();
    });
    narrowed.lastElementChild.addEventListener("click", () => narrow(null));
    order.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) sort(button.dataset.order);
    });
    window.addEventListener("beforeprint", () => writeMore(shown.length));
    const placed = inPlaceOrder.filter(hasPlace).length;
    order.hidden = atlasSites.count < 2 || placed === 0; // without places, both orders are one
    writeAnew();

    return {
      // Show these sites alone, under a heading; null shows all again.
      narrow,
      // Show no others but these until told otherwise; null lets all be shown.
      limit(sites) {
        const kept = sites && new Set(sites);
        found = kept ? inPlaceOrder.filter((site) => kept.has(site)) : inPlaceOrder;
        sorted = isByName ? sortByName(found) : found;
        narrow(null);
      },
      // Open one site, which must be among those shown; the list is written as far as it.
      open(site) {
        while (!entries.has(site) && entries.size < shown.length) writeMore(PIECE);
        const entry = entries.get(site);
        if (entry) openEntry(entry, site, heed, true);
        return entry;
      },
      // Mark the entries of some sites.
      mark(sites, isLit) {
        for (const site of sites) {
          const entry = entries.get(site);
          if (entry) entry.classList.toggle("is-lit", isLit);
        }
      },
      reach() {
        box.scrollIntoView({ block: "start" });
        box.focus({ preventScroll: true });
      },
    };
  };

  function writeEntry(site, heed) {
    const entry = atlas.element("li", "site");
    const remark = atlas.remark(site);
    const head = atlas.button("site-head", "", () => {
      if (openEntry(entry, site, heed)) heed.show(site);
    });
    head.setAttribute("aria-expanded", "false");
    head.append(
      atlas.drawSymbol(atlas.symbol(site)),
      atlas.writeName(site),
      atlas.element("span", "about", atlas.describe(site)),
    );
    if (remark) head.append(atlas.element("span", "remark", remark));
    entry.append(head);
    for (const name of ["mouseenter", "focusin"]) {
      entry.addEventListener(name, () => heed.point(site));
    }
    for (const name of ["mouseleave", "focusout"]) {
      entry.addEventListener(name, () => heed.leave(site));
    }
    return entry;
  }

  // Open or close an entry; returns whether it is open now.
  function openEntry(entry, site, heed, isOpen) {
    const head = entry.firstElementChild;
    const wasOpen = head.getAttribute("aria-expanded") === "true";
    const becomes = isOpen === undefined ? !wasOpen : isOpen;
    if (becomes === wasOpen) return becomes;
    head.setAttribute("aria-expanded", String(becomes));
    if (becomes) entry.append(writeOpened(site, heed));
    else entry.lastElementChild.remove();
    return becomes;
  }

  function writeOpened(site, heed) {
    const card = atlas.element("a", "quiet", atlas.say("card_open"));
    card.href = `../sites/${atlas.read("site_id", site)}.html`;
    const opened = atlas.element("div", "site-body", ...atlas.writeDetails(site), card);
    if (heed.reach && hasPlace(site)) {
      opened.append(atlas.button("quiet", atlas.say("show_on_map"), () => heed.reach(site)));
    }
    return opened;
  }

  function hasPlace(site) {
    return atlas.read("position", site) !== "none";
  }

  // The order of the data, which goes by cell; what has no place follows by name.
  function sortByPlace(sites) {
    const others = sites.filter((site) => !hasPlace(site));
    return [...sites.filter(hasPlace), ...sortByName(others)];
  }

  function sortByName(sites) {
    const names = new Map(sites.map((site) => [site, atlas.name(site).text]));
    const { compare } = new Intl.Collator(atlasWords.language, { numeric: true });
    return [...sites].sort((a, b) => compare(names.get(a), names.get(b)) || a - b);
  }
})(window.atlas);

// The list of sites beside the map. It is written in pieces, so that no district is too large.
(function (atlas) {
  "use strict";

  const PIECE = 60;
  const FAR = 600; // entries, beyond which the list is not written as far as one that is asked for

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
    let writing = Promise.resolve(); // one piece after another
    let latest = null;

    function writeAnew() {
      list.setAttribute("aria-busy", "true");
      list.replaceChildren();
      entries = new Map();
      writing = Promise.resolve();
      return writeMore(PIECE);
    }

    function writeMore(piece) {
      const own = entries;
      writing = writing.then(() => (own === entries ? writePiece(piece) : null));
      return writing;
    }

    async function writePiece(piece) {
      const own = entries;
      const next = shown.slice(own.size, own.size + piece);
      const isThere = await atlas.load(next);
      const sites = isThere ? next : [];
      const written = await atlas.mapSlowly(sites, (site) => writeEntry(site, heed));
      if (own !== entries) return;
      addEntries(sites, written);
      list.removeAttribute("aria-busy");
    }

    function addEntries(sites, written) {
      sites.forEach((site, at) => {
        if (entries.has(site)) return; // printing wrote it meanwhile
        entries.set(site, written[at]);
        list.append(written[at]);
      });
      more.hidden = entries.size >= shown.length;
    }

    function narrow(sites, text) {
      shown = sites || sorted;
      narrowed.hidden = !sites;
      narrowed.firstElementChild.textContent = text || "";
      return writeAnew();
    }

    // Show these sites in an order; what is asked for meanwhile comes before it.
    async function limit(sites, byName) {
      const own = {};
      latest = own;
      list.setAttribute("aria-busy", "true");
      const isThere = !byName || (await atlas.loadIndex());
      const told = byName && isThere ? await sortByName(sites) : sites;
      if (latest !== own) return;
      if (!isThere) {
        list.removeAttribute("aria-busy");
        return;
      }
      [found, sorted, isByName] = [sites, told, byName];
      for (const button of order.querySelectorAll("button")) {
        button.setAttribute("aria-pressed", String((button.dataset.order === "name") === byName));
      }
      await narrow(null);
    }

    more.addEventListener("click", async () => {
      const first = entries.size;
      await writeMore(PIECE);
      if (list.children[first]) list.children[first].querySelector("button").focus();
    });
    narrowed.lastElementChild.addEventListener("click", () => narrow(null));
    order.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) limit(found, button.dataset.order === "name");
    });
    // Nothing can be waited for here: of a large page, only what was written before is printed.
    window.addEventListener("beforeprint", () => {
      if (!atlas.isWhole()) return;
      const rest = shown.slice(entries.size);
      addEntries(rest, rest.map((site) => writeEntry(site, heed)));
    });
    const hasPlaces = !atlas.isWhole() || inPlaceOrder.some(hasPlace);
    order.hidden = atlasSites.count < 2 || !hasPlaces; // without places, both orders are one
    writeAnew();

    return {
      // Show these sites alone, under a heading; null shows all again.
      narrow,
      // Show no others but these until told otherwise; null lets all be shown.
      limit(sites) {
        const kept = sites && new Set(sites);
        return limit(inPlaceOrder.filter((site) => !kept || kept.has(site)), isByName);
      },
      // Open one site; returns its entry. The list is written as far as it, or is narrowed to it.
      async open(site) {
        const at = shown.indexOf(site);
        if (at < 0 || at > FAR) await narrow([site], atlas.say("only_site"));
        else if (!entries.has(site)) await writeMore(at + 1 - entries.size);
        const entry = entries.get(site);
        if (entry) openEntry(entry, site, heed, true);
        return entry;
      },
      // Write the whole list.
      writeAll: () => writeMore(shown.length),
      // Mark the entries of the sites that a test holds for.
      mark(isMeant, isLit) {
        for (const [site, entry] of entries) {
          if (isMeant(site)) entry.classList.toggle("is-lit", isLit);
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
      atlas.drawSymbol(atlas.symbol(site), atlas.age(site)),
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
    if (!atlas.isWhole()) return sites; // by the Kazakh name there, as the data are
    const others = sites.filter((site) => !hasPlace(site));
    if (others.length > 1) others.sort(compareBy(new Map(others.map(nameSite))));
    return [...sites.filter(hasPlace), ...others];
  }

  async function sortByName(sites) {
    const names = new Map(await atlas.mapSlowly(sites, nameSite));
    return atlas.sortSlowly(sites, compareBy(names));
  }

  function nameSite(site) {
    return [site, atlas.name(site).text];
  }

  function compareBy(names) {
    const { compare } = new Intl.Collator(atlasWords.language, { numeric: true });
    return (a, b) => compare(names.get(a), names.get(b)) || a - b;
  }
})(window.atlas);

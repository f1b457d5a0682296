// The filter of a page: by name, kind, time, status and condition. List and map show what it finds.
(function (atlas) {
  "use strict";

  const [FIRST, LAST, STEP] = [-3500, 2000, 50]; // years that the bar of time spans
  const CODED = { kind_group: "kind_groups", protection_status: "statuses", condition: "conditions" };
  const HEADINGS = { protection_status: "field_status", condition: "field_condition" };

  // What can be asked, as it is called in an address.
  atlas.filterKeys = ["q", ...Object.keys(CODED), "period", "from", "to"];

  // Fill the page's filter. `heed.found(sites)` is told the sites that fit, null for all of them;
  // `heed.changed(told)` what is asked, as it stands in an address.
  atlas.openFilter = function (heed) {
    const form = document.querySelector(".filter");
    const search = form.querySelector("input[type=search]");
    const box = form.querySelector("details");
    const output = form.querySelector("output");
    const choices = {};
    let time = { read: () => ({}), write: () => {} };
    let clear = null;
    let opening = null;
    let latest = null;

    // What can be chosen depends on the sites that the page has: it is written when it is first seen.
    function open() {
      opening = opening || writeBox();
      return opening;
    }

    async function writeBox() {
      if (!(await atlas.loadIndex())) {
        opening = null;
        return false;
      }
      for (const column of Object.keys(CODED)) {
        choices[column] = await writeChoices(column, box);
      }
      time = await writeTime(box, look);
      clear = atlas.button("quiet", atlas.say("clear_filter"), () => ask({}));
      clear.hidden = !Object.keys(read()).length;
      box.append(clear);
      return true;
    }

    async function look() {
      const asked = read();
      if (JSON.stringify(asked) === JSON.stringify(latest)) return; // a field was only left
      latest = asked;
      heed.changed(asked);
      if (Object.keys(asked).length && !(await atlas.loadIndex())) {
        if (latest === asked) latest = null;
        return;
      }
      const found = await find(asked);
      if (latest !== asked) return; // something else was asked for meanwhile
      tell(asked, found);
      await heed.found(found.sites);
    }

    function read() {
      const asked = {};
      if (search.value.trim()) asked.q = search.value.trim();
      for (const [column, boxes] of Object.entries(choices)) {
        const chosen = boxes.filter((each) => each.checked).map((each) => each.value);
        if (chosen.length) asked[column] = chosen.join(" ");
      }
      return { ...asked, ...time.read() };
    }

    async function ask(told) {
      if (Object.keys(told).some((key) => key !== "q")) {
        if (!(await open())) return; // the address still asks for it
        box.open = true;
      }
      search.value = told.q || "";
      for (const [column, boxes] of Object.entries(choices)) {
        const chosen = (told[column] || "").split(" ");
        for (const each of boxes) each.checked = chosen.includes(each.value);
      }
      time.write(told);
      await look();
    }

    function tell(asked, { sites, undated }) {
      const isAsked = sites !== null;
      if (clear) clear.hidden = !isAsked;
      const many = Object.keys(asked).filter((key) => key !== "q").length;
      box.querySelector("summary span").textContent = many ? ` (${many})` : "";
      const text = isAsked
        ? [
            sites.length
              ? atlas.say("found", { sites: atlas.countSites(sites.length) })
              : atlas.say("none_found"),
            undated ? atlas.say("undated", { n: atlas.count(undated) }) : "",
          ]
        : [];
      output.textContent = text.filter(Boolean).join(" ");
    }

    box.addEventListener("toggle", open);
    search.addEventListener("input", look);
    form.addEventListener("change", look);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.hidden = atlasSites.count < 2;
    return { ask };
  };

  // The sites that fit, in the order of the data, null where nothing is asked; and how many more
  // would, but have no date to be told by.
  async function find(asked) {
    const keys = Object.keys(asked);
    if (!keys.length) return { sites: null, undated: 0 };
    let sites = (asked.q && (await atlas.search(asked.q))) || atlas.allSites();
    for (const column of Object.keys(CODED)) {
      const chosen = (asked[column] || "").split(" ").filter(Boolean);
      if (chosen.length) sites = sites.filter((site) => chosen.includes(atlas.read(column, site)));
    }
    const [from, to] = atlasWords.spans[asked.period] || [asked.from, asked.to];
    if (from === undefined && to === undefined) return { sites, undated: 0 };
    const spans = await atlas.mapSlowly(sites, atlas.spanOf);
    const isBefore = (year) => to !== undefined && year > to;
    const isAfter = (year) => from !== undefined && year < from;
    const fits = (span) => span && !isBefore(span[0]) && !isAfter(span[1]);
    return {
      sites: sites.filter((_, at) => fits(spans[at])),
      undated: spans.filter((span) => !span).length,
    };
  }

  // First and last year of a site: its own, else those of its periods; null where neither is known.
  atlas.spanOf = function (site) {
    const [periods, start, end] = atlas.read("dating", site) || [null, null, null];
    if (start !== null || end !== null) {
      return [start === null ? -Infinity : start, end === null ? Infinity : end];
    }
    const spans = (periods || "").split(" ").flatMap((code) => {
      const span = atlasWords.spans[code];
      return span ? [span] : [];
    });
    if (!spans.length) return null;
    return [Math.min(...spans.map(([from]) => from)), Math.max(...spans.map(([, to]) => to))];
  };

  async function writeChoices(column, box) {
    const given = new Set(
      await atlas.mapSlowly(atlas.allSites(), (site) => atlas.read(column, site)),
    );
    const codes = Object.keys(atlasWords.labels[CODED[column]]).filter((code) => given.has(code));
    if (codes.length < 2) return [];
    const heading = atlas.say(HEADINGS[column] || "field_kind");
    const set = atlas.element("fieldset", "", atlas.element("legend", "", heading));
    const boxes = codes.map((code) => {
      const choice = document.createElement("input");
      choice.type = "checkbox";
      choice.name = column;
      choice.value = code;
      const symbol = column === "kind_group" && atlas.drawSymbol(atlasWords.symbols[code]);
      const text = atlas.capitalise(atlas.label(CODED[column], code));
      set.append(atlas.element("label", "", choice, symbol || "", text));
      return choice;
    });
    box.append(set);
    return boxes;
  }

  // The bar of time: two ends to move, and the periods to choose from.
  async function writeTime(box, heed) {
    const set = atlas.element("fieldset", "time", atlas.element("legend", "", atlas.say("field_dating")));
    const periods = writePeriods();
    const shown = atlas.element("p", "time-span", "");
    const [from, to] = [writeEnd("from_year", FIRST), writeEnd("to_year", LAST)];
    const drawing = await drawTime();
    const bar = atlas.element("div", "time-bar", drawing.box, from, to);
    set.append(periods, bar, shown, atlas.element("p", "remark", atlas.say("scheme_note")));
    box.append(set);

    function settle(moved) {
      if (Number(from.value) > Number(to.value)) {
        const other = moved === from ? to : from;
        other.value = moved.value;
      }
      const isWhole = Number(from.value) === FIRST && Number(to.value) === LAST;
      const [start, end] = [from, to].map((end_) => noYearZero(Number(end_.value)));
      const years = atlas.years(start, end);
      shown.textContent = isWhole ? atlas.say("any_time") : years;
      for (const [end_, year] of [[from, start], [to, end]]) {
        end_.setAttribute("aria-valuetext", atlas.years(year, year));
      }
      drawing.show(Number(from.value), Number(to.value));
    }

    for (const end of [from, to]) {
      end.addEventListener("input", () => {
        periods.querySelector("select").value = "";
        settle(end);
        heed();
      });
    }
    periods.addEventListener("change", (event) => {
      const span = atlasWords.spans[event.target.value] || [FIRST, LAST];
      [from.value, to.value] = span;
      settle(from);
    });
    settle(from);
    return {
      read() {
        const period = periods.querySelector("select").value;
        if (period) return { period };
        const told = {};
        if (Number(from.value) !== FIRST) told.from = noYearZero(Number(from.value));
        if (Number(to.value) !== LAST) told.to = noYearZero(Number(to.value));
        return told;
      },
      write(told) {
        const select = periods.querySelector("select");
        select.value = told.period in atlasWords.spans ? told.period : "";
        const asked = [told.from, told.to].map((year) => (year === undefined ? NaN : Number(year)));
        const [start, end] = atlasWords.spans[select.value] || asked;
        from.value = Number.isFinite(start) ? start : FIRST;
        to.value = Number.isFinite(end) ? end : LAST;
        settle(from);
      },
    };
  }

  function noYearZero(year) {
    return year === 0 ? 1 : year;
  }

  function writePeriods() {
    const select = document.createElement("select");
    select.append(new Option(atlas.say("any_time"), ""));
    for (const [code, [start, end, isAbout]] of Object.entries(atlasWords.spans)) {
      const years = atlas.years(start, end);
      const told = isAbout ? atlas.say("about", { years }) : years;
      const name = atlas.capitalise(atlas.label("periods", code));
      select.append(new Option(`${name} (${told})`, code));
    }
    select.setAttribute("aria-label", atlas.say("field_period"));
    return atlas.element("div", "time-period", select);
  }

  function writeEnd(key, value) {
    const end = document.createElement("input");
    end.type = "range";
    [end.min, end.max, end.step] = [FIRST, LAST, STEP];
    end.value = value;
    end.setAttribute("aria-label", atlas.say(key));
    return end;
  }

  // How many sites there may be at a time, as a row of bars; what is chosen stands out.
  async function drawTime() {
    const count = 55;
    const width = (LAST - FIRST) / count;
    const tall = Array.from({ length: count }, () => 0);
    const barOf = (year) => Math.floor((Math.min(Math.max(year, FIRST), LAST - 1) - FIRST) / width);
    await atlas.mapSlowly(atlas.allSites(), (site) => {
      const [from, to] = atlas.spanOf(site) || [0, -1];
      if (from > to || to < FIRST || from >= LAST) return;
      for (let bar = barOf(from); bar <= barOf(to); bar += 1) tall[bar] += 1;
    });
    const most = Math.max(1, ...tall);
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", `0 0 ${count} 10`);
    svg.setAttribute("preserveAspectRatio", "none");
    svg.setAttribute("aria-hidden", "true");
    const bars = tall.map((value, at) => {
      const bar = document.createElementNS(svg.namespaceURI, "rect");
      const height = (10 * value) / most;
      const told = { x: at + 0.1, y: 10 - height, width: 0.8, height };
      for (const [name, amount] of Object.entries(told)) bar.setAttribute(name, amount);
      svg.append(bar);
      return bar;
    });
    return {
      box: svg,
      show(from, to) {
        bars.forEach((bar, at) => {
          const middle = FIRST + (at + 0.5) * width;
          bar.classList.toggle("is-chosen", middle >= from && middle <= to);
        });
      },
    };
  }
})(window.atlas);

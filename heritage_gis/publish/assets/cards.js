// What is said of a site, as elements. Every text goes in through textContent.
(function (atlas) {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";

  // An element with a class and texts or elements in it; missing ones are left out.
  atlas.element = function (tag, className, ...content) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    made.append(...content.filter((part) => part !== null && part !== ""));
    return made;
  };

  atlas.button = function (className, text, press) {
    const made = atlas.element("button", className, text);
    made.type = "button";
    made.addEventListener("click", press);
    return made;
  };

  // A symbol, in the colour of an age; "" for a site of no single age, nothing for what is no site.
  atlas.drawSymbol = function (symbol, age) {
    const drawing = document.createElementNS(SVG, "svg");
    const colour = age === undefined ? "" : ` age-${age || "none"}`;
    drawing.setAttribute("class", `symbol${colour}`);
    drawing.setAttribute("viewBox", "-12 -12 24 24");
    drawing.setAttribute("aria-hidden", "true");
    const use = document.createElementNS(SVG, "use");
    use.setAttribute("href", "#symbol-" + symbol);
    drawing.append(use);
    return drawing;
  };

  atlas.writeName = function (site) {
    return writeText("span", "name", atlas.name(site));
  };

  // Kind and dating in one line.
  atlas.describe = function (site) {
    return [atlas.kind(site), atlas.dating(site)].filter(Boolean).join(" · ");
  };

  // How the position was made coarser, or why there is none, in a few words; "" for exact sites.
  atlas.remarkPosition = function (site) {
    const position = atlas.read("position", site);
    if (position === "cell") return atlas.say("generalised", { n: kilometres(site) });
    if (position === "exact") return "";
    return tellWithheld(site, "only_district_told", "only_region_told", "place_not_known");
  };

  // That, and what else is doubtful of its place.
  atlas.remark = function (site) {
    const border = joinBorder(site);
    const claimed = atlas.read("district_claimed", site);
    const remarks = [
      atlas.remarkPosition(site),
      border && atlas.say("on_border", { places: border }),
      atlas.read("district_certain", site) === false && atlas.say("district_uncertain"),
      claimed && atlas.say("claimed", { place: atlas.label("districts", claimed) }),
    ];
    return remarks.filter(Boolean).join(" · ");
  };

  // All that the public may know of a site: a list, and how its position is to be read.
  atlas.writeDetails = function (site) {
    const list = atlas.element("dl", "details");
    const tell = (key, ...values) => {
      const told = values.filter(Boolean).map((value) => atlas.element("div", "", value));
      if (!told.length) return;
      list.append(atlas.element("dt", "", atlas.say(key)), atlas.element("dd", "", ...told));
    };
    tell("field_names", ...atlas.otherNames(site).map((name) => writeText("span", "", name)));
    tell("field_kind", atlas.kind(site));
    tell("field_dating", atlas.capitalise(atlas.dating(site)));
    tell("field_count", tellCountClass(atlas.read("count_class", site)));
    tell("field_condition", tellLabel("conditions", "condition", site));
    tell("field_status", tellStatus(site));
    tell("field_district", ...tellDistrict(site));
    tell("field_credit", ...(atlas.read("credit", site) || "").split("; "));
    tell("field_number", tellNumber(site));
    return [list, atlas.element("p", "position", tellPosition(site))];
  };

  function writeText(tag, className, { text, language }) {
    const made = atlas.element(tag, className, text);
    if (language && language !== atlasWords.language) made.lang = language;
    return made;
  }

  function kilometres(site) {
    return atlas.number(Math.ceil(atlas.read("coordinate_uncertainty_m", site) / 1000));
  }

  function tellWithheld(site, inDistrict, inRegion, unknown) {
    if (atlas.read("protection", site) !== "withheld") return atlas.say(unknown);
    return atlas.say(atlas.read("district", site) ? inDistrict : inRegion);
  }

  function joinBorder(site) {
    const katos = (atlas.read("border_districts", site) || "").split(" ").filter(Boolean);
    const names = katos.map((kato) => atlas.label("districts", kato));
    if (names.length < 3) return names.join(` ${atlas.say("and")} `);
    return `${names.slice(0, -1).join(", ")} ${atlas.say("and")} ${names[names.length - 1]}`;
  }

  function tellCountClass(countClass) {
    if (countClass === "over-50") return atlas.say("count_over", { n: 50 });
    return (countClass || "").replace("-", "–");
  }

  function tellLabel(vocabulary, column, site) {
    const code = atlas.read(column, site);
    return code ? atlas.capitalise(atlas.label(vocabulary, code)) : "";
  }

  function tellStatus(site) {
    const number = atlas.read("list_number", site);
    const listed = number ? atlas.say("catalogue_number", { n: number }) : "";
    return [tellLabel("statuses", "protection_status", site), listed].filter(Boolean).join(", ");
  }

  function tellDistrict(site) {
    const told = [];
    const [district, region] = [atlas.read("district", site), atlas.read("region", site)];
    const border = joinBorder(site);
    if (district) told.push(atlas.capitalise(atlas.label("districts", district)));
    else if (border) told.push(atlas.capitalise(atlas.say("on_border", { places: border })));
    else if (region) told.push(atlas.label("regions", region));
    if (atlas.read("district_certain", site) === false) told.push(atlas.say("near_border"));
    const claimed = atlas.read("district_claimed", site);
    if (claimed) {
      told.push(atlas.say("survey_names", { place: atlas.label("districts", claimed) }));
    }
    return told;
  }

  function tellPosition(site) {
    const position = atlas.read("position", site);
    if (position === "none") {
      const told = tellWithheld(site, "district_only", "region_only", "place_missing");
      const why = atlas.read("protection", site) === "withheld" ? atlas.say("position_why") : "";
      return [told, why].filter(Boolean).join(" ");
    }
    const error = tellError(site);
    if (position === "exact") return [atlas.say("position_exact"), error].filter(Boolean).join(" ");
    return [atlas.say("position_generalised"), atlas.say("position_why"), error].join(" ");
  }

  function tellError(site) {
    const metres = atlas.read("coordinate_uncertainty_m", site);
    if (metres === null) return "";
    if (metres < 1000) return atlas.say("position_error_m", { n: atlas.number(metres) });
    return atlas.say("position_error", { n: kilometres(site) });
  }

  // The register's id, and the catalogue number where it is of the district this page is about.
  function tellNumber(site) {
    const number = atlas.read("number", site);
    const border = (atlas.read("border_districts", site) || "").split(" ")[0];
    const numbering = atlas.read("district", site) || border;
    const isOurs = number !== null && numbering === atlas.pageDistrict;
    const catalogue = isOurs ? ", " + atlas.say("catalogue_number", { n: number }) : "";
    return atlas.read("site_id", site) + catalogue;
  }
})(window.atlas);

// Datings in the reader's language. A span that is whole centuries or millennia is written as such,
// as the sources do: «XIX в.» says what was known, «1801–1900 гг.» looks like more.
(function (atlas) {
  "use strict";

  const UNITS = [
    {
      length: 1000,
      bc: { one: "millennium_bc", many: "millennia_bc" },
      ad: { one: "millennium_ad", many: "millennia_ad" },
    },
    {
      length: 100,
      bc: { one: "century_bc", many: "centuries_bc" },
      ad: { one: "century_ad", many: "centuries_ad" },
    },
  ];
  const YEAR = { bc: { one: "year_bc", many: "years_bc" }, ad: { one: "year_ad", many: "years_ad" } };
  const ROMAN = [
    [50, "L"],
    [40, "XL"],
    [10, "X"],
    [9, "IX"],
    [5, "V"],
    [4, "IV"],
    [1, "I"],
  ];
  const MOST = 60; // centuries, as surveys count them; what lies before is told in years

  // Years are signed, BC negative, and there is no year 0.
  atlas.years = function (start, end) {
    if (start === null && end === null) return "";
    if (start === null) return atlas.say("years_until", { end: writeSpan(end, end) });
    if (end === null) return atlas.say("years_from", { start: writeSpan(start, start) });
    if (start < 0 && end > 0) {
      return atlas.say("years_across", { start: writeYear(start), end: writeYear(end) });
    }
    return writeSpan(start, end);
  };

  function writeSpan(start, end) {
    const era = end < 0 ? "bc" : "ad";
    for (const unit of UNITS) {
      const [first, last] = [start, end].map((year) => Math.ceil(Math.abs(year) / unit.length));
      if (isWhole(start, end, unit.length) && Math.max(first, last) <= MOST) {
        return tell(unit[era], writeOrdinal(first), writeOrdinal(last));
      }
    }
    return tell(YEAR[era], writeYear(start), writeYear(end));
  }

  function tell(keys, first, last) {
    if (first === last) return atlas.say(keys.one, { n: first });
    return atlas.say(keys.many, { n: `${first}–${last}` });
  }

  // Whether a span begins with the first year of a century (or millennium) and ends with the last.
  function isWhole(start, end, length) {
    if (end < 0) return -start % length === 0 && -end % length === 1;
    return start % length === 1 && end % length === 0;
  }

  function writeYear(year) {
    return Math.abs(year) < 10000 ? String(Math.abs(year)) : atlas.number(Math.abs(year));
  }

  function writeOrdinal(value) {
    return atlasWords.language === "en" ? writeEnglish(value) : writeRoman(value);
  }

  function writeRoman(value) {
    const found = ROMAN.find(([worth]) => worth <= value);
    return found ? found[1] + writeRoman(value - found[0]) : "";
  }

  function writeEnglish(value) {
    const isTeen = value % 100 > 10 && value % 100 < 14;
    return value + ((!isTeen && ["th", "st", "nd", "rd"][value % 10]) || "th");
  }
})(window.atlas);

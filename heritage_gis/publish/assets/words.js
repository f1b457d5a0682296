// Words and numbers in the reader's language. Everything hangs on one global, `atlas`.
window.atlas = {};

(function (atlas) {
  "use strict";

  const NO_BREAK_SPACE = "\u00a0";

  // Words by key, with {names} filled in. `atlasWords` is set by assets/words-<language>.js.
  atlas.say = function (key, told) {
    const text = atlasWords.words[key];
    return told ? text.replace(/\{(\w+)\}/g, (whole, name) => String(told[name])) : text;
  };

  // What a code is called; a code that an older page does not know yet stands for itself.
  atlas.label = function (vocabulary, code) {
    return atlasWords.labels[vocabulary][code] || code;
  };

  atlas.capitalise = function (text) {
    return text.charAt(0).toLocaleUpperCase(atlasWords.language) + text.slice(1);
  };

  atlas.number = function (value) {
    const mark = atlasWords.language === "en" ? "," : NO_BREAK_SPACE;
    return String(value).replace(/\B(?=(\d{3})+$)/g, mark);
  };

  // 1 and 2 are told as one, so that a count points at no single site.
  atlas.count = function (value) {
    return value === 1 || value === 2 ? "1–2" : atlas.number(value);
  };

  atlas.countSites = function (value) {
    return atlas.say("sites_" + choosePlural(value), { n: atlas.count(value) });
  };

  // As heritage_gis/publish/words.py does.
  function choosePlural(value) {
    if (value === 1 || value === 2) return "few";
    if (atlasWords.language !== "ru") return "many";
    const tens = value % 100;
    const ones = value % 10;
    if (ones === 1 && tens !== 11) return "one";
    return ones >= 2 && ones <= 4 && (tens < 12 || tens > 14) ? "few" : "many";
  }
})(window.atlas);

// Names as they are looked for: letters of both scripts, and of all three languages, made one.
(function (atlas) {
  "use strict";

  // What a letter sounds like, roughly: «Қарқаралы», «Каркаралы» and «Karkaraly» are one word.
  const SOUNDS = {
    а: "a", ә: "a", б: "b", в: "v", г: "g", ғ: "g", д: "d", е: "e", ё: "e", ж: "j", з: "z",
    и: "i", і: "i", й: "i", ы: "i", к: "k", қ: "k", л: "l", м: "m", н: "n", ң: "n", о: "o",
    ө: "o", п: "p", р: "r", с: "s", т: "t", у: "u", ұ: "u", ү: "u", ф: "f", х: "h", һ: "h",
    ц: "s", ч: "ch", ш: "sh", щ: "sh", э: "e", ю: "iu", я: "ia", ъ: "", ь: "",
    q: "k", y: "i", w: "u", x: "ks",
  };
  const TOGETHER = [
    [/zh|dzh|dj/g, "j"],
    [/kh/g, "h"],
    [/gh/g, "g"],
    [/ng/g, "n"],
    [/ts/g, "s"],
    [/([a-z])\1/g, "$1"],
  ];

  // A text as it is compared: words of plain letters and digits, parted by a space.
  atlas.fold = function (text) {
    const plain = Array.from(text.toLowerCase(), (letter) =>
      letter in SOUNDS ? SOUNDS[letter] : letter.normalize("NFD").replace(/[\u0300-\u036f]/g, ""),
    ).join("");
    const sounded = TOGETHER.reduce((told, [found, sound]) => told.replace(found, sound), plain);
    return sounded.replace(/[^a-z0-9]+/g, " ").trim();
  };

  const NAMED = ["name_kk", "name_ru", "name_en", "name_other", "site_id", "list_number"];

  let folded = null;

  // The sites in whose names, id or number each word of a text begins a word; null for no words.
  // The index of the page must be loaded.
  atlas.search = async function (text) {
    const words = atlas.fold(text).split(" ").filter(Boolean);
    if (!words.length) return null;
    folded = folded || atlas.mapSlowly(atlas.allSites(), foldSite);
    const told = await folded;
    return atlas
      .allSites()
      .filter((site) => words.every((word) => told[site].includes(" " + word)));
  };

  function foldSite(site) {
    return NAMED.map((name) => " " + atlas.fold(atlas.read(name, site) || "")).join("");
  }
})(window.atlas);

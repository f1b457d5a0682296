// Long work, done a little at a time, so that the page answers a reader while it goes on.
(function (atlas) {
  "use strict";

  const TURN = 20; // milliseconds of work, after which the browser has its turn
  const RUN = 256; // entries that are sorted at one go

  let until = 0;

  // Tell whether it is time to let the browser have its turn, with `await atlas.pause()`.
  atlas.isLate = function () {
    return performance.now() > until;
  };

  atlas.pause = function () {
    return new Promise((resolve) => {
      window.setTimeout(() => {
        until = performance.now() + TURN;
        resolve();
      });
    });
  };

  atlas.mapSlowly = async function (items, work) {
    const done = [];
    for (const item of items) {
      if (atlas.isLate()) await atlas.pause();
      done.push(work(item));
    }
    return done;
  };

  atlas.sortSlowly = async function (items, compare) {
    let runs = [];
    for (let from = 0; from < items.length; from += RUN) {
      if (atlas.isLate()) await atlas.pause();
      runs.push(items.slice(from, from + RUN).sort(compare));
    }
    while (runs.length > 1) {
      const merged = [];
      for (let at = 0; at < runs.length; at += 2) {
        merged.push(at + 1 < runs.length ? await merge(runs[at], runs[at + 1], compare) : runs[at]);
      }
      runs = merged;
    }
    return runs[0] || [];
  };

  async function merge(left, right, compare) {
    const together = [];
    let [a, b] = [0, 0];
    while (a < left.length && b < right.length) {
      if (together.length % RUN === 0 && atlas.isLate()) await atlas.pause();
      together.push(compare(left[a], right[b]) <= 0 ? left[a++] : right[b++]);
    }
    return together.concat(left.slice(a), right.slice(b));
  }
})(window.atlas);

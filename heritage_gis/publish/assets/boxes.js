// Boxes on the map, in pixels of its layers: { x, y, width, height }; and which places are still free.
(function (atlas) {
  "use strict";

  const BUCKET = 64; // pixels, in which boxes are looked for together

  atlas.Taken = class {
    constructor(boxes) {
      this.buckets = new Map();
      for (const box of boxes) this.add(box);
    }

    add(box) {
      for (const key of listBuckets(box)) {
        if (!this.buckets.has(key)) this.buckets.set(key, []);
        this.buckets.get(key).push(box);
      }
    }

    isFree(box) {
      return listBuckets(box).every((key) =>
        (this.buckets.get(key) || []).every((other) => !isOverlapping(box, other)),
      );
    }
  };

  function listBuckets({ x, y, width, height }) {
    const keys = [];
    for (let row = Math.floor(y / BUCKET); row <= Math.floor((y + height) / BUCKET); row += 1) {
      for (let at = Math.floor(x / BUCKET); at <= Math.floor((x + width) / BUCKET); at += 1) {
        keys.push(`${at} ${row}`);
      }
    }
    return keys;
  }

  function isOverlapping(a, b) {
    return (
      a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
    );
  }
})(window.atlas);

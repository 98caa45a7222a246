// The module that hashes on the device, against the reference's own answers for pictures made by formula. Needs neither a
// service nor a browser: node --test pdq.test.js
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { rgba } from "./formulas.js";

const source = readFileSync(new URL("../crates/kit/assets/js/hash-pdq.js", import.meta.url), "utf8");
const { Rows, cosinesDigest, hashPixels } = await import(`data:text/javascript,${encodeURIComponent(source)}`);

const lines = readFileSync(new URL("../crates/pdq/tests/vectors.csv", import.meta.url), "utf8").trim().split("\n");
const vectors = lines.slice(1).map((line) => {
  const [kind, seed, width, height, quality, hash] = line.split(",");
  return { kind, seed: Number(seed), width: Number(width), height: Number(height), quality: Number(quality), hash };
});

test("hash and quality are the reference's, to the bit", () => {
  assert.equal(vectors.length, 95);
  for (const { kind, seed, width, height, quality, hash } of vectors) {
    const found = hashPixels(rgba(kind, seed, width, height), width, height);
    assert.deepEqual(found, { hash, quality }, `${kind} ${seed} ${width} by ${height}`);
  }
});

test("the cosines are the reference's, to the bit", () => {
  assert.equal(cosinesDigest(), "4d9a13ea83b0b0c5");
});

test("a picture whose last row is lacking has no hash", () => {
  const [width, height] = [200, 150];
  const bytes = rgba("mixed", 4, width, height);
  const rows = new Rows(width, height);
  for (let y = 0; y + 1 < height; y += 1) rows.take(bytes, y * width * 4);
  assert.deepEqual(rows.hash(), { hash: "0".repeat(64), quality: 0 });
});

test("one changed pixel in a flat picture is enough for another hash", () => {
  const flat = rgba("smooth", 1, 80, 80);
  const before = hashPixels(flat, 80, 80).hash;
  for (let at = 0; at < 80 * 40 * 4; at += 4) flat[at] ^= 0x80;
  assert.notEqual(hashPixels(flat, 80, 80).hash, before);
});

// The receipt that is left with an independent body: held against another implementation of the same (Node's own), and
// against every bit that could be flipped. Needs neither a service nor a browser: node --test deposit.test.js
import assert from "node:assert/strict";
import { createDecipheriv, createHash, pbkdf2Sync } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const source = readFileSync(new URL("../crates/kit/assets/js/deposit.js", import.meta.url), "utf8");
const { digitsOf, leave, opened, placeOf, sealed } = await import(`data:text/javascript,${encodeURIComponent(source)}`);

const rows = readFileSync(new URL("../data/code-words.csv", import.meta.url), "utf8").split("\n");
const list = rows.filter((row) => row && !row.startsWith("#") && row !== "word,shown").map((row) => row.split(",")[0]);
const digits = "1234567890123456";
const place = await placeOf(digits);

test("the place and the key are what PBKDF2 gives", () => {
  const secret = pbkdf2Sync(digits, "hearken deposit/1", 600_000, 64, "sha256");
  const id = createHash("sha256").update("hearken deposit id/1").update(secret.subarray(0, 32)).digest("hex");
  assert.equal(place.id, id);
});

test("what is sealed another program opens, and its length tells nothing", async () => {
  const secret = pbkdf2Sync(digits, "hearken deposit/1", 600_000, 64, "sha256");
  for (const text of ["", "short", "c2sp.org/tlog-proof@v1 é\n".repeat(100)]) {
    const bytes = await sealed(place, text);
    assert.equal(bytes.length, 12 + 4_096 + 16);
    const decipher = createDecipheriv("aes-256-gcm", secret.subarray(32), bytes.subarray(0, 12));
    decipher.setAAD(Buffer.from(place.id)).setAuthTag(bytes.subarray(-16));
    const plain = Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]);
    assert.equal(plain.subarray(4, 4 + plain.readUInt32BE(0)).toString(), text);
    assert.equal(await opened(place, bytes), text);
  }
  assert.equal((await sealed(place, "x".repeat(4_093))).length, 12 + 8_192 + 16);
});

test("a flipped bit anywhere is noticed, and another code opens nothing", async () => {
  const bytes = await sealed(place, "a receipt");
  for (let at = 0; at < bytes.length * 8; at += 1) {
    const other = bytes.slice();
    other[at >> 3] ^= 1 << (at & 7);
    await assert.rejects(opened(place, other), `bit ${at}`);
  }
  await assert.rejects(opened(await placeOf("1234567890123457"), bytes));
});

test("what lay there first is only taken for ours when it is for the same entry and holds", async (context) => {
  const receipt = "c2sp.org/tlog-proof@v1\nextra eyJ9\nindex 7\n\na checkpoint\n";
  const later = receipt.replace("a checkpoint", "a later checkpoint");
  const lies = (first, holds = true) => {
    context.mock.method(globalThis, "fetch", async (url, { method = "GET" }) => {
      assert.equal(url, `https://w.example/deposit/${place.id}`);
      return method === "PUT" ? new Response("", { status: 409 }) : new Response(await sealed(place, first));
    });
    return leave("https://w.example", digits, later, async (given) => holds && given === first);
  };
  assert.equal(await lies(receipt), true);
  assert.equal(await lies(receipt, false), false, "it does not hold");
  for (const other of [receipt.replace("index 7", "index 8"), receipt.replace("eyJ9", "eyJ8"), "", "hello"]) {
    assert.equal(await lies(other), false, other);
  }
});

test("a code is read in digits or in words, however it is typed, and nothing else is", () => {
  assert.equal(digitsOf("1234 5678-9012 3456", list), digits);
  // The words of the same code, as the service shows them.
  const words = "bag follow develop fiction quote sun";
  assert.equal(digitsOf(words, list), digits);
  assert.equal(digitsOf(words.toUpperCase().split(" ").map((word) => word.slice(0, 4)).join(" - "), list), digits);
  for (const typed of ["", "1234", `${digits}7`, "bag follow", words.replace("follow", "zoo"), words.replace("follow", "xyzzy")]) {
    assert.equal(digitsOf(typed, list), undefined, typed);
  }
});

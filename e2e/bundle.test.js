// The page that comes with an exported case, from file://, in Chromium. Needs no service, only an archive:
//
//   cargo run -p bundle --example bundle -- FOLDER
//   HEARKEN_BUNDLE=FOLDER HEARKEN_CHROMIUM=/usr/bin/chromium node --test bundle.test.js
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { AxeBuilder } from "@axe-core/playwright";
import { chromium } from "@playwright/test";

const given = process.env.HEARKEN_BUNDLE;
const pictures = process.env.HEARKEN_PICTURES;
const rooms = [];
let browser, whole;

function room() {
  rooms.push(mkdtempSync(join(tmpdir(), "hearken-bundle-")));
  return rooms.at(-1);
}

before(async () => {
  browser = await chromium.launch({ executablePath: process.env.HEARKEN_CHROMIUM, args: ["--no-sandbox"] });
  whole = join(room(), "case");
  execFileSync("unzip", ["-q", join(given, "case.zip"), "-d", whole]);
});

after(async () => {
  await browser.close();
  for (const folder of rooms) rmSync(folder, { recursive: true });
});

/** A copy of the archive, changed. */
function copied(change) {
  const folder = join(room(), "case");
  cpSync(whole, folder, { recursive: true });
  change(folder);
  return folder;
}

/** The first file of a folder whose name ends so. */
const named = (folder, ending) => join(folder, readdirSync(folder).find((name) => name.endsWith(ending)));

/** The page, when it has checked what it was given. */
async function checked(path, { input = "#folder", viewport = { width: 1280, height: 900 }, policy, page: from } = {}) {
  const page = await (await browser.newContext({ viewport })).newPage();
  const troubles = [];
  page.on("pageerror", (error) => troubles.push(String(error)));
  page.on("console", (message) => message.type() === "error" && troubles.push(message.text()));
  page.on("request", (request) => request.url().startsWith("file:") || troubles.push(request.url()));
  await page.goto(pathToFileURL(join(from ?? whole, "verify.html")).href);
  if (policy !== undefined) {
    await page.locator("summary").click();
    await page.locator("#policy").fill(policy);
  }
  await page.locator(input).setInputFiles(path);
  await page.locator("#result").waitFor();
  assert.deepEqual(troubles, []);
  return page;
}

const banner = (page) => page.locator("#banner").innerText();
const inTable = (number) => (page, text) => page.locator("#details table").nth(number).locator("tr", { hasText: text }).innerText();
const row = inTable(0);
const proof = inTable(1);

test("an archive as it was made holds, as a folder and as a ZIP", async () => {
  for (const [path, input] of [[whole, "#folder"], [join(given, "case.zip"), "#zip"]]) {
    const page = await checked(path, { input });
    assert.match(await banner(page), /^Everything holds\. Files .*: 12\. Proofs that hold: 2\./);
    assert.equal(await page.locator(".is-bad").count(), 0);
    assert.match(await row(page, "301-a.txt"), /As it was handed over\s+Its SHA-256 is in what was sent.* by 26 November 2026/);
    assert.match(await proof(page, "fd3c1"), /reports\.received of rep_.* 520 entries\..*What was sent.*Seen by north on.*Seen by south on/s);
    assert.ok(!(await row(page, "303-")).includes("in what was sent"), "it is not in what was sent");
    assert.equal(await page.evaluate(() => document.activeElement.id), "verdict");
  }
});

test("the file with a flipped byte is named, and no other", async () => {
  const folder = copied((folder) => {
    const path = named(join(folder, "originals"), "301-a.txt");
    const bytes = readFileSync(path);
    bytes[3] ^= 1;
    writeFileSync(path, bytes);
  });
  const page = await checked(folder);
  assert.match(await banner(page), /Not everything holds\. Problems: 1\./);
  assert.match(await row(page, "301-a.txt"), /ALTERED/);
  assert.equal(await page.locator(".is-bad").count(), 1);
  assert.equal((await page.locator("tbody tr").first().innerText()).includes("301-a.txt"), true, "it comes first");
});

test("what is missing and what was put in is named", async () => {
  const folder = copied((folder) => {
    rmSync(join(folder, "custody.csv"));
    writeFileSync(join(folder, "originals", "planted.txt"), "planted");
    writeFileSync(join(folder, ".DS_Store"), "by the system");
  });
  const page = await checked(folder);
  assert.match(await banner(page), /Problems: 2\./);
  assert.match(await row(page, "custody.csv"), /MISSING/);
  assert.match(await row(page, "planted.txt"), /ADDITIONAL/);
});

test("a manifest that was altered is found by its sums; one that is none, or not there, is said", async () => {
  const altered = (change) => copied((folder) => {
    const path = join(folder, "manifest.json");
    writeFileSync(path, change(readFileSync(path, "utf8")));
  });
  const other = await checked(altered((text) => text.replace("H7K-42QD-9", "H7K-42QD-8")));
  assert.match(await row(other, "SHA256SUMS"), /ALTERED/);
  const none = await checked(altered((text) => text.slice(1)));
  assert.match(await banner(none), /manifest\.json cannot be read/);
  const empty = await checked(copied((folder) => rmSync(join(folder, "manifest.json"))));
  assert.match(await banner(empty), /There is no manifest\.json there/);
});

test("a proof that was altered, content that is other, and other keys are said", async () => {
  const folder = copied((folder) => {
    const path = named(join(folder, "proofs"), "fd3c2.tlog-proof");
    writeFileSync(path, readFileSync(path, "utf8").replace("\nindex ", "\nindex 1"));
    const manifest = join(folder, "manifest.json");
    writeFileSync(manifest, readFileSync(manifest, "utf8").replace('"amount": "£50"', '"amount": "£51"'));
  });
  const page = await checked(folder);
  assert.match(await proof(page, "fd3c2"), /does NOT hold: the proof was altered/);
  assert.match(await proof(page, "fd3c1"), /NOT hold: it is for other content/);
  assert.ok(!(await page.locator("#details").innerText()).includes("in what was sent"));
  const policy = "log example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k\nquorum none\n";
  const keys = await checked(whole, { policy });
  assert.match(await proof(keys, "fd3c1"), /NOT hold: no log with these keys/);
  assert.match(await keys.locator("#details").innerText(), /those that you pasted/);
  assert.match(await proof(await checked(whole, { policy: "nonsense" }), "fd3c1"), /keys cannot be read/);
});

test("a ZIP that is none is said, and one that was cut short", async () => {
  const zip = readFileSync(join(given, "case.zip"));
  const folder = room();
  for (const [name, bytes] of [["none.zip", Buffer.from("none")], ["cut.zip", zip.subarray(0, zip.length - 30)]]) {
    writeFileSync(join(folder, name), bytes);
    assert.match(await banner(await checked(join(folder, name), { input: "#zip" })), /cannot be read here/);
  }
  zip[zip.indexOf("synthetic one")] ^= 1;
  writeFileSync(join(folder, "flipped.zip"), zip);
  const page = await checked(join(folder, "flipped.zip"), { input: "#zip" });
  assert.match(await row(page, "301-a.txt"), /ALTERED/);
});

test("names of others are text, without what turns them round", async () => {
  const page = await checked(whole);
  assert.match(await row(page, "302-"), /Received as: Siân \ufffdgnp\.<b>txt/);
  assert.equal(await page.locator("#details b").count(), 0);
});

test("the page can reach no network, whatever runs in it", async () => {
  const page = await browser.newPage();
  await page.goto(pathToFileURL(join(whole, "verify.html")).href);
  const reached = await page.evaluate(async () => {
    try {
      await fetch("data:text/plain,reached");
      return true;
    } catch {
      return false;
    }
  });
  assert.equal(reached, false);
});

test("a file is hashed in pieces of any size as it would be in one", async () => {
  const script = readFileSync(new URL("../crates/bundle/src/page/sha256.js", import.meta.url), "utf8");
  const Digesting = new Function(`${script}; return Digesting;`)();
  const content = randomBytes(100_000);
  for (const length of [0, 1, 55, 56, 63, 64, 65, 119, 120, 128, 1000, 99_999]) {
    for (const piece of [1, 7, 64, 100, 4096]) {
      if (length / piece > 20_000) continue;
      const digesting = new Digesting();
      for (let at = 0; at < length; at += piece) digesting.add(content.subarray(at, Math.min(at + piece, length)));
      const expected = createHash("sha256").update(content.subarray(0, length)).digest("hex");
      assert.equal(digesting.end(), expected, `${length} in pieces of ${piece}`);
    }
  }
});

for (const [name, viewport] of [["phone", { width: 390, height: 844 }], ["desktop", { width: 1280, height: 900 }]]) {
  test(`axe finds nothing, in both languages, on a ${name}; nothing is wider than it`, async () => {
    const broken = copied((folder) => writeFileSync(join(folder, "custody.csv"), "altered"));
    for (const [what, path] of [["good", whole], ["bad", broken]]) {
      const page = await checked(path, { viewport });
      for (const lang of ["en", "cy"]) {
        if (lang === "cy") await page.locator("#lang").click();
        assert.equal(await page.locator("html").getAttribute("lang"), lang);
        const found = await new AxeBuilder({ page }).analyze();
        assert.deepEqual(found.violations.map((one) => `${one.id}: ${one.nodes[0].html}`), []);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        assert.ok(wide <= 0, `${wide} too wide`);
        if (pictures) await page.screenshot({ path: `${pictures}/bundle-${name}-${what}-${lang}.png`, fullPage: true });
      }
    }
  });
}

test("it works by keyboard alone", async () => {
  const page = await checked(whole);
  await page.evaluate(() => document.activeElement.blur());
  const reached = [];
  for (let step = 0; step < 12; step += 1) {
    await page.keyboard.press("Tab");
    reached.push(await page.evaluate(() => document.activeElement.id || document.activeElement.tagName));
  }
  for (const id of ["lang", "folder", "zip", "SUMMARY", "print"]) assert.ok(reached.includes(id), `${id}: ${reached}`);
});

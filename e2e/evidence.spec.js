// A file is kept as it came; what staff see of it is drawn by a process that can reach nothing, blurred until they ask.
import { crc32, deflateSync } from "node:zlib";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { expect, test } from "@playwright/test";
import { clean, picture, signIn } from "./shared.js";

function chunk(kind, body) {
  const named = Buffer.concat([Buffer.from(kind), body]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}

/** A PNG of this size by its head; its pixels are a round gradient, if it has any. */
function png(width, height, pixels = true) {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2], 8);
  const rows = [];
  for (let y = 0; pixels && y < height; y += 1) {
    const row = Buffer.alloc(1 + 3 * width);
    for (let x = 0; x < width; x += 1) {
      const far = Math.hypot(x - width / 2, y - height / 2) < height / 3 ? 40 : 210;
      row.set([far, (255 * x) / width, (255 * y) / height], 1 + 3 * x);
    }
    rows.push(row);
  }
  const said = chunk("tEXt", Buffer.from("Comment\0taken at home"));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]);
  const body = chunk("IDAT", deflateSync(Buffer.concat(rows)));
  return Buffer.concat([signature, chunk("IHDR", head), said, body, chunk("IEND", Buffer.alloc(0))]);
}

const gif = Buffer.concat([Buffer.from("GIF89a"), Buffer.from([1, 0, 1, 0, 0, 0, 0]), Buffer.from(";<html><script>alert(1)</script></html>")]);
const files = [
  { name: "photo of the bruise.png", mimeType: "image/png", buffer: png(640, 480) },
  { name: "flood.png", mimeType: "image/png", buffer: png(60_000, 60_000, false) },
  { name: "two things.gif", mimeType: "image/gif", buffer: gif },
  { name: "chat.txt", mimeType: "text/plain", buffer: Buffer.from("him: send it or everyone sees\nme: please \u202e stop") },
];

/** A case of the demonstration with the files in it; the address of each file's page. */
async function caseWithFiles(page) {
  await signIn(page, "lead@service.example");
  await page.goto("/cases");
  await page.locator("main a[href^='/cases/cas_']").first().click();
  const at = page.url();
  await page.locator(".hearken-side summary", { hasText: "Add files" }).click();
  await page.locator("input[type=file]").setInputFiles(files);
  await page.locator("form[action$='/files'] button").click();
  await expect(page).toHaveURL(at);
  await clean(page);
  const open = async (name) => {
    await page.goto(at);
    await page.getByRole("link", { name }).last().click();
    await expect(page.locator("h1")).toHaveText(name);
  };
  return open;
}

const preview = (page) => page.locator(".hearken-preview");
const drawn = (page) => preview(page).evaluate((image) => [image.naturalWidth, image.naturalHeight]);

test("a picture is blurred until somebody asks, and whoever had it is written down", async ({ page }) => {
  const open = await caseWithFiles(page);
  await open("photo of the bruise.png");
  const [width] = await drawn(page);
  expect(width).toBeGreaterThan(100);
  expect(width).toBeLessThan(400);
  await expect(page.locator("main")).toContainText("640 × 480");
  await clean(page);
  await picture(page, "evidence-blurred");
  await page.getByRole("button", { name: "Show the picture clearly" }).click();
  expect(await drawn(page)).toEqual([640, 480]);
  const shown = Buffer.from((await preview(page).getAttribute("src")).split(",")[1], "base64");
  expect(shown.includes("taken at home")).toBe(false);
  await clean(page);
  await picture(page, "evidence-clear");
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Save the file unchanged" }).click()]);
  const saved = await readFile(await download.path());
  expect(saved.equals(files[0].buffer)).toBe(true);
  await expect(page.locator(".hearken-digest")).toHaveText(createHash("sha256").update(saved).digest("hex"));
  await open("photo of the bruise.png");
  const acts = await page.locator(".hearken-chronology__entry").allInnerTexts();
  const had = ["Received, and sealed", "Opened its page", "Saw it clearly", "Took a copy", "Opened its page"];
  expect(acts.map((act) => act.split("\n").pop())).toEqual(had);
  expect(acts[2]).toContain("Morgan Ellery");
});

test("what would overwhelm or attack whoever opens it is kept, not opened, and warned of", async ({ page }) => {
  const open = await caseWithFiles(page);
  await open("flood.png");
  await expect(page.locator(".govuk-warning-text")).toContainText("overwhelm a machine");
  await expect(preview(page)).toHaveCount(0);
  await clean(page);
  await picture(page, "evidence-flood");
  await open("two things.gif");
  await expect(page.locator(".govuk-warning-text")).toContainText("two kinds of file at once");
  await open("chat.txt");
  await expect(page.locator("main")).not.toContainText("everyone sees");
  await page.getByRole("button", { name: "Show the beginning of the text" }).click();
  await expect(page.locator(".hearken-excerpt")).toContainText("send it or everyone sees");
  expect(await page.locator(".hearken-excerpt").innerText()).not.toContain("\u202e");
  await clean(page);
});

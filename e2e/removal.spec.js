// A young person has pictures hashed on their device, offline, sends only the hashes, comes back with the code, and takes
// it all back. The pictures are made by formula.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { png, rgba } from "./formulas.js";
import { clean, picture } from "./shared.js";

const names = ["my secret holiday.png", "IMG_4711.png", "him and me.png"];
const files = names.map((name, at) => ({
  name,
  mimeType: "image/png",
  buffer: png(rgba("mixed", at + 1, 320 + at, 240), 320 + at, 240),
}));

/** What leaves the browser from now on: method, address, kind and body. */
function sent(page) {
  const requests = [];
  page.context().on("request", (request) => {
    const body = request.postDataBuffer();
    requests.push({ method: request.method(), url: request.url(), kind: request.headers()["content-type"], body });
  });
  return requests;
}

async function hashes(page, these) {
  await expect(page.locator("[data-device]")).toBeVisible();
  await page.locator("input[type=file]").setInputFiles(these);
  await expect(page.locator("[data-status]")).toContainText("ready", { timeout: 30_000 });
  return JSON.parse(await page.locator("[data-shown]").textContent());
}

/** What `hearken hash` says of files, in order. */
function crate(buffers) {
  const folder = mkdtempSync(join(tmpdir(), "hearken-pictures-"));
  const paths = buffers.map((buffer, at) => join(folder, `${at}.png`));
  paths.forEach((path, at) => writeFileSync(path, buffers[at]));
  const told = execFileSync(process.env.HEARKEN_BINARY, ["hash", "--json", ...paths], { maxBuffer: 1 << 28 });
  const lines = told.toString().trim().split("\n").map((line) => JSON.parse(line));
  return paths.map((path) => lines.find(({ file }) => file === path));
}

test("a young person hashes three pictures offline, sends the hashes, comes back, and takes them back", async ({ page, context }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await page.goto("/");
  await page.getByRole("link", { name: "Get a picture or video of you taken down" }).click();
  await clean(page);
  await picture(page, "removal-1-advice");
  await page.locator("input[name=age][value='13_15']").check();
  await page.locator("input[name=uk][value=yes]").check();
  await page.locator("input[name=device][value=yes]").check();
  await page.locator("input[name=spread][value=threatened]").check();
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.locator("h1")).toHaveText("What you can do");
  await expect(page.locator("main h2 a").first()).toContainText("Report Remove");
  await clean(page);
  await picture(page, "removal-2-ways");
  await page.getByRole("link", { name: "Send us a fingerprint of it" }).click();
  await expect(page.locator("[data-device]")).toBeVisible();
  await expect(page.locator("[data-without]")).toBeHidden();
  await clean(page);

  const requests = sent(page);
  await context.setOffline(true);
  const made = await hashes(page, files);
  const known = crate(files.map(({ buffer }) => buffer));
  expect(made).toEqual(
    known.map(({ pdq, quality, sha256, md5 }) => ({
      of: "picture",
      hashes: [`pdq:${pdq}:${quality}`, `sha256:${sha256}`, `md5:${md5}`],
    })),
  );
  expect(requests).toEqual([]);
  await clean(page);
  await picture(page, "removal-3-hashed");

  // Without an age nothing goes; without a connection it waits.
  const button = page.getByRole("button", { name: "Send the fingerprints" });
  await button.click();
  await expect(page.locator("[data-status]")).toContainText("Choose how old you are");
  await page.locator("input[name=age][value='13_15']").check();
  await page.locator("input[name=places][value=snapchat]").check();
  await button.click();
  await expect(page.locator("[data-status]")).toContainText("There is no connection");
  await context.setOffline(false);
  await expect(page.locator("h1").first()).toHaveText("We have the fingerprints of your pictures");

  const bodies = requests.filter(({ body }) => body !== null);
  expect(bodies.map(({ method, kind }) => [method, kind])).toEqual([["POST", "application/x-www-form-urlencoded"]]);
  const form = new URLSearchParams(bodies[0].body.toString());
  expect([...form.keys()].sort()).toEqual(["age", "country", "items", "other", "places", "token"]);
  expect(JSON.parse(form.get("items"))).toEqual(made);
  for (const text of [...names, "holiday", "4711"]) expect(bodies[0].body.toString()).not.toContain(text.split(" ")[0] + " ");
  for (const { buffer } of files) expect(bodies[0].body.includes(buffer.subarray(50, 80))).toBe(false);
  await clean(page);
  await picture(page, "removal-4-code");
  expect(await page.content()).not.toContain(known[0].sha256);

  const code = await page.locator(".hearken-code").first().textContent();
  await page.goto("/remove/back");
  await clean(page);
  await page.locator("#code").fill(code);
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.locator("main ol li")).toHaveCount(3);
  expect(await page.content()).not.toContain(known[0].pdq);
  await clean(page);
  await picture(page, "removal-5-back");

  // One more.
  const visit = page.url();
  await page.getByRole("link", { name: "Add more pictures or videos" }).click();
  const other = { name: "x.png", mimeType: "image/png", buffer: png(rgba("blocks", 9, 200, 200), 200, 200) };
  await hashes(page, [other]);
  await button.click();
  await expect(page).toHaveURL(visit);
  await expect(page.locator("main ol li")).toHaveCount(4);

  await page.setViewportSize({ width: 1280, height: 900 });
  await page.locator("summary", { hasText: "Take it all back" }).click();
  await clean(page);
  await picture(page, "removal-6-back-desktop");
  await page.getByRole("button", { name: "Take it back" }).click();
  await expect(page.locator("main")).toContainText("You took this back");
  await expect(page.locator("main ol li")).toHaveCount(0);
  await clean(page);
});

test("nothing is kept on the device, and the page clears itself", async ({ page }) => {
  await page.clock.install();
  await page.goto("/remove/device");
  await expect(page.locator("[data-device]")).toBeVisible();
  await hashes(page, files.slice(0, 1));
  // Neither a thumbnail nor the name of the file.
  expect(await page.locator("main img, main canvas, main video").count()).toBe(0);
  expect(await page.locator("main").innerText()).not.toContain("secret");
  await page.clock.fastForward("16:00");
  await expect(page.locator("[data-status]")).toContainText("it was cleared");
  await expect(page.locator("[data-list] li")).toHaveCount(0);
  expect(await page.locator("[data-shown]").textContent()).not.toContain("pdq:");
  expect(await page.locator("form [name=items]").inputValue()).toBe("");
  const kept = await page.evaluate(async () => ({
    local: localStorage.length,
    session: sessionStorage.length,
    caches: (await caches.keys()).length,
    workers: (await navigator.serviceWorker.getRegistrations()).length,
    databases: (await indexedDB.databases()).length,
    cookies: document.cookie,
  }));
  expect(kept).toEqual({ local: 0, session: 0, caches: 0, workers: 0, databases: 0, cookies: "" });
});

test("a video is hashed by its file and by its frames", async ({ page }) => {
  await page.goto("/remove/device");
  const bytes = await page.evaluate(async () => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [320, 240];
    const context = canvas.getContext("2d");
    const recorder = new MediaRecorder(canvas.captureStream(20), { mimeType: "video/webm" });
    const parts = [];
    recorder.ondataavailable = ({ data }) => parts.push(data);
    const ended = new Promise((resolve) => (recorder.onstop = resolve));
    recorder.start();
    const from = performance.now();
    await new Promise((resolve) => {
      const draw = () => {
        const second = Math.floor((performance.now() - from) / 1000);
        for (let at = 0; at < 48; at += 1) {
          context.fillStyle = `hsl(${(at * 67 + second * 90) % 360} 80% ${20 + ((at * 31 + second * 17) % 60)}%)`;
          context.fillRect((at % 8) * 40, Math.floor(at / 8) * 40, 40, 40);
        }
        if (performance.now() - from < 2500) requestAnimationFrame(draw);
        else resolve();
      };
      draw();
    });
    recorder.stop();
    await ended;
    return [...new Uint8Array(await new Blob(parts).arrayBuffer())];
  });
  const buffer = Buffer.from(bytes);
  const [made] = await hashes(page, [{ name: "clip.webm", mimeType: "video/webm", buffer }]);
  const digest = (kind) => createHash(kind).update(buffer).digest("hex");
  expect(made.of).toBe("video");
  expect(made.hashes.slice(-2)).toEqual([`sha256:${digest("sha256")}`, `md5:${digest("md5")}`]);
  const frames = made.hashes.slice(0, -2);
  expect(frames.length).toBeGreaterThan(0);
  for (const frame of frames) expect(frame).toMatch(/^pdq:[0-9a-f]{64}:([5-9][0-9]|100)$/);
  expect(new Set(frames).size).toBe(frames.length);
});

test("what is no picture is left out, and more than twenty are refused", async ({ page }) => {
  await page.goto("/remove/device");
  await expect(page.locator("[data-device]")).toBeVisible();
  await page.locator("input[type=file]").setInputFiles([{ name: "a.txt", mimeType: "text/plain", buffer: Buffer.from("x") }]);
  await expect(page.locator("[data-list]")).toContainText("not a picture or a video");
  await expect(page.getByRole("button", { name: "Send the fingerprints" })).toBeDisabled();
  await page.locator("input[type=file]").setInputFiles(Array.from({ length: 21 }, () => files[0]));
  await expect(page.locator("[data-status]")).toContainText("Choose 20 at most");
});

test("without a script the page says why, and who else takes pictures down", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto("/remove/device");
  await expect(page.locator("main")).toContainText("It needs JavaScript for that");
  await expect(page.getByRole("link", { name: "Report Remove, from Childline" })).toBeVisible();
  await expect(page.locator("input[type=file]")).toBeHidden();
  await context.close();
});

test("of two hundred decoded pictures the device makes the same hash as the crate, to the bit", async ({ page }) => {
  test.setTimeout(300_000);
  const worker = page.waitForRequest(/hash-work\.[0-9a-f]+\.js/);
  await page.goto("/remove/device");
  const address = (await worker).url();
  const kinds = ["noise", "smooth", "blocks", "mixed"];
  const pictures = Array.from({ length: 200 }, (_, at) => {
    const [width, height] = [40 + ((at * 37) % 500), 30 + ((at * 53) % 400)];
    const bytes = rgba(kinds[at % 4], at + 1, width, height);
    // Every eighth is partly see-through.
    const alpha = at % 8 === 5;
    if (alpha) for (let pixel = 3; pixel < bytes.length; pixel += 4) bytes[pixel] = (pixel >> 2) % 3 ? 255 : 0;
    return { width, height, buffer: png(bytes, width, height, alpha), as: ["png", "png", "jpeg", "webp"][at % 4] };
  });
  const ours = [];
  for (const { buffer, as } of pictures) {
    // A JPEG and a WebP are made by the browser, and decoded by it alone: the crate gets the pixels that came out.
    const found = await page.evaluate(
      async ([base64, type, script]) => {
        globalThis.worker ??= new Worker(script, { type: "module" });
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        let file = new Blob([bytes], { type: "image/png" });
        const pixels = async (blob) => {
          const bitmap = await createImageBitmap(blob, { colorSpaceConversion: "none", premultiplyAlpha: "none" });
          const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
          const context = canvas.getContext("2d", { willReadFrequently: true });
          context.drawImage(bitmap, 0, 0);
          return { canvas, data: context.getImageData(0, 0, bitmap.width, bitmap.height).data };
        };
        if (type !== "png") file = await (await pixels(file)).canvas.convertToBlob({ type: `image/${type}`, quality: 0.8 });
        const hashes = await new Promise((resolve) => {
          const said = ({ data }) => {
            if (!data.hashes && !data.failed) return;
            globalThis.worker.removeEventListener("message", said);
            resolve(data.hashes);
          };
          globalThis.worker.addEventListener("message", said);
          globalThis.worker.postMessage({ id: 1, file, picture: true });
        });
        if (type === "png") return { hashes };
        const { data } = await pixels(file);
        let text = "";
        for (let at = 0; at < data.length; at += 8192) text += String.fromCharCode(...data.subarray(at, at + 8192));
        return { hashes, decoded: btoa(text) };
      },
      [buffer.toString("base64"), as, address],
    );
    ours.push(found);
  }
  const theirs = crate(
    pictures.map(({ buffer, width, height }, at) => {
      const { decoded } = ours[at];
      return decoded ? png(Buffer.from(decoded, "base64"), width, height) : buffer;
    }),
  );
  const same = ours.map(({ hashes }, at) => [hashes[0], `pdq:${theirs[at].pdq}:${theirs[at].quality}`]);
  expect(same.filter(([one, other]) => one !== other)).toEqual([]);
  expect(new Set(same.map(([one]) => one)).size).toBeGreaterThan(180);
});

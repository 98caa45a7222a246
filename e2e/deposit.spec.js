// A child cannot keep files. Their browser leaves the proof, sealed with their code, with somebody independent; and gets it
// back from there with the code alone, when the service that was told is gone.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { clean, picture, send, tell } from "./shared.js";

const source = readFileSync(new URL("../crates/kit/assets/js/deposit.js", import.meta.url), "utf8");
const { placeOf, sealed } = await import(`data:text/javascript,${encodeURIComponent(source)}`);

test.use({ viewport: { width: 390, height: 844 } });

const folder = mkdtempSync(join(tmpdir(), "hearken-deposit-"));
const [service, body] = ["http://localhost:8498", "http://localhost:8499"];
const settings = {
  HEARKEN_FOLDER: folder,
  HEARKEN_DATABASE: `sqlite://${join(folder, "hearken.db")}`,
  HEARKEN_BASE_URL: service,
  HEARKEN_DEPOSIT: body,
};
const running = [];

function start(...words) {
  const child = spawn(process.env.HEARKEN_BINARY, words, { env: { ...process.env, ...settings }, stdio: ["ignore", "pipe", "ignore"] });
  running.push(child);
  return child;
}

async function stop(child) {
  // Without a farewell: connections that are kept open would be waited for.
  child.kill("SIGKILL");
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
}

/** Waits until something answers there. */
async function up(address) {
  await expect(async () => expect((await fetch(address)).ok).toBe(true)).toPass({ timeout: 30_000 });
}

async function serving() {
  const child = start("serve", "--demo", "--listen", "127.0.0.1:8498");
  await up(service);
  return child;
}

let server;

test.beforeAll(async () => {
  // The key of the log is made by the first start; then the witness is told of it, and the service of the witness.
  await stop(await serving());
  const log = readFileSync(join(folder, "log", "key"), "utf8").trim();
  writeFileSync(join(folder, "logs"), `log ${log}\nquorum none\n`);
  const witness = start("witness", "--folder", join(folder, "witness"), "--name", "somebody.example", "--logs", join(folder, "logs"), "--listen", "127.0.0.1:8499");
  const [line] = await once(witness.stdout, "data");
  writeFileSync(join(folder, "policy"), `witness w ${line.toString().trim()} ${body}\nquorum w\n`);
  settings.HEARKEN_WITNESSES = join(folder, "policy");
  await up(body);
  server = await serving();
});

test.afterAll(async () => {
  for (const child of running) await stop(child);
});

/** Sends something from a browser that meets the body in this way; the line that says what became of the proof. */
async function meeting(browser, way) {
  const page = await (await browser.newContext({ baseURL: service, viewport: { width: 390, height: 844 } })).newPage();
  await page.route(`${body}/deposit/*`, (route) => (route.request().method() === "PUT" ? way(route, page) : route.continue()));
  await tell(page, async () => {});
  await send(page);
  return page.locator("[data-left]");
}

test("what could not be left is not said to lie there", async ({ browser }) => {
  const left = await meeting(browser, (route) => route.abort());
  await expect(left).toContainText("could not be left", { timeout: 20_000 });
  await clean(left.page());
  await left.scrollIntoViewIfNeeded();
  await picture(left.page(), "not-left");
  await left.page().goto("/receipt");
  await expect(left.page().getByRole("link", { name: "only your code" })).toHaveAttribute("href", body);
  await clean(left.page());
});

test("a service that was there first with something else is found out", async ({ browser }) => {
  const left = await meeting(browser, async (route, page) => {
    const digits = (await page.locator(".hearken-code").first().innerText()).replace(/\D/g, "");
    const place = await placeOf(digits);
    const answer = await fetch(`${body}/deposit/${place.id}`, { method: "PUT", body: await sealed(place, "something else") });
    expect(answer.status).toBe(201);
    await route.continue();
  });
  await expect(left).toContainText("could not be left", { timeout: 20_000 });
});

test("the proof comes back with the code alone, when the service is gone", async ({ browser }) => {
  const page = await (await browser.newContext({ baseURL: service, viewport: { width: 390, height: 844 } })).newPage();
  const deposits = () => readdirSync(join(folder, "witness", "deposits"), { recursive: true }).filter((name) => name.includes("/"));
  const before = deposits().length;
  await tell(page, async () => {});
  await send(page);
  const left = page.locator("[data-left]");
  await expect(left).toContainText("lies with somebody independent", { timeout: 20_000 });
  await clean(page);
  await left.scrollIntoViewIfNeeded();
  await picture(page, "left");
  const receipt = await page.locator("[data-receipt]").textContent();
  const words = await page.locator(".hearken-code--words").innerText();
  expect(deposits()).toHaveLength(before + 1);
  await stop(server);

  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(`${body}/`);
  await clean(page);
  // Within a second of the first press the button takes no other.
  const typed = (code, says) => expect(async () => {
    await page.locator("#code").fill(code);
    await page.locator("main form button").click();
    await expect(page.locator("[data-checked]")).toContainText(says, { timeout: 6_000 });
  }).toPass();
  await typed("1111 2222 3333 4444", "Nothing lies here for this code.");
  await typed("not a code", "That is not a code");
  await page.route(`${body}/deposit/*`, (route) => route.abort());
  await typed(words, "There is no connection");
  await page.unroute(`${body}/deposit/*`);
  await typed(words, "we have seen it there");
  await expect(page.locator("[data-of=kind]")).toHaveText("reports.received");
  await clean(page);
  await picture(page, "back");
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Save it as a file" }).click();
  expect(readFileSync(await (await download).path(), "utf8")).toBe(receipt);
  const others = asked.filter((url) => !url.startsWith(body) && !url.startsWith("blob:"));
  expect(others).toEqual([]);
  expect(asked.filter((url) => url.includes("code"))).toEqual([]);
  await page.goto(`${body}/?lang=cy`);
  await expect(page.locator("h1")).toHaveText("Cael eich prawf yn ôl");
  await clean(page);
});

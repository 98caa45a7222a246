// A child cannot keep files. Their browser leaves the proof, sealed with their code, with somebody independent; and gets it
// back from there with the code alone, when the service that was told is gone.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { clean, picture, send, tell } from "./shared.js";

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

test("the proof comes back with the code alone, when the service is gone", async ({ browser }) => {
  const page = await (await browser.newContext({ baseURL: service, viewport: { width: 390, height: 844 } })).newPage();
  await tell(page, async () => {});
  await send(page);
  const left = page.locator("[data-left]");
  await expect(left).toContainText("lies with somebody independent", { timeout: 20_000 });
  await clean(page);
  await left.scrollIntoViewIfNeeded();
  await picture(page, "left");
  const receipt = await page.locator("[data-receipt]").textContent();
  const words = await page.locator(".hearken-code--words").innerText();
  const shelves = readdirSync(join(folder, "witness", "deposits"));
  expect(shelves).toHaveLength(1);
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

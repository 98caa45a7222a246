// In the custody of people the records open only for whoever is there with a password, a passkey or a printed code; who
// has none of them is let in by a colleague. The root key has the custody again afterwards.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { clean, folder, picture, signIn } from "./shared.js";

const shares = join(folder, "shares");

function hearken(...words) {
  const env = { ...process.env, HEARKEN_FOLDER: folder, HEARKEN_DATABASE: `sqlite://${join(folder, "hearken.db")}` };
  return execFileSync(process.env.HEARKEN_BINARY, words, { env, encoding: "utf8" });
}

const two = [join(shares, "share-1.txt"), join(shares, "share-3.txt")];

test.beforeAll(() => {
  hearken("vault", "shares", shares);
  hearken("vault", "drill", ...two);
  expect(hearken("vault", "custody", "people")).toContain("people have the custody");
});

test.afterAll(() => {
  expect(hearken("vault", "custody", "root", ...two)).toContain("the root key has the custody");
});

/** The reports in the queue that the page shows. */
const reports = (page) => page.locator(".hearken-queue a[href^='/queue/rep_']");

async function signOut(page) {
  await page.goto("/account");
  await page.locator("form[action='/sign-out'] button").click();
}

/** The link for a new password in the newest mail to this address. */
async function newPassword(address) {
  let link;
  await expect(() => {
    const outbox = join(folder, "outbox");
    const mails = readdirSync(outbox).sort().map((name) => readFileSync(join(outbox, name), "utf8"));
    const mine = mails.filter((mail) => mail.includes(`To: ${address}`)).map((mail) => mail.replace(/=\r?\n/g, ""));
    link = mine.join("\n").match(/\/forgot\/\S+/g)?.at(-1);
    expect(link).toBeTruthy();
  }).toPass({ timeout: 20_000 });
  return link;
}

test("a passkey opens the keys of whoever has it, and a colleague lets in who lost theirs", async ({ page, context, browser }) => {
  const line = await context.newCDPSession(page);
  await line.send("WebAuthn.enable");
  const device = { protocol: "ctap2", ctap2Version: "ctap2_1", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, hasPrf: true };
  await line.send("WebAuthn.addVirtualAuthenticator", { options: { ...device, automaticPresenceSimulation: true } });
  await signIn(page, "deputy@service.example");
  await expect(reports(page).first()).toBeVisible();
  await page.goto("/account");
  await page.getByRole("button", { name: "Make a passkey on this device" }).click();
  await expect(page.locator("form[action^='/account/passkeys/']")).toHaveCount(1);
  await page.getByRole("button", { name: "Make a printed code" }).click();
  await expect(page.locator(".hearken-key code")).toHaveText(/^(\w{4}-){7}\w{4}$/);
  await clean(page);
  await picture(page, "printed-code");
  await signOut(page);
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await expect(page).toHaveURL(/\/queue$/);
  await expect(reports(page).first()).toBeVisible();

  const worker = await (await browser.newContext()).newPage();
  await signIn(worker, "worker@service.example");
  await expect(reports(worker).first()).toBeVisible();
  await signOut(worker);
  await worker.goto("/forgot");
  await worker.locator("#email").fill("worker@service.example");
  await worker.locator("main form button").click();
  await worker.goto(await newPassword("worker@service.example"));
  await worker.locator("#password").fill("a heron on the ladder");
  await worker.locator("main form button").click();
  await worker.locator("#email").fill("worker@service.example");
  await worker.locator("#password").fill("a heron on the ladder");
  await worker.locator("main button[type=submit]").click();
  await expect(worker).toHaveURL(/\/account\/open/);
  await clean(worker);
  await picture(worker, "keys-shut");
  await worker.locator("#password").fill("a heron on the ladder");
  await worker.locator("main button[type=submit]").first().click();
  await expect(worker.locator(".govuk-error-summary")).toContainText("closed with another password");
  await clean(worker);
  await picture(worker, "keys-anew");
  await worker.locator("#password").fill("a heron on the ladder");
  await worker.getByRole("button", { name: "Begin with new keys" }).click();
  await expect(worker).toHaveURL(/\/queue$/);
  await expect(worker.locator(".govuk-inset-text").first()).toContainText("A colleague must let you in");
  await expect(reports(worker)).toHaveCount(0);
  await clean(worker);
  await picture(worker, "keys-waiting");

  await page.goto("/account");
  await clean(page);
  await picture(page, "let-in");
  await page.getByRole("button", { name: "Let Priya Raman in" }).click();
  await expect(page).toHaveURL(/\/account$/);
  await expect(page.getByRole("button", { name: "Let Priya Raman in" })).toHaveCount(0);
  await worker.goto("/queue");
  await expect(reports(worker).first()).toBeVisible();
  await worker.close();
});

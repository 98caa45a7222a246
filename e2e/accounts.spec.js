// How people come to have an account and prove who they are: an organisation is let in, a code from an app is asked
// for, a passkey signs in. Mail is read from the folder that the service puts it into.
import { createHmac } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { clean, folder, picture, signIn } from "./shared.js";

/** The path of the link to this room in a mail to this address, once it has left. */
async function mailed(address, room) {
  let link;
  await expect(async () => {
    const outbox = join(folder, "outbox");
    const mails = readdirSync(outbox).map((name) => readFileSync(join(outbox, name), "utf8"));
    const mine = mails.filter((mail) => mail.includes(`To: ${address}`));
    const text = mine.map((mail) => mail.replace(/=\r?\n/g, "").replace(/=3D/g, "=")).join("\n");
    link = text.match(new RegExp(`http://localhost:\\d+/${room}/\\S+`))?.[0];
    expect(link).toBeTruthy();
  }).toPass({ timeout: 20_000 });
  return new URL(link).pathname;
}

/** The code that an app shows now for this secret (RFC 6238). */
function code(secret, at = Date.now()) {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret].map((c) => alphabet.indexOf(c).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const digest = createHmac("sha1", key).update(counter).digest();
  const offset = digest[19] & 15;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

test("a school registers, is let in, and its first person joins", async ({ page, browser }) => {
  await page.goto("/register");
  await clean(page);
  await page.locator("main form button").click();
  await expect(page.locator(".govuk-error-summary")).toBeVisible();
  await clean(page);
  await page.locator("#organisation").fill("Hillside School");
  await page.locator("input[name=agency][value=school]").check();
  await page.locator("#postcode").fill("SN3 1RA");
  await page.locator("#name").fill("Asha Verma");
  await page.locator("#email").fill("head@hillside.example");
  await picture(page, "register");
  await page.locator("main form button").click();
  await clean(page);
  await page.goto(await mailed("head@hillside.example", "register"));
  await clean(page);
  await page.locator("main form button").click();
  await expect(page.locator("h1")).toHaveText("Your address is confirmed");

  const administrator = await (await browser.newContext()).newPage();
  await signIn(administrator, "lead@service.example");
  await administrator.goto("/installation");
  await clean(administrator);
  const waiting = administrator.locator(".hearken-asking", { hasText: "Hillside School" });
  await waiting.locator("textarea").fill("Rang the school on its published number.");
  await waiting.locator("button", { hasText: "Let them in" }).click();
  await expect(administrator.locator("table")).toContainText("Hillside School");
  await administrator.close();

  await page.goto(await mailed("head@hillside.example", "join"));
  await clean(page);
  await page.locator("#name").fill("Asha Verma");
  await page.locator("#password").fill("a heron on the ladder");
  await page.locator("main form button").click();
  await expect(page).toHaveURL(/\/queue$/);
  await page.goto("/members");
  await clean(page);
  await page.getByRole("link", { name: "Asha Verma" }).last().click();
  await clean(page);
});

test("a code from an app is asked for, and a recovery code stands in for it", async ({ page }) => {
  await signIn(page, "lead@st-anselm.example");
  await page.goto("/account");
  await page.getByRole("link", { name: /Code from an app/ }).click();
  await clean(page);
  await picture(page, "second-factor");
  const secret = await page.locator(".hearken-secret").innerText();
  await page.locator("#code").fill(code(secret));
  await page.locator("form[action='/account/second-factor'] button").click();
  const recovery = await page.locator(".hearken-recovery code").first().innerText();
  await clean(page);
  await page.goto("/account");
  await page.locator("form[action='/sign-out'] button").click();

  await signIn(page, "lead@st-anselm.example");
  await expect(page).toHaveURL(/\/sign-in\/code\//);
  await clean(page);
  await page.locator("#code").fill("000000");
  await page.locator("main form button").click();
  await expect(page.locator(".govuk-error-summary")).toBeVisible();
  await page.locator("#code").fill(code(secret, Date.now() + 30_000));
  await page.locator("main form button").click();
  await expect(page).toHaveURL(/\/queue$/);
  await page.locator("form[action='/sign-out'] button").click();

  await signIn(page, "lead@st-anselm.example");
  await page.locator("#code").fill(recovery);
  await page.locator("main form button").click();
  await expect(page).toHaveURL(/\/queue$/);
  await page.goto("/account/second-factor");
  await clean(page);
  await page.locator("form[action$='/off'] button").click();
  await expect(page).toHaveURL(/\/account$/);
});

test("a passkey is made and signs in without a password", async ({ page, context }) => {
  const line = await context.newCDPSession(page);
  await line.send("WebAuthn.enable");
  const device = { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true };
  await line.send("WebAuthn.addVirtualAuthenticator", { options: { ...device, automaticPresenceSimulation: true } });
  await signIn(page, "lead@brookfield.example");
  await page.goto("/account");
  await picture(page, "account");
  await page.getByRole("button", { name: "Make a passkey on this device" }).click();
  await expect(page.locator("form[action^='/account/passkeys/']")).toHaveCount(1);
  await clean(page);
  await page.locator("form[action='/sign-out'] button").click();

  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await expect(page).toHaveURL(/\/queue$/);
  await page.goto("/account");
  await page.locator("form[action^='/account/passkeys/'] button").click();
  await expect(page.locator("form[action^='/account/passkeys/']")).toHaveCount(0);
});

test("a forgotten password and a page in Welsh are free of barriers", async ({ page }) => {
  await page.goto("/forgot");
  await clean(page);
  await page.locator("#email").fill("nobody@school.example");
  await page.locator("main form button").click();
  await expect(page.locator("h1")).toHaveText("Choose a new password");
  await page.goto("/register?lang=cy");
  await expect(page.locator("html")).toHaveAttribute("lang", "cy");
  await clean(page);
});

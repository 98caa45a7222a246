// What every journey needs: signing in, looking for barriers, taking pictures.
import { AxeBuilder } from "@axe-core/playwright";
import { expect } from "@playwright/test";

/** The folder of the service under test: its mail lies in `outbox`. */
export const folder = process.env.HEARKEN_E2E_FOLDER;
const pictures = process.env.HEARKEN_PICTURES;

/** Keeps a picture of the page, when they are asked for: on a phone what is in sight, else all of it. */
export async function picture(page, name) {
  const fullPage = page.viewportSize().width > 600;
  if (pictures) await page.screenshot({ path: `${pictures}/${name}.png`, fullPage });
}

/** axe finds nothing on the page. */
export async function clean(page) {
  const found = await new AxeBuilder({ page }).analyze();
  expect(found.violations.map((one) => `${page.url()} ${one.id}: ${one.nodes[0].html}`)).toEqual([]);
}

/** Signs in as somebody of the demonstration. */
export async function signIn(page, email) {
  await page.goto("/sign-in");
  await page.locator("#email").fill(email);
  await page.locator("#password").fill("a demonstration of hearken");
  // Whoever goes on before the answer is there breaks it off.
  const answered = page.waitForEvent("load");
  await page.locator("main button[type=submit]").click();
  await answered;
}

/** Answers one question by the address that it is at; the least, with threat and demand. */
async function answer(page) {
  const question = new URL(page.url()).pathname.split("/").pop();
  const choices = {
    report: "me", harm: "sextortion", danger: "no", when: "today", threat: "yes", demand: "yes",
    staff: "no", tell_school: "no", evidence: "no", reply: "code",
  };
  if (choices[question]) await page.locator(`input[type=radio][value=${choices[question]}]`).check();
  if (question === "happened") await page.locator("textarea").fill("He says he will send it to everyone if I do not pay.");
  if (question === "where") await page.locator("[name=where]").fill("SN3 1RA");
  await page.locator("main form button.govuk-button:not(.govuk-button--secondary)").first().click();
}

/** From the start page to the page before sending. */
export async function tell(page, each) {
  await page.goto("/");
  await each(page);
  await page.locator("a.govuk-button--start").click();
  for (let step = 0; step < 40 && !page.url().endsWith("/check"); step += 1) {
    await each(page);
    if (page.url().endsWith("/advice")) await page.locator("main a.govuk-button").last().click();
    else await answer(page);
  }
  await expect(page).toHaveURL(/\/check$/);
  await each(page);
}

/** Sends what was told, from the page before. */
export async function send(page) {
  await page.locator("form[action$='/send'] button").click();
}

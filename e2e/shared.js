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
  await page.locator("main button[type=submit]").click();
}

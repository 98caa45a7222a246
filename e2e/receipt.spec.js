// Whoever tells something need not believe us that we have it: their own browser checks, before the page says so.
import { readFile, writeFile } from "node:fs/promises";
import { expect, test } from "@playwright/test";
import { clean, picture, send, tell } from "./shared.js";

test.use({ viewport: { width: 390, height: 844 } });

const sent = (page) => page.locator(".govuk-panel--confirmation");
const nothing = async () => {};

/** Tells and sends something; the receipt. */
async function told(page) {
  await tell(page, nothing);
  await send(page);
  await expect(sent(page)).toBeVisible();
  return page.locator("[data-receipt]").textContent();
}

test("the browser checks the receipt, and the six words lead back to the report", async ({ page }) => {
  const receipt = await told(page);
  expect(receipt).toContain("c2sp.org/tlog-proof@v1");
  await picture(page, "words");
  await page.locator("details summary").filter({ hasText: "Proof that you told us" }).click();
  await expect(page.locator("[data-checked]")).toHaveText("Checked on this device: it holds.");
  await clean(page);
  const words = await page.locator(".hearken-code--words").innerText();
  expect(words.split(" ")).toHaveLength(6);
  const typed = words.split(" ").map((word) => word.slice(0, 4).toUpperCase());
  await page.goto("/back");
  await page.locator("#code").fill(typed.slice(0, 5).join(" "));
  await page.locator("main form button").click();
  await expect(page.locator(".govuk-error-summary")).toContainText("all six words");
  await clean(page);
  await page.locator("#code").fill([...typed.slice(1), typed[0]].join(" "));
  await page.locator("main form button").click();
  await expect(page.locator(".govuk-error-summary")).toContainText("not in the order");
  await page.locator("#code").fill(typed.join(" "));
  await page.locator("main form button").click();
  await expect(page).toHaveURL(/\/v\//);
  await clean(page);
});

test("what has changed since the page was shown is not sent, but shown again", async ({ page }) => {
  await tell(page, nothing);
  const form = page.locator("form[data-sent]");
  const mine = await form.getAttribute("data-sent");
  // As if another answer had been given in another tab.
  await form.evaluate((element, other) => element.setAttribute("data-sent", other), mine.replace("if I do not pay", "if I pay"));
  await send(page);
  await expect(page.locator(".govuk-error-summary")).toContainText("Something has changed");
  await clean(page);
  await send(page);
  await expect(sent(page)).toBeVisible();
});

test("a receipt that does not hold is not believed, and whoever sent it still sees what we have", async ({ page }) => {
  await tell(page, nothing);
  await page.route("**/send", async (route) => {
    const answer = await route.fetch();
    const body = (await answer.text()).replace(/(index )(\d+)/, (_, word, index) => word + (Number(index) + 1));
    await route.fulfill({ response: answer, body });
  }, { times: 1 });
  await send(page);
  await expect(page.locator("[data-sending]")).toContainText("cannot prove");
  await expect(sent(page)).toHaveCount(0);
  await clean(page);
  await picture(page, "unproved");
  // Within a second of the first press the button takes no other.
  await expect(async () => {
    await send(page);
    await expect(sent(page)).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await expect(page.locator(".hearken-code--words")).toBeVisible();
});

test("without a connection nothing is lost, and sending again arrives", async ({ page, context }) => {
  await tell(page, nothing);
  await context.setOffline(true);
  await send(page);
  await expect(page.locator("[data-sending]")).toContainText("no connection");
  await clean(page);
  await picture(page, "unreached");
  await context.setOffline(false);
  // Within a second of the first press the button takes no other.
  await expect(async () => {
    await send(page);
    await expect(sent(page)).toBeVisible({ timeout: 2_000 });
  }).toPass();
});

test("a receipt that somebody kept is checked on their own device, and an altered one is not believed", async ({ page }, info) => {
  const receipt = await told(page);
  const [kept, altered] = ["kept", "altered"].map((name) => info.outputPath(`${name}.tlog-proof`));
  await writeFile(kept, receipt);
  const index = /index (\d+)/.exec(receipt)[1];
  await writeFile(altered, (await readFile(kept, "utf8")).replace(`index ${index}`, `index ${Number(index) - 1}`));
  await page.goto("/receipt");
  await clean(page);
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.locator("#proof").setInputFiles(kept);
  await expect(page.locator("[data-check] [data-checked]")).toContainText("It holds");
  await expect(page.locator("[data-of=kind]")).toHaveText("reports.received");
  await clean(page);
  await picture(page, "receipt");
  await page.locator("#proof").setInputFiles(altered);
  await expect(page.locator("[data-check] [data-checked]")).toContainText("does not hold");
  await expect(page.locator("[data-details]")).toBeHidden();
  expect(asked).toEqual([]);
});

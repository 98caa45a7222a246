// A lead looks for what was told; only what they may read is found.
import { expect, test } from "@playwright/test";
import { clean, picture, signIn } from "./shared.js";

test("a lead finds a report by its words", async ({ page }) => {
  await signIn(page, "lead@service.example");
  await page.getByRole("link", { name: "Search" }).click();
  await clean(page);
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page.locator(".govuk-error-summary")).toBeVisible();
  await clean(page);
  await page.locator("#question").fill("PICTURE friend");
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page.locator(".hearken-found").first()).toContainText(/picture/i);
  expect(page.url()).not.toContain("picture");
  await clean(page);
  await picture(page, "search");
  await page.locator(".hearken-found a").first().click();
  await expect(page.locator("main")).toContainText(/picture/i);
});

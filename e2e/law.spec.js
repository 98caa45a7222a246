// Anybody reads the law that the service goes by, and finds out who must be told.
import { expect, test } from "@playwright/test";
import { clean, picture } from "./shared.js";

test("the rulebook shows each rule with its source, and what nobody has verified", async ({ page }) => {
  await page.goto("/rules");
  await expect(page.locator("[data-counted]")).toContainText(/rules, [0-9]+ of them not verified/);
  const rules = page.locator(".hearken-rule");
  const all = await rules.count();
  expect(all).toBeGreaterThan(100);
  expect(await page.locator(".hearken-rule__source").count()).toBe(all);
  const unverified = await page.locator('.hearken-rule[data-verified="false"]').count();
  await expect(page.locator("[data-counted]")).toHaveText(`${all} rules, ${unverified} of them not verified.`);
  await expect(page.locator("#EN-18")).toContainText("Online Safety Act 2023");
  await expect(page.locator("#DUTY-85")).toContainText("Not begun");
  await clean(page);
  await picture(page, "rules");
});

test("two days are compared, and a day that is none is said to be none", async ({ page }) => {
  await page.goto("/rules");
  await page.locator("#on").fill("2026-06-28");
  await page.locator("#against").fill("2026-06-29");
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page.locator('[data-change="EN-18"]')).toContainText("not known of → In force");
  await clean(page);
  await page.locator("#on").fill("tomorrow");
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page.locator("#on-error")).toContainText("year-month-day");
  await clean(page);
});

test("a teacher learns who must be told, by when, and why", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("link", { name: "Who must be told" }).click();
  await page.locator("#age").fill("14");
  await page.locator("input[name=exploitation_suspected][value=yes]").check();
  await page.locator("input[name=danger_now][value=no]").check();
  await page.getByRole("button", { name: "Show who must be told" }).click();
  const service = page.locator("[data-step=RT-3]");
  await expect(service).toContainText("Tell them now. Once they know, they have: 1 working day");
  await expect(service).toContainText("May somebody be exploiting the person");
  await expect(page.locator("[data-step=RT-11]")).toContainText("National Referral Mechanism");
  await clean(page);
  await picture(page, "who");
});

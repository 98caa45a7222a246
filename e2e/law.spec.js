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
  expect(new URL(page.url()).search).toBe("");
  const service = page.locator("[data-step=RT-3]");
  await expect(service).toContainText("Tell them now. Once they know, they have: 1 working day");
  await service.getByText("Why, and where it is read").click();
  await expect(service).toContainText("May somebody be exploiting the person");
  await expect(page.locator("[data-step=RT-11]")).toContainText("National Referral Mechanism");
  await clean(page);
  await picture(page, "who");
});

test("the language is changed, and what was said stays", async ({ page }) => {
  await page.goto("/who?nation=wales");
  await expect(page.locator("#nation")).toHaveValue("wales");
  await page.locator("#age").fill("12");
  await page.locator("input[name=blackmail][value=yes]").check();
  await page.getByRole("button", { name: "Show who must be told" }).click();
  await expect(page.locator("[data-step=RT-7]")).toBeVisible();
  await page.getByRole("button", { name: "Cymraeg" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "cy");
  expect(new URL(page.url()).search).toBe("?lang=cy");
  await expect(page.locator("#age")).toHaveValue("12");
  await expect(page.locator("input[name=blackmail][value=yes]")).toBeChecked();
  await expect(page.locator("[data-step=RT-7]")).toBeVisible();
  await clean(page);
});

test("answers that cannot all be so are refused with the way to mend them", async ({ page }) => {
  await page.goto("/who");
  await page.locator("input[name=crime][value=yes]").check();
  await page.getByRole("button", { name: "Show who must be told" }).click();
  // Nobody gave an age: whether it is a child is asked instead.
  const child = page.locator("input[name=child][value=no]");
  if (!(await child.isVisible())) await page.getByText(/^More questions/).click();
  await child.check();
  await page.locator("#age").fill("12");
  await page.getByRole("button", { name: "Show who must be told" }).click();
  await expect(page.locator(".govuk-error-summary")).toContainText("You gave the age as 12");
  await page.locator(".govuk-error-summary a").click();
  await expect(page.locator("#child")).toBeFocused();
  await clean(page);
  await picture(page, "who-wrong");
});

test("on a narrow screen nothing is wider than it, and the age alone leaves the page short", async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await page.goto("/rules");
  const wide = () => page.evaluate(() => document.documentElement.scrollWidth);
  expect(await wide()).toBeLessThanOrEqual(320);
  await picture(page, "rules-narrow");
  await page.goto("/who");
  await page.locator("#age").fill("15");
  await page.getByRole("button", { name: "Show who must be told" }).click();
  expect(await wide()).toBeLessThanOrEqual(320);
  await picture(page, "who-narrow");
  await expect(page.locator("[data-step]:visible")).toHaveCount(1);
  await clean(page);
});

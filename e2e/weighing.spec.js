// A worker weighs a report, fills in a tool, and keeps a conference about a place that names no child.
import { expect, test } from "@playwright/test";
import { clean, picture, send, signIn, tell } from "./shared.js";

const nothing = () => {};

/** A new report, opened in the queue by a lead. */
async function reported(page) {
  await tell(page, nothing);
  await send(page);
  const reference = await page.locator(".govuk-panel strong").innerText();
  await signIn(page, "lead@service.example");
  await page.goto("/queue");
  await page.locator(".hearken-queue__row a", { hasText: reference }).click();
}

test("indicators are shown with the words, added and struck by people, and no floor is left in silence", async ({ page }) => {
  await reported(page);
  await expect(page.locator("main")).toContainText("What is weighed");
  await clean(page);
  await page.getByRole("link", { name: "Add, strike, or set the urgency" }).click();
  await expect(page.locator("[data-indicator=I-18]")).toContainText("As answered");
  await page.locator("#add").selectOption("I-07");
  await page.locator("#add-reason").fill("A knife in the bag, says the form tutor");
  await page.getByRole("button", { name: "Add an indicator" }).click();
  await expect(page.locator("[data-indicator=I-07]")).toContainText("says the form tutor");
  await page.locator("#strike").selectOption("I-07");
  await page.locator("#strike-reason").fill("It was a ruler");
  await page.getByRole("button", { name: "Strike an indicator" }).click();
  await expect(page.locator("[data-indicator=I-07]")).toContainText("Struck");
  await page.locator("#urgency").selectOption("routine");
  await page.locator("#urgency-reason").fill("It is two years old");
  await page.getByRole("button", { name: "Set another urgency" }).click();
  await expect(page.locator("#meant-error")).toContainText("below the floor");
  await clean(page);
  await page.locator("#meant").check();
  await page.getByRole("button", { name: "Set another urgency" }).click();
  await expect(page.locator("main")).toContainText("Below the floor F-3");
  await clean(page);
  await picture(page, "weighing");
});

test("a tool is filled in on one page, and its course is drawn", async ({ page }) => {
  await reported(page);
  await page.getByRole("button", { name: "Open a case" }).click();
  await page.getByRole("link", { name: "Screening tools" }).click();
  await clean(page);
  for (const [answer, disclosed] of [["2", "no"], ["5", "yes"]]) {
    await page.locator("#numeric-exploitation").getByRole("link", { name: "Fill it in" }).click();
    await clean(page);
    await page.locator("[id='a.missing']").selectOption(answer);
    await page.locator("[id='b.missing']").selectOption("fact");
    await page.locator("[id='f.disclosure']").selectOption(disclosed);
    if (answer === "2") await picture(page, "tool");
    await page.getByRole("button", { name: "Keep it" }).click();
  }
  const tool = page.locator("#numeric-exploitation");
  await expect(tool.locator("svg rect")).toHaveCount(2);
  await expect(tool).toContainText("at least 5");
  await tool.locator("summary", { hasText: "What drove it" }).last().click();
  await expect(tool).toContainText("Set by a rule, whatever the total");
  await clean(page);
  await picture(page, "tools");
});

test("a conference about a place names no child", async ({ page }) => {
  await reported(page);
  await page.getByRole("button", { name: "Open a case" }).click();
  const address = page.url();
  for (const [kind, name] of [["place", "The bus station"], ["child", "Alys Penhallow"]]) {
    await page.locator("summary", { hasText: "Name a person, place or thing" }).click();
    await page.locator("#kind").selectOption(kind);
    await page.locator("#subject-name").fill(name);
    await page.getByRole("button", { name: "Name a person, place or thing" }).click();
  }
  await page.goto(`${address}/outside`);
  await page.locator("#category").selectOption("extra_familial");
  await page.getByLabel("Online").check();
  await page.locator("#reason").fill("It happens at the bus station and in a group chat");
  await page.getByRole("button", { name: "Say where the harm comes from" }).click();
  await expect(page.locator("main")).toContainText("From outside the home · Online");
  await clean(page);
  await picture(page, "outside");
  await page.getByRole("link", { name: "Record a context conference" }).click();
  await clean(page);
  await page.locator("#held").fill("2026-11-18");
  await page.locator("[id='attended.0.role']").fill("Chair");
  await page.locator("[id='attended.0.agency']").fill("Children's services");
  await page.locator("#context").fill("The bus station after school. Alys waits there.");
  await page.locator("#draws").fill("Poor light, an empty unit");
  await page.locator("#guardians").fill("Shop staff and drivers");
  await page.locator("[id='action.0.text']").fill("Light the path");
  await page.locator("[id='action.0.owner']").fill("Council");
  await page.locator("input[value=DIS-CLOSURE]").check();
  await page.locator("#review").fill("2026-12-16");
  await page.getByRole("button", { name: "Keep the record" }).click();
  await expect(page.locator("#context-error")).toContainText("alys");
  await clean(page);
  await picture(page, "conference-refused");
  await page.locator("#context").fill("The bus station after school.");
  await page.getByRole("button", { name: "Keep the record" }).click();
  await expect(page).toHaveURL(/conferences\/1$/);
  await clean(page);
  await page.getByRole("link", { name: "The record to be printed" }).click();
  await expect(page.locator("main")).toContainText("names no child");
  await clean(page);
  await picture(page, "conference");
});

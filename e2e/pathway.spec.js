// From a teacher's report through the duty page to children's services and, by the authority, to the National Referral
// Mechanism: each by the person whose work it is, with the clocks that start, in few pages.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { folder, picture, signIn } from "./shared.js";

/** The pages that people wait for; those of signing in are counted apart. */
const pages = { work: 0, signIn: 0 };

/** A browser of somebody who signs in. */
async function somebody(browser, email) {
  const page = await (await browser.newContext()).newPage();
  page.on("framenavigated", (frame) => {
    if (frame !== page.mainFrame() || frame.url() === "about:blank") return;
    if (frame.url().includes("/sign-in")) pages.signIn += 1;
    else pages.work += 1;
  });
  await signIn(page, email);
  pages.work -= 1; // The first page of all, which nobody here needs.
  return page;
}

/** axe finds nothing but what the package does knowingly: a radio that opens questions says whether they are open. */
async function clean(page) {
  const found = await new AxeBuilder({ page }).analyze();
  const known = (node) => /govuk-(radios|checkboxes)__input/.test(node.html) && node.html.includes("aria-expanded");
  const real = found.violations.filter((one) => one.id !== "aria-allowed-attr" || !one.nodes.every(known));
  expect(real.map((one) => `${page.url()} ${one.id}: ${one.nodes[0].html}`)).toEqual([]);
}

async function choose(page, answers) {
  for (const [name, value] of Object.entries(answers)) await page.locator(`input[name="${name}"][value="${value}"]`).check();
}

/** Fills in what is in sight and empty: the last choice, a word, a number. */
async function rest(page) {
  for (const group of await page.locator("main .govuk-radios:visible").all()) {
    if ((await group.locator("input:checked").count()) === 0) await group.locator("input").last().check();
  }
  for (const field of await page.locator("main textarea:visible, main input.govuk-input:visible").all()) {
    const [kind, name] = [await field.getAttribute("type"), (await field.getAttribute("name")) ?? ""];
    if ((await field.inputValue()) !== "" || /-(day|month|year)$/.test(name) || name === "upload-file") continue;
    if (kind === "tel" || /telephones/.test(name)) await field.fill("07700 900456");
    else if (kind === "email") await field.fill("duty@kingsdown.gov.uk");
    else if ((await field.getAttribute("inputmode")) === "numeric") await field.fill("1");
    else await field.fill("Told by the child.");
  }
}

async function reports(teacher) {
  await teacher.goto("/report/professional");
  await clean(teacher);
  await teacher.getByRole("button", { name: "Continue" }).click();
  await expect(teacher.locator(".govuk-error-summary")).toContainText("Is anyone in danger right now? Choose one answer");
  await clean(teacher);
  await picture(teacher, "pathway-report-errors");
  pages.work -= 1; // Only to see what is said of what is missing.
  await choose(teacher, {
    harm: "criminal_exploitation", danger: "no", when: "week", threat: "yes", demand: "no", staff: "no", evidence: "no",
    know: "phones",
  });
  await teacher.locator("#happened").fill("He told me that he carries bags to Hull for older boys and that they threatened his sister.");
  await teacher.locator("[name='child.0.name']").fill("Sam Marsh");
  await teacher.locator("[name='child.0.age']").fill("14");
  await teacher.locator("[name='phones.0.number']").fill("07700 900456");
  await teacher.locator("#where").fill("SN3 1RA");
  await expect(teacher.locator("[name='job.0.name']")).toHaveValue("Tom Whitcombe");
  await teacher.locator("[name='job.0.role']").fill("Teacher");
  await picture(teacher, "pathway-report");
  await teacher.getByRole("button", { name: "Continue" }).click();
  await expect(teacher).toHaveURL(/\/check$/);
  await expect(teacher.locator("main")).toContainText("Sam Marsh");
  await clean(teacher);
  await picture(teacher, "pathway-check");
  await teacher.locator("form[action$='/send'] button").click();
  await expect(teacher.locator(".govuk-panel--confirmation")).toBeVisible();
}

async function assesses(lead) {
  await lead.goto("/queue");
  await lead.locator(".hearken-queue__row a", { hasText: "crime" }).first().click();
  await expect(lead.locator("main")).toContainText("He told me that he carries bags to Hull");
  await lead.locator("#then").selectOption("duty");
  await clean(lead);
  await picture(lead, "pathway-triage");
  await lead.getByRole("button", { name: "Open a case" }).click();
  await expect(lead).toHaveURL(/\/cases\/cas_[^/]+\/duty$/);
  await clean(lead);
  await picture(lead, "pathway-duty-begun");
  await lead.locator("#whose").fill("Tom Whitcombe, teacher");
  await choose(lead, { significant_harm: "yes", crime: "yes" });
  await lead.getByRole("button", { name: /^Begin/ }).click();
  await expect(lead).toHaveURL(/\/duty\/asm_/);
  const step = lead.locator("[data-step=RT-1], [data-step=RT-2], [data-step=RT-3]").filter({ hasText: "Children's services" }).first();
  await expect(step).toBeVisible();
  await clean(lead);
  await picture(lead, "pathway-duty");
  await step.getByRole("link", { name: /^Make this referral/ }).click();
}

async function refers(lead) {
  await expect(lead.locator("#child-name")).toHaveValue("Sam Marsh");
  await lead.locator("#to").selectOption({ index: 1 });
  await choose(lead, { consent: "given" });
  await rest(lead);
  await choose(lead, { "danger-now": "no" });
  await clean(lead);
  await picture(lead, "pathway-children");
  await lead.getByRole("button", { name: "Save and continue" }).click();
  await expect(lead.getByRole("heading", { name: "What leaves when you send it" })).toBeVisible();
  await clean(lead);
  await picture(lead, "pathway-children-check");
  await lead.getByRole("button", { name: "Send the referral" }).click();
  await expect(lead.locator(".govuk-tag").first()).toHaveText("Sent");
  await expect(lead.locator("main")).toContainText("EN-1");
}

/** The address in the newest letter that says that a referral has arrived. */
function arrived() {
  const outbox = join(folder, "outbox");
  const names = existsSync(outbox) ? readdirSync(outbox) : [];
  const letters = names.map((name) => readFileSync(join(outbox, name), "utf8").replace(/=\r?\n/g, ""));
  const addresses = letters.filter((text) => text.includes("has arrived") && text.includes("worker@council.example"));
  return addresses.map((text) => new URL(text.match(/https?:\S+\/referrals\/\S+/)[0]).pathname);
}

async function takes(worker, referral) {
  await worker.goto(referral);
  await expect(worker.locator("main")).toContainText("Sam Marsh");
  await worker.locator("form[action$='/accept'] button").click();
  await expect(worker).toHaveURL(/\/queue\/rep_/);
  await expect(worker.locator("main")).toContainText("carries bags to Hull");
  await worker.locator("#then").selectOption("nrm");
  await picture(worker, "pathway-taken");
  await worker.getByRole("button", { name: "Open a case" }).click();
}

async function mechanism(worker) {
  await expect(worker.locator(".govuk-warning-text")).toContainText("first responder");
  const sheets = [
    { "pv-under-age": "yes" },
    {},
    { "where-exploitation-happened": "uk", "types-of-exploitation": "forced-to-commit-crime" },
    { "county-lines": "yes" },
  ];
  for (const [number, chosen] of sheets.entries()) {
    await choose(worker, chosen);
    if (number === 2) await worker.locator("#where-exploitation-happened-uk-city").fill("Hull");
    for (const [id, day] of [["pv-dob", "1 2 2012"], ["first-known-on", "3 5 2026"]]) {
      if (number !== 3) continue;
      const parts = day.split(" ");
      for (const [at, part] of ["day", "month", "year"].entries()) await worker.locator(`[name="${id}-${part}"]`).fill(parts[at]);
    }
    await rest(worker);
    await clean(worker);
    await picture(worker, `pathway-nrm-${number + 1}`);
    await worker.getByRole("button", { name: "Save and continue" }).click();
  }
  await expect(worker).toHaveURL(/\/referrals\/ref_[0-9a-f]+$/);
  await picture(worker, "pathway-nrm-check");
  await worker.getByRole("button", { name: "Send the referral" }).click();
  await expect(worker.locator("main")).toContainText("NRM-C1");
  const payload = await (await worker.request.get(`${worker.url()}/payload.json`)).json();
  expect(payload).toMatchObject({ NRMOrDuty: "NRM", AdultOrChild: "Child", City1: "Hull", ComponentForcedCrime: "Yes" });
}

test("a teacher's report leads to children's services and to the mechanism in under twenty pages", async ({ browser }) => {
  test.setTimeout(180_000);
  await reports(await somebody(browser, "teacher@ridgeway.example"));
  const lead = await somebody(browser, "lead@ridgeway.example");
  await assesses(lead);
  const before = new Set(arrived());
  await refers(lead);
  await expect.poll(() => arrived().filter((one) => !before.has(one)).length).toBeGreaterThan(0);
  const worker = await somebody(browser, "worker@council.example");
  await takes(worker, arrived().find((one) => !before.has(one)));
  await mechanism(worker);
  console.log(`pages from the report to both referrals: ${pages.work}, and ${pages.signIn} of signing in`);
  expect(pages.work).toBeLessThan(20);
});

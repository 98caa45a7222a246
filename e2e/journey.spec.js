// A blackmailed child tells, on a phone, without JavaScript; the lead sees it first in the queue, with
// the reason, opens a case, decides and refers; the council acknowledges. axe looks at every page that has scripts to look with.
import { expect, test } from "@playwright/test";
import { clean, picture, send, signIn, tell } from "./shared.js";

const phone = { width: 390, height: 844 };

test.describe("on a phone, without JavaScript", () => {
  test.use({ viewport: phone, javaScriptEnabled: false });

  test("a blackmailed child is heard and comes first in the queue", async ({ page, browser }) => {
    await tell(page, async (here) => {
      const name = new URL(here.url()).pathname.split("/").pop() || "home";
      if (["home", "report", "harm", "advice", "happened"].includes(name)) await picture(here, name);
    });
    await send(page);
    await expect(page.locator(".govuk-panel--confirmation")).toBeVisible();
    await expect(page.locator(".hearken-code").first()).toHaveText(/(\d{4}\D?){4}/);
    await picture(page, "confirmation");
    await page.locator("details summary").filter({ hasText: "Proof that you told us" }).click();
    await expect(page.locator(".hearken-receipt")).toContainText("c2sp.org/tlog-proof@v1");
    const reference = await page.locator(".govuk-panel strong").innerText();

    const staff = await browser.newPage();
    await signIn(staff, "lead@service.example");
    const first = staff.locator(".hearken-queue__row").first();
    await expect(first.locator(".hearken-urgency")).toHaveText("Today");
    await expect(first).toContainText(reference);
    await expect(first).toContainText("Why:");
    await staff.close();
  });
});

test("a page may be left, and the way out leads elsewhere", async ({ page }) => {
  await page.goto("/report");
  await expect(page.locator("[data-exit]")).toHaveAttribute("href", /^\/leave/);
});

test("three presses of Shift leave the page, and capital letters do not", async ({ page }) => {
  await page.route("**/leave**", (route) => route.fulfill({ body: "elsewhere" }));
  await page.goto("/report");
  await page.keyboard.press("Shift+A");
  await page.keyboard.press("Shift+B");
  await page.keyboard.press("Shift+C");
  // The page is covered in the same moment in which it decides to leave.
  expect(await page.locator(".hearken-blank").count()).toBe(0);
  for (let press = 0; press < 3; press += 1) await page.keyboard.press("Shift");
  await expect(page).toHaveURL(/\/leave/);
});

test("every page of the child's journey is free of barriers", async ({ page }) => {
  await page.setViewportSize(phone);
  await tell(page, clean);
  await send(page);
  await expect(page.locator(".govuk-panel--confirmation")).toBeVisible();
  await clean(page);
});

test("a lead opens a case, decides, refers, and the referral is acknowledged", async ({ page, browser }) => {
  await signIn(page, "lead@service.example");
  await clean(page);
  await picture(page, "queue");
  await page.locator(".hearken-queue__row a").first().click();
  await clean(page);
  await picture(page, "triage");
  await page.locator("form[action$='/accept'] button").click();
  await expect(page).toHaveURL(/\/cases\/cas_/);
  await clean(page);
  const opened = page.url();
  await page.locator("#decision").selectOption("refer");
  await page.locator("#decide-reason").fill("The child is threatened now; children's services must see them today.");
  await page.locator("form[action$='/decide'] button").click();
  await expect(page.locator(".hearken-chronology")).toContainText("must see them today");
  await page.getByRole("link", { name: "Draft a referral" }).click();
  await page.locator("form button.govuk-button").last().click();
  await expect(page.locator(".govuk-error-summary")).toBeVisible();
  await clean(page);
  await page.locator("#to").selectOption({ label: "Kingsdown Children's Services" });
  await page.locator("#concern").fill("A child is blackmailed with a picture and is told to pay tonight.");
  await page.locator("#asks").fill("See the child today.");
  await page.locator("input[name=consent][value=given]").check();
  await clean(page);
  await picture(page, "refer");
  await page.locator("form button.govuk-button").last().click();
  await expect(page).toHaveURL(/\/referrals\/ref_/);
  await clean(page);
  const referral = page.url();
  await page.locator("form[action$='/send'] button").click();
  await expect(page.locator(".govuk-tag").first()).toHaveText("Sent");
  const paper = await page.request.get(`${referral}/referral.pdf`);
  expect((await paper.body()).subarray(0, 5).toString()).toBe("%PDF-");

  const council = await (await browser.newContext()).newPage();
  await signIn(council, "worker@council.example");
  await council.goto("/referrals");
  await clean(council);
  await council.getByRole("link", { name: await page.locator("h1").innerText().then((text) => text.split(" ").pop()) }).click();
  await clean(council);
  await picture(council, "referral");
  await council.locator("form[action$='/acknowledge'] button").click();
  await expect(council.locator(".govuk-tag").first()).toHaveText("Acknowledged");
  await council.close();

  await page.goto(opened);
  await expect(page.locator(".hearken-chronology")).toContainText("The referral was acknowledged");
  const open = (title) => page.locator(".hearken-side summary", { hasText: title }).click();
  await open("Add somebody to the team");
  await page.locator("#member").selectOption({ label: "Priya Raman" });
  await page.locator("form[action$='/team'] button").click();
  await open("Give a task");
  await page.locator("#task-text").fill("Ring the school.");
  await page.locator("#task-owner").selectOption({ label: "Priya Raman" });
  await page.locator("form[action$='/tasks'] button").last().click();
  await open("Add files");
  await page.locator("#files").setInputFiles({ name: "minutes.txt", mimeType: "text/plain", buffer: Buffer.from("Agreed.") });
  await page.locator("form[action$='/files'] button").click();
  await expect(page.getByRole("link", { name: "minutes.txt" })).toBeVisible();
  await open("Close the case");
  await page.locator("form[action$='/close'] button").click();
  await expect(page.locator("#close-reason")).toBeVisible();
  await expect(page.locator(".govuk-error-summary")).toContainText("Give the reason");
  await clean(page);
  await page.goto(opened);
  await clean(page);
  await picture(page, "case");
  await page.goto("/cases");
  await clean(page);
  await page.goto("/account");
  await clean(page);
});

test("a record is held by one lead, and erased by two, and whoever told it is told so", async ({ page, browser }) => {
  const teller = await (await browser.newContext({ viewport: phone })).newPage();
  await tell(teller, async () => {});
  await send(teller);
  const code = await teller.locator(".hearken-code--words").innerText();
  const reference = await teller.locator(".govuk-panel strong").innerText();

  await signIn(page, "lead@service.example");
  await page.locator(".hearken-queue__row a", { hasText: reference }).click();
  const report = page.url();
  await page.locator("input[name=reason][value=mistake]").check();
  await page.locator("#text").fill("A trial of the form, and about nobody.");
  await page.locator("form[action$='/close'] button").click();
  await page.goto(report);
  await page.getByRole("link", { name: "Keeping and erasing" }).click();
  await clean(page);
  await picture(page, "record");
  await page.locator("form[action$='/hold'] button").click();
  await expect(page.locator(".govuk-error-summary")).toBeVisible();
  await clean(page);
  await page.locator("#hold-reason").fill("The inspectorate asked for it.");
  await page.locator("form[action$='/hold'] button").click();
  await expect(page.locator(".govuk-inset-text")).toContainText("Under a legal hold");
  await page.locator("#release-reason").fill("They have seen it.");
  await page.locator("form[action$='/release'] button").click();
  await clean(page);
  await expect(page.locator("form[action$='/agree']")).toHaveCount(0);

  const deputy = await (await browser.newContext()).newPage();
  await signIn(deputy, "deputy@service.example");
  await deputy.goto(`${report}/record`);
  await clean(deputy);
  await deputy.locator("form[action$='/agree'] button").click();
  await expect(deputy.locator("main")).toContainText("It is not under a legal hold");
  await deputy.locator("#ground").selectOption("mistake");
  await deputy.locator("#erase-reason").fill("It is about nobody.");
  await deputy.locator("form[action$='/erase'] button").click();
  await clean(deputy);
  await deputy.close();

  await page.goto(`${report}/record`);
  await clean(page);
  await picture(page, "agree");
  await page.locator("form[action$='/agree'] button").click();
  await expect(page.locator("h1")).toHaveText("This record was erased");
  await expect(page.locator("main")).toContainText("Samira Haddad");
  await clean(page);
  await picture(page, "tombstone");

  await teller.goto("/back");
  await teller.locator("#code").fill(code);
  await teller.locator("main form button").click();
  await expect(teller.locator("h1")).toHaveText("Your report was erased");
  await clean(teller);
  await picture(teller, "erased");
});

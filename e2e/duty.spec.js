// On a case, who must be told by law is assessed and recorded; and who tried to stop it, out of their sight.
import { expect, test } from "@playwright/test";
import { clean, picture, send, signIn, tell } from "./shared.js";

/** Opens a case on the first report in the queue; its address. */
async function openCase(page) {
  await page.goto("/queue");
  await page.locator('main a[href*="/queue/rep_"]').first().click();
  await page.locator('form[action$="/accept"] button').click();
  await expect(page).toHaveURL(/\/cases\/cas_/);
  return new URL(page.url()).pathname;
}

/** Says yes to these questions; those that lie in a closed part are opened first. */
async function say(page, answer, facts) {
  for (const fact of facts) {
    const choice = page.locator(`input[name=${fact}][value=${answer}]`);
    if (!(await choice.isVisible())) {
      const around = page.locator("#answers details").filter({ has: choice });
      await around.locator("summary").click();
    }
    await choice.check();
  }
}

test("a duty is assessed, waits while a belief is held, and is met by a notification", async ({ page }) => {
  await signIn(page, "lead@service.example");
  const at = await openCase(page);
  await page.getByRole("link", { name: /^Duties to report/ }).click();
  await clean(page);
  await page.locator("#whose").fill("");
  await page.getByRole("button", { name: /^Begin/ }).click();
  await expect(page.locator("#whose-error")).toBeVisible();
  await clean(page);
  await page.locator("#whose").fill("Form tutor, 9B");
  await page.locator("#since").fill(await minutesAgo(page, 30));
  await page.getByRole("button", { name: /^Begin/ }).click();
  await expect(page).toHaveURL(/\/duty\/asm_/);
  await clean(page);
  await say(page, "yes", ["reporter_adult", "relevant_activity", "sexual_offence_suspected", "told_or_witnessed"]);
  await say(page, "yes", ["works_with_children"]);
  await page.getByRole("button", { name: "Save the answers" }).click();
  await say(page, "no", ["exception_applies"]);
  await page.getByRole("button", { name: "Save the answers" }).click();
  const duty = page.locator("[data-duty=DUTY-85]");
  await expect(duty).toContainText("It binds: notify");
  await expect(duty).toContainText("Not begun");
  await expect(page.locator("[data-step=RT-6]")).toContainText(/By .*20/);
  await expect(page.locator("[data-step=RT-6] a", { hasText: "Make this referral" })).toHaveAttribute("href", `${at}/refer?form=lado`);
  await clean(page);
  await picture(page, "duty-binds");

  await page.locator("summary", { hasText: "A belief on which it may wait" }).click();
  await page.locator("#belief").selectOption("endangers");
  await page.locator("#belief-reason").fill("He is at home with her until five");
  await page.locator('form[action$="/believe"] button').click();
  await expect(duty).toContainText("It may wait");
  await page.locator('form[action$="/believe-no-more"] input[name=reason]').fill("She is at school now");
  await page.locator('form[action$="/believe-no-more"] button').click();
  await expect(duty).toContainText("It binds: notify");

  await page.locator("summary", { hasText: "A notification was made" }).click();
  await page.locator("#notified-to").selectOption("police");
  await page.locator("#notified-whom").fill("Wiltshire Police, PC Lund");
  await page.locator("#notified-means").selectOption("telephone");
  await page.locator("#notified-said").fill("Mr Dane and the girl: she told me of it this morning");
  await page.locator('form[action$="/notified"] button').click();
  await expect(duty).toContainText("Notified");
  await page.locator("summary", { hasText: "What was recorded" }).click();
  await expect(page.locator(".hearken-chronology")).toContainText("A belief ended");
  await clean(page);
  await picture(page, "duty-met");
  await page.goto(at);
  await expect(page.locator("main")).toContainText("(EN-8)");
  await clean(page);
});

/** The time of day in London so many minutes ago, as a field takes it. */
async function minutesAgo(page, minutes) {
  const then = new Date(Date.now() - minutes * 60_000);
  return then.toLocaleString("sv-SE", { timeZone: "Europe/London" }).slice(0, 16).replace(" ", "T");
}

test("who works on a case records that the lead wanted to wait, and the lead finds nothing", async ({ page }) => {
  await tell(page, async () => {});
  await send(page);
  await expect(page.locator(".hearken-code").first()).toBeVisible();
  await signIn(page, "deputy@service.example");
  const at = await openCase(page);
  await page.getByRole("link", { name: /^Duties to report/ }).click();
  await page.getByRole("link", { name: /^Record that somebody tried/ }).click();
  await clean(page);
  await page.getByRole("button", { name: "Record it" }).click();
  await expect(page.locator(".govuk-error-summary")).toBeVisible();
  await clean(page);
  const lead = page.locator("#account option").filter({ hasText: "Morgan Ellery" });
  await page.locator("#account").selectOption(await lead.getAttribute("value"));
  await page.locator("#who").fill("Morgan");
  await page.locator("#role").fill("Safeguarding lead");
  await page.locator("#said").fill("Leave it until the inspectors have gone.");
  await page.locator("#at").fill(await minutesAgo(page, 10));
  await page.locator("#means").selectOption("in_person");
  await page.locator("input[name=timing][value=no]").check();
  await page.locator("#did").fill("I said no and rang the police.");
  await picture(page, "interference-form");
  await page.getByRole("button", { name: "Record it" }).click();
  await expect(page).toHaveURL(/\/interference\/int_/);
  await expect(page.locator("#MR-18")).toContainText("Not begun");
  await expect(page.locator("[data-next=dbs]")).toBeVisible();
  await clean(page);
  await picture(page, "interference");
  const record = page.url();

  await page.context().clearCookies();
  await signIn(page, "lead@service.example");
  await page.goto(`${at}/duty`);
  await expect(page.locator("main")).not.toContainText("Morgan, Safeguarding lead");
  const sought = await page.goto(record);
  expect(sought.status()).toBe(404);
});

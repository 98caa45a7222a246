// Checks receipts on the device: before the page says that something was received, on that page, and wherever somebody
// brings a receipt that they kept. All words stand in the page; without this script everything works as well.
import { digitsOf, fetched, leave, placeOf } from "./deposit.js";
import { checkReceipt, sentDigest } from "./proof.js";

const can = Boolean(globalThis.crypto?.subtle);
const holds = (checked) => checked.ok || checked.why === "not_witnessed";

// Sending: the digest is made of what this page shows, before it leaves; only a receipt for exactly that goes on.
const status = document.querySelector("[data-sending]");
const form = document.querySelector("form[data-sent]");

async function send() {
  const { answers, files } = JSON.parse(form.dataset.sent);
  const sent = await sentDigest(answers, files);
  // The server stores nothing when that is not what it would store: it shows what has changed.
  form.elements.sent.value = sent;
  const body = new URLSearchParams(new FormData(form));
  // Longer than the server tries before it keeps the report beside the store, or nobody would keep it.
  const answer = await fetch(form.action, { method: "POST", body, signal: AbortSignal.timeout(60_000) });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const receipt = page.querySelector("[data-receipt]");
  // No receipt: something is missing, or it was kept beside the store; the page that says so is shown.
  if (!receipt) return true;
  return holds(await checkReceipt({ proof: receipt.textContent, policy: receipt.dataset.policy, sent }));
}

function say(words, alarm) {
  status.textContent = words;
  status.hidden = false;
  status.classList.toggle("govuk-error-message", alarm);
}

if (can && form && status) {
  let [busy, unproved] = [false, false];
  form.addEventListener("submit", async (event) => {
    // Whoever was told that it is not proved sees what we have: a page of ours, with its code.
    if (unproved) return;
    event.preventDefault();
    if (busy) return;
    busy = true;
    say(status.dataset.now, false);
    try {
      // Sending again shows what was answered the first time.
      if (await send()) return void form.submit();
      unproved = true;
      say(status.dataset.unproved, true);
    } catch {
      say(status.dataset.unreached, true);
    }
    busy = false;
  });
}

// The page that shows a receipt.
const shown = document.querySelector("pre[data-receipt]");
if (can && shown?.dataset.policy) {
  const line = document.querySelector("[data-checked]");
  const checked = await checkReceipt({ proof: shown.textContent, policy: shown.dataset.policy });
  line.textContent = holds(checked) ? line.dataset.holds : line.dataset.fails;
  line.classList.toggle("govuk-error-message", !holds(checked));
  line.hidden = false;
  const left = document.querySelector("[data-left]");
  const digits = left && digitsOf(document.querySelector(".hearken-code").textContent);
  const alsoHolds = async (proof) => holds(await checkReceipt({ proof, policy: shown.dataset.policy }));
  if (digits && holds(checked)) {
    left.textContent = left.dataset.now;
    left.hidden = false;
    const kept = await leave(left.dataset.at, digits, shown.textContent, alsoHolds).catch(() => false);
    left.textContent = kept ? left.dataset.kept : left.dataset.not;
  }
}

// A receipt that somebody kept, or that was left for them.
const check = document.querySelector("[data-check]");
if (can && check) {
  const [line, details] = [check.querySelector("[data-checked]"), check.querySelector("[data-details]")];
  const verdict = ({ ok, witnessed, why }) => {
    if (ok) return witnessed ? "holds" : "alone";
    const names = { not_witnessed: "alone", not_signed: "foreign", unreadable: "unreadable" };
    return names[why] ?? "fails";
  };
  const lang = document.documentElement.lang === "cy" ? "cy" : "en-GB";
  const shape = { timeZone: "Europe/London", dateStyle: "full", timeStyle: "medium" };
  const moment = (micros) => new Date(micros / 1000).toLocaleString(lang, shape);
  const facts = (checked) => ({
    kind: checked.kind,
    record: `${checked.record} (${checked.version})`,
    time: moment(checked.time),
    place: `${checked.index} / ${checked.size}`,
    log: checked.log,
    witnesses: checked.witnesses.map(({ name, at }) => `${name}: ${moment(at * 1e6)}`).join("; ") || "–",
  });
  const judge = async (proof) => {
    const checked = await checkReceipt({ proof, policy: check.dataset.policy });
    line.textContent = check.dataset[verdict(checked)];
    details.hidden = !holds(checked);
    if (details.hidden) return;
    for (const [name, text] of Object.entries(facts(checked))) details.querySelector(`[data-of=${name}]`).textContent = text;
  };
  check.hidden = false;
  check.querySelector("input[type=file]")?.addEventListener("change", async ({ target }) => {
    const [file] = target.files;
    if (file) await judge(new Uint8Array(await file.arrayBuffer()));
  });

  // At the independent body: the code is worked on here, and only the place where the receipt lies is asked for.
  const save = check.querySelector("[data-save]");
  check.querySelector("form")?.addEventListener("submit", async (event) => {
    event.preventDefault();
    [details.hidden, save.hidden] = [true, true];
    try {
      const list = (await (await fetch("/words.txt")).text()).split("\n");
      const digits = digitsOf(event.target.elements.code.value, list);
      if (!digits) return void (line.textContent = check.dataset.typed);
      line.textContent = check.dataset.now;
      const receipt = await fetched("", await placeOf(digits));
      if (receipt === undefined) return void (line.textContent = check.dataset.nothing);
      await judge(receipt);
      save.querySelector("a").href = URL.createObjectURL(new Blob([receipt], { type: "text/plain" }));
      save.hidden = false;
    } catch (error) {
      // What does not open was altered; anything else says nothing about the receipt.
      line.textContent = error.name === "OperationError" ? check.dataset.fails : check.dataset.unreached;
    }
  });
}

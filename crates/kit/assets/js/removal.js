// The page that makes hashes on the device. What leaves is the form, with hashes in it: no picture, no frame, no name of a
// file. Nothing is stored here: no cache of ours, no cookie, no thumbnail. Once the page is there it needs no network, and
// it clears itself: when it is left, when the form was sent, and when nobody touched it for a quarter of an hour.
//
// All words stand in the page, as data of the elements.
const FILES_MAX = 20;
const FRAMES_MAX = 60;
const QUALITY_MIN = 50;
const SEEK_MS = 10_000;
const IDLE_MS = 15 * 60 * 1000;

const area = document.querySelector("[data-device]");
const instead = document.querySelector("[data-without]");

/** One picture or video: its hashes are all that is kept of it. */
let items = [];
let queue = Promise.resolve();
let round = 0;

function start() {
  const worker = new Worker(new URL("./hash-work.js", import.meta.url), { type: "module" });
  const waiting = new Map();
  let next = 0;
  const ask = (message, transfer = [], told = () => {}) =>
    new Promise((resolve, reject) => {
      const id = (next += 1);
      waiting.set(id, { resolve, reject, told });
      worker.postMessage({ ...message, id }, transfer);
    });
  return new Promise((resolve, reject) => {
    worker.addEventListener("error", reject);
    worker.addEventListener("message", ({ data }) => {
      if (data.ready) return void resolve({ ask, canvas: data.canvas, end: () => worker.terminate() });
      const one = waiting.get(data.id);
      if (data.part !== undefined) return void one.told(data.part);
      waiting.delete(data.id);
      if (data.failed) one.reject(new Error("unread"));
      else one.resolve(data);
    });
  });
}

// Whether an event comes, or an error, or nothing for too long: a decoder may wait for ever.
const happens = (target, name) =>
  new Promise((resolve) => {
    const over = setTimeout(() => resolve(false), SEEK_MS);
    const done = (held) => () => {
      clearTimeout(over);
      resolve(held);
    };
    target.addEventListener(name, done(true), { once: true });
    target.addEventListener("error", done(false), { once: true });
  });

// Frames of a video, one a second or sixty of a longer one, through the browser's own decoder. The element is in no page.
async function framesOf(file, { ask }, told) {
  const video = document.createElement("video");
  const address = URL.createObjectURL(file);
  [video.muted, video.playsInline, video.preload] = [true, true, "auto"];
  const found = new Set();
  try {
    const loaded = happens(video, "loadeddata");
    video.src = address;
    if (!(await loaded) || !video.videoWidth) return [];
    const length = Number.isFinite(video.duration) ? video.duration : 0;
    const count = Math.min(FRAMES_MAX, Math.max(1, Math.ceil(length)));
    for (let at = 0; at < count; at += 1) {
      const sought = happens(video, "seeked");
      video.currentTime = Math.min(length, length > FRAMES_MAX ? (at * length) / count : at);
      if (!(await sought)) break;
      const frame = await createImageBitmap(video, { colorSpaceConversion: "none" });
      const { hashes } = await ask({ frame }, [frame]);
      for (const hash of hashes) if (Number(hash.split(":")[2]) >= QUALITY_MIN) found.add(hash);
      told((at + 1) / count);
    }
    return [...found];
  } catch {
    return [];
  } finally {
    video.removeAttribute("src");
    video.load();
    URL.revokeObjectURL(address);
  }
}

async function hashed(file, worker, told) {
  const video = file.type.startsWith("video/");
  if (!video && !file.type.startsWith("image/")) return { why: "other" };
  const { hashes, why } = await worker.ask({ file, picture: !video }, [], (part) => told(video ? part / 2 : part));
  if (!video) return { of: "picture", hashes, why };
  const frames = worker.canvas ? await framesOf(file, worker, (part) => told(0.5 + part / 2)) : [];
  return { of: "video", hashes: [...frames, ...hashes], why: worker.canvas ? (frames.length ? undefined : "unread") : "canvas" };
}

function run(worker) {
  const [form, input, list] = ["form", "input[type=file]", "[data-list]"].map((name) => area.querySelector(name));
  const [status, shown, count] = ["[data-status]", "[data-shown]", "[data-count]"].map((name) => area.querySelector(name));
  const button = form.querySelector("button[type=submit]");
  const words = area.dataset;
  const say = (text, alarm = false) => {
    status.textContent = text;
    status.classList.toggle("govuk-error-message", alarm);
  };
  const filled = (text, number) => text.replace("{}", number);

  function show() {
    const sent = items.map(({ of, hashes }) => ({ of, hashes }));
    form.elements.items.value = items.length ? JSON.stringify(sent) : "";
    shown.textContent = items.length ? JSON.stringify(sent, null, 1) : words.nothing;
    count.textContent = filled(words.made, items.length);
    button.disabled = busy() || items.length === 0;
  }

  const busy = () => list.querySelector("[data-busy]") !== null;

  function row(file) {
    const line = document.createElement("li");
    const number = list.childElementCount + 1;
    const kind = file.type.startsWith("video/") ? words.video : words.picture;
    const [text, away] = [document.createElement("span"), document.createElement("button")];
    line.dataset.busy = "";
    text.textContent = `${filled(kind, number)}: ${filled(words.working, 0)}`;
    [away.type, away.className] = ["button", "govuk-button govuk-button--secondary hearken-small"];
    const name = document.createElement("span");
    [name.className, name.textContent] = ["govuk-visually-hidden", ` ${filled(kind, number)}`];
    away.append(words.remove, name);
    away.hidden = true;
    line.append(text, " ", away);
    list.append(line);
    return {
      line,
      away,
      tell: (told) => (text.textContent = `${filled(kind, number)}: ${told}`),
    };
  }

  async function take(file, mine) {
    const { line, away, tell } = row(file);
    const told = (part) => tell(filled(words.working, Math.round(part * 100)));
    const item = await hashed(file, worker, told).catch(() => ({ why: "failed" }));
    // Cleared meanwhile: what was made is dropped.
    if (mine !== round) return;
    delete line.dataset.busy;
    away.hidden = false;
    away.addEventListener("click", () => {
      items = items.filter((one) => one !== item);
      line.remove();
      show();
      input.focus();
    });
    if (item.of) items.push(item);
    const why = item.why && words[item.why];
    tell(item.of ? (why ? `${words.done} ${why}` : words.done) : (why ?? words.failed));
    show();
  }

  function choose() {
    const files = [...input.files];
    // The browser's list of chosen files goes at once: the page holds them only as long as they are worked on.
    input.value = "";
    if (files.length + items.length > FILES_MAX) return void say(words.many, true);
    say("");
    const mine = round;
    for (const file of files) queue = queue.then(() => (mine === round ? take(file, mine) : undefined));
    queue = queue.then(() => void (mine === round && items.length && say(words.ready)));
  }

  function clear(told) {
    round += 1;
    items = [];
    queue = Promise.resolve();
    list.replaceChildren();
    input.value = "";
    form.reset();
    show();
    say(told);
  }

  // The form leaves as any form does. Whether the service can be reached is asked first, with nothing in the question:
  // a form that fails on its way would take the page with it.
  let sending = false;
  async function send() {
    if (sending) return;
    sending = true;
    try {
      const answer = await fetch(window.location.href, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(20_000) });
      if (answer.ok) return void form.submit();
    } catch {
      // No network: said below.
    }
    sending = false;
    say(words.offline, true);
    window.addEventListener("online", send, { once: true });
  }

  let idle;
  const touched = () => {
    clearTimeout(idle);
    idle = setTimeout(() => clear(words.cleared), IDLE_MS);
  };
  for (const event of ["pointerdown", "keydown", "change"]) document.addEventListener(event, touched);
  touched();
  input.addEventListener("change", choose);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (busy() || !items.length) return;
    const ages = form.querySelectorAll("input[name=age]");
    if (ages.length && ![...ages].some((age) => age.checked)) {
      say(words.age, true);
      return void ages[0].focus();
    }
    send();
  });
  window.addEventListener("pagehide", () => {
    clear("");
    worker.end();
  });
  // Shown again without being loaded again: nothing works any more, so it is loaded.
  window.addEventListener("pageshow", (event) => event.persisted && window.location.reload());
  show();
  if (!worker.canvas) say(words.canvas, true);
}

if (area && globalThis.OffscreenCanvas && globalThis.createImageBitmap) {
  try {
    run(await start());
    [area.hidden, instead.hidden] = [false, true];
  } catch {
    // No worker: the page says what else there is.
  }
}

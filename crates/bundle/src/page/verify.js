// The page: what is chosen, what is told. Everything from the archive is put in as text, never as markup.
{
  const words = JSON.parse(document.getElementById("words").textContent);
  const at = (id) => document.getElementById(id);
  let [lang, last, turn] = ["en", null, 0];

  /** A sentence, with its gaps filled in. */
  function say(name, gaps = {}) {
    return words[lang][name].replace(/\{(\w+)\}/g, (_, gap) => shown(gaps[gap]));
  }

  /** Text of others, without what would reorder it or hide in it. */
  const shown = (text) => String(text ?? "").replace(/[^\P{C}\n]/gu, "\ufffd");

  function element(name, properties = {}, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }

  function moment(milliseconds) {
    const date = new Date(milliseconds);
    if (Number.isNaN(date.getTime())) return "?";
    const month = say("months").split(" ")[date.getUTCMonth()];
    return `${date.getUTCDate()} ${month} ${date.getUTCFullYear()}, ${date.toISOString().slice(11, 19)} UTC`;
  }

  const line = (text, className = "") => element("p", { className, textContent: text });

  function table(caption, headings, rows) {
    const head = element("tr", {}, ...headings.map((name) => element("th", { scope: "col", textContent: say(name) })));
    const made = element("table", {}, element("caption", { textContent: say(caption) }), element("thead", {}, head), element("tbody", {}, ...rows));
    return made;
  }

  function fileRow(file) {
    const name = element("th", { scope: "row", dir: "auto" }, line(shown(file.path)));
    const small = (text) => name.append(element("small", { textContent: text }));
    if (file.about) small(shown(file.about));
    if (file.name) small(`${say("received_as")}: ${shown(file.name)}`);
    if (file.exhibit) small(`${say("exhibit")}: ${shown(file.exhibit)}`);
    const found = element("td", {}, line(say(file.state), file.state === "same" ? "is-good" : "is-bad"));
    if (file.since !== undefined) found.append(line(say("in_log", { at: moment(file.since / 1000) })));
    return element("tr", {}, name, found);
  }

  function proofRow({ entry, about, path, found }) {
    const name = element("th", { scope: "row" }, line(shown(entry)));
    for (const text of [about, path]) name.append(element("small", { textContent: shown(text) }));
    const cell = element("td", {});
    const { kind, record, index, size } = found;
    if (found.ok) cell.append(line(say("holds", { kind, record, index, size, time: moment(found.time / 1000) }), "is-good"));
    else cell.append(line(say(`why_${found.why}`), "is-bad"));
    if (found.ok && found.compared) cell.append(line(say("compared")));
    for (const witness of found.witnesses ?? []) {
      cell.append(line(say("witnessed", { name: witness.name, at: moment(witness.at * 1000) })));
    }
    if (found.ok && !found.witnessed) cell.append(line(say("unwitnessed")));
    return element("tr", {}, name, cell);
  }

  function about({ manifest, number, given, keys }) {
    const { made_by: by } = manifest;
    const person = [by?.name, by?.role, by?.organisation].filter(Boolean).join(", ");
    const rows = [
      ["reference", manifest.reference], ["purpose", manifest.purpose], ["basis", manifest.basis],
      ["made_by", person], ["made_at", moment(Date.parse(manifest.made_at))],
      ["recipients", [manifest.recipients ?? []].flat().join("; ")], ["origin", manifest.origin],
    ];
    const list = element("dl", {});
    for (const [name, text] of rows) {
      list.append(element("dt", { textContent: say(name) }), element("dd", { textContent: shown(text), dir: "auto" }));
    }
    const code = (text) => element("dd", {}, element("code", { textContent: shown(text) }));
    const lines = String(keys).split("\n").filter((text) => /^\s*(log|witness)\s/.test(text));
    list.append(element("dt", { textContent: say("manifest") }), code(number));
    list.append(element("dt", { textContent: `${say("keys")}: ${say(given ? "keys_given" : "keys_own")}` }));
    list.append(element("dd", {}, ...lines.map((text) => element("p", {}, element("code", { textContent: shown(text) })))));
    return list;
  }

  function render() {
    document.documentElement.lang = lang;
    document.title = say("title");
    for (const place of document.querySelectorAll("[data-say]")) place.textContent = say(place.dataset.say);
    at("lang").lang = lang === "en" ? "cy" : "en";
    at("result").hidden = !last;
    if (!last) return;
    const { problem, wrong, rows, proofs } = last;
    const good = !problem && wrong === 0;
    const first = problem ? say(problem) : good ? say("good", { files: rows.length + 1, proofs: proofs.length }) : say("bad", { problems: wrong });
    const banner = element("div", { className: good ? "banner good" : "banner" }, line(first));
    if (good) banner.append(line(say("limits")));
    else if (!problem) banner.append(line(say("bad_rest")));
    at("banner").replaceChildren(banner);
    at("details").replaceChildren();
    if (problem) return;
    const title = (name) => element("h2", { textContent: say(name) });
    const worst = [...rows].sort((one, other) => (one.state === "same") - (other.state === "same"));
    at("details").append(title("about"), about(last));
    at("details").append(title("files"), table("files_caption", ["file", "found"], worst.map(fileRow)));
    at("details").append(title("proofs"));
    if (proofs.length === 0) at("details").append(line(say("no_proofs")));
    else at("details").append(table("proofs_caption", ["entry", "found"], proofs.map(proofRow)));
  }

  async function check(open) {
    turn += 1;
    const mine = turn;
    let spoken = 0;
    last = null;
    render();
    at("work").hidden = false;
    const tell = ({ at: number, of, bytes, all }) => {
      if (mine !== turn) return;
      at("progress").value = all ? bytes / all : 1;
      // Once in two seconds: a screen reader says each of them.
      if (Date.now() - spoken < 2000) return;
      spoken = Date.now();
      at("working").textContent = say("working", { at: number, of });
    };
    let found;
    try {
      found = await checkBundle(await open(), at("policy").value, tell);
    } catch {
      found = { problem: "bad_zip" };
    }
    // Another choice was made meanwhile.
    if (mine !== turn) return;
    last = found;
    at("work").hidden = true;
    at("working").textContent = "";
    render();
    at("verdict").focus();
  }

  at("folder").addEventListener("change", ({ target }) => {
    const files = [...target.files].map((file) => [file.webkitRelativePath || file.name, async () => file]);
    if (files.length) check(async () => new Map(files));
  });
  at("zip").addEventListener("change", ({ target }) => {
    const [file] = target.files;
    if (file) check(() => unzip(file));
  });
  at("form").addEventListener("submit", (event) => event.preventDefault());
  at("print").addEventListener("click", () => window.print());
  at("lang").addEventListener("click", () => {
    lang = lang === "en" ? "cy" : "en";
    render();
  });
}

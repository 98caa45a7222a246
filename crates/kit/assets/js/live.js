// Keeps a list up to date: when the server says that something has happened, the page is fetched again
// and the list replaced, quietly, without moving the focus.
const list = document.querySelector("[data-live]");

async function refresh() {
  const focused = document.activeElement?.id;
  const answer = await fetch(window.location.href, { headers: { accept: "text/html" } });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-live]");
  if (fresh && fresh.innerHTML !== list.innerHTML) {
    list.replaceChildren(...fresh.childNodes);
    if (focused) document.getElementById(focused)?.focus();
  }
}

if (list && window.EventSource) {
  const source = new EventSource(list.dataset.live);
  source.addEventListener("changed", refresh);
  window.addEventListener("pagehide", () => source.close());
}

// A quick way out: the button, or Shift pressed three times within five seconds. The page is covered
// at once, then replaced by our own address, which forgets what was being written and goes elsewhere.
const link = document.querySelector("[data-exit]");

function leave() {
  const blank = document.createElement("div");
  blank.className = "hearken-blank";
  document.body.append(blank);
  document.title = " ";
  window.location.replace(link.href);
}

if (link) {
  let presses = [];
  let alone = false;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  document.addEventListener("keydown", (event) => {
    alone = event.key === "Shift" && !event.repeat;
    if (!alone && event.key !== "Shift") presses = [];
  });
  // Counted on release, and only when nothing else was pressed meanwhile: capital letters do not leave.
  document.addEventListener("keyup", (event) => {
    if (event.key !== "Shift" || !alone) return;
    const now = Date.now();
    presses = presses.filter((at) => now - at < 5000).concat(now);
    if (presses.length >= 3) leave();
  });
}

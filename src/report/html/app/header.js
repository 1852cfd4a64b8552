// The numbers at the top and the bar that stays in sight. Takes the tally, gives words that follow every decision. Never
// counts itself.

const bar = {};

function setUpHeader() {
  const mount = document.getElementById("desk-bar");
  bar.words = el("span.progress-words");
  bar.fill = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  bar.fill.setAttribute("height", "6");
  bar.status = el("p.status", { id: "status" });
  bar.saving = el("span.saving");
  bar.file = el("input", { type: "file", accept: ".jsonl,.ndjson,.json,text/plain", hidden: true, "aria-label": "Load decisions", change: () => bar.file.files[0] && loadFile(bar.file.files[0]).finally(() => { bar.file.value = ""; }) });
  bar.save = el("button.main", { type: "button", click: saveFile }, "Save decisions");
  fill(mount, el("div.state", null, el("div.progress", null, meter(), bar.words), bar.status, bar.saving),
    el("div.tools", null, el("button", { type: "button", click: undoHere, "aria-keyshortcuts": "Z" }, "Undo", el("kbd", { "aria-hidden": "true" }, "Z")), bar.save,
      el("button", { type: "button", click: () => bar.file.click() }, "Load …"), bar.file,
      el("button", { type: "button", click: showHelp, "aria-keyshortcuts": "?" }, "Keys", el("kbd", { "aria-hidden": "true" }, "?"))));
  const size = () => document.documentElement.style.setProperty("--bar-height", `${document.getElementById("bar").offsetHeight}px`);
  new ResizeObserver(size).observe(document.getElementById("bar"));
  size();
}

function meter() {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [name, value] of [["viewBox", "0 0 100 6"], ["preserveAspectRatio", "none"], ["aria-hidden", "true"], ["class", "meter"]]) svg.setAttribute(name, value);
  svg.append(bar.fill);
  return svg;
}

function showHeader() {
  const now_ = outlook();
  const { totals } = page;
  const all = totals.removed_bytes;
  bar.fill.setAttribute("width", String(all ? (now_.decided / all) * 100 : 100));
  bar.now = now_;
  clearTimeout(bar.timer);
  bar.timer = setTimeout(showLede, 150);
  fill(bar.words, el("strong", null, percent(now_.decided, all)), ` of what goes is decided; ${bytes(now_.open)} in ${counted(now_.left, "block")} open`);
  showSaving();
}

// The words at the top, a little later: they are mostly out of sight, and to paint them costs more than all of the bar.
function showLede() {
  const { totals } = page;
  const articles = totals.dropped + droppedChange();
  const lede = document.querySelector(".lede");
  fill(lede, `If the decisions hold${bar.now.open > 0 ? ", and what is open is done as proposed" : ""}, ${percent(bar.now.removed, totals.bytes)} of the text and ${articles ? count(articles) : "none"} of ${counted(totals.read, "article")} ${articles === 1 ? "goes" : "go"}.`);
  const numbers = document.querySelectorAll(".figures .number");
  if (numbers[1]) fill(numbers[1], percent(bar.now.removed, totals.bytes));
}

// Whether all is safe, in words.
function showSaving() {
  if (!bar.saving) return;
  const n = book.held.size;
  const wrong = trouble();
  const words = wrong ? `Not saved: ${wrong}`
    : store.live ? (server.queue.length || server.behind ? "Saving …" : `${counted(n, "decision")}, all saved`)
      : !n && !unsaved() ? "No decision yet" : unsaved() ? `${counted(n, "decision")}, not saved yet` : `${counted(n, "decision")}, saved`;
  bar.saving.classList.toggle("alarm", Boolean(wrong));
  bar.saving.classList.toggle("wants", !store.live && n > 0 && unsaved());
  fill(bar.saving, words);
}

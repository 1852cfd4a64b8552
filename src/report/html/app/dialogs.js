// Questions that need more than a key: which hosts, what note, what rule. Takes what is in front, gives decisions. Escape
// leaves without one.

// A dialog with a form; `then` is called when it is agreed to.
function ask(title, body, agree, then) {
  const close = () => dialog.close();
  const form = el("form", { method: "dialog" }, el("h2", { id: "dialog-title" }, title), body,
    el("div.actions", null, el("button.main", { type: "submit" }, agree), then ? el("button", { type: "button", click: close }, "Cancel", el("kbd", { "aria-hidden": "true" }, "Esc")) : null));
  const back = document.activeElement;
  const dialog = el("dialog", { "aria-labelledby": "dialog-title", close: () => { dialog.remove(); if (back && back.isConnected) back.focus({ preventScroll: true }); } }, form);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    close();
    if (then) then();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

function onlyBlock() {
  const { blocks } = inFront();
  if (!blocks.length) say("This is for single blocks: open the group with Enter.");
  return blocks.length ? blocks : null;
}

// Remove on these hosts only.
function askHosts() {
  const blocks = onlyBlock();
  if (!blocks) return;
  const seen = new Map();
  for (const i of blocks) for (const [h, removed, out, , kept] of page.blocks[i].on) seen.set(page.hosts[h].host, [removed, out, kept]);
  const before = book.held.get(`block:${page.blocks[blocks[0]].id}`);
  const picked = before && before.hosts ? before.hosts : [];
  const boxes = [...seen].map(([host, [removed, out, kept]]) => {
    const box = el("input", { type: "checkbox", value: host, checked: picked.length ? picked.includes(host) : removed > 0 });
    box.dataset.host = host;
    return el("label.tick", null, box, el("bdi", { dir: "ltr" }, hostName(host)), el("span.quiet", null, ` removed ${count(removed)}× (${bytes(out)}), kept ${count(kept)}×`));
  });
  const elsewhere = radios("elsewhere", [["keep", "keep it"], ["", "as copydesk decides"]], "keep");
  const further = blocks.length === 1 && page.blocks[blocks[0]].hosts > seen.size ? el("p.quiet", null, `${counted(page.blocks[blocks[0]].hosts - seen.size, "further host")} are not named in this page.`) : null;
  const body = [el("fieldset", null, el("legend", null, "Remove on"), boxes, further), el("fieldset", null, el("legend", null, "On all other hosts"), elsewhere.rows)];
  ask("Remove on these hosts only", body, "Remove there", () => {
    const hosts = boxes.map((row) => row.querySelector("input")).filter((box) => box.checked).map((box) => box.dataset.host).sort();
    if (!hosts.length) return say("No host was chosen.");
    return decideBlocks(blocks, "remove", { hosts, elsewhere: elsewhere.value() || undefined });
  });
}

function radios(name, options, chosen) {
  const boxes = options.map(([value]) => el("input", { type: "radio", name, value, checked: value === chosen }));
  const rows = options.map(([, words], k) => el("label.tick", null, boxes[k], words));
  return { rows, boxes, value: () => boxes.find((box) => box.checked).value };
}

function askNote() {
  const blocks = onlyBlock();
  if (!blocks) return;
  const before = book.held.get(`block:${page.blocks[blocks[0]].id}`);
  askText("Note", before ? before.note || "" : "", (note) => {
    const changes = blocks.map((i) => {
      const key = `block:${page.blocks[i].id}`;
      const held = book.held.get(key);
      return [key, held ? { ...held, note } : blockDecision(i, "unsure", { note })];
    });
    decide(changes, "note");
    say(before ? "Noted." : "Noted; the block is marked as unsure.");
  });
}

function askText(title, text, then) {
  const area = el("textarea", { rows: "4", "aria-label": title, dir: "auto" });
  area.value = text;
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) area.form.requestSubmit();
  });
  ask(title, [area, el("p.quiet", null, "Ctrl+Enter saves.")], "Save", () => then(area.value.trim()));
  area.focus();
}

// A rule made from a block, with what else it would decide.
function askRule() {
  const blocks = onlyBlock();
  if (!blocks) return;
  const b = page.blocks[blocks[0]];
  const begin = b.slot ? b.text.split(SLOT)[0].trim() : b.text.split(/\s+/).slice(0, 4).join(" ");
  const kind = radios("kind", [["text", "whole lines with this wording"], ["lead", "all lines that begin with these words"]], b.slot ? "lead" : "text");
  const action = radios("action", [["remove", "remove them"], ["keep", "keep them"]], "remove");
  const wording = el("input", { type: "text", "aria-label": "Wording", dir: "auto", spellcheck: "false" });
  const preview = el("div.preview", { "aria-live": "polite" });
  const show = () => showPreview(preview, kind.value(), wording.value);
  const set = () => { wording.value = kind.value() === "lead" ? begin : b.text; show(); };
  kind.boxes.forEach((box) => box.addEventListener("change", set));
  wording.addEventListener("input", show);
  if (b.long) blockMore(blocks[0], (c) => { if (c.text && kind.value() === "text" && wording.value === b.text) wording.value = c.text; });
  const body = [el("fieldset", null, el("legend", null, "Rule for"), kind.rows), el("label.wide", null, "Wording (case and punctuation do not count)", wording), el("fieldset", null, el("legend", null, "What is done"), action.rows), preview];
  ask("Make a rule", body, "Make the rule", () => makeRule(kind.value(), wording.value.trim(), action.value()));
  set();
  wording.focus();
}

function showPreview(node, kind, text) {
  const found = meant(kind, text);
  const open = found.filter((i) => tally.act[i] === "");
  const words = found.length ? `Decides ${counted(found.length, "block")} in this page, ${count(open.length)} of them still open:` : "Decides no block in this page. It may still hold for lines that stand once, and for the next crawl.";
  const rest = open.length - 20;
  fill(node, el("p", null, words), el("ul.lines", { tabindex: "0", "aria-label": "Open blocks that it decides" }, open.slice(0, 20).map((i) => el("li", null, scraped("span", page.blocks[i].text.slice(0, 160), null, page.blocks[i].slot), el("span.n", null, `${count(page.blocks[i].removed + page.blocks[i].kept)}×`))),
    rest > 0 ? el("li.quiet", null, `and ${count(rest)} more`) : null));
}

function makeRule(kind, text, action) {
  if (!wordsOf(text)) return say("A rule wants words.");
  const decision = made({ [kind]: text }, action);
  const open = meant(kind, text).filter((i) => tally.act[i] === "").length;
  decide([[keyOf(decision), decision]], "rule");
  return goOn(`Rule made; it decides ${counted(open, "open block")}.`);
}

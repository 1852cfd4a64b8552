// What is asked for of the list of blocks: the controls above it. Takes clicks and words, sets the view. Never lists.

const wishes = {};
let typing = 0;

function filterBar() {
  wishes.text = el("input", { type: "search", id: "search", placeholder: "Search the wording", autocomplete: "off", spellcheck: "false", input: searchSoon });
  wishes.by = picker("View", VIEWS, "by");
  wishes.order = picker("Order", ORDERS, "order");
  wishes.state = picker("State", STATES, "state");
  wishes.fate = picker("What happens", FATE_FILTER, "fate");
  wishes.label = picker("Label", { "": "all", ...Object.fromEntries(page.labels.map((l) => [l, l])) }, "label");
  wishes.host = el("input", { type: "text", id: "host-wish", list: "host-names", autocomplete: "off", spellcheck: "false", placeholder: "all", change: hostWish });
  wishes.only = picker("Only", ONLY, "only");
  const names = el("datalist", { id: "host-names" }, page.hosts.map((h) => el("option", { value: hostName(h.host) })));
  const search = el("label.search", null, el("span.hidden", null, "Search the wording"), wishes.text, el("kbd", { "aria-hidden": "true" }, "/"));
  const host = el("label", null, el("span", null, "Host"), wishes.host);
  const rows = ["by", "order", "state", "fate", "label"].map((field) => wishes[field].row);
  showWishes();
  return el("div.filter-bar", { role: "search", "aria-label": "Blocks" }, search, rows, host, wishes.only.row, names, blockDesk.chips);
}

function picker(name, options, field) {
  const select = el("select", { id: `wish-${field}`, change: () => wish(field, select.value) },
    Object.entries(options).map(([value, words]) => el("option", { value }, words)));
  return { node: select, row: el("label", null, el("span", null, name), select) };
}

function wish(field, value) {
  view[field] = value;
  if (field === "by") view.opened.clear();
  listAnew();
}

function hostWish() {
  const name = wishes.host.value.trim();
  if (name && hostIndex(name) < 0) {
    const near = page.hosts.find((h) => hostName(h.host).includes(name));
    if (!near) return say(`No host is called ${name}.`);
    wishes.host.value = hostName(near.host);
  }
  return wish("host", wishes.host.value.trim());
}

function searchSoon() {
  clearTimeout(typing);
  typing = setTimeout(() => wish("text", wishes.text.value), 60);
}

// The controls as the view is.
function showWishes() {
  wishes.text.value = view.text;
  wishes.host.value = view.host;
  for (const field of ["by", "order", "state", "fate", "label", "only"]) wishes[field].node.value = view[field];
}

// What narrows the list, each to be taken away.
function showChips() {
  const active = [
    ["text", view.text && `“${view.text}”`], ["host", view.host], ["label", view.label],
    ["fate", view.fate && FATE_FILTER[view.fate]], ["only", view.only && ONLY[view.only]],
  ].filter(([, words]) => words);
  fill(blockDesk.chips, active.map(([field, words]) => el("button.chip", { type: "button", click: () => drop(field) }, words, unseen(": take this filter away"), el("span", { "aria-hidden": "true" }, " ×"))));
}

function drop(field) {
  view[field] = "";
  showWishes();
  listAnew();
  wishes.text.focus();
}

// A list of any length, of which only the rows in sight stand in the page. Takes the number of rows and how one is drawn,
// gives a listbox that says where it is. Rows are as high as the style sheet says; never scrolls the page itself.

const BEYOND = 4;

function makeList(id, label, draw, on) {
  const inner = el("div.rows", { role: "presentation" });
  const node = el("div.list", { id, role: "listbox", tabindex: "0", "aria-label": label, "aria-multiselectable": "true" }, inner);
  const list = { id, node, inner, draw, on, size: 0, at: 0, height: 52, top: 0, sight: 600, shown: new Map(), chosen: () => false };
  node.addEventListener("scroll", () => {
    list.top = node.scrollTop;
    drawRows(list);
  }, { passive: true });
  node.addEventListener("mousedown", (event) => pressRow(list, event));
  node.addEventListener("dblclick", () => on.open(list.at));
  new ResizeObserver(() => measure(list)).observe(node);
  return list;
}

function pressRow(list, event) {
  const row = event.target.closest("[role=option]");
  if (!row) return;
  const index = Number(row.dataset.row);
  if (event.shiftKey || event.ctrlKey || event.metaKey) list.on.choose(index, event.shiftKey);
  goTo(list, index);
  if (event.target.closest("[data-turn]")) list.on.open(index);
}

function measure(list) {
  const probe = el("div.row");
  list.inner.append(probe);
  const height = probe.getBoundingClientRect().height;
  probe.remove();
  if (!height) return;
  list.height = height;
  list.sight = list.node.clientHeight;
  list.top = list.node.scrollTop;
  redraw(list);
}

function setSize(list, size, at) {
  list.size = size;
  list.at = Math.max(0, Math.min(at, size - 1));
  redraw(list);
  showRow(list, list.at);
}

// All rows anew; those that would look the same stay, for what is put into the page is laid out and painted.
function redraw(list) {
  list.inner.style.height = `${list.size * list.height}px`;
  for (const [index, row] of list.shown) {
    const fresh = index < list.size ? dressed(list, index) : null;
    if (fresh && row.isEqualNode(fresh)) continue;
    if (fresh) row.replaceWith(fresh);
    else row.remove();
    if (fresh) list.shown.set(index, fresh);
    else list.shown.delete(index);
  }
  drawRows(list);
}

function drawRows(list) {
  const { height, top, sight } = list;
  const from = Math.max(0, Math.floor(top / height) - BEYOND);
  const to = Math.min(list.size, Math.ceil((top + sight) / height) + BEYOND);
  for (const [index, row] of list.shown) {
    if ((index < from || index >= to) && index !== list.at) {
      row.remove();
      list.shown.delete(index);
    }
  }
  for (let index = from; index < to; index += 1) drawRow(list, index);
  if (list.size) drawRow(list, list.at);
  mark(list);
}

function drawRow(list, index) {
  if (list.shown.has(index)) return;
  const row = dressed(list, index);
  list.shown.set(index, row);
  const next = list.shown.get(index + 1);
  list.inner.insertBefore(row, next || null);
}

// A row as it stands in the list.
function dressed(list, index) {
  const row = list.draw(index);
  row.id = `${list.id}-${index}`;
  row.dataset.row = index;
  row.setAttribute("role", "option");
  row.setAttribute("aria-setsize", list.size);
  row.setAttribute("aria-posinset", index + 1);
  row.style.top = `${index * list.height}px`;
  markRow(list, index, row);
  return row;
}

function markRow(list, index, row) {
  row.classList.toggle("at", index === list.at);
  row.setAttribute("aria-selected", list.chosen(index) ? "true" : "false");
}

function mark(list) {
  for (const [index, row] of list.shown) markRow(list, index, row);
  if (list.size) list.node.setAttribute("aria-activedescendant", `${list.id}-${list.at}`);
  else list.node.removeAttribute("aria-activedescendant");
}

// These rows anew, if they are in sight.
function redrawSome(list, which) {
  for (const index of [...list.shown.keys()]) {
    if (!which(index)) continue;
    list.shown.get(index).remove();
    list.shown.delete(index);
  }
  drawRows(list);
}

function goTo(list, index) {
  if (!list.size) return;
  list.at = Math.max(0, Math.min(index, list.size - 1));
  showRow(list, list.at);
  drawRows(list);
  list.on.move(list.at);
}

// Sizes are remembered, for asking the page would make it lay itself out anew.
function showRow(list, index) {
  const { height, sight } = list;
  const top = index * height;
  if (top < list.top) list.top = Math.max(0, top - height / 2);
  else if (top + height > list.top + sight) list.top = Math.max(0, Math.min(top + height * 1.5, list.size * height) - sight);
  else return;
  list.node.scrollTop = list.top;
}

// Keys that move in a list: whether this was one.
function moveKey(list, name) {
  const sheet = Math.max(1, Math.floor(list.sight / list.height) - 1);
  const step = { ArrowDown: 1, ArrowUp: -1, j: 1, l: -1, PageDown: sheet, PageUp: -sheet, Home: -list.size, End: list.size }[name];
  if (!step) return false;
  goTo(list, list.at + step);
  return true;
}

// A sheet beside a list begins at its top with every row; told only where it was scrolled.
function makeSheet(id, label) {
  const node = el("div.sheet", { id, role: "region", "aria-label": label, tabindex: "0" });
  let scrolled = false;
  node.addEventListener("scroll", () => { scrolled = true; }, { passive: true });
  const toTop = () => {
    if (scrolled) node.scrollTop = 0;
    scrolled = false;
  };
  return { node, toTop };
}

// The rows of the list of blocks. Takes a row of the view, gives an element of two lines. Never more than a row.

const chosenBlocks = new Set();
const chosenGroups = new Set();

function drawBlockRow(index) {
  const row = view.rows[index];
  return row.i === undefined ? drawGroup(row) : drawBlock(row);
}

function drawBlock({ i, group }) {
  const b = page.blocks[i];
  const act = tally.act[i];
  return el(`div.row.block${group ? ".inner" : ""}${act ? ".done" : ""}.${act || b.fate}`, null,
    el("div.line", null, markOf(act, chosenBlocks.has(i)), group && group.label === b.label ? null : el("span.label", null, b.label),
      el("bdi.gist", { dir: "auto" }, b.slot ? slots(b.text.slice(0, 200)) : b.text.slice(0, 200))),
    el("div.facts", null, blockFacts(b)));
}

function blockFacts(b) {
  const size = b.fate === "keep" ? `${bytes(b.kept_bytes)} kept` : bytes(b.bytes);
  return [
    el("span.size", null, size),
    el("span", null, `${count(b.removed + b.kept)}×`),
    el("span", null, counted(b.hosts, "host")),
    el("span", null, confidence(b.p, b.fate)),
    strip(b.pos),
    el("span.when", null, dates(b.from, b.to)),
  ];
}

function markOf(act, chosen) {
  if (chosen) return [el("span.mark.chosen", { "aria-hidden": "true" }, "☑"), unseen("selected, ")];
  if (act === "some") return [el("span.mark", { "aria-hidden": "true" }, "±"), unseen("decided by host, ")];
  const known = ACTIONS[act];
  if (!known) return [el("span.mark.open", { "aria-hidden": "true" }, "○"), unseen("open, ")];
  return [el(`span.mark.${act}`, { "aria-hidden": "true" }, known[0]), unseen(`${known[1]}, `)];
}

// Where in its articles a block stands: five places, one of them filled.
function strip(pos) {
  const places = Object.keys(PLACES).map((name) => el(`i${name === pos ? ".here" : ""}`));
  return [el("span.strip5", { "aria-hidden": "true" }, places), unseen(PLACES[pos] || "")];
}

function drawGroup(row) {
  const { group, members } = row;
  const open = view.opened.has(group.name);
  const turn = el("span.turn", { "data-turn": "", "aria-hidden": "true" }, open ? "▾" : "▸");
  const state = group.key ? groupState(group) : null;
  const act = state && state.own ? state.own.action : "";
  const chosen = isChosen(row);
  return el(`div.row.group${isDone(state, members) ? ".done" : ""}`, null,
    el("div.line", null, turn, unseen(open ? "open group, " : "closed group, "), act || chosen ? markOf(act, chosen) : null, groupTitle(group)),
    el("div.facts", null, groupFacts(group, members, state)));
}

const isDone = (state, members) => (state ? state.open === 0 : members.every((i) => tally.act[i] !== ""));

function groupTitle(group) {
  if (group.act !== undefined) return el("b", null, group.act === "" ? "open" : group.act === "some" ? "decided by host" : ACTIONS[group.act][1]);
  const host = group.host < 0 ? "several hosts" : hostName(page.hosts[group.host].host);
  return [el("bdi.host", { dir: "ltr" }, host), el("span.label", null, group.label)];
}

function groupFacts(group, members, state) {
  const size = group.key ? group.bytes : members.reduce((sum, i) => sum + impact(page.blocks[i]), 0);
  const facts = [el("span.size", null, bytes(size)), el("span", null, counted(members.length, "block"))];
  if (group.singles) facts.push(el("span", null, `${count(group.singles[0])} one-off`));
  if (isDone(state, members)) facts.push(el("span", null, "all decided"));
  if (!state) return facts;
  if (state.open && state.doubtful) facts.push(el("span.doubtful", null, `${count(state.doubtful)} doubtful`));
  if (state.open && state.open < group.bytes) facts.push(el("span", null, `${bytes(state.open)} open`));
  return facts;
}

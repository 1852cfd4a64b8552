// What the decisions lead to. Takes the index and the book, gives for every block what is in force, what would go and what
// is still open, and the sums of it. Never changes a decision.

const tally = { open: null, go: null, act: null, base: null, known: 0 };
const groups = new Map();
const blockAt = new Map();
const hits = new Map();
const ruled = new Map();

const groupName = (host, label) => `${page.hosts[host].host}/${label}`;

function groupOf(host, label) {
  const name = groupName(host, label);
  if (!groups.has(name)) {
    const row = { name, key: `group:${name}`, host, label, blocks: [], bytes: 0, doubtful: 0, removed: 0, weight: 0, singles: null };
    groups.set(name, row);
  }
  return groups.get(name);
}

// Once, when the page opens.
function setUpTally() {
  page.blocks.forEach((b, i) => {
    blockAt.set(b.id, i);
    b.on = b.on || [];
    b.groups = b.on.map((cell) => (cell[1] > 0 ? intoGroup(i, b, cell) : null));
  });
  for (const [host, label, removed, bytesOf, doubtful] of page.singles || []) {
    const group = groupOf(host, page.labels[label]);
    group.singles = [removed, bytesOf, doubtful];
    addUp(group, removed, bytesOf, doubtful, bytesOf ? doubtful / bytesOf : 0);
  }
  const n = page.blocks.length;
  const base = Float64Array.from(page.blocks, (b) => cellsOf(b).reduce((sum, cell) => sum + cell[2], 0));
  const known = base.reduce((sum, size) => sum + size, 0);
  Object.assign(tally, { open: new Float64Array(n), go: new Float64Array(n), act: new Array(n).fill(""), known, base });
}

function intoGroup(i, b, cell) {
  const group = groupOf(cell[0], b.label);
  group.blocks.push(i);
  addUp(group, cell[1], cell[2], cell[3], doubt(b.p));
  return group;
}

function addUp(group, removed, bytesOf, doubtful, weight) {
  group.removed += removed;
  group.bytes += bytesOf;
  group.doubtful += doubtful;
  group.weight += bytesOf * Math.max(0.02, weight);
}

// The decisions about this very block: its own, and lines and leads that mean it.
function about(i) {
  const own = book.held.get(`block:${page.blocks[i].id}`);
  const rules = (ruled.get(i) || []).map((key) => book.held.get(key)).filter(Boolean);
  return own ? [own, ...rules] : rules;
}

// What these say for a host; keeping goes before all else.
function saidFor(decisions, host) {
  const said = decisions.map((d) => {
    if (d.action === "unsure") return "";
    return !d.hosts || !d.hosts.length || d.hosts.includes(host) ? d.action : d.elsewhere || "";
  });
  return ["keep", "first", "remove"].find((action) => said.includes(action)) || "";
}

// One place of a block: [what is in force, bytes that go, bytes that are open].
function place(b, cell, group, decisions) {
  const [host, , out, doubtful, , kept] = cell;
  const said = decisions.length && host !== null ? saidFor(decisions, page.hosts[host].host) : saidFor(decisions, null);
  if (said === "keep") return ["keep", 0, 0];
  if (said === "remove") return ["remove", out + kept, 0];
  if (said === "first") return ["first", (out + kept) * (1 - 1 / Math.max(1, b.removed + b.kept)), 0];
  const all = group && book.held.get(group.key);
  if (all && all.action !== "unsure") return grouped(all, out, doubtful);
  const earlier = b.decided && b.decided !== "unsure" && isEarlier(b);
  return earlier ? [b.decided, out, 0] : ["", out, out];
}

function grouped(decision, out, doubtful) {
  const rest = decision.doubtful ? 0 : doubtful;
  return [decision.action, decision.action === "keep" ? rest : out, rest];
}

// Decided by an earlier run, and that decision has not been taken back here.
function isEarlier(b) {
  const own = `block:${b.id}`;
  if (book.given.has(own)) return book.held.has(own);
  return !book.dropped;
}

function cellsOf(b) {
  if (!b.others) return b.on;
  return [...b.on, [null, ...b.others]];
}

// Works out one block anew.
function weigh(i) {
  const b = page.blocks[i];
  const decisions = about(i);
  let [go, open] = [0, 0];
  const acts = new Set();
  cellsOf(b).forEach((cell, k) => {
    const [act, goes, rests] = place(b, cell, b.groups[k], decisions);
    if (cell[1] > 0 || act) acts.add(act);
    go += goes;
    open += rests;
  });
  tally.go[i] = go;
  tally.open[i] = open;
  tally.act[i] = inForce(b, acts, decisions, open);
}

// What is in force for a block as a whole: an action, "some" for several, "unsure", or nothing.
function inForce(b, acts, decisions, open) {
  if (open === 0 && acts.size === 1 && !acts.has("")) return [...acts][0];
  if (open === 0 && acts.size > 1 && (b.removed > 0 || decisions.length)) return "some";
  return decisions.some((d) => d.action === "unsure") ? "unsure" : "";
}

function weighAll() {
  hits.clear();
  ruled.clear();
  for (const key of book.held.keys()) learnRule(key);
  page.blocks.forEach((b, i) => weigh(i));
}

// Remembers which blocks a line or a lead means.
function learnRule(key) {
  const kind = key.slice(0, 4);
  if ((kind !== "text" && kind !== "lead") || key[4] !== ":" || hits.has(key)) return;
  const found = meant(kind, key.slice(5));
  hits.set(key, found);
  for (const i of found) ruled.set(i, [...(ruled.get(i) || []), key]);
}

// After a change: only what it touches.
function reweigh(keys) {
  const touched = new Set();
  for (const key of keys) {
    learnRule(key);
    const at = key.startsWith("block:") ? blockAt.get(key.slice(6)) : undefined;
    if (at !== undefined) touched.add(at);
    for (const i of hits.get(key) || []) touched.add(i);
    const group = key.startsWith("group:") && groups.get(key.slice(6));
    if (group) group.blocks.forEach((i) => touched.add(i));
  }
  book.dropped = [...book.given.keys()].some((key) => !key.startsWith("block:") && !book.held.has(key));
  touched.forEach(weigh);
}

const cellIn = (i, group) => page.blocks[i].on[page.blocks[i].groups.indexOf(group)];

// Bytes of a block that are open in one of its groups.
const openIn = (i, group) => place(page.blocks[i], cellIn(i, group), group, about(i))[2];

// What of a group is decided: by its own decision or block by block.
function groupState(group) {
  const own = book.held.get(group.key);
  const b = group.singles ? group.singles[1] : 0;
  let open = own && own.action !== "unsure" ? (own.doubtful ? 0 : group.singles ? group.singles[2] : 0) : b;
  let doubtful = 0;
  let left = 0;
  for (const i of group.blocks) {
    if (tally.act[i] !== "" && tally.act[i] !== "unsure") continue;
    const rests = openIn(i, group);
    open += rests;
    if (rests) left += 1;
    if (rests && cellIn(i, group)[3]) doubtful += 1;
  }
  return { own, open, left, doubtful };
}

// Bytes of removals that stand once: what is decided of them, and what goes.
function singlesNow() {
  let [decided, kept] = [0, 0];
  for (const group of groups.values()) {
    const own = group.singles && book.held.get(group.key);
    if (!own || own.action === "unsure") continue;
    const meantBytes = group.singles[1] - (own.doubtful ? 0 : group.singles[2]);
    decided += meantBytes;
    if (own.action === "keep") kept += meantBytes;
  }
  return { decided, kept };
}

// All in one, for the header: bytes decided and open of what copydesk takes out, bytes that go, blocks that are left.
function outlook() {
  const singles = singlesNow();
  let [open, change, left] = [0, 0, 0];
  page.blocks.forEach((b, i) => {
    open += tally.open[i];
    change += tally.go[i] - tally.base[i];
    if (tally.open[i] > 0 && tally.act[i] === "") left += 1;
  });
  const decided = Math.min(page.totals.removed_bytes, Math.max(0, tally.known - open) + singles.decided);
  const removed = Math.max(0, page.totals.removed_bytes + change - singles.kept);
  return { decided, open: page.totals.removed_bytes - decided, removed, left };
}

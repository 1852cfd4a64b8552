// Which blocks are listed, and in what order. Takes the index, the tally and what the person asked for, gives rows: groups
// {group} and blocks {i, group}. Never changes what it lists.

const view = {
  by: "group", order: "weight", text: "", host: "", label: "", state: "open", fate: "", only: "",
  opened: new Set(), rows: [], count: 0, pass: 0,
};

const VIEWS = { group: "host and label", flat: "one by one", decision: "by decision" };
const ORDERS = {
  weight: "impact × doubt", impact: "impact", copies: "copies", hosts: "hosts", long: "longest", doubt: "most doubtful", newest: "newest",
};
const STATES = { open: "open", decided: "decided", unsure: "unsure", "": "all" };
const ONLY = { "": "all", slot: "with a slot", wide: "two hosts or more", sure: "sure ones", doubtful: "doubtful ones" };
const FATE_FILTER = { "": "removed and kept", gone: "removed", remove: "removed everywhere", mixed: "removed in places", keep: "kept" };

const impact = (b) => (b.fate === "keep" ? b.kept_bytes / 4 : b.bytes);
const MEASURES = {
  weight: (b) => impact(b) * doubt(b.p),
  impact,
  copies: (b) => b.removed + b.kept,
  hosts: (b) => b.hosts,
  long: (b) => (b.removed + b.kept ? (b.bytes + b.kept_bytes) / (b.removed + b.kept) : 0),
  doubt: (b) => doubt(b.p),
};

let lowered = null;

function lowerColumn() {
  lowered = lowered || page.blocks.map((b) => `${b.text}\n${b.id}`.toLowerCase());
  return lowered;
}

function passes(i, host, words) {
  const b = page.blocks[i];
  const act = tally.act[i];
  if (view.state === "open" && act !== "") return false;
  if (view.state === "decided" && (act === "" || act === "unsure")) return false;
  if (view.state === "unsure" && act !== "unsure") return false;
  if (view.label && b.label !== view.label) return false;
  if (view.fate === "gone" ? b.fate === "keep" : view.fate && b.fate !== view.fate) return false;
  if (view.only && !passesOnly(b)) return false;
  if (host >= 0 && !b.on.some((cell) => cell[0] === host)) return false;
  return words.every((word) => lowerColumn()[i].includes(word));
}

function passesOnly(b) {
  if (view.only === "slot") return b.slot;
  if (view.only === "wide") return b.hosts > 1;
  return (b.p >= page.settings.sure || (b.fate === "keep" && b.p <= 1 - page.settings.sure)) === (view.only === "sure");
}

const hostIndex = (name) => page.hosts.findIndex((h) => hostName(h.host) === name);

// Numbers of the blocks that pass, in order.
function listed() {
  const host = view.host ? hostIndex(view.host) : -1;
  const words = view.text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = [];
  for (let i = 0; i < page.blocks.length; i += 1) if (passes(i, host, words)) found.push(i);
  view.count = found.length;
  return ordered(found);
}

function ordered(found) {
  const of = page.blocks;
  if (view.order === "newest") return found.sort((a, b) => (of[b].to || "").localeCompare(of[a].to || "") || a - b);
  const measured = MEASURES[view.order];
  const worth = new Map(found.map((i) => [i, measured(of[i])]));
  return found.sort((a, b) => worth.get(b) - worth.get(a) || a - b);
}

function buildRows() {
  view.pass += 1;
  const found = listed();
  const by = { group: byGroup, flat: (all) => all.map((i) => ({ i })), decision: byDecision }[view.by];
  view.rows = by(found);
}

function byGroup(found) {
  const host = view.host ? hostIndex(view.host) : -1;
  const parts = new Map();
  for (const i of found) {
    for (const group of groupsFor(i)) {
      if (host >= 0 && group.host !== host) continue;
      if (!parts.has(group)) parts.set(group, []);
      parts.get(group).push(i);
    }
  }
  if (!view.text && !view.only && view.state !== "unsure") addLonely(parts, host);
  const sorted = [...parts.entries()].map(([group, members]) => [groupWorth(group, members), group, members]);
  return sorted.sort((a, b) => b[0] - a[0]).flatMap(([, group, members]) => withMembers(group, members));
}

// Groups in which nothing recurs are listed as well.
function addLonely(parts, host) {
  for (const group of groups.values()) {
    if (!group.singles || parts.has(group) || (host >= 0 && group.host !== host)) continue;
    if ((view.label && group.label !== view.label) || view.fate === "keep") continue;
    const open = groupState(group).open > 0;
    if (view.state === "" || (view.state === "open") === open) parts.set(group, []);
  }
}

// A block stands in the group of every host that loses it, as long as it is open there; a kept one with its first host.
function groupsFor(i) {
  const b = page.blocks[i];
  const own = b.groups.filter(Boolean);
  if (!own.length) return [b.removed ? looseGroup(FURTHER, -1) : looseGroup("kept", b.on[0] ? b.on[0][0] : -1)];
  if (view.state !== "open") return own;
  const open = own.filter((group) => openIn(i, group) > 0);
  return open.length ? open : [looseGroup(FURTHER, -1)];
}

// Blocks that no decision about a group reaches: what stays, and what goes from hosts that the page does not name.
const FURTHER = "further hosts";
const looseGroups = new Map();

function looseGroup(label, host) {
  const name = `${label}/${host}`;
  if (!looseGroups.has(name)) looseGroups.set(name, { name, loose: true, host, label });
  return looseGroups.get(name);
}

// Loose ones come after all others.
function groupWorth(group, members) {
  if (group.loose) return members.reduce((sum, i) => sum + MEASURES.weight(page.blocks[i]), 0) - 1e15;
  const size = view.state === "open" ? groupState(group).open : group.bytes;
  return view.order === "weight" ? size * (group.weight / Math.max(1, group.bytes)) : size;
}

function byDecision(found) {
  const parts = new Map();
  for (const i of found) {
    const act = tally.act[i];
    if (!parts.has(act)) parts.set(act, []);
    parts.get(act).push(i);
  }
  const order = ["", "unsure", "remove", "keep", "first", "some"].filter((act) => parts.has(act));
  return order.flatMap((act) => withMembers({ name: `by/${act}`, act }, parts.get(act)));
}

function withMembers(group, members) {
  const head = { group, members };
  if (!view.opened.has(group.name)) return [head];
  return [head, ...members.map((i) => ({ i, group }))];
}

// The decisions: one for each target. Takes and gives lines of decisions.jsonl in the order and the bytes that copydesk
// writes itself; remembers every step, so that all can be undone. Never knows what a decision leads to.

const FIELDS = [
  "block", "text", "lead", "group", "cluster", "action", "hosts", "elsewhere", "label", "doubtful", "article", "from",
  "same", "excerpt", "note", "by", "at",
];
const KINDS = ["block", "text", "lead", "group", "cluster"];
const MAY = {
  block: ["remove", "keep", "first", "unsure"],
  group: ["remove", "keep", "unsure"],
  cluster: ["accept", "apart", "split", "prefer", "unsure"],
};
const LISTS = ["cluster", "hosts", "from", "same"];

const book = { held: new Map(), given: new Map(), facts: new Map(), undo: [], redo: [], heard: [] };

const kindOf = (d) => KINDS.find((kind) => d[kind] !== undefined);

function keyOf(d) {
  const kind = kindOf(d);
  const name = kind === "cluster" ? [...d.cluster, ...(d.from || [])].sort().join(",") : d[kind];
  return `${kind}:${name}`;
}

// Makes changes, [key, decision or null] each, as one step that can be undone.
function decide(changes, words) {
  const step = { words, changes: changes.map(([key, after]) => [key, book.held.get(key) || null, after]) };
  book.undo.push(step);
  book.redo = [];
  put(step.changes.map(([key, , after]) => [key, after]));
}

// `foreign` changes are of somebody else, and saved already.
function put(changes, foreign) {
  for (const [key, decision] of changes) {
    if (decision) book.held.set(key, decision);
    else book.held.delete(key);
  }
  for (const listener of book.heard) listener(changes, foreign);
}

function undo() {
  const step = book.undo.pop();
  if (!step) return null;
  book.redo.push(step);
  put(step.changes.map(([key, before]) => [key, before]));
  return step;
}

function redo() {
  const step = book.redo.pop();
  if (!step) return null;
  book.undo.push(step);
  put(step.changes.map(([key, , after]) => [key, after]));
  return step;
}

// Steps back lead past what somebody else has decided since.
function forget(keys) {
  const rest = (steps) => steps.map((step) => ({ ...step, changes: step.changes.filter(([key]) => !keys.has(key)) })).filter((step) => step.changes.length);
  [book.undo, book.redo] = [rest(book.undo), rest(book.redo)];
}

// The same line that copydesk writes: fields in order, what is empty left out.
function lineOf(d) {
  const line = {};
  for (const field of FIELDS) if (!isEmpty(d[field])) line[field] = d[field];
  return JSON.stringify(line);
}

const isEmpty = (value) =>
  value === undefined || value === null || value === "" || value === false || (Array.isArray(value) && !value.length);

function toLines(held) {
  const rows = [...held.entries()].sort((a, b) => byKey(a[0], b[0]));
  return rows.map(([, d]) => `${lineOf(d)}\n`).join("");
}

// Kinds in their order, then the order of UTF-8 bytes, which is that of code points and not of UTF-16 units.
function byKey(a, b) {
  const [kind, other] = [a, b].map((key) => KINDS.indexOf(key.slice(0, key.indexOf(":"))));
  if (kind !== other) return kind - other;
  const end = Math.min(a.length, b.length);
  let i = 0;
  while (i < end && a.charCodeAt(i) === b.charCodeAt(i)) i += 1;
  if (i === end) return a.length - b.length;
  const rank = (unit) => (unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x10000 : unit);
  return rank(a.charCodeAt(i)) - rank(b.charCodeAt(i));
}

// Lines to decisions by key, and what is wrong with which line.
function fromLines(text) {
  const held = new Map();
  const wrong = [];
  text.split("\n").forEach((line, n) => {
    if (!line.trim()) return;
    try {
      const d = JSON.parse(line);
      const why = wrongWith(d);
      if (why) wrong.push([n + 1, why]);
      else held.set(keyOf(d), d);
    } catch (error) {
      wrong.push([n + 1, error.message]);
    }
  });
  return { held, wrong };
}

// What copydesk would say to this decision, or nothing.
function wrongWith(d) {
  if (typeof d !== "object" || d === null || Array.isArray(d)) return "not an object";
  const foreign = Object.keys(d).find((key) => !FIELDS.includes(key));
  if (foreign) return `unknown field ${foreign}`;
  const kinds = KINDS.filter((kind) => !isEmpty(d[kind]));
  if (kinds.length !== 1) return "wants one of block, text, lead, group and cluster";
  return wrongType(d) || wrongAction(d, kinds[0]) || wrongName(d, kinds[0]);
}

function wrongType(d) {
  for (const [key, value] of Object.entries(d)) {
    const list = Array.isArray(value) && value.every((item) => typeof item === "string");
    const sound = LISTS.includes(key) ? list : typeof value === (key === "doubtful" ? "boolean" : "string");
    if (!sound) return `${key} is of the wrong kind`;
  }
  return "";
}

function wrongAction(d, kind) {
  const may = MAY[kind] || MAY.block;
  if (!d.action) return "missing field action";
  if (!may.includes(d.action)) return `action ${d.action} is not for a ${MAY[kind] ? kind : "block"}`;
  if (d.elsewhere && d.elsewhere !== "keep") return "elsewhere can only be keep";
  if (d.label && !page.labels.includes(d.label)) return `${d.label} is no label`;
  if (d.action === "split" && isEmpty(d.from)) return "split wants from";
  if (d.action === "prefer" && !(d.cluster || []).includes(d.article)) return "article is not in cluster";
  return "";
}

function wrongName(d, kind) {
  const block = [d.block || [], d.same || []].flat().find((name) => !/^[bnmt][0-9a-f]{16}$/.test(name));
  if (block !== undefined) return `${block} is no name of a block`;
  const articles = [d.cluster || [], d.from || [], d.article || []].flat();
  const article = articles.find((name) => !/^a[0-9a-f]{16}$/.test(name));
  if (article !== undefined) return `${article} is no name of an article`;
  const cut = kind === "group" ? d.group.lastIndexOf("/") : 0;
  if (cut < 0 || (kind === "group" && !page.labels.includes(d.group.slice(cut + 1)))) return `${d.group} is no host and label`;
  return "";
}

// Whether both lead to the same, whoever took them when.
function saysTheSame(a, b) {
  const bare = (d) => lineOf({ ...d, same: null, excerpt: null, note: null, by: null, at: null });
  return bare(a) === bare(b);
}

const now = () => new Date().toISOString().replace(/\.\d+Z$/, "Z");

// A decision as it is made now.
function made(target, action, more) {
  return { ...target, action, ...more, by: setting("name") || undefined, at: now() };
}

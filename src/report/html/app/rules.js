// All decisions, given and made: what each is about, what it leads to, what stands against it. Takes the book, gives a list
// and the same as text to edit. Nothing in the text counts before it is read without a fault.

let ruleList = null;
const ruleDesk = { keys: [], conflicts: new Map() };

const RULE_KEYS = [
  { key: "d", name: "Delete", does: "delete", run: () => deleteRule() },
];

function setUpRules() {
  ruleList = makeList("rule-list", "Decisions", drawRule, { move: () => {}, open: openRule, choose: () => {} });
  ruleDesk.summary = el("p.listed");
  ruleDesk.none = el("p.empty", null, "Nothing is decided yet.");
  ruleDesk.text = el("textarea.lines-text", { rows: "12", spellcheck: "false", "aria-label": "Decisions as JSON Lines", dir: "ltr" });
  ruleDesk.wrong = el("div.wrong", { role: "alert" });
  const asText = el("details", { toggle: (event) => event.target.open && showRuleText() },
    el("summary", null, "As text"), el("p.quiet", null, "One decision a line, as in decisions.jsonl. Edit, paste, then take over."), ruleDesk.text,
    el("div.actions", null, el("button", { type: "button", click: takeOver }, "Take over"), el("button", { type: "button", click: showRuleText }, "As it was")), ruleDesk.wrong);
  ruleDesk.folder = asText;
  fill(document.getElementById("rules-desk"), ruleDesk.summary,
    el("div.panes.single", { "data-desk": "rules" }, ruleDesk.none, ruleList.node, buttons([...RULE_KEYS, { key: "Enter", name: "Go to what it is about", does: "show", run: () => openRule(ruleList.at) }])), asText);
  desks.rules = { list: () => ruleList, keys: () => RULE_KEYS };
  showRules();
}

function showRules() {
  ruleDesk.keys = [...book.held.keys()].sort(byKey);
  findConflicts();
  const n = ruleDesk.keys.length;
  const stale = ruleDesk.keys.filter(isStale).length;
  const words = [`${counted(n, "decision")}.`];
  if (ruleDesk.conflicts.size) words.push(`${counted(ruleDesk.conflicts.size, "of them", "of them")} stand against another; keeping wins.`);
  if (stale) words.push(`${counted(stale, "of them", "of them")} met nothing in this corpus.`);
  fill(ruleDesk.summary, words.join(" "));
  ruleDesk.none.hidden = n > 0;
  ruleList.node.hidden = n === 0;
  ruleList.node.style.blockSize = `${Math.min(10, n) * ruleList.height + 2}px`;
  setSize(ruleList, n, ruleList.at);
}

function isStale(key) {
  const facts = book.facts.get(key);
  return facts !== undefined && facts.met === 0 && book.given.has(key);
}

// Decisions about lines against those about blocks, and what copydesk itself reported.
function findConflicts() {
  ruleDesk.conflicts.clear();
  for (const key of ruleDesk.keys) {
    const facts = book.facts.get(key);
    if (facts && facts.conflict && book.held.has(facts.conflict)) ruleDesk.conflicts.set(key, facts.conflict);
    for (const i of hits.get(key) || []) {
      const other = `block:${page.blocks[i].id}`;
      if (disagree(book.held.get(key), book.held.get(other))) ruleDesk.conflicts.set(key, other).set(other, key);
    }
  }
}

const disagree = (a, b) => Boolean(a && b && a.action !== b.action && a.action !== "unsure" && b.action !== "unsure" && !(a.hosts || b.hosts));

function drawRule(index) {
  const key = ruleDesk.keys[index];
  const d = book.held.get(key);
  const name = d.text || d.lead || d.group || d.excerpt || nameOf(key);
  const facts = book.facts.get(key);
  const given = book.given.get(key);
  const conflict = ruleDesk.conflicts.get(key);
  return el("div.row.rule", null,
    el("div.line", null, markOf(d.action), el("span.label", null, kindOf(d)), el("bdi.gist", { dir: "auto" }, name)),
    el("div.facts", null, el("span", null, sayAction(d)), el("span", null, leadsTo(key, facts)),
      el("span", null, given && saysTheSame(given, d) ? "given" : given ? "changed" : "new"),
      isStale(key) ? el("span.doubtful", null, "met nothing") : null,
      conflict ? el("span.doubtful", null, `against ${conflict.slice(0, 60)}`) : null,
      d.note ? el("span", null, `“${d.note}”`) : null));
}

// What a decision without an excerpt is about.
function nameOf(key) {
  const block = blockAt.get(key.slice(6));
  if (block !== undefined) return page.blocks[block].text.slice(0, 200);
  const cluster = clusterKey.get(key);
  return (cluster !== undefined && page.clusters[cluster].title) || key;
}

function leadsTo(key, facts) {
  if (facts && facts.met) return counted(facts.met, key.startsWith("cluster:") ? "article" : "place") + (facts.bytes ? `, ${bytes(facts.bytes)}` : "");
  if (hits.has(key)) return counted(hits.get(key).length, "block");
  const group = key.startsWith("group:") && groups.get(key.slice(6));
  if (group) return `${counted(group.removed, "place")}, ${bytes(group.bytes)}`;
  const at = blockAt.get(key.slice(6));
  return at === undefined ? "" : counted(page.blocks[at].removed + page.blocks[at].kept, "place");
}

function deleteRule() {
  const key = ruleDesk.keys[ruleList.at];
  if (!key) return;
  decide([[key, null]], "decision deleted");
  say(`Deleted; ${counted(book.held.size, "decision")} left.`);
}

function openRule(index) {
  const key = ruleDesk.keys[index];
  if (!key) return;
  if (blockAt.has(key.slice(6)) && key.startsWith("block:")) return filterBy(key);
  if (clusterKey.has(key)) return goToCluster(page.clusters[clusterKey.get(key)].id);
  const found = hits.get(key);
  if (found && found.length) return filterBy(`block:${page.blocks[found[0]].id}`);
  return say("What it is about is not in this page.");
}

function showRuleText() {
  ruleDesk.text.value = toLines(book.held);
  fill(ruleDesk.wrong);
}

function takeOver() {
  const { held, wrong } = fromLines(ruleDesk.text.value);
  if (wrong.length) return void fill(ruleDesk.wrong, el("p", null, "Nothing was taken over:"), el("ul", null, wrong.slice(0, 20).map(([n, why]) => el("li", null, `line ${n}: ${why}`))));
  const gone = [...book.held.keys()].filter((key) => !held.has(key)).map((key) => [key, null]);
  const changes = [...gone, ...[...held].filter(([key, d]) => !book.held.has(key) || lineOf(book.held.get(key)) !== lineOf(d))];
  fill(ruleDesk.wrong);
  if (!changes.length) return say("Nothing was changed.");
  decide(changes, `${counted(changes.length, "line")} edited`);
  listAnew(true);
  return say(`${counted(changes.length, "decision")} changed.`);
}

// Two articles held against each other, paragraph by paragraph, word by word. Takes rows that copydesk aligned, gives them
// side by side or in one column. What is only in one is said by sign, line and element, never by colour alone.

const PAIR_KEYS = [
  { key: ".", name: "Next difference", does: "next", run: () => toDifference(1) },
  { key: ",", name: "Previous", does: "previous", run: () => toDifference(-1) },
  { key: "c", name: "Next article", does: "other", run: () => nextMember() },
  { key: "v", name: "One column", does: "turn", run: () => turnPair("column") },
  { key: "e", name: "Equal paragraphs", does: "equal", run: () => turnPair("whole") },
];
const pairLook = { column: false, whole: false };
const fetched = new Map();

function pairView(i, c) {
  const m = c.members[pairNow.member];
  if (!m || m.representative) return el("p.quiet", null, "There is nothing to compare.");
  const otherAt = c.members.findIndex((o) => (m.of ? o.id === m.of : o.representative));
  const pair = (c.pairs || []).find((p) => p.b === pairNow.member) || null;
  const left = c.members[pair ? pair.a : Math.max(0, otherAt)];
  const rows = pair ? pair.rows : fetched.get(`${left.id}\n${m.id}`);
  return [pairHead(left, m), rows ? pairRows(rows, left, m) : noPair(left, m)];
}

function pairHead(left, right) {
  const name = (m, word) => el("p", null, el("span.quiet", null, `${word}: `), scraped("span", m.title || m.id, m.lang), el("span.quiet", null, ` ${[m.host, m.date].filter(Boolean).join(", ")}`));
  const alike = `${percent(right.jaccard, 1)} of the wording of both is shared; ${percent(right.containment, 1)} of the right one stands in the representative.`;
  return [el("h4", null, "Compared"), el("div.pair-head", null, name(left, "Left"), name(right, "Right")), el("p.quiet.small", null, alike), buttons(PAIR_KEYS)];
}

// A pair that is not in the page: asked for where the page is served, else how to see it.
function noPair(left, right) {
  if (!store.live) return el("p.quiet", null, "These two do not fit into this page. To see them: ", el("code", null, `copydesk explain OUT ${left.id} ${right.id}`));
  const name = `${left.id}\n${right.id}`;
  fetch(`pair?a=${encodeURIComponent(left.id)}&b=${encodeURIComponent(right.id)}`)
    .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(`status ${answer.status}`))))
    .then(({ rows }) => { fetched.set(name, rows); showClusterDetail(); })
    .catch((error) => say(`These two could not be had: ${error.message}.`));
  return el("p.quiet", null, "Asking for these two …");
}

function pairRows(rows, left, right) {
  const lang = (m) => (/^[a-z]{2,3}(-[a-z0-9]{1,8})*$/i.test(m.lang || "") ? m.lang : null);
  const out = [];
  let equal = [];
  const flush = () => {
    if (equal.length) out.push(pairLook.whole ? equal.map((row) => equalRow(row, lang(left))) : folded(equal, lang(left)));
    equal = [];
  };
  for (const row of rows) {
    if (row[0] === "=") equal.push(row);
    else {
      flush();
      out.push(differentRow(row, lang(left), lang(right)));
    }
  }
  flush();
  const differs = rows.some((row) => row[0] !== "=");
  return [differs ? null : el("p.quiet", null, "Word for word the same."), el(`div.diff${pairLook.column ? ".column" : ""}`, null, out)];
}

function folded(rows, lang) {
  const words = rows.reduce((sum, row) => sum + (row[2] || 0), 0);
  const box = el("div.same");
  const open = () => fill(box, rows.map((row) => equalRow(row, lang)));
  return fill(box, el("button.plain", { type: "button", click: open }, `${counted(rows.length, "equal paragraph")}, ${counted(words, "word")}`));
}

const equalRow = (row, lang) => el("div.both", null, el("p", { dir: "auto", lang }, row[1]));

function differentRow(row, leftLang, rightLang) {
  const [kind, a, b] = row;
  const cells = {
    "<": () => [side("−", [[a, 1]], "del", leftLang), el("div.side.none")],
    ">": () => [el("div.side.none"), side("+", [[a, 1]], "ins", rightLang)],
    "~": () => (pairLook.column ? [merged(a, b, leftLang)] : [side("−", a, "del", leftLang), side("+", b, "ins", rightLang)]),
  }[kind];
  return el("div.differs", { tabindex: "-1" }, cells ? cells() : null);
}

function side(sign, parts, tag, lang) {
  return el("div.side", null, el("span.sign", { "aria-hidden": "true" }, sign), el("p", { dir: "auto", lang }, parts.map(([text, differs]) => (differs ? changed(tag, text) : text))));
}

function changed(tag, text) {
  const [begin, end, words] = tag === "del" ? ["[-", "-]", "only left: "] : ["{+", "+}", "only right: "];
  return [unseen(words), el(tag, null, el("span.fence", { "aria-hidden": "true" }, begin), text, el("span.fence", { "aria-hidden": "true" }, end)), unseen(" end ")];
}

// Both in one line: what is equal once, what differs one after the other.
function merged(a, b, lang) {
  const parts = [];
  let k = 0;
  for (const [text, differs] of a) {
    if (differs) {
      parts.push(changed("del", text));
      continue;
    }
    while (k < b.length && b[k][1]) parts.push(changed("ins", b[k++][0]));
    parts.push(text);
    k += 1;
  }
  for (; k < b.length; k += 1) if (b[k][1]) parts.push(changed("ins", b[k][0]));
  return el("div.side", null, el("span.sign", { "aria-hidden": "true" }, "±"), el("p", { dir: "auto", lang }, parts));
}

function toDifference(step) {
  const all = [...clusterDesk.detail.querySelectorAll(".differs")];
  if (!all.length) return say("There is no difference to go to.");
  const from = pairNow.at < 0 && step < 0 ? 0 : pairNow.at;
  pairNow.at = (from + step + all.length) % all.length;
  all[pairNow.at].scrollIntoView({ block: "center" });
  all[pairNow.at].focus({ preventScroll: true });
  return say(`Difference ${count(pairNow.at + 1)} of ${count(all.length)}.`);
}

function turnPair(what) {
  pairLook[what] = !pairLook[what];
  pairNow.at = -1;
  showClusterDetail();
}

function nextMember() {
  const i = clusterDesk.rows[clusterList.at];
  if (i === undefined) return;
  clusterMore(i, (c) => {
    if (!c || c.members.length < 2) return;
    let k = (pairNow.member + 1) % c.members.length;
    if (c.members[k].representative) k = (k + 1) % c.members.length;
    comparePair(k);
  });
}

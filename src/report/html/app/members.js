// One cluster in full: its articles, and two of them side by side. Takes its number and chunk, gives elements. The radio
// says which article is kept.

const RELATIONS = { exact: "exact copy", near: "near copy", contained: "contained", version: "other version" };
const pairNow = { cluster: -1, member: 1, at: -1 };

function clusterDetail(i, c) {
  const own = page.clusters[i];
  if (!c || !c.members) return [el("h3", null, own.title || own.id), el("p.quiet", null, "Its articles do not fit into this page; duplicates.jsonl has them.")];
  if (pairNow.cluster !== i) Object.assign(pairNow, { cluster: i, member: Math.min(firstOther(c), c.members.length - 1), at: -1 });
  const held = book.held.get(clusterKeyOf(c));
  return [
    el("h3", null, scraped("span", own.title || "(no headline)")),
    el("p.why", null, clusterWords(own)),
    buttons(CLUSTER_KEYS),
    held ? el("p.standing", null, `${ACTIONS[held.action][0]} ${sayDecision(held)}`, held.note ? el("q", { dir: "auto" }, held.note) : null) : null,
    memberTable(i, c, held),
    c.more ? el("p.quiet", null, `${counted(c.more, "article")} more in duplicates.jsonl. A decision made here is about the ${count(c.members.length)} above.`) : null,
    el("div.pair", null, pairView(i, c)),
    el("p.id", null, `${own.id} · copydesk explain OUT ${own.id}`),
  ];
}

const firstOther = (c) => Math.max(0, c.members.findIndex((m) => !m.representative));

function clusterWords(own) {
  const words = [`${counted(own.size, "article")}: ${count(own.kept)} kept, ${count(own.dropped)} dropped.`];
  words.push(own.dropped ? `The least alike that is dropped shares ${percent(own.lowest, 1)} of its wording; from ${percent(page.settings.near, 1)} on, articles are taken for copies.`
    : `The most alike share ${percent(own.lowest, 1)}; from ${percent(page.settings.near, 1)} on, articles are taken for copies.`);
  if (own.chain) words.push("This is a chain: not all of them are alike, each is like the next.");
  return words.join(" ");
}

function memberTable(i, c, held) {
  const chosen = held && held.action === "prefer" ? held.article : (c.members.find((m) => m.representative) || c.members[0]).key;
  const head = [["th.pick", "Kept"], ["th", "Article"], ["th.how", "Relation"], ["th.num", "Jaccard"], ["th.num", "Contained"]];
  return el("table.members", null, el("caption.hidden", null, "The articles of this cluster"),
    el("thead", null, el("tr", null, head.map(([tag, words]) => el(tag, { scope: "col" }, words)))),
    el("tbody", null, c.members.map((m, k) => memberRow(i, c, m, k, chosen))));
}

function memberRow(i, c, m, k, chosen) {
  const radio = el("input", { type: "radio", name: "kept-first", "data-focus": `keep-${k}`, checked: m.key === chosen, "aria-label": `Keep ${m.title || m.id} and measure the others against it`, change: () => prefer(i, c, m) });
  const fate = m.kept ? el("span.kept", null, "= kept") : el("span.dropped", null, "− dropped");
  const relation = m.representative ? "representative" : m.recurring ? "other report" : RELATIONS[m.relation] || m.relation;
  const compare = m.representative ? null : el("button.plain", { type: "button", "data-focus": `compare-${k}`, "aria-pressed": pairNow.member === k ? "true" : "false", click: () => comparePair(k) }, pairNow.member === k ? "shown below" : "compare", unseen(`: ${m.title || m.id}`));
  return el(`tr${pairNow.member === k ? ".compared" : ""}`, null, el("td.pick", null, radio),
    el("th", { scope: "row" }, scraped("span.scraped", m.title || "(no headline)", m.lang),
      el("span.byline", null, [m.host, m.date].filter(Boolean).map((part) => [el("bdi", { dir: "ltr" }, part), " · "]), el("bdi.id", { dir: "ltr" }, m.id)),
      m.url ? el("span.url", { dir: "ltr" }, m.url) : null),
    el("td.how", null, relation, ", ", fate, " ", compare), el("td.num", { "data-name": "Jaccard" }, percent(m.jaccard, 1)), el("td.num", { "data-name": "contained" }, percent(m.containment, 1)));
}

function comparePair(k) {
  Object.assign(pairNow, { member: k, at: -1 });
  showClusterDetail();
}

// One block in full: what it says, why it goes or stays, where it stands. Takes its number, gives elements; what comes
// with a chunk is filled in when it is here. Never decides.

const look = { spaces: false };

function blockDetail(i) {
  const b = page.blocks[i];
  const more = el("div.more-of-it");
  const text = el("div.full");
  fill(text, quoted(b, b.text + (b.long ? "…" : "")));
  blockMore(i, (c) => {
    if (c.text) text.append(unfold(text, b, c.text));
    fill(more, examples(b, c), variants(c));
  });
  return [
    el("h3.hidden", null, `Block ${b.id}`),
    verdict(i, b),
    buttons(BLOCK_KEYS),
    text,
    el("p.why", { dir: "auto" }, b.why),
    standing(i),
    standingFigures(b),
    more,
    hostTable(i, b),
    el("p.id", null, `${b.id} · copydesk explain OUT ${b.id}`),
  ];
}

const unfold = (text, b, whole) =>
  el("button.plain", { type: "button", click: () => fill(text, quoted(b, whole)) }, `Show ${count([...whole].length)} characters of it`);

function verdict(i, b) {
  const act = tally.act[i];
  const [sign, words] = act === "some" ? ["±", "decided by host"] : ACTIONS[act] ? [ACTIONS[act][0], `decided: ${ACTIONS[act][1]}`] : FATES[b.fate];
  return el(`p.verdict.${act || b.fate}`, null,
    el("span.sign", { "aria-hidden": "true" }, sign), el("strong", null, words),
    el("span.label", null, b.label), el("span.quiet", null, MEANING[b.label] || ""),
    el("span.quiet", null, confidence(b.p, b.fate)));
}

function quoted(b, whole) {
  const text = look.spaces ? spaced(whole) : whole;
  const begin = b.fate === "keep" ? "Text: " : "Removed from here: ";
  return el(`blockquote.it.${b.fate}`, null, unseen(begin), scraped("span", text, null, b.slot), unseen(" to here."));
}

// The decision in force, with its note.
function standing(i) {
  const b = page.blocks[i];
  return about(i).map((d) => el("p.standing", null, `${ACTIONS[d.action][0]} ${sayDecision(d)}`, d.note ? el("q", { dir: "auto" }, d.note) : null))
    .concat(b.groups.map((g) => g && book.held.get(g.key)).filter(Boolean)
      .map((d) => el("p.standing", null, `${ACTIONS[d.action][0]} ${sayDecision(d)}`)));
}

// A decision in words.
function sayDecision(d) {
  const target = { block: "this block", text: "the line", lead: "lines that begin so", group: `the group ${d.group}`, cluster: "the cluster" }[kindOf(d)];
  return `${target}: ${sayAction(d)}`;
}

function sayAction(d) {
  const hosts = d.hosts && d.hosts.length ? ` on ${d.hosts.map(hostName).join(", ")}${d.elsewhere ? ", kept elsewhere" : ""}` : "";
  const doubtful = d.group ? (d.doubtful ? ", doubtful ones too" : ", only what is sure") : "";
  const who = [d.by ? `by ${d.by}` : "", d.at ? d.at.slice(0, 10) : ""].filter(Boolean).join(", ");
  return `${ACTIONS[d.action][1]}${hosts}${doubtful}${who ? ` (${who})` : ""}`;
}

function standingFigures(b) {
  const facts = [
    ["Articles", count(b.articles)], ["Stories", count(b.stories)], ["Hosts", count(b.hosts)],
    ["Dates", dates(b.from, b.to)],
    ["Removed", b.removed ? `${counted(b.removed, "time")}, ${bytes(b.bytes)}` : ""],
    ["Kept", b.kept ? `${counted(b.kept, "time")}, ${bytes(b.kept_bytes)}` : ""],
    ["Share of all removed", b.bytes ? percent(b.bytes, page.totals.removed_bytes) : ""],
    ["Position", b.pos ? [strip(b.pos)[0], " ", PLACES[b.pos] || b.pos] : ""],
  ];
  return el("dl.facts", null, facts.filter(([, value]) => value).map(([name, value]) => el("div", null, el("dt", null, name), el("dd", null, value))));
}

function examples(b, c) {
  if (!c.examples || !c.examples.length) return el("p.quiet", null, "No example of it fits into this page; blocks.jsonl names some.");
  return [el("h4", null, "In context"), el("ol.contexts", null, c.examples.map((e) => el("li", null, byline(e), inContext(e))))];
}

function byline(e) {
  return el("p.byline", null,
    e.title ? scraped("cite", e.title, e.lang) : null,
    el("span", null, [e.host, e.date].filter(Boolean).map((part) => [el("bdi", { dir: "ltr" }, part), " · "]), el("bdi.id", { dir: "ltr" }, e.id || "")),
    e.url ? el("span.url", { dir: "ltr" }, e.url) : null);
}

function inContext(e) {
  const kept = e.kept === true;
  const show = (text) => (look.spaces ? spaced(text || "") : (text || "").replace(/\s*\n\s*/g, "\n"));
  return el("p.context", { dir: "auto", lang: /^[a-z]{2,3}(-[a-z0-9]{1,8})*$/i.test(e.lang || "") ? e.lang : null },
    e.before ? el("span.around", null, show(e.before)) : null,
    unseen(kept ? "kept from here: " : "removed from here: "),
    el(kept ? "span.stays" : "span.goes", null, show(e.text)),
    unseen(" to here. "),
    e.after ? el("span.around", null, show(e.after)) : null);
}

// Equal blocks that a nearly equal one stands for.
function variants(c) {
  const named = (c.same || []).map((id) => blockAt.get(id)).filter((i) => i !== undefined);
  if (!named.length) return null;
  return [el("h4", null, "Variants"), el("ul.variants", null, named.map((i) => el("li", null, scraped("span", page.blocks[i].text))))];
}

function hostTable(i, b) {
  if (!b.on.length) return null;
  const rows = b.on.map(([h, removed, out, , kept]) => [hostName(page.hosts[h].host), removed, out, kept]);
  if (b.others) rows.push([`${counted(b.hosts - b.on.length, "further host")}`, b.others[0], b.others[1], b.others[3]]);
  const head = ["Host", "Removed", "Text", "Kept"].map((name, k) => el(k ? "th.num" : "th", { scope: "col" }, name));
  return el("table.on", null, el("caption", null, "Where it stands"), el("thead", null, el("tr", null, head)),
    el("tbody", null, rows.map(([host, removed, out, kept]) => el("tr", null,
      el("th", { scope: "row" }, el("bdi", { dir: "ltr" }, host)), el("td.num", null, count(removed)), el("td.num", null, bytes(out)), el("td.num", null, count(kept))))));
}

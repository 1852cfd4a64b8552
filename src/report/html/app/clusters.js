// The desk of the clusters: articles that tell the same, ordered by doubt. Takes the index, gives a list and what is in
// front. Never looks into a chunk before it is asked for.

let clusterList = null;
const clusterDesk = { rows: [], state: "open", kind: "", order: "doubt", text: "" };
const chosenClusters = new Set();
const clusterKey = new Map();
const clusterAct = [];

const CLUSTER_KEYS = [
  { key: "a", name: "Accept as it is", does: "accept", run: () => decideClusters("accept") },
  { key: "d", name: "Not duplicates", does: "apart", run: () => decideClusters("apart") },
  { key: "s", name: "Split before the one compared", does: "split", run: () => splitHere() },
  { key: "u", name: "Unsure", does: "unsure", run: () => decideClusters("unsure") },
  { key: "n", name: "Note …", does: "note", run: () => noteCluster() },
];
const CLUSTER_LISTED = [
  { key: "x", name: "Select", run: () => chooseCluster(clusterList.at, false) },
  { key: "X", name: "Select to here", run: () => chooseCluster(clusterList.at, true) },
  { key: "o", name: "List anew", run: () => listClusters() },
];
const CLUSTER_ORDERS = { doubt: "most doubtful", size: "most articles", newest: "newest", lowest: "least alike" };
const CLUSTER_KINDS = { "": "all", dropped: "with copies dropped", kept: "all kept", chain: "chains" };

function setUpClusters() {
  clusterList = makeList("cluster-list", "Clusters of near-duplicate articles", drawCluster, {
    move: () => later("cluster"), open: () => clusterDesk.detail.focus(), choose: chooseCluster,
  });
  clusterList.chosen = (at) => chosenClusters.has(clusterDesk.rows[at]);
  clusterDesk.sheet = makeSheet("cluster-detail", "The cluster in front");
  clusterDesk.detail = clusterDesk.sheet.node;
  clusterDesk.summary = el("p.listed");
  fill(document.getElementById("clusters-desk"), clusterBar(),
    el("div.panes", { "data-desk": "clusters" }, el("div.left", null, clusterDesk.summary, clusterList.node), clusterDesk.detail));
  page.clusters.forEach((c, i) => { clusterAct[i] = c.decided || ""; });
  desks.clusters = { list: () => clusterList, keys: () => [...CLUSTER_KEYS, ...CLUSTER_LISTED, ...PAIR_KEYS], search: () => clusterDesk.search };
  listClusters(true);
}

function clusterBar() {
  clusterDesk.search = el("input", { type: "search", id: "cluster-search", placeholder: "Search the headlines", autocomplete: "off", input: () => { clusterDesk.text = clusterDesk.search.value; listClusters(true); } });
  const pick = (name, options, field) => {
    const select = el("select", { id: `clusters-${field}`, change: () => { clusterDesk[field] = select.value; listClusters(); } },
      Object.entries(options).map(([value, words]) => el("option", { value, selected: clusterDesk[field] === value }, words)));
    return el("label", null, el("span", null, name), select);
  };
  return el("div.filter-bar", { role: "search", "aria-label": "Clusters" },
    el("label.search", null, el("span.hidden", null, "Search the headlines"), clusterDesk.search),
    pick("Order", CLUSTER_ORDERS, "order"), pick("State", STATES, "state"), pick("Which", CLUSTER_KINDS, "kind"));
}

function clusterPasses(c, i, words) {
  const act = clusterAct[i];
  if (clusterDesk.state === "open" && act !== "") return false;
  if (clusterDesk.state === "decided" && (act === "" || act === "unsure")) return false;
  if (clusterDesk.state === "unsure" && act !== "unsure") return false;
  if (clusterDesk.kind === "dropped" && !c.dropped) return false;
  if (clusterDesk.kind === "kept" && c.dropped) return false;
  if (clusterDesk.kind === "chain" && !c.chain) return false;
  return words.every((word) => `${c.title || ""} ${c.id}`.toLowerCase().includes(word));
}

function listClusters(quiet) {
  const before = clusterDesk.rows[clusterList.at];
  const words = clusterDesk.text.toLowerCase().split(/\s+/).filter(Boolean);
  const of = page.clusters;
  const rows = of.map((c, i) => i).filter((i) => clusterPasses(of[i], i, words));
  const sorts = {
    doubt: () => 0, size: (a, b) => of[b].size - of[a].size, lowest: (a, b) => of[a].lowest - of[b].lowest,
    newest: (a, b) => (of[b].to || "").localeCompare(of[a].to || ""),
  };
  clusterDesk.rows = rows.sort((a, b) => sorts[clusterDesk.order](a, b) || a - b);
  setSize(clusterList, rows.length, Math.max(0, rows.indexOf(before)));
  const missing = page.missing && page.missing.clusters ? ` ${count(page.missing.clusters)} more are in duplicates.jsonl only.` : "";
  fill(clusterDesk.summary, `${count(rows.length)} of ${counted(page.totals.clusters, "cluster")}.${missing}`);
  showClusterDetail();
  if (!quiet) say(`${counted(rows.length, "cluster")} listed.`);
}

function drawCluster(index) {
  const i = clusterDesk.rows[index];
  const c = page.clusters[i];
  const act = clusterAct[i];
  return el(`div.row.cluster${act ? ".done" : ""}`, null,
    el("div.line", null, markOf(act, chosenClusters.has(i)), el("bdi.gist", { dir: "auto" }, c.title || "(no headline)")),
    el("div.facts", null,
      el("span.size", null, counted(c.size, "article")), el("span", null, c.dropped ? `${count(c.dropped)} dropped` : "all kept"),
      el("span", null, `${percent(c.lowest, 1)} alike`), el("span", null, counted(c.hosts, "host")),
      c.chain ? el("span.doubtful", null, "chain") : null, el("span.when", null, dates(c.from, c.to))));
}

function showClusterDetail() {
  const i = clusterDesk.rows[clusterList.at];
  clusterDesk.sheet.toTop();
  if (i === undefined) return void fill(clusterDesk.detail, el("p.empty", null, clusterDesk.state === "open" && page.clusters.length && !clusterDesk.text ? "Every cluster is decided." : page.clusters.length ? "No cluster is as asked for." : "No article is a copy of another."));
  clusterMore(i, (c) => {
    if (clusterDesk.rows[clusterList.at] === i) keepFocus(clusterDesk.detail, () => fill(clusterDesk.detail, clusterDetail(i, c)));
  });
  const next = clusterDesk.rows[clusterList.at + 1];
  if (next !== undefined) clusterMore(next, () => {});
}

const showClusters = () => later("clusters");

function chooseCluster(index, range) {
  const from = range && clusterDesk.pivot !== undefined ? Math.min(clusterDesk.pivot, index) : index;
  const to = range && clusterDesk.pivot !== undefined ? Math.max(clusterDesk.pivot, index) : index;
  for (const i of clusterDesk.rows.slice(from, to + 1)) {
    if (!range && chosenClusters.has(i)) chosenClusters.delete(i);
    else chosenClusters.add(i);
  }
  clusterDesk.pivot = index;
  say(chosenClusters.size ? `${counted(chosenClusters.size, "cluster")} selected.` : "Nothing selected.");
  showClusters();
}

function goToCluster(id) {
  Object.assign(clusterDesk, { state: "", kind: "", text: id });
  clusterDesk.search.value = id;
  document.getElementById("clusters-state").value = "";
  document.getElementById("clusters-kind").value = "";
  listClusters();
  document.getElementById("clusters").scrollIntoView();
  clusterList.node.focus({ preventScroll: true });
}

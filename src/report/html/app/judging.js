// Decisions about clusters. Takes the cluster in front or those selected, gives steps to the book; a decision names the
// articles by their content. Where a page does not name all articles of a cluster, it is about those named.

const articlesOf = (c) => c.members.map((m) => m.key).sort();
const clusterKeyOf = (c) => `cluster:${articlesOf(c).join(",")}`;

// All the clusters that are meant, with what their chunks say.
function withClusters(then) {
  const which = chosenClusters.size ? [...chosenClusters] : [clusterDesk.rows[clusterList.at]].filter((i) => i !== undefined);
  const found = [];
  let waiting = which.length;
  for (const i of which) {
    clusterMore(i, (c) => {
      if (c) found.push([i, c]);
      waiting -= 1;
      if (!waiting) then(found);
    });
  }
}

function decideClusters(action) {
  withClusters((found) => {
    const changes = found.map(([i, c]) => clusterChange(i, c, action));
    chosenClusters.clear();
    decide(changes, ACTIONS[action][1]);
    goOnCluster(`${found.length > 1 ? `${counted(found.length, "cluster")}: ` : ""}${capital(ACTIONS[action][1])}.`);
  });
}

function clusterChange(i, c, action, more) {
  const key = clusterKeyOf(c);
  clusterKey.set(key, i);
  const before = book.held.get(key);
  return [key, made({ cluster: articlesOf(c) }, action, { excerpt: excerptOf(page.clusters[i].title || ""), note: before && before.note, ...more })];
}

// The members from the one that is compared on are no duplicates of those before it.
function splitHere() {
  withClusters((found) => {
    if (found.length !== 1) return say("Split one cluster at a time.");
    const [[i, c]] = found;
    const at = pairNow.member;
    const [before, after] = [c.members.slice(0, at), c.members.slice(at)];
    if (!before.length || !after.length) return say("Choose the article from which on they differ.");
    const keys = (members) => members.map((m) => m.key).sort();
    const change = clusterChange(i, c, "split", { cluster: keys(before), from: keys(after) });
    decide([change], "split");
    return goOnCluster(`Split into ${count(before.length)} and ${count(after.length)}.`);
  });
}

// Another article is kept, and the others are measured against it.
function prefer(i, c, member) {
  decide([clusterChange(i, c, "prefer", { article: member.key })], "another kept");
  say(`${member.title || member.id} is kept.`);
}

function noteCluster() {
  withClusters(([first]) => {
    if (!first) return;
    const [i, c] = first;
    const held = book.held.get(clusterKeyOf(c));
    askText("Note", held ? held.note || "" : "", (note) => {
      decide([held ? [clusterKeyOf(c), { ...held, note }] : clusterChange(i, c, "unsure", { note })], "note");
      say(held ? "Noted." : "Noted; the cluster is marked as unsure.");
    });
  });
}

function goOnCluster(done) {
  const { rows } = clusterDesk;
  const left = clusterAct.filter((act) => act === "").length;
  for (let step = 1; step < rows.length; step += 1) {
    const at = (clusterList.at + step) % rows.length;
    if (clusterAct[rows[at]] !== "") continue;
    goTo(clusterList, at);
    return say(`${done} ${counted(left, "cluster")} left.`, `Next: ${page.clusters[rows[at]].title || ""}`);
  }
  goTo(clusterList, clusterList.at);
  return say(`${done} Nothing is left open in this list.`);
}

// After a change: which clusters are decided how. A key that no cluster is known for is looked up in the chunks.
function reweighClusters(keys) {
  let unknown = false;
  for (const key of keys) {
    if (!key.startsWith("cluster:")) continue;
    const i = clusterKey.get(key);
    if (i === undefined) unknown = true;
    else clusterAct[i] = (book.held.get(key) || { action: "" }).action;
  }
  if (unknown) findClusters(0);
}

// Looks through the chunks, one at a time, while nothing else is to be done.
function findClusters(number) {
  if (number * CLUSTERS_PER_CHUNK >= page.clusters.length) {
    showClusters();
    return later("header");
  }
  return chunk("clusters", number, (found) => {
    found.forEach((c, k) => {
      const key = clusterKeyOf(c);
      const i = number * CLUSTERS_PER_CHUNK + k;
      clusterKey.set(key, i);
      if (book.held.has(key)) clusterAct[i] = book.held.get(key).action;
    });
    setTimeout(() => findClusters(number + 1), 0);
  });
}

// How many articles more (or fewer) are dropped than without decisions. What a split leaves is an estimate.
function droppedChange() {
  let change = 0;
  for (const [key, i] of clusterKey) {
    const d = book.held.get(key);
    const c = page.clusters[i];
    if (!d || c.decided === d.action) continue;
    if (d.action === "apart") change -= c.dropped;
    if (d.action === "split") change -= Math.min(c.dropped, 1);
  }
  return change;
}

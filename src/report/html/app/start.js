// Opens the page: unpacks the index, takes the static lists away and puts the live ones in their place. Where that cannot
// be, says so and leaves the static page as it is.

let page = null;

async function start() {
  if (!document.getElementById("data-index")) return;
  try {
    if (!window.DecompressionStream) throw new Error("this browser cannot unpack the data");
    page = await island("data-index");
    if (!page || page.schema !== "copydesk/page/1") throw new Error("its data is of another kind");
    await openStore();
    setUpTally();
    weighAll();
  } catch (error) {
    page = null;
    return notice(`Deciding is not possible here: ${error.message}. What follows is the report to read.`);
  }
  return goLive();
}

// Takes the static lists out of the page; on paper they come back, for a list that scrolls cannot be printed.
function putAside(nodes) {
  const aside = [...nodes].map((node) => [node, node.parentNode]);
  const away = () => aside.forEach(([node]) => node.remove());
  window.addEventListener("beforeprint", () => aside.forEach(([node, parent]) => parent.append(node)));
  window.addEventListener("afterprint", away);
  away();
}

function notice(words) {
  const node = document.getElementById("notice");
  node.hidden = !words;
  fill(node, words);
}

function goLive() {
  putAside(document.querySelectorAll("[data-static]"));
  for (const node of document.querySelectorAll("[data-live]")) node.hidden = false;
  document.documentElement.classList.add("live");
  setUpHeader();
  setUpBlocks();
  setUpClusters();
  setUpRules();
  setUpSample();
  setUpKeys();
  setUpLinks();
  desks.blocks = { list: () => blockList, keys: blockKeys, search: () => wishes.text };
  book.heard.push(followChange);
  reweighClusters([...book.held.keys()]);
  showHeader();
  showLede();
  if (server.failed) notice(cannotSave());
  fill(bar.status, "G then B leads to the blocks; ? shows all keys.");
  if (store.restored) say(`${counted(store.restored, "decision")} of this browser taken up; they are not saved as a file yet.`);
  document.documentElement.dataset.ready = "";
}

// The keys that hold for the row in front.
function blockKeys() {
  const { blocks } = inFront();
  const own = blocks.length ? [...BLOCK_KEYS, ...GROUP_KEYS.filter((entry) => entry.does.startsWith("accept"))] : [...GROUP_KEYS, ...BLOCK_KEYS];
  return [...own, ...LISTED_KEYS];
}

// What a change touches, redrawn once when the key has been dealt with.
const stale = new Set();

function later(what) {
  if (!stale.size) queueMicrotask(showStale);
  stale.add(what);
}

function showStale() {
  const what = new Set(stale);
  stale.clear();
  if (what.has("header")) showHeader();
  if (what.has("rows")) redraw(blockList);
  if (what.has("rows") || what.has("detail")) afterFrame(showDetail);
  if (what.has("clusters")) redraw(clusterList);
  if (what.has("clusters") || what.has("cluster")) afterFrame(showClusterDetail);
}

const due = new Set();

// Once, after the frame that shows where one is: a key that is held down never waits for what is in front.
function afterFrame(work) {
  if (due.has(work)) return;
  due.add(work);
  requestAnimationFrame(() => setTimeout(() => {
    due.delete(work);
    work();
  }));
}

let rulesTimer = 0;

function followChange(changes) {
  const keys = changes.map(([key]) => key);
  const ofClusters = keys.filter((key) => key.startsWith("cluster:"));
  if (ofClusters.length < keys.length) {
    reweigh(keys);
    later("rows");
  }
  if (ofClusters.length) {
    reweighClusters(ofClusters);
    later("clusters");
  }
  later("header");
  clearTimeout(rulesTimer);
  rulesTimer = setTimeout(showRules, 120);
}

start();

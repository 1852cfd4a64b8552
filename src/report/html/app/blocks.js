// The desk of the blocks: what is asked for above, the list at the left, what is in front at the right. Takes the view,
// gives the section. Never builds rows that are out of sight.

let blockList = null;
const blockDesk = {};

function setUpBlocks() {
  const mount = document.getElementById("blocks-desk");
  blockList = makeList("block-list", "Blocks and groups", drawBlockRow, { move: () => later("detail"), open: turnRow, choose });
  blockList.chosen = (index) => isChosen(view.rows[index]);
  blockDesk.sheet = makeSheet("block-detail", "The block or group in front");
  blockDesk.detail = blockDesk.sheet.node;
  blockDesk.summary = el("p.listed");
  blockDesk.chips = el("div.chips");
  fill(mount, filterBar(), el("div.panes", { "data-desk": "blocks" }, el("div.left", null, blockDesk.summary, blockList.node), blockDesk.detail));
  listAnew(true);
}

function isChosen(row) {
  if (!row) return false;
  if (row.i !== undefined) return chosenBlocks.has(row.i);
  return row.group.key ? chosenGroups.has(row.group) : row.members.length > 0 && row.members.every((i) => chosenBlocks.has(i));
}

// The list as it is asked for now; keeps what is in front where it can.
function listAnew(quiet) {
  const before = view.rows[blockList.at];
  buildRows();
  const at = before ? view.rows.findIndex((row) => row.i === before.i && (row.group || {}).name === (before.group || {}).name) : 0;
  setSize(blockList, view.rows.length, Math.max(0, at));
  showSummary();
  showChips();
  showDetail();
  if (!quiet) say(`${counted(view.count, "block")} listed.`);
}

function showSummary() {
  const { blocks, blocks_bytes: size, contexts } = page.missing || {};
  const missing = blocks ? ` ${count(blocks)} more (${bytes(size)}) are not in this page, only in blocks.jsonl.` : "";
  const bare = contexts ? ` The examples of ${count(contexts)} do not fit in here; blocks.jsonl names some.` : "";
  const head = view.rows.filter((row) => row.i === undefined).length;
  const in_ = head ? ` in ${counted(head, "group")}` : "";
  const undecided = view.by === "group" && view.rows.some((row) => row.i === undefined && row.group.key && !book.held.has(row.group.key));
  const all = undecided ? el("button.plain", { type: "button", click: () => acceptListed() }, "Accept all that is sure …") : null;
  const all_ = counted(page.blocks.length, "recurring block");
  const shown = view.count < page.blocks.length ? `${count(view.count)} of ${all_}` : all_;
  fill(blockDesk.summary, `${shown}${in_}.${missing}${bare} `, all);
}

function showDetail() {
  const row = view.rows[blockList.at];
  blockDesk.sheet.toTop();
  if (!row) return void fill(blockDesk.detail, nothingHere());
  fill(blockDesk.detail, chosenNote(), row.i === undefined ? groupDetail(row) : blockDetail(row.i));
  fetchAhead();
}

function nothingHere() {
  const asked = view.text || view.host || view.label || view.only;
  const words = asked ? "No block is as asked for." : view.state === "open" ? "Everything here is decided." : "No block is in this state.";
  return el("p.empty", null, words);
}

function chosenNote() {
  if (!chosenBlocks.size && !chosenGroups.size) return null;
  return el("p.chosen-note", null, `${chosenWords()} selected. The keys and buttons decide all of them. `,
    el("button.plain", { type: "button", click: () => chooseNone() }, "Select none"));
}

const chosenWords = () =>
  [chosenBlocks.size ? counted(chosenBlocks.size, "block") : "", chosenGroups.size ? counted(chosenGroups.size, "group") : ""].filter(Boolean).join(" and ");

function chooseNone() {
  chosenBlocks.clear();
  chosenGroups.clear();
  showBlocks();
}

// The chunks of the next rows.
function fetchAhead() {
  for (let at = blockList.at; at < Math.min(view.rows.length, blockList.at + 12); at += 1) {
    const { i } = view.rows[at];
    if (i !== undefined && !blockHere(i)) blockMore(i, () => {});
  }
}

// After a change: the rows in sight, and what is in front.
const showBlocks = () => later("rows");

function turnRow(index) {
  const row = view.rows[index];
  if (!row) return;
  if (row.i !== undefined) return void blockDesk.detail.focus();
  const { name } = row.group;
  if (view.opened.has(name)) view.opened.delete(name);
  else view.opened.add(name);
  spliceGroup(index, row);
  setSize(blockList, view.rows.length, index);
  showDetail();
  say(view.opened.has(name) ? `Opened: ${counted(row.members.length, "block")}.` : "Closed.");
}

// Opens or closes one group and leaves the others as they are.
function spliceGroup(index, row) {
  if (view.opened.has(row.group.name)) view.rows.splice(index + 1, 0, ...row.members.map((i) => ({ i, group: row.group })));
  else view.rows.splice(index + 1, row.members.length);
}

function turnSpaces() {
  look.spaces = !look.spaces;
  showDetail();
  say(look.spaces ? "White space is shown as signs." : "White space is shown as it is.");
}

// A link from elsewhere: `host:NAME`, `label:NAME`, `block:ID`.
function filterBy(wish) {
  const cut = wish.indexOf(":");
  const [kind, name] = [wish.slice(0, cut), wish.slice(cut + 1)];
  if (kind === "cluster") return goToCluster(name);
  Object.assign(view, { text: "", host: "", label: "", state: "", fate: "", only: "" });
  if (kind === "host") view.host = hostName(name);
  if (kind === "label") view.label = name;
  if (kind === "block") Object.assign(view, { text: name, by: "flat" });
  showWishes();
  listAnew();
  document.getElementById("blocks").scrollIntoView();
  return blockList.node.focus({ preventScroll: true });
}

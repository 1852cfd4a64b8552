// Decisions about blocks and groups. Takes what is selected or in front, gives steps to the book and goes on to what is
// still open. Never decides what nobody looked at: a group means what is sure, unless asked for more.

const BLOCK_KEYS = [
  { key: "r", name: "Remove", does: "remove", run: () => decideHere("remove") },
  { key: "k", name: "Keep", does: "keep", run: () => decideHere("keep") },
  { key: "h", name: "On these hosts …", does: "hosts", run: () => askHosts() },
  { key: "1", name: "Keep the first", does: "first", run: () => decideHere("first") },
  { key: "u", name: "Unsure", does: "unsure", run: () => decideHere("unsure") },
  { key: "n", name: "Note …", does: "note", run: () => askNote() },
  { key: "m", name: "Make a rule …", does: "rule", run: () => askRule() },
  { key: "x", name: "Select", does: "select", run: () => choose(blockList.at, false) },
];

const GROUP_KEYS = [
  { key: "a", name: "Accept what is sure", does: "accept", run: () => decideGroup("remove", false) },
  { key: "A", name: "Accept all, doubtful too", does: "accept-all", run: () => decideGroup("remove", true) },
  { key: "k", name: "Keep all", does: "keep", run: () => decideHere("keep") },
  { key: "u", name: "Unsure", does: "unsure", run: () => decideHere("unsure") },
  { key: "Enter", name: "Open or close", does: "turn", run: () => turnRow(blockList.at) },
];

// Of a group that no decision of its own reaches: all its blocks that are open.
const LOOSE_KEYS = [
  { key: "k", name: "Keep all", does: "keep", run: () => decideHere("keep") },
  { key: "u", name: "Unsure", does: "unsure", run: () => decideHere("unsure") },
  { key: "x", name: "Select all", does: "select", run: () => choose(blockList.at, false) },
  { key: "Enter", name: "Open or close", does: "turn", run: () => turnRow(blockList.at) },
];

const LISTED_KEYS = [
  { key: "X", name: "Select all from the last one selected to here", run: () => choose(blockList.at, true) },
  { key: "f", name: "To the filters", run: () => wishes.by.node.focus() },
  { key: "o", name: "List anew what is open", run: () => listAnew() },
  { key: "w", name: "White space as signs", run: () => turnSpaces() },
];

// What is in front: the selected blocks, or the row.
function inFront() {
  if (chosenBlocks.size) return { blocks: [...chosenBlocks] };
  const row = view.rows[blockList.at];
  if (!row) return { blocks: [] };
  return row.i === undefined ? { blocks: [], group: row.group, members: row.members } : { blocks: [row.i], group: row.group };
}

function decideHere(action) {
  const { blocks, group, members } = inFront();
  const groupsMeant = chosenGroups.size > 0;
  if (blocks.length && !groupsMeant) return decideBlocks(blocks, action);
  if (!groupsMeant && group && group.loose) return decideLoose(members, action);
  if (!groupsMeant && (!group || !group.key)) return say("Open this with Enter and decide its blocks, or select them with X.");
  if (action === "first") return say("Keeping the first is for single blocks.");
  return decideGroup(action, action === "keep");
}

// Removing is no decision about all of what nobody proposes to remove: X selects all, and then it can be.
function decideLoose(members, action) {
  const open = members.filter((i) => tally.act[i] === "" || (tally.act[i] === "unsure" && action !== "unsure"));
  if (action !== "keep" && action !== "unsure") return say("Select all of it with X first, or open it with Enter.");
  return open.length ? decideBlocks(open, action) : say("Nothing of this is open.");
}

function blockDecision(i, action, more) {
  const b = page.blocks[i];
  const before = book.held.get(`block:${b.id}`);
  const here = blockHere(i);
  const same = /^[nm]/.test(b.id) && here ? here.same : undefined;
  return made({ block: b.id }, action, { same, excerpt: excerptOf(b.text), note: before && before.note, ...more });
}

const excerptOf = (text) => [...text].slice(0, 200).join("");

function decideBlocks(blocks, action, more) {
  const changes = blocks.map((i) => [`block:${page.blocks[i].id}`, blockDecision(i, action, more)]);
  const many = blocks.length > 1 ? `${counted(blocks.length, "block")}: ` : "";
  chooseNone();
  decide(changes, `${many}${ACTIONS[action][1]}`);
  addSame(blocks);
  goOn(`${many}${capital(ACTIONS[action][1])}.`);
}

// Names of equal blocks come with the chunk, which may be late.
function addSame(blocks) {
  for (const i of blocks) {
    const { id } = page.blocks[i];
    if (!/^[nm]/.test(id) || blockHere(i)) continue;
    blockMore(i, (c) => {
      const d = book.held.get(`block:${id}`);
      if (d && c.same && !d.same) put([[`block:${id}`, { ...d, same: c.same }]]);
    });
  }
}

function decideGroup(action, doubtful) {
  const { group } = inFront();
  const which = chosenGroups.size ? [...chosenGroups] : [group];
  if (!which[0] || !which[0].key) return say(which[0] && which[0].loose ? "No decision about a group reaches these; K keeps all." : "There is no group here to accept.");
  if (action === "remove" && !doubtful && !which.some(hasSure)) return say("Nothing of this is sure; Shift+A accepts what is doubtful too.");
  const at = view.rows.findIndex((row) => row.i === undefined && row.group === which[0]);
  decideGroups(which, action, doubtful);
  if (at >= 0 && !view.opened.has(which[0].name)) blockList.at = at;
  const name = which.length > 1 ? counted(which.length, "group") : groupWord(which[0]);
  const left = action === "remove" ? which.reduce((sum, each) => sum + groupState(each).doubtful, 0) : 0;
  return goOn(`${name}: ${action === "remove" ? "accepted" : ACTIONS[action][1]}.${left ? ` ${counted(left, "doubtful block")} of it left open.` : ""}`);
}

const hasSure = (group) => group.bytes > group.doubtful;

const groupWord = (group) => `${hostName(page.hosts[group.host].host)}, ${group.label}`;

function decideGroups(which, action, doubtful) {
  const decision = (group) => made({ group: group.name }, action, { doubtful: doubtful || undefined });
  chosenBlocks.clear();
  chosenGroups.clear();
  for (const group of which) group.pass = view.pass;
  decide(which.map((group) => [group.key, decision(group)]), `${which.length > 1 ? counted(which.length, "group") : groupWord(which[0])}: ${ACTIONS[action][1]}`);
}

// All groups that are listed, what is sure of them: asked once, for it is a lot.
function acceptListed() {
  const which = view.rows.filter((row) => row.i === undefined && row.group.key && !book.held.has(row.group.key)).map((row) => row.group).filter(hasSure);
  const sure = which.reduce((sum, group) => sum + group.bytes - group.doubtful, 0);
  if (!which.length) return say("There is nothing sure here that is not decided.");
  const share = percent(sure, page.totals.removed_bytes);
  const words = `This accepts what copydesk is sure of in the ${counted(which.length, "group")} listed: ${bytes(sure)}, ${share} of all that goes. What is doubtful stays open. Look at the sample first; it says how often copydesk is right.`;
  return ask("Accept all that is sure", el("p", null, words), "Accept", () => {
    decideGroups(which, "remove", false);
    listAnew(true);
    blockList.at = view.rows.length - 1;
    goOn(`${counted(which.length, "group")} accepted.`);
  });
}

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

// On to the next open row, and tells what happened.
function goOn(done) {
  const next = nextOpen();
  const left = outlook().left;
  if (next < 0) {
    goTo(blockList, blockList.at);
    return say(`${done} Nothing is left open in this list.`);
  }
  goTo(blockList, next);
  const row = view.rows[next];
  const name = row.i === undefined ? groupTitle(row.group).map((part) => part.textContent).join(", ") : page.blocks[row.i].text.slice(0, 80);
  return say(`${done} ${count(left)} left.`, `Next: ${name}`);
}

function nextOpen() {
  const { rows } = view;
  for (let step = 1; step < rows.length; step += 1) {
    const at = (blockList.at + step) % rows.length;
    if (isOpenRow(rows[at])) return at;
  }
  return -1;
}

function isOpenRow({ i, group, members }) {
  if (i !== undefined) return tally.act[i] === "";
  if (view.opened.has(group.name)) return false;
  if (!group.key) return members.some((m) => tally.act[m] === "");
  return group.pass !== view.pass && groupState(group).open > 0;
}

function choose(index, range) {
  const row = view.rows[index];
  if (!row) return;
  if (row.i === undefined && !row.group.key) return chooseMembers(row, index);
  const pivot = range && view.pivot !== undefined ? view.pivot : index;
  const ofGroups = row.i === undefined;
  const [set, other] = ofGroups ? [chosenGroups, chosenBlocks] : [chosenBlocks, chosenGroups];
  const rows = view.rows.slice(Math.min(pivot, index), Math.max(pivot, index) + 1);
  const items = rows.filter((each) => (each.i === undefined) === ofGroups).map((each) => (ofGroups ? each.group : each.i));
  const off = !range && isChosen(row);
  other.clear();
  for (const item of items) {
    if (off) set.delete(item);
    else if (!ofGroups || item.key) set.add(item);
  }
  sayChosen(index);
}

// A group that cannot be decided as one is selected block by block.
function chooseMembers(row, index) {
  const off = isChosen(row);
  chosenGroups.clear();
  for (const i of row.members) {
    if (off) chosenBlocks.delete(i);
    else chosenBlocks.add(i);
  }
  sayChosen(index);
}

function sayChosen(index) {
  view.pivot = index;
  say(chosenWords() ? `${chosenWords()} selected; the keys now decide all of them.` : "Nothing selected.");
  showBlocks();
}

function undoHere() {
  const step = undo();
  if (step) showAgain(step);
  say(step ? `Taken back: ${step.words}.` : "There is nothing to take back.");
}

function redoHere() {
  const step = redo();
  if (step) showAgain(step);
  say(step ? `Done again: ${step.words}.` : "There is nothing to do again.");
}

// Goes back to what a step was about, where the list has it.
function showAgain({ changes: [[key]] }) {
  const i = blockAt.get(key.slice(6));
  const at = view.rows.findIndex((row) => (row.i === undefined ? row.group.key === key : row.i === i));
  if (at >= 0 && !key.startsWith("cluster:")) goTo(blockList, at);
  const cluster = clusterDesk.rows.indexOf(clusterKey.get(key));
  if (cluster >= 0) goTo(clusterList, cluster);
}

// Where decisions are kept. Takes changes of the book; gives a file to save and takes files to load; in a browser's store
// as far as it goes; where `copydesk review` serves the page, every change to it at once. Never says saved when it is not.

const store = { live: false, behind: false, savedStep: undefined, queue: [], sending: false, failed: "", refused: "", timer: 0 };

async function openStore() {
  const given = new Map();
  for (const row of page.decisions || []) {
    const { met, bytes: size, conflict, ...d } = row;
    given.set(keyOf(d), d);
    book.facts.set(keyOf(d), { met, bytes: size, conflict });
  }
  book.given = given;
  store.live = location.protocol === "http:" || location.protocol === "https:";
  book.held = store.live ? await served(given) : fromHere(given);
  book.heard.push(heard);
  window.addEventListener("beforeunload", (event) => {
    if (unsaved()) event.preventDefault();
  });
  window.addEventListener("pagehide", keepNow);
}

async function served(given) {
  try {
    const answer = await fetch("decisions");
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    return fromLines(await answer.text()).held;
  } catch (error) {
    store.live = false;
    store.failed = `The server did not give its decisions (${error.message}); save them as a file.`;
    return fromHere(given);
  }
}

const hereName = () => `copydesk:${page.run}`;

function fromHere(given) {
  const text = heldHere(hereName());
  if (text === null) return new Map(given);
  const { held } = fromLines(text);
  const known = text === toLines(given) || heldHere(`${hereName()}:saved`) === hash(text);
  store.behind = !known;
  store.restored = known ? 0 : held.size;
  return held;
}

// A short name for a text, to tell whether it was saved.
function hash(text) {
  let h = 2166136261;
  for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 16777619);
  return `${text.length}:${h >>> 0}`;
}

function heard(changes) {
  store.dirty = true;
  if (store.live) {
    store.queue.push(...changes.map(([key, decision]) => ({ key, decision })));
    send();
  }
  clearTimeout(store.timer);
  store.timer = setTimeout(keepNow, 400);
}

function keepNow() {
  if (!store.dirty || store.live) return;
  store.dirty = false;
  keepHere(hereName(), toLines(book.held));
}

const unsaved = () => (store.live ? store.queue.length > 0 : (store.behind || lastStep() !== store.savedStep) && (book.held.size > 0 || book.given.size > 0));

const lastStep = () => book.undo[book.undo.length - 1];

// Sends what waits, in order; tries again for as long as it takes.
async function send() {
  if (store.sending || !store.queue.length) return;
  store.sending = true;
  const batch = store.queue.slice(0, store.careful ? 1 : 500);
  const done = await post(batch);
  store.sending = false;
  store.queue.splice(0, done);
  showSaving();
  if (store.queue.length) setTimeout(send, done || store.careful ? 0 : 2000);
}

// Sends some; gives how many are dealt with. Of several that are refused, each is sent alone, to find the wrong one.

async function post(batch) {
  try {
    const body = JSON.stringify(batch.map(({ key, decision }) => ({ key, decision: decision && JSON.parse(lineOf(decision)) })));
    const answer = await fetch("decisions", { method: "POST", headers: { "Content-Type": "application/json" }, body });
    store.failed = answer.ok || answer.status === 400 ? "" : `the server says ${answer.status}`;
    if (answer.ok) return batch.length;
    if (answer.status !== 400) return 0;
    store.careful = true;
    if (batch.length > 1) return 0;
    store.refused = `${batch[0].key.slice(0, 60)} was refused: ${await answer.text()}`;
    return 1;
  } catch {
    store.careful = false;
    store.failed = "the server does not answer";
    return 0;
  }
}

function saveFile() {
  const text = toLines(book.held);
  const link = el("a", { download: "decisions.jsonl" });
  link.href = URL.createObjectURL(new Blob([text], { type: "application/x-ndjson" }));
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  Object.assign(store, { behind: false, savedStep: lastStep() });
  keepHere(`${hereName()}:saved`, hash(text));
  showSaving();
  say(`Saved ${counted(book.held.size, "decision")} as decisions.jsonl. The next run obeys it with --rules decisions.jsonl.`);
}

async function loadFile(file) {
  const { held, wrong } = fromLines(await file.text());
  const clashes = [...held].filter(([key, d]) => book.held.has(key) && !saysTheSame(book.held.get(key), d));
  decide([...held], `${counted(held.size, "decision")} loaded`);
  const told = [`${counted(held.size, "decision")} loaded from ${file.name}.`];
  if (clashes.length) told.push(`${counted(clashes.length, "decision")} said otherwise before and ${clashes.length === 1 ? "was" : "were"} replaced.`);
  if (wrong.length) told.push(`${counted(wrong.length, "line")} could not be read.`);
  say(told.join(" "));
  listAnew(true);
  if (clashes.length || wrong.length) tellLoad(told[0], clashes, wrong);
}

function tellLoad(title, clashes, wrong) {
  const replaced = clashes.slice(0, 50).map(([key, d]) => el("li", null, el("bdi.id", null, key.slice(0, 120)), ` ${ACTIONS[d.action][1]} now`));
  const broken = wrong.slice(0, 50).map(([n, why]) => el("li", null, `line ${n}: ${why}`));
  ask(title, [
    replaced.length ? [el("h3", null, "Replaced (Z takes it back)"), el("ul", null, replaced)] : null,
    broken.length ? [el("h3", null, "Not read"), el("ul", null, broken)] : null,
  ], "Done");
}

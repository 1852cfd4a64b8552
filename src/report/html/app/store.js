// Where decisions are kept. Takes changes of the book; where `copydesk review` serves the page they go to the server, else
// into this browser's store as far as it goes, until they are saved as a file. Never says saved when it is not.

const store = { live: false, behind: false, restored: 0, savedStep: undefined, dirty: false, timer: 0 };

async function openStore() {
  const given = new Map();
  for (const row of page.decisions || []) {
    const { met, bytes: size, conflict, ...d } = row;
    given.set(keyOf(d), d);
    book.facts.set(keyOf(d), { met, bytes: size, conflict });
  }
  book.given = given;
  store.live = location.protocol === "http:" || location.protocol === "https:";
  book.held = store.live ? await fromServer(given) : fromHere(given);
  book.heard.push(heard);
  window.addEventListener("beforeunload", (event) => {
    if (unsaved()) event.preventDefault();
  });
  window.addEventListener("pagehide", keepNow);
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

function heard(changes, foreign) {
  if (store.live) return foreign ? undefined : toServer(changes);
  store.dirty = true;
  clearTimeout(store.timer);
  store.timer = setTimeout(keepNow, 400);
  return undefined;
}

function keepNow() {
  if (!store.dirty) return;
  store.dirty = false;
  keepHere(hereName(), toLines(book.held));
}

const unsaved = () =>
  (store.live ? server.queue.length + server.refused.size > 0 : (store.behind || lastStep() !== store.savedStep) && (book.held.size > 0 || book.given.size > 0));

const lastStep = () => book.undo[book.undo.length - 1];

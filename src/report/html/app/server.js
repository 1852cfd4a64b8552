// Decisions where `copydesk review` serves the page. Takes changes of the book, gives them to the server in order and for as
// long as it takes; what others decided meanwhile comes into the book and is told. Never overwrites that unseen.

const MOST_AT_ONCE = 500;
const ASK_AGAIN = 2000;
const server = { queue: [], most: MOST_AT_ONCE, known: new Map(), behind: false, busy: false, failed: "", refused: new Map() };

// Asks for the decisions, or gives some: what the server says, status 0 where it says nothing.
async function askServer(request) {
  try {
    const answer = await fetch("decisions", request);
    const text = await answer.text();
    return { ok: answer.ok, status: answer.status, text: answer.ok ? text : text.trim().slice(0, 500) || `status ${answer.status}` };
  } catch {
    return { ok: false, status: 0, text: "the server does not answer" };
  }
}

// What the server holds; while it cannot say, what the run was given, and it is asked again.
async function fromServer(given) {
  const { ok, text } = await askServer();
  server.known = ok ? fromLines(text).held : new Map(given);
  if (!ok) Object.assign(server, { behind: true, failed: text });
  setTimeout(serve, ASK_AGAIN);
  return new Map(server.known);
}

function toServer(changes) {
  server.queue.push(...changes.map(([key, decision]) => ({ key, decision })));
  serve();
}

// One request at a time: what others decided, where that is not known; then what waits here.
async function serve() {
  if (server.busy || (!server.behind && !server.queue.length)) return;
  server.busy = true;
  const pause = server.behind ? await catchUp() : await sendSome();
  server.busy = false;
  showSaving();
  setTimeout(serve, pause);
}

async function catchUp() {
  const { ok, text } = await askServer();
  const before = server.failed;
  server.failed = ok ? "" : text;
  if (before !== server.failed) notice(server.failed && cannotSave());
  if (!ok) return ASK_AGAIN;
  server.behind = false;
  takeTheirs(fromLines(text).held);
  return 0;
}

const cannotSave = () => `The decisions cannot be read or saved now: ${server.failed}. The server is asked again until it can; what you decide meanwhile waits in this page only.`;

// Of several that are refused or too many, half are sent, down to the one that is wrong.
async function sendSome() {
  const batch = server.queue.slice(0, server.most);
  const body = JSON.stringify(batch.map(({ key, decision }) => ({ key, decision: decision && JSON.parse(lineOf(decision)) })));
  const { ok, status, text } = await askServer({ method: "POST", headers: { "Content-Type": "application/json" }, body });
  const refused = status === 400 || status === 413;
  server.behind = status === 409;
  server.failed = ok || refused || server.behind ? "" : text;
  if (batch.length > 1 && (refused || status === 0)) server.most = Math.ceil(batch.length / 2);
  else if (ok || refused) dealtWith(batch, ok ? "" : text);
  return server.failed ? ASK_AGAIN : 0;
}

function dealtWith(batch, why) {
  server.queue.splice(0, batch.length);
  for (const { key, decision } of batch) settle(key, decision, why);
  if (!server.queue.length) server.most = MOST_AT_ONCE;
}

// What was refused stays named until it is decided otherwise.
function settle(key, decision, why) {
  if (why) return void server.refused.set(key, why);
  server.refused.delete(key);
  if (decision) server.known.set(key, decision);
  else server.known.delete(key);
  return undefined;
}

// Why not all is safe, or nothing.
function trouble() {
  if (server.failed) return server.failed;
  const [first] = server.refused;
  if (!first) return "";
  const more = server.refused.size > 1 ? `, and ${count(server.refused.size - 1)} more` : "";
  return `${first[0].slice(0, 60)} was refused${more}: ${first[1]}`;
}

// Where somebody else decided since, theirs stands; of the same that waits here, the person is told.
function takeTheirs(theirs) {
  const said = (d) => (d ? lineOf({ ...d, same: null, excerpt: null, by: null, at: null }) : "");
  const line = (d) => (d ? lineOf(d) : "");
  const wanted = new Map(server.queue.map(({ key, decision }) => [key, decision]));
  const foreign = new Set([...theirs.keys(), ...server.known.keys()].filter((key) => line(theirs.get(key)) !== line(server.known.get(key))));
  const lost = [...foreign].filter((key) => wanted.has(key) && said(wanted.get(key)) !== said(theirs.get(key)));
  server.queue = server.queue.filter(({ key }) => !foreign.has(key));
  server.known = theirs;
  forget(foreign);
  put([...foreign].map((key) => [key, theirs.get(key) || null]), true);
  if (lost.length) tellTheirs(lost, theirs);
}

function tellTheirs(lost, theirs) {
  const rows = lost.slice(0, 50).map((key) => {
    const d = theirs.get(key);
    return el("li", null, el("bdi", null, (d && d.excerpt) || nameOf(key).slice(0, 200)), d ? ` – ${ACTIONS[d.action][0]} ${sayAction(d)}` : " – decided no more");
  });
  const rest = lost.length > rows.length ? el("p", null, `And ${count(lost.length - rows.length)} more.`) : null;
  ask("Somebody else decided the same meanwhile", [
    el("p", null, "This stands as they decided it, and yours was not saved:"), el("ul.theirs", null, rows), rest,
    el("p", null, "If yours is to hold, decide it once more."),
  ], "Done");
}

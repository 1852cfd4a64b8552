// Decisions as a file: saved by the browser, and loaded. Takes the book or a file, gives the other; says what a loaded file
// changed and what of it could not be read. Never opens a file that is too long to be one of decisions.

const LONGEST_FILE = 64 * 1024 * 1024;

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
  if (file.size > LONGEST_FILE) return say(`${file.name} is longer than 64${JOIN}MiB; this is no file of decisions. Nothing was loaded.`);
  const { held, wrong } = fromLines(await file.text());
  const clashes = [...held].filter(([key, d]) => book.held.has(key) && !saysTheSame(book.held.get(key), d));
  decide([...held], `${counted(held.size, "decision")} loaded`);
  const told = [`${counted(held.size, "decision")} loaded from ${file.name}.`];
  if (clashes.length) told.push(`${counted(clashes.length, "decision")} said otherwise before and ${clashes.length === 1 ? "was" : "were"} replaced.`);
  if (wrong.length) told.push(`${counted(wrong.length, "line")} could not be read.`);
  say(told.join(" "));
  listAnew(true);
  if (clashes.length || wrong.length) tellLoad(told[0], clashes, wrong);
  return undefined;
}

function tellLoad(title, clashes, wrong) {
  const replaced = clashes.slice(0, 50).map(([key, d]) => el("li", null, el("bdi.id", null, key.slice(0, 120)), ` ${ACTIONS[d.action][1]} now`));
  const broken = wrong.slice(0, 50).map(([n, why]) => el("li", null, `line ${n}: ${why}`));
  ask(title, [
    replaced.length ? [el("h3", null, "Replaced (Z takes it back)"), el("ul", null, replaced)] : null,
    broken.length ? [el("h3", null, "Not read"), el("ul", null, broken)] : null,
  ], "Done");
}

// Buttons that show their keys. Takes a table of keys, gives a group of buttons. Never listens to keys itself.

const keyName = (key) => (key.length > 1 ? key : key === key.toLowerCase() ? key.toUpperCase() : `Shift+${key}`);

function buttons(table) {
  return el("div.actions", { role: "group", "aria-label": "Decide" }, table.map((entry) =>
    el(`button.do-${entry.does}`, { type: "button", click: (event) => press(event, entry), "aria-keyshortcuts": setting("mute") ? null : keyName(entry.key) },
      entry.name, setting("mute") ? null : el("kbd", { "aria-hidden": "true" }, keyName(entry.key)))));
}

// The button goes with its block, so the focus comes back to the list.
function press(event, entry) {
  const desk = event.target.closest("[data-desk]");
  entry.run();
  if (desk && !document.querySelector("dialog[open]")) desk.querySelector(".list, .card").focus({ preventScroll: true });
}

let saidTimer = 0;

// Says what happened: in words for all, and to those who listen.
function say(words, more) {
  const line = document.getElementById("status");
  if (line) fill(line, words);
  clearTimeout(saidTimer);
  saidTimer = setTimeout(() => fill(document.getElementById("said"), more ? `${words} ${more}` : words), 30);
}

// Keys. Takes key presses, gives them to the desk that has the focus. A letter decides only while its desk has the focus,
// never in a field; and letters can be switched off.

const GO = { w: "look", p: "pictures", h: "hosts", b: "blocks", d: "clusters", r: "rules", s: "sample", a: "about", t: "top" };
const desks = {};
let going = false;

function setUpKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey || event.metaKey || event.isComposing) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.ctrlKey ? controlKey(event) : plainKey(event)) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-filter]");
    if (!link) return;
    event.preventDefault();
    filterBy(link.dataset.filter);
  });
  document.addEventListener("keydown", (event) => {
    const link = event.key === "Enter" && event.target.closest("[data-filter]:not(a)");
    if (link) filterBy(link.dataset.filter);
  });
}

function controlKey(event) {
  if (inField(event.target)) return false;
  if (event.key.toLowerCase() === "z") return event.shiftKey ? redoHere() || true : undoHere() || true;
  if (event.key.toLowerCase() === "s") return saveFile() || true;
  return false;
}

const inField = (node) => node.closest("input:not([type=checkbox]):not([type=radio]), textarea, select") !== null;

// G waits for one key more, however long it takes; a letter that leads nowhere does nothing at all.
function goOnFrom(key, event) {
  going = false;
  if (key.length > 1) return plainKey(event);
  const id = GO[key.toLowerCase()];
  return id ? goSection(id) : say(`G and ${key} lead nowhere.`) || true;
}

function plainKey(event) {
  const { key, target } = event;
  if (key === "Escape") return escape_(target);
  if (inField(target)) return fieldKey(key, target);
  const desk = deskOf(target);
  if (!setting("mute")) {
    if (going && key !== "Shift") return goOnFrom(key, event);
    if (everywhere(key)) return true;
  }
  return desk ? deskKey(desk, event) : false;
}

// Keys that hold all over the page.
function everywhere(key) {
  if (key === "g") {
    going = true;
    return say("G: and now B, D, R, S, H, P, W, A or T. Esc stays here.") || true;
  }
  if (key === "?") return showHelp() || true;
  if (key === "/") return void search() || true;
  if (key === "z") return undoHere() || true;
  if (key === "Z") return redoHere() || true;
  return false;
}

function search() {
  const desk = desks[(deskOf(document.activeElement) || {}).dataset?.desk];
  const field = desk && desk.search ? desk.search() : wishes.text;
  field.focus();
  field.select();
}

const deskOf = (node) => node.closest("[data-desk]") || (node === document.body ? null : null);

function deskKey(node, event) {
  const desk = desks[node.dataset.desk];
  const onList = desk.list && (event.target === desk.list().node || event.key.length === 1);
  if (onList && moving(desk, event)) return true;
  if (event.key === "Enter" && desk.list && event.target === desk.list().node) return void desk.list().on.open(desk.list().at) || true;
  if (setting("mute") || event.key.length > 1) return false;
  const entry = desk.keys().find((each) => each.key === event.key) || (event.shiftKey ? null : desk.keys().find((each) => each.key === event.key.toLowerCase()));
  if (!entry) return false;
  entry.run();
  return true;
}

function moving(desk, event) {
  if (event.key.length === 1 && setting("mute")) return false;
  if (event.shiftKey && event.key.length === 1) return false;
  return moveKey(desk.list(), event.key);
}

// Arrows lead from the search field into the list.
function fieldKey(key, target) {
  if (target.type !== "search" || (key !== "ArrowDown" && key !== "Enter")) return false;
  const near = target.closest("section").querySelector(".list");
  if (near) near.focus();
  return true;
}

function escape_(target) {
  going = false;
  const section = target.closest("section");
  const near = section && section.querySelector(".list");
  if (near && target !== near) near.focus();
  else if (chosenBlocks.size || chosenGroups.size) chooseNone();
  return true;
}

function goSection(id) {
  if (id === "rules") showRules();
  const node = id === "top" ? document.body : document.getElementById(id);
  node.scrollIntoView();
  const near = node.querySelector && id !== "top" ? node.querySelector(".list:not([hidden]), .card") || node.querySelector("h2") : null;
  if (near) {
    if (!near.hasAttribute("tabindex")) near.setAttribute("tabindex", "-1");
    near.focus({ preventScroll: true });
  }
  say(`${id === "top" ? "Top" : node.querySelector("h2").textContent}.`);
  return true;
}

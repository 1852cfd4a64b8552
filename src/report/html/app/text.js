// The one gate for text. Takes text that nobody has vouched for, gives elements that hold it as plain text, with the
// characters that would hide or reorder it as visible signs. Never makes markup of text, never a link to elsewhere.

const UNSEEN = /[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g;

function visible(text) {
  return String(text).replace(UNSEEN, (c) => {
    const code = c.charCodeAt(0);
    return code < 32 ? String.fromCharCode(0x2400 + code) : `[U+${code.toString(16).toUpperCase().padStart(4, "0")}]`;
  });
}

// An element: `tag.class.class`, attributes (functions are listeners, false and null leave out), children.
function el(name, attributes, ...children) {
  const [tag, ...classes] = name.split(".");
  const node = document.createElement(tag);
  if (classes.length) node.className = classes.join(" ");
  for (const [key, value] of Object.entries(attributes || {})) attribute(node, key, value);
  append(node, children);
  return node;
}

function attribute(node, key, value) {
  if (value === null || value === undefined || value === false) return;
  if (typeof value === "function") node.addEventListener(key, value);
  else node.setAttribute(key, value === true ? "" : visible(value));
}

function append(node, children) {
  for (const child of children.flat(3)) {
    if (child === null || child === undefined || child === false || child === "") continue;
    node.append(child instanceof Node ? child : visible(child));
  }
}

function fill(node, ...children) {
  node.textContent = "";
  append(node, children);
  return node;
}

// Draws something anew without taking the focus from what has it.
function keepFocus(node, draw) {
  const at = node.contains(document.activeElement) && document.activeElement.dataset.focus;
  draw();
  const again = at && node.querySelector(`[data-focus="${at}"]`);
  if (again) again.focus({ preventScroll: true });
}

// Text for those who listen only.
const unseen = (text) => el("span.hidden", null, text);

// What a page says, with its own direction and language.
function scraped(tag, text, lang, slot) {
  const sound = /^[a-z]{2,3}(-[a-z0-9]{1,8})*$/i.test(lang || "") && lang.length <= 35;
  const parts = slot ? slots(text) : text;
  return el(tag, { dir: "auto", lang: sound ? lang : null }, parts);
}

const SLOT = "⟨…⟩";

function slots(text) {
  const parts = text.split(SLOT).flatMap((part) => [el("span.slot", null, SLOT), part]);
  return parts.slice(1);
}

// White space as signs, for those who ask.
const spaced = (text) => text.replace(/ /g, "·").replace(/\u00a0/g, "⍽").replace(/\t/g, "→\t").replace(/\n/g, "¶\n");

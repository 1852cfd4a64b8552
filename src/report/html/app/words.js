// Numbers and names as words. Takes figures, gives short strings in the forms of the static page; never rounds something
// to nothing, never asks the locale.

const JOIN = "\u00a0";

const count = (n) => String(Math.round(n)).replace(/\B(?=(\d{3})+$)/g, ",");
const counted = (n, one, many) => `${count(n)}${JOIN}${n === 1 ? one : many || `${one}s`}`;

function percent(part, whole) {
  if (!whole) return "–";
  const mille = Math.round((part * 1000) / whole);
  if (mille === 0 && part > 0) return `<${JOIN}0.1${JOIN}%`;
  if (mille === 1000 && part < whole) return `>${JOIN}99.9${JOIN}%`;
  return `${(mille / 10).toFixed(1)}${JOIN}%`;
}

function bytes(n) {
  if (n < 1000) return counted(n, "byte");
  let size = n / 1000;
  let unit = 0;
  while (size >= 999.95 && unit < 4) {
    size /= 1000;
    unit += 1;
  }
  return `${size.toFixed(1)}${JOIN}${["kB", "MB", "GB", "TB", "PB"][unit]}`;
}

// How sure copydesk is of what it does: `p` is the probability of boilerplate.
function confidence(p, fate) {
  const x = fate === "keep" ? 1 - p : fate === "remove" ? p : Math.max(p, 1 - p);
  const word = x >= 0.98 ? "certain" : x >= 0.9 ? "sure" : x >= 0.75 ? "likely" : "doubtful";
  return `${word}${JOIN}${Math.min(99, Math.round(x * 100))}${JOIN}%`;
}

const doubt = (p) => Math.max(0.02, 4 * p * (1 - p));

const dates = (from, to) => (!from && !to ? "" : (from || to) === (to || from) ? from || to : `${from}–${to}`);

const hostName = (host) => host || "(no host named)";

const PLACES = {
  first: "first block", start: "near the start", middle: "in the middle", end: "near the end", last: "last block",
};

const MEANING = {
  promo: "leads to other articles",
  subscribe: "asks for a subscription, a gift, a comment, a follow",
  legal: "copyright, terms, disclaimers",
  ui: "buttons, advertisement marks, navigation",
  duphead: "the article’s own headline once more",
  about: "standing text about the outlet, column or series",
  repeat: "stamped text of no other kind",
};

// Actions: sign, done, to be done.
const ACTIONS = {
  remove: ["−", "removed"], keep: ["=", "kept"], first: ["1", "first kept"], unsure: ["?", "unsure"],
  accept: ["✓", "accepted"], apart: ["≠", "not duplicates"], split: ["÷", "split"], prefer: ["★", "another kept"],
};

const FATES = { remove: ["−", "would be removed"], mixed: ["±", "removed in places"], keep: ["=", "stays"] };

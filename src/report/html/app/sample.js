// A random sample of removals and of close calls that stayed: right or wrong, one at a time. Takes the sample, gives shares
// with their intervals. A judgement changes nothing; a wrong one can be made a decision.

const SAMPLE_KEYS = [
  { key: "y", name: "Right", does: "right", run: () => judge("right") },
  { key: "w", name: "Wrong", does: "wrong", run: () => judge("wrong") },
  { key: "j", name: "Next", does: "next", run: () => turnSample(1) },
  { key: "l", name: "Previous", does: "previous", run: () => turnSample(-1) },
];
const SAMPLE_SIZE = 50;
const sampleDesk = { of: "removed", at: { removed: 0, kept: 0 }, said: { removed: {}, kept: {} } };

function setUpSample() {
  const mount = document.getElementById("sample-desk");
  sampleDesk.said = JSON.parse(heldHere(`${hereName()}:sample`) || "null") || sampleDesk.said;
  sampleDesk.tabs = el("div.actions", { role: "group", "aria-label": "Which sample" });
  sampleDesk.result = el("p.sample-result");
  sampleDesk.card = el("div.card", { tabindex: "0", role: "region", "aria-label": "The one to check" });
  fill(mount, el("p.intro", null, "Some removals, drawn at random, and some close calls that stayed. Fifty of each give a fair estimate of how often copydesk is right here."),
    sampleDesk.tabs, sampleDesk.result, el("div", { "data-desk": "sample" }, sampleDesk.card));
  desks.sample = { keys: () => SAMPLE_KEYS };
  showSample();
}

const sampled = () => ((page.sample || {})[sampleDesk.of] || []).slice(0, SAMPLE_SIZE);

function showSample() {
  fill(sampleDesk.tabs, [["removed", "Removed"], ["kept", "Kept, but close"]].map(([of, words]) =>
    el("button", { type: "button", "aria-pressed": sampleDesk.of === of ? "true" : "false", click: () => { sampleDesk.of = of; showSample(); } }, words)));
  const all = sampled();
  fill(sampleDesk.result, estimate(all));
  if (!all.length) return void fill(sampleDesk.card, el("p.empty", null, "There is nothing to draw from."));
  const at = Math.min(sampleDesk.at[sampleDesk.of], all.length - 1);
  fill(sampleDesk.card, sampleCard(all, at));
}

function sampleCard(all, at) {
  const s = all[at];
  const said = sampleDesk.said[sampleDesk.of][at];
  const out = sampleDesk.of === "removed";
  return [
    el("h3", null, out ? "Was it right to remove this?" : "Was it right to keep this?"),
    el("p.quiet", null, `${count(at + 1)} of ${count(all.length)}${said ? `, judged ${said}` : ""}`),
    byline(s),
    inContext({ ...s, kept: !out }),
    el("p.why", { dir: "auto" }, s.label && out ? [el("span.label", null, s.label), " "] : null, s.why, ` (${confidence(s.p, out ? "remove" : "keep")})`),
    buttons(SAMPLE_KEYS),
    said === "wrong" ? el("p.actions", null, el("button", { type: "button", click: () => decideSample(s) }, `${out ? "Keep" : "Remove"} ${s.block ? "this block everywhere" : "lines with this wording"}`)) : null,
  ];
}

function judge(word) {
  const all = sampled();
  const at = sampleDesk.at[sampleDesk.of];
  if (!all.length) return;
  sampleDesk.said[sampleDesk.of][at] = word;
  keepHere(`${hereName()}:sample`, JSON.stringify(sampleDesk.said));
  const next = all.findIndex((s, k) => k > at && !sampleDesk.said[sampleDesk.of][k]);
  if (word === "right" && next >= 0) sampleDesk.at[sampleDesk.of] = next;
  showSample();
  say(word === "right" ? `Right. ${sampleDesk.result.textContent}` : "Wrong. You can make it a decision, or go on with J.");
}

function turnSample(step) {
  const all = sampled();
  sampleDesk.at[sampleDesk.of] = Math.max(0, Math.min(all.length - 1, sampleDesk.at[sampleDesk.of] + step));
  showSample();
}

// Wilson's 95 % interval.
function wilson(right, n) {
  const z = 1.96;
  const p = right / n;
  const middle = (p + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))) / (1 + (z * z) / n);
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}

function estimate(all) {
  const said = Object.values(sampleDesk.said[sampleDesk.of]);
  if (!said.length) return `None of ${count(all.length)} is judged yet.`;
  const right = said.filter((word) => word === "right").length;
  const [low, high] = wilson(right, said.length).map((x) => `${Math.round(x * 100)}${JOIN}%`);
  const what = sampleDesk.of === "removed" ? "random removals" : "close calls that stayed";
  return `Of ${count(said.length)} ${what} looked at, ${count(right)} ${right === 1 ? "was" : "were"} right: ${percent(right, said.length)}. With 95${JOIN}% certainty between ${low} and ${high} of all such are.`;
}

function decideSample(s) {
  const action = sampleDesk.of === "removed" ? "keep" : "remove";
  const target = s.block ? { block: s.block } : { text: s.text.trim() };
  const decision = made(target, action, { excerpt: s.block ? excerptOf(s.text.trim()) : undefined });
  decide([[keyOf(decision), decision]], ACTIONS[action][1]);
  turnSample(1);
  say(`${capital(ACTIONS[action][1])}: ${s.block ? "this block" : "lines with this wording"}.`);
}

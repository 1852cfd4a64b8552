// What keys there are, and the switch that turns them off. Takes nothing, gives a dialog.

const HELP = [
  ["Everywhere", [
    ["G then B", "to the blocks (D duplicates, R decisions, S sample, H hosts, P pictures, W warnings, A about, T top)"],
    ["/", "search"], ["Z, Shift+Z", "take back, do again, without limit"], ["Ctrl+S", "save the decisions"], ["?", "this help"],
  ]],
  ["In a list", [
    ["↓ ↑ or J L", "next, previous (K is for keeping)"], ["Page ↓ ↑, Home, End", "further"],
    ["Enter", "open or close a group; of a block, to its text"], ["Esc", "back to the list"],
    ["X, Shift+X", "select, select from the last one to here; then one key decides all"],
    ["O", "list anew what is open"], ["F", "to the filters"], ["W", "white space as signs"],
  ]],
];

const KEY_TABLES = () => [["Blocks", BLOCK_KEYS], ["Groups", GROUP_KEYS], ["Groups of what stays", LOOSE_KEYS], ["Clusters", CLUSTER_KEYS], ["Comparing two articles", PAIR_KEYS], ["Sample", SAMPLE_KEYS]];

function showHelp() {
  const fixed = HELP.map(([title, rows]) => keyTable(title, rows));
  const tables = KEY_TABLES().map(([title, table]) => keyTable(title, table.map((entry) => [keyName(entry.key), entry.name])));
  const mute = el("input", { type: "checkbox", checked: !setting("mute") });
  const name = el("input", { type: "text", value: setting("name") || "", autocomplete: "off" });
  const body = [
    el("p", null, "A letter decides only while its list or text has the focus. Every decision can be taken back."),
    el("div.key-tables", null, fixed, tables),
    el("label.tick", null, mute, "Letters and digits are keys"),
    el("label.wide", null, "Your name or initials, put into your decisions (may stay empty)", name),
  ];
  ask("Keys", body, "Done", () => {
    remember("mute", !mute.checked);
    remember("name", name.value.trim());
    showBlocks();
    showClusters();
    say(mute.checked ? "Keys are on." : "Letters and digits are off; buttons and arrows still work.");
  });
}

function keyTable(title, rows) {
  return el("section", null, el("h3", null, title), el("dl", null, rows.map(([keys, words]) => el("div", null, el("dt", null, el("kbd", null, keys)), el("dd", null, words)))));
}

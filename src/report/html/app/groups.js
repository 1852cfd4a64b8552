// A group in full: what copydesk takes out on one host as one label, enough of it to accept it at a glance. Takes a row of
// the view, gives elements. Never decides.

const SHOWN_OF_GROUP = 12;

function groupDetail({ group, members }) {
  if (!group.key) return plainGroup(group, members);
  const state = groupState(group);
  const host = hostName(page.hosts[group.host].host);
  return [
    el("h3", null, el("bdi", { dir: "ltr" }, host), " · ", group.label),
    el("p.why", null, groupWords(group, state)),
    buttons(GROUP_KEYS),
    state.own ? el("p.standing", null, `${ACTIONS[state.own.action][0]} ${sayDecision(state.own)}`) : null,
    parts(group, members),
    singlesNote(group),
  ];
}

function groupWords(group, state) {
  const what = `${bytes(group.bytes)} in ${counted(group.removed, "place")} would go from here because it ${because(group.label)}.`;
  const share = ` That is ${percent(group.bytes, page.totals.removed_bytes)} of all that goes.`;
  const sure = group.doubtful ? ` ${bytes(group.bytes - group.doubtful)} of it is sure, ${bytes(group.doubtful)} doubtful.` : " All of it is sure.";
  const open = state.open === 0 ? " All of it is decided." : state.open < group.bytes ? ` ${bytes(state.open)} is still open.` : "";
  return what + share + sure + open;
}

function because(label) {
  const known = MEANING[label];
  return ["promo", "subscribe"].includes(label) ? known : `is ${known}`;
}

function parts(group, members) {
  const cell = (i) => page.blocks[i].on[page.blocks[i].groups.indexOf(group)] || [0, 0, 0, 0];
  const sized = members.slice().sort((a, b) => cell(b)[2] - cell(a)[2]);
  const unsureOnes = sized.filter((i) => cell(i)[3] > 0);
  const sureOnes = sized.filter((i) => !cell(i)[3]);
  return [lines("Sure", sureOnes, cell), lines("Doubtful: look at these", unsureOnes, cell)];
}

function lines(title, which, cell) {
  if (!which.length) return null;
  const rest = which.length - SHOWN_OF_GROUP;
  return [el("h4", null, title), el("ul.lines", null,
    which.slice(0, SHOWN_OF_GROUP).map((i) => el("li", null, markOf(tally.act[i]),
      scraped("span", page.blocks[i].text.slice(0, 160), null, page.blocks[i].slot),
      el("span.n", null, `${count(cell(i)[1])}×, ${bytes(cell(i)[2])}${partly(cell(i))}`))),
    rest > 0 ? el("li.quiet", null, `and ${count(rest)} more; Enter lists them all`) : null)];
}

// Of a line that is sure in some places only: how much is not.
const partly = ([, , out, doubtful]) => (doubtful > 0 && doubtful < out ? `, ${bytes(doubtful)} doubtful` : "");

function singlesNote(group) {
  if (!group.singles) return null;
  const [places, size, doubtful] = group.singles;
  const rest = doubtful ? ` Of these ${bytes(doubtful)} ${doubtful === 1 ? "is" : "are"} doubtful.` : "";
  return el("p.quiet", null, `With them go ${counted(places, "place")} (${bytes(size)}) that are not listed here: wording that does not come back${page.missing.blocks ? ", and blocks that found no room in this page" : ""}.${rest} They are in removed.jsonl, and only the group decides them.`);
}

function plainGroup(group, members) {
  const words = group.label === "kept" ? "These come back and stay all the same. K keeps all that is open here; or open the group and decide them one by one."
    : group.loose ? "These go from hosts that this page does not name, so no group holds them. Decide them one by one, or all at once with X." : "The blocks with this decision.";
  const cell = (i) => [0, page.blocks[i].removed + page.blocks[i].kept, page.blocks[i].bytes + page.blocks[i].kept_bytes, 0];
  return [el("h3", null, groupTitle(group)), el("p.why", null, words), group.loose ? buttons(LOOSE_KEYS) : null, lines("The first of them", members, cell)];
}

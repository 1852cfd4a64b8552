// Which blocks a line or a lead means. Takes the texts of the index, gives numbers of blocks; words are compared without
// case, punctuation and spacing, nearly as copydesk does it. An estimate: the next run decides.

let wordColumn = null;

const wordsOf = (text) => (text.normalize("NFKC").toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) || []).join(" ");

function wordColumns() {
  wordColumn = wordColumn || page.blocks.map((b) => wordsOf(b.slot ? b.text.split(SLOT)[0] : b.text));
  return wordColumn;
}

// Numbers of the blocks that a rule is about.
function meant(kind, text) {
  const want = wordsOf(text);
  if (!want) return [];
  const found = [];
  wordColumns().forEach((words, i) => {
    const b = page.blocks[i];
    const whole = words === want && !b.slot && !b.long;
    const begins = words.startsWith(want) && (words.length === want.length ? b.slot : words[want.length] === " ");
    if (kind === "text" ? whole : begins) found.push(i);
  });
  return found;
}

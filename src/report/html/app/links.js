// Names of hosts and labels elsewhere on the page lead to their blocks. Takes the static tables and pictures, gives their
// names the `data-filter` that a click or Enter follows. Never touches what has one already.

function setUpLinks() {
  const lead = (node, wish_) => {
    if (node.closest("[data-filter]")) return;
    node.dataset.filter = wish_;
    node.setAttribute("tabindex", "0");
    node.setAttribute("role", "link");
  };
  for (const name of document.querySelectorAll("#hosts tbody th bdi")) lead(name, `host:${name.textContent}`);
  for (const [id, kind] of [["chart-hosts", "host"], ["chart-labels", "label"]]) {
    const svg = document.querySelector(`#${id} > svg`);
    if (!svg) continue;
    svg.setAttribute("role", "group");
    for (const name of svg.querySelectorAll("text.name")) {
      const known = kind === "label" ? page.labels.includes(name.textContent) : hostIndex(name.textContent) >= 0;
      if (known) lead(name, `${kind}:${name.textContent}`);
    }
  }
}

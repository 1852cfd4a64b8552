// Opens the page: unpacks the index, takes the static lists away and puts the live ones in their place. Where that cannot
// be, says so and leaves the static page as it is.

let page = null;

async function start() {
  if (!document.getElementById("data-index")) return;
  try {
    if (!window.DecompressionStream) throw new Error("this browser cannot unpack its data");
    page = await island("data-index");
    for (const node of document.querySelectorAll("[data-static]")) node.remove();
    for (const node of document.querySelectorAll("[data-live]")) node.hidden = false;
  } catch (error) {
    const notice = document.getElementById("notice");
    notice.hidden = false;
    fill(notice, `Deciding is not possible here: ${error.message}. What follows is the report to read.`);
  }
}

start();

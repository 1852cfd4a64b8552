// The data of the page. Takes the islands (base64 of gzip of JSON), gives the index at once and chunks when they are
// asked for. Never keeps an island that it has unpacked; never goes to the network.

const BLOCKS_PER_CHUNK = 256;
const CLUSTERS_PER_CHUNK = 64;
const chunks = new Map();

// An island with nothing behind it may still be on its way.
const isHere = (id) => document.readyState !== "loading" || document.getElementById(id)?.nextSibling;

async function island(id) {
  if (!isHere(id)) await new Promise((read) => document.addEventListener("DOMContentLoaded", read, { once: true }));
  const node = document.getElementById(id);
  if (!node) return null;
  const bytes = unbase64(node.textContent.trim());
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  const data = await new Response(stream).json();
  node.remove();
  return data;
}

function unbase64(text) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  const raw = atob(text);
  const bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i += 1) bytes[i] = raw.charCodeAt(i);
  return bytes;
}

// A chunk: `then` is called with it, at once if it is here.
function chunk(kind, number, then) {
  const id = `data-${kind}-${number}`;
  const held = chunks.get(id);
  if (held && held.data) return void then(held.data);
  if (held) return void held.waiting.push(then);
  const entry = { data: null, waiting: [then] };
  chunks.set(id, entry);
  island(id).catch(() => null).then((data) => {
    entry.data = data || [];
    for (const each of entry.waiting) each(entry.data);
  });
}

const blockMore = (i, then) =>
  chunk("blocks", Math.floor(i / BLOCKS_PER_CHUNK), (c) => then(c[i % BLOCKS_PER_CHUNK] || {}));
const clusterMore = (i, then) =>
  chunk("clusters", Math.floor(i / CLUSTERS_PER_CHUNK), (c) => then(c[i % CLUSTERS_PER_CHUNK] || null));

// What is here already, or null.
function blockHere(i) {
  const held = chunks.get(`data-blocks-${Math.floor(i / BLOCKS_PER_CHUNK)}`);
  return held && held.data ? held.data[i % BLOCKS_PER_CHUNK] || {} : null;
}

// What this browser remembers for this person: a name, whether keys are on. Best effort; never a decision.

const remembered = (() => {
  try {
    return JSON.parse(localStorage.getItem("copydesk:settings")) || {};
  } catch {
    return {};
  }
})();

const setting = (name) => remembered[name];

function remember(name, value) {
  remembered[name] = value;
  keepHere("copydesk:settings", JSON.stringify(remembered));
}

// Whether the browser took it.
function keepHere(name, text) {
  try {
    localStorage.setItem(name, text);
    return true;
  } catch {
    return false;
  }
}

function heldHere(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

// Tells the server that somebody has stayed with an answer that has nothing, where its editor wants to know.

/** Milliseconds: whoever is still typing has not sought this. */
const STAYED = 3000;
const told = new Set();
let soon = 0;

/** To be called with each new answer. */
export function startMissed() {
  clearTimeout(soon);
  const url = document.querySelector("[data-missed]")?.dataset.missed;
  if (!url || told.has(url)) return;
  soon = setTimeout(() => {
    told.add(url);
    navigator.sendBeacon(url);
  }, STAYED);
}

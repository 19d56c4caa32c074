// What scripts say, in the reader's language: written into the page by the server.
const words = JSON.parse(document.body.dataset.words ?? "{}");

/** @param {string} name @param {string|number} [value] fills the gap `{}` */
export function word(name, value = "") {
  return (words[name] ?? name).replace("{}", String(value));
}

/** Tell screen readers; nothing is seen. @param {string} text */
export function announce(text) {
  const place = document.getElementById("announce");
  if (place) place.textContent = text;
}

// @ts-check
/** The page /widget: what is chosen in the form becomes a live element and the lines that embed it. */

const form = /** @type {HTMLFormElement} */ (document.getElementById("configurator"));
const live = /** @type {HTMLElement} */ (document.getElementById("live"));
const snippet = /** @type {HTMLElement} */ (document.getElementById("snippet"));
const copy = /** @type {HTMLButtonElement} */ (document.getElementById("copy"));
const [script] = (snippet.textContent ?? "").split("\n");
const FIELD = "site-search";
/** Of a static site: where its index is from here, and from anywhere. */
const own = live.firstElementChild?.getAttribute("index") ?? "";
const index = live.dataset.index ?? "";

/** Attributes as the form has them; what is the default anyway is left out. @returns {[string, string][]} */
function chosen() {
  const data = new FormData(form);
  const value = (/** @type {string} */ name) => `${data.get(name) ?? ""}`.trim();
  const mode = value("mode");
  const bound = mode === "for";
  /** @type {[string, string][]} */
  const all = [
    ["mode", bound ? "" : mode],
    ["for", bound ? FIELD : ""],
    ["placeholder", bound ? "" : value("placeholder")],
    ["category", value("category")],
    ["source", value("source")],
    ["limit", value("limit") === "6" ? "" : value("limit")],
    ["open", value("open")],
    ["lang", value("lang")],
    ["theme", value("theme")],
  ];
  return all.filter(([, text]) => text);
}

/** @param {string} text */
const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");

/** Live element and lines follow the form. */
function update() {
  const attributes = chosen();
  const flags = ["recent", "facets"].filter((name) => new FormData(form).has(name));
  const element = document.createElement("jianbao-search");
  if (own) element.setAttribute("index", own);
  for (const [name, text] of attributes) element.setAttribute(name, text);
  for (const name of flags) element.toggleAttribute(name, true);
  const bound = element.hasAttribute("for");
  const field = document.createElement("input");
  field.id = FIELD;
  field.setAttribute("aria-label", document.title);
  field.placeholder = `id="${FIELD}"`;
  live.replaceChildren(...(bound ? [field, element] : [element]));
  /** @type {[string, string][]} */
  const lines = index ? [["index", index], ...attributes] : attributes;
  const written = lines.map(([name, text]) => ` ${name}="${escaped(text)}"`).join("") + flags.map((name) => ` ${name}`).join("");
  const input = bound ? `<input id="${FIELD}">\n` : "";
  snippet.textContent = `${script}\n${input}<jianbao-search${written}></jianbao-search>`;
}

form.addEventListener("input", update);
form.addEventListener("submit", (event) => event.preventDefault());
copy.addEventListener("click", async () => {
  const name = copy.textContent;
  await navigator.clipboard.writeText(snippet.textContent ?? "");
  copy.textContent = copy.dataset.done ?? name;
  setTimeout(() => (copy.textContent = name), 1500);
});
form.hidden = false;
copy.hidden = !navigator.clipboard; // only on secure origins
update();

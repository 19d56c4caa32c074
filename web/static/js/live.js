// Results without a reload: the same pages are fetched, and their answer is put in place of the old one.
import { client, isStatic } from "./client.js";
import { announce, word } from "./words.js";

/** Milliseconds: files are asked at once, a server when somebody pauses. */
const SEARCH_AFTER = isStatic ? 10 : 180;
const answer = document.getElementById("answer");
const form = answer && document.querySelector("form.searchbox");
const box = form?.querySelector("input[type=search]");
let dress = () => {};
let latest = 0;
let waiting = new AbortController();
let typing = false;
let soon = 0;
/** The search last asked for, which need not be answered yet. */
let wanted = location.href.split("#")[0];

/** @param {() => void} afterwards run now and after each change, to dress what is new */
export function startLive(afterwards) {
  if (!answer || !box) return;
  dress = afterwards;
  dress();
  listenToTyping();
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    stopTyping();
    visit(addressOf(form), { scroll: true });
  });
  answer.addEventListener("submit", (event) => {
    event.preventDefault();
    visit(addressOf(event.target), { refill: true });
  });
  answer.addEventListener("click", go);
  // Also told of jumps inside the page, which need no answer.
  if (isStatic && location.search) visit(location.href, { push: "no", refill: true });
  addEventListener("popstate", () => location.href.split("#")[0] === wanted || visit(location.href, { push: "no", refill: true }));
}

/** Show a search. `push`: `yes`, `replace`, `no`; `refill`: put its text into the box.
 * @param {string} url */
export async function visit(url, { push = "yes", refill = false, scroll = false } = {}) {
  clearTimeout(soon);
  const mine = ++latest;
  wanted = url.split("#")[0];
  waiting.abort();
  waiting = new AbortController();
  answer.setAttribute("aria-busy", "true");
  if (push === "yes" && url !== location.href) history.pushState(null, "", url);
  if (push === "replace") history.replaceState(null, "", url);
  try {
    const page = await client.answer(url, waiting.signal);
    // An old answer never replaces a newer one.
    if (mine === latest) show(page, url, { refill, scroll });
  } catch (error) {
    if (error.name !== "AbortError" && mine === latest) fail(url);
  }
}

function show(page, url, { refill, scroll }) {
  if (!page) return location.assign(url);
  const focus = focusKey();
  const open = [...answer.querySelectorAll("details[open]")].map((one) => one.closest("[data-facet]")?.dataset.facet);
  answer.replaceChildren(...page.nodes);
  answer.removeAttribute("aria-busy");
  document.title = page.title;
  if (refill) box.value = page.text;
  carry(refill ? page.hidden : fieldsOf(url));
  follow(page);
  for (const name of open) answer.querySelector(`[data-facet="${name}"] details`)?.setAttribute("open", "");
  dress();
  restoreFocus(focus);
  if (scroll && answer.getBoundingClientRect().top < 0) answer.scrollIntoView();
  announce(document.getElementById("results-title").textContent.trim());
}

/** What goes along with the next text. @param {Iterable<Node>} fields */
function carry(fields) {
  form.querySelectorAll("input[type=hidden]").forEach((one) => one.remove());
  form.append(...fields);
}

/** While somebody types, filters of the text stay in the text: only those of the address go along. */
function fieldsOf(url) {
  const pairs = [...new URL(url).searchParams].filter(([name]) => name !== "q" && name !== "page" && name !== "lang");
  return pairs.map(([name, value]) => Object.assign(document.createElement("input"), { type: "hidden", name, value }));
}

/** What stands outside the answer and leads back to this search: language and theme. @param {import("./client.js").Loaded} page */
function follow(page) {
  for (const link of document.querySelectorAll(".languages a")) {
    link.setAttribute("href", page.languages.get(link.getAttribute("hreflang")));
  }
  document.querySelector(".themes input[name=next]").value = page.next;
}

function fail(url) {
  answer.removeAttribute("aria-busy");
  const line = Object.assign(document.createElement("p"), { className: "suggestion", textContent: word("offline") });
  line.append(Object.assign(document.createElement("a"), { href: url, textContent: word("retry") }));
  answer.querySelector(".results")?.prepend(line);
  announce(word("offline"));
}

function listenToTyping() {
  const later = () => {
    clearTimeout(soon);
    soon = setTimeout(() => {
      const url = addressOf(form);
      if (url === location.href) return;
      // One step back for a whole text, not for each letter of it.
      visit(url, { push: typing ? "replace" : "yes" });
      typing = true;
    }, SEARCH_AFTER);
  };
  box.addEventListener("input", (event) => event.isComposing || later());
  box.addEventListener("compositionend", later);
  box.addEventListener("blur", stopTyping);
}

function stopTyping() {
  typing = false;
}

function go(event) {
  const link = event.target.closest("a[href]");
  const plain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (!link || !plain || event.defaultPrevented) return;
  const url = new URL(typeof link.href === "string" ? link.href : link.href.baseVal, location.href);
  if (url.origin !== location.origin || url.pathname !== new URL(form.action).pathname || url.hash) return;
  event.preventDefault();
  stopTyping();
  const far = Boolean(link.closest(".pager"));
  visit(url.href, { refill: true, scroll: far });
}

/** The page a form leads to, without its empty fields. */
export function addressOf(asked) {
  const pairs = [...new FormData(asked)].filter(([, value]) => String(value).trim());
  const query = new URLSearchParams(pairs).toString();
  return new URL(asked.getAttribute("action") + (query ? `?${query}` : ""), location.href).href;
}

/** What tells the focused thing apart, so that its successor can have the focus. */
function focusKey() {
  const active = document.activeElement;
  if (!answer.contains(active)) return null;
  const facet = active.closest("[data-facet]")?.dataset.facet;
  const group = facet ? `[data-facet="${facet}"] ` : active.closest("[class]:not(a):not(input)")?.className.split(" ")[0];
  return { id: active.id, scope: facet ? group : group && `.${group} `, tag: active.localName, name: nameOf(active) };
}

const nameOf = (one) => (one.querySelector("bdi") ?? one).textContent.trim();

function restoreFocus(key) {
  if (!key) return;
  const same = key.id && document.getElementById(key.id);
  const alike = [...answer.querySelectorAll(`${key.scope ?? ""}${key.tag}`)].find((one) => nameOf(one) === key.name);
  const title = document.getElementById("results-title");
  title.tabIndex = -1;
  (same || alike || title).focus({ preventScroll: true });
}

// Results without a reload: the same pages are fetched, and their answer is put in place of the old one.
import { client, isStatic } from "./client.js";
import { showCopying } from "./copying.js";
import { failure } from "./pages.js";
import { announce } from "./words.js";

/** Milliseconds: files are asked at once (a key and the text that an input method commits with it still make one search),
 * a server when somebody pauses. */
const SEARCH_AFTER = isStatic ? 0 : 180;
/** Milliseconds until an answer that is awaited is shown as old: a quick one should not flicker, nor be painted twice. */
const DIM_AFTER = 250;
const answer = document.getElementById("answer");
const form = answer && document.querySelector("form.searchbox");
const box = form?.querySelector("input[type=search]");
let dress = () => {};
let latest = 0;
let waiting = new AbortController();
let soon = 0;
let dimming = 0;
/** The search last asked for, which need not be answered yet. */
let wanted = location.href.split("#")[0];
/** The address that the browser shows, without its jump. */
let here = location.href.split("#")[0];
/** The text of the answer that is shown: as its links have it, and as it stood in the box. */
let shown = { linked: box?.defaultValue, boxed: box?.defaultValue };
/** A step back of the browser: one for a whole text, not for each letter of it. */
let typed = { taken: false };

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
  if (isStatic && location.search) visit(location.href, { step: null, refill: true });
  addEventListener("popstate", () => {
    const before = here;
    here = location.href.split("#")[0];
    if (here !== before) visit(location.href, { step: null, refill: true });
  });
}

/** Show a search. `step`: null where the browser has its address already; `refill`: put its text into the box.
 * @param {string} url */
export async function visit(url, { step = { taken: false }, refill = false, scroll = false } = {}) {
  clearTimeout(soon);
  if (refill && step) url = withTyped(url);
  const mine = ++latest;
  wanted = url.split("#")[0];
  waiting.abort();
  waiting = new AbortController();
  answer.setAttribute("aria-busy", "true");
  clearTimeout(dimming);
  dimming = setTimeout(() => answer.classList.add("old"), DIM_AFTER);
  if (!isStatic) record(url, step);
  try {
    const page = await client.answer(url, waiting.signal);
    // An old answer never replaces a newer one.
    if (mine !== latest) return void page?.more?.catch(() => {});
    record(url, step);
    show(page, url, { refill, scroll });
    const cards = await page?.more;
    if (cards && mine === latest) append(cards);
  } catch (error) {
    if (error.name === "AbortError" || mine !== latest) return;
    record(url, step);
    fail(url);
  }
}

/** Into the address, before the title changes. A server may take its time, and going back should leave what is
 * awaited; files are there in a moment, a fifth of which a browser spends on a new address. */
function record(url, step) {
  if (!step || url === location.href) return;
  if (step.taken) history.replaceState(null, "", url);
  else history.pushState(null, "", url);
  step.taken = true;
  here = url.split("#")[0];
}

function show(page, url, { refill, scroll }) {
  if (!page) return location.assign(url);
  const focus = focusKey();
  const open = [...answer.querySelectorAll("details[open]")].map((one) => one.closest("[data-facet]")?.dataset.facet);
  answer.replaceChildren(...page.nodes);
  if (page.more) brighten();
  else finish();
  document.title = page.title;
  if (refill) box.value = page.text;
  shown = { linked: page.text, boxed: refill ? page.text : textOf(new URL(url)) };
  carry(refill ? page.hidden : fieldsOf(url));
  follow(page);
  for (const name of open) answer.querySelector(`[data-facet="${name}"] details`)?.setAttribute("open", "");
  dress();
  restoreFocus(focus);
  if (scroll && answer.getBoundingClientRect().top < 0) answer.scrollIntoView();
  announce(document.getElementById("results-title").textContent.trim());
}

/** The other hits of an answer whose first ones are shown. @param {Node[]} cards */
function append(cards) {
  [...answer.querySelectorAll(".results > .entry")].pop()?.after(...cards);
  finish();
  showCopying();
}

function finish() {
  brighten();
  answer.removeAttribute("aria-busy");
}

function brighten() {
  clearTimeout(dimming);
  answer.classList.remove("old");
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
  finish();
  answer.querySelector(".results")?.prepend(failure(url));
}

function listenToTyping() {
  const later = () => {
    clearTimeout(soon);
    soon = setTimeout(() => {
      const url = addressOf(form);
      if (url === wanted) return;
      visit(url, { step: typed });
    }, SEARCH_AFTER);
  };
  box.addEventListener("input", (event) => event.isComposing || later());
  box.addEventListener("compositionend", later);
  box.addEventListener("blur", stopTyping);
}

function stopTyping() {
  typed = { taken: false };
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

const textOf = (url) => url.searchParams.get("q") ?? "";

/** A filter of the shown answer, with what was typed since: somebody who types on and then takes it wants both. */
function withTyped(url) {
  const asked = new URL(url);
  const text = box.value.trim();
  if (textOf(asked) !== shown.linked || text === shown.boxed) return url;
  asked.searchParams.set("q", text);
  asked.searchParams.delete("page");
  return asked.href;
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

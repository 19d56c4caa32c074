// @ts-check
/**
 * `<jianbao-search>` searches an archive of jianbao from any page: docs/embed.md, or /widget of the archive.
 * No dependency, no cookie, nothing asked of any server but the archive; works in the browsers of docs/browsers.md.
 * What is not needed for the first result is in widget-more.js, loaded when somebody comes to search.
 *
 * @typedef {{text: string, marks: [number, number][], cut_start: boolean, cut_end: boolean}} Highlight
 * @typedef {{title: Highlight, summary: Highlight[]}} Highlights
 * @typedef {{id: string, newsletter_title?: string | null, issue: string, date: string | null, category: string, source: string, url: string | null, permalink: string, issue_permalink?: string, image?: string, highlights: Highlights}} Hit
 * @typedef {{value: string, label: string, count: number, selected: boolean}} Bucket
 * @typedef {{total: number, hits: Hit[], suggestion: string | null, facets: Record<string, Bucket[]>, rewritten: {kind: string, searched: string[]}[]}} Found
 */

import { make, marked, placeBeside, webAddress } from "./widget-nodes.js";
import { STYLE } from "./widget-style.js";
import { EN, ZH, ZH_HANT } from "./widget-words.js";

const [DEBOUNCE, SLOW, TIMEOUT] = [160, 600, 10_000]; // milliseconds

const POPOVERS = "togglePopover" in HTMLElement.prototype;

/** One sheet for all; it needs no `style-src` of the page, as a link would. Older browsers get that. */
const SHEET = (() => {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    return "adoptedStyleSheets" in Document.prototype ? sheet : undefined;
  } catch {
    return undefined;
  }
})();

/** Whether a key is nobody's yet: not the input method's, not the page's. @param {KeyboardEvent} event */
const free = (event) => !event.isComposing && event.keyCode !== 229 && !event.defaultPrevented && !event.altKey;

/** Elements on the page, which share its shortcuts. @type {Set<JianbaoSearch>} */
const connected = new Set();

/** Whose turn it is: after the one with the focus, else the first that is seen. */
function next() {
  const all = [...connected].sort((one, other) => (one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
  const seen = all.filter((one) => one.place.width);
  const at = seen.findIndex((one) => one.focused);
  return at < 0 ? (seen.find((one) => one.place.bottom > 0 && one.place.top < innerHeight) ?? seen[0] ?? all[0]) : seen[(at + 1) % seen.length];
}

/** Opens the index of a static site, once; where that fails, again with the next search. @param {string} index */
function opener(index) {
  /** @type {Promise<any> | undefined} */
  let opened;
  return () => (opened ??= opening(index).catch((error) => {
    opened = undefined;
    throw error;
  }));
}

/** @param {string} index */
async function opening(index) {
  const answer = await fetch(`${index}manifest.json`, { credentials: "omit", cache: "no-cache" });
  const { reader } = await answer.json();
  const { StaticIndex } = await import(new URL(reader, index).href);
  return new StaticIndex(index);
}

/** Attributes: archive, index, mode, for, placeholder, words, lang (read when it is connected); category, source, tag, limit, facets, theme, open, recent. */
export class JianbaoSearch extends HTMLElement {
  #root = this.attachShadow({ mode: "open" });
  #words = ZH;
  #own = make("input", { class: "input", enterkeyhint: "search" });
  #input = this.#own; // or the page's
  #head = make("div", { class: "head" });
  #summary = make("summary");
  #chips = make("div");
  #facets = make("details", { class: "facets" }, this.#summary, this.#chips);
  #list = make("div", { id: "list", role: "listbox", lang: "zh-CN" });
  #panel = make("div", { class: "panel", tabindex: "-1" }, this.#head, this.#facets, this.#list);
  #spoken = make("div", { class: "spoken", role: "status" });
  #dialog = /** @type {HTMLDialogElement | undefined} */ (undefined);
  #life = new AbortController(); // one connection, with all its listeners
  #flight = /** @type {AbortController | undefined} */ (undefined); // the search under way; an answer to any other is stale
  #timer = 0;
  #options = /** @type {HTMLElement[]} */ ([]);
  #active = -1; // place in #options; -1 is the input
  #archive = "";
  #index = /** @type {(() => Promise<any>) | undefined} */ (undefined); // opens what reads a static site's files
  #tell = (type = "", detail = {}) => this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true, cancelable: true }));
  #chosen = new URLSearchParams(); // what the reader chose of facets, order and dates
  #shown = false;
  #more = /** @type {Promise<any> | undefined} */ (undefined); // widget-more.js for this connection

  connectedCallback() {
    connected.add(this);
    this.#life = new AbortController();
    const index = webAddress(this.getAttribute("index") ?? "").replace(/([^/])$/, "$1/");
    this.#index = index ? opener(index) : undefined;
    this.#archive = (webAddress(this.getAttribute("archive") ?? "") || new URL(index ? ".." : ".", index || import.meta.url).href).replace(/\/?$/, "/");
    const lang = this.closest("[lang]")?.getAttribute("lang") || "zh";
    const chinese = lang.startsWith("zh");
    this.#words = { ...(!chinese ? EN : /hant|tw|hk|mo/i.test(lang) ? ZH_HANT : ZH), ...this.#replaced() };
    this.#summary.textContent = this.#words.filter;
    this.#own.placeholder = this.getAttribute("placeholder") ?? this.#words.name;
    for (const node of [this.#own, this.#list]) node.setAttribute("aria-label", this.#words.name);
    const page = document.getElementById(this.getAttribute("for") ?? "");
    this.#input = page instanceof HTMLInputElement ? page : this.#own;
    const results = [this.#panel, this.#spoken];
    const box = make("div", { class: "box" }, make("span", { class: "lens" }), this.#own);
    const parts = page === this.#input ? results : this.getAttribute("mode") === "button" ? this.#opener(box, results) : [box, ...results];
    const floating = !this.#dialog;
    this.#panel.toggleAttribute("floating", floating);
    if (floating && POPOVERS) this.#panel.setAttribute("popover", "manual");
    else this.#panel.removeAttribute("popover");
    this.#panel.hidden = floating && !POPOVERS;
    if (SHEET) this.#root.adoptedStyleSheets = [SHEET];
    const style = SHEET ? [] : [make("link", { rel: "stylesheet", href: new URL("widget.css", import.meta.url).href })];
    this.#root.replaceChildren(...style, make("div", { class: "root", lang: chinese ? "zh-CN" : "en" }, ...parts));
    this.#adorn();
    this.#listen();
    this.#present("");
  }

  disconnectedCallback() {
    connected.delete(this);
    this.#cancel();
    this.#life.abort();
    this.#dialog = this.#more = undefined;
    this.#shown = false;
  }

  /** Whether the reader is in here. */
  get focused() {
    return document.activeElement === this || document.activeElement === this.#input;
  }

  /** Where it is seen. @returns {DOMRect} */
  get place() {
    return (this.#input === this.#own ? this : this.#input).getBoundingClientRect();
  }

  /** Words of the page in place of ours. */
  #replaced() {
    try {
      return Object(JSON.parse(this.getAttribute("words") ?? "{}"));
    } catch {
      return {};
    }
  }

  /** Bring the search to the reader, with a text if given. @param {string} [text] */
  open(text) {
    const dialog = this.#dialog;
    if (dialog && !dialog.hasAttribute("open")) {
      if (dialog.showModal) dialog.showModal();
      else dialog.setAttribute("open", ""), dialog.classList.add("plain");
    }
    this.#input.focus();
    this.#input.select();
    if (text !== undefined) this.#write(text);
    else if (dialog) this.#begin();
  }

  /** Put the results away; the text stays. */
  close() {
    this.#cancel();
    const dialog = this.#dialog;
    if (dialog?.close) dialog.close();
    else if (dialog?.hasAttribute("open")) {
      dialog.removeAttribute("open");
      dialog.parentElement?.querySelector("button")?.focus();
    }
    this.#reveal(false);
  }

  /** The input becomes a combobox; a page's gets its attributes back when the connection ends. */
  #adorn() {
    const input = this.#input;
    if (input !== this.#own) this.id ||= `jianbao-${input.id}`;
    const list = input === this.#own ? "list" : this.id;
    const role = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list, autocomplete: "off" };
    for (const [name, value] of Object.entries(role)) {
      const before = input.getAttribute(name);
      input.setAttribute(name, value);
      this.#life.signal.addEventListener("abort", () => (before === null ? input.removeAttribute(name) : input.setAttribute(name, before)));
    }
  }

  #opener(box = make("div"), results = [box]) {
    const { open, close, name } = this.#words;
    const opener = make("button", { class: "opener", type: "button" }, make("span", { class: "lens" }), open);
    const closer = make("button", { class: "close", type: "button" }, close);
    const dialog = make("dialog", { class: "dialog", "aria-label": name }, box, ...results);
    box.append(closer);
    opener.addEventListener("click", () => this.open());
    closer.addEventListener("click", () => this.close());
    dialog.addEventListener("mousedown", (event) => event.target === dialog && this.close());
    this.#dialog = dialog;
    return [opener, dialog];
  }

  #listen() {
    const input = this.#input;
    /** @type {(target: EventTarget, types: string, listener: (event: any) => unknown) => void} */
    const on = (target, types, listener) => {
      const options = { signal: this.#life.signal, capture: target === window };
      for (const type of types.split(" ")) target.addEventListener(type, listener, options);
    };
    on(input, "input compositionend", (event) => event.isComposing || this.#search());
    on(input, "compositionstart", () => clearTimeout(this.#timer));
    for (const target of [input, this]) on(target, "keydown", (event) => free(event) && this.#key(event));
    on(input, "click", () => (this.#options.length || !this.hasAttribute("recent") ? this.#reveal(this.#options.length > 0) : this.#begin()));
    on(input, "focus", () => this.#extra());
    on(this.#panel, "mousedown", (event) => event.preventDefault()); // the input keeps the focus
    on(document, "keydown", (event) => free(event) && this.#shortcut(event));
    on(document, "pointerdown focusin", (event) => {
      const path = event.composedPath();
      if (!this.#dialog && !path.includes(this) && !path.includes(input)) this.close();
    });
    on(window, "scroll resize", () => this.#place());
  }

  /** `/` and Ctrl/⌘ K, but never while the reader writes something else. @param {KeyboardEvent} event */
  #shortcut(event) {
    const [target] = event.composedPath();
    const writing = target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
    const { key, ctrlKey, metaKey, shiftKey } = event;
    const command = ctrlKey !== metaKey && !shiftKey && key.toLowerCase() === "k" && (!writing || [...connected].some((one) => one.#input === target));
    const slash = key === "/" && !ctrlKey && !metaKey && !writing;
    if (!(command || slash) || this !== next()) return;
    event.preventDefault();
    this.open();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const { key, ctrlKey, metaKey } = event;
    const places = this.#options.length + 1;
    const typing = event.composedPath()[0] === this.#input && !event.shiftKey;
    const step = !typing ? 0 : key === "ArrowDown" ? 1 : key === "ArrowUp" ? places - 1 : 0;
    if (step && places > 1) {
      const next = ((this.#active + 1 + step) % places) - 1;
      this.#reveal();
      this.#activate(next);
    } else if (typing && key === "Enter" && this.#input.value.trim() && (this.#active >= 0 || this.#input === this.#own || !this.#input.form)) {
      const option = this.#options[this.#active] ?? this.#all();
      option.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey, metaKey }));
    } else if (typing && key === "ArrowDown" && !this.#input.value.trim()) {
      this.#begin();
    } else if (key === "Escape" && (this.#shown || (this.#dialog && !this.#dialog.close))) {
      this.#input.focus();
      this.close();
    } else return;
    event.preventDefault();
  }

  #activate(place = -1) {
    this.#active = place;
    const active = this.#options[place];
    for (const node of this.#options) node.setAttribute("aria-selected", `${node === active}`);
    active?.scrollIntoView({ block: "nearest" });
    // An input of the page cannot point into this tree: what it would point to is spoken.
    if (this.#input === this.#own) this.#own.setAttribute("aria-activedescendant", active?.id ?? "");
    else this.#spoken.textContent = active?.textContent ?? "";
  }

  /** As if the reader had typed it, so that the page's listeners hear of it too. */
  #write(text = "") {
    this.#input.value = text;
    this.#input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #cancel() {
    clearTimeout(this.#timer);
    this.#flight?.abort();
    this.#flight = undefined;
    this.#panel.removeAttribute("aria-busy");
  }

  #search(delay = DEBOUNCE) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const query = this.#input.value.trim().slice(0, 200);
      this.#cancel();
      if (query) return void this.#fly(query);
      this.#chosen = new URLSearchParams();
      this.#present("");
      if (this.#dialog || this.hasAttribute("recent")) this.#begin();
    }, delay);
  }

  /** What widget-more.js does for this element; nothing where it cannot be had. */
  #extra() {
    return (this.#more ??= import(new URL("widget-more.js", import.meta.url).href).then((/** @type {any} */ { Extra }) => new Extra({
      element: this, make, archive: this.#archive, words: this.#words, chosen: () => this.#chosen,
      ask: (/** @type {string} */ path, /** @type {string[][]} */ pairs) => this.#ask(path, pairs),
      completion: (/** @type {string} */ text, /** @type {string} */ count) => this.#completion(text, text, count),
      link: (/** @type {string} */ url, /** @type {Node[]} */ ...children) => this.#link("issue", webAddress(url, this.#archive), null, ...children),
      search: () => this.#search(0), begin: () => this.#begin(),
    }), () => undefined));
  }

  /** For a reader who has typed nothing yet. */
  async #begin() {
    const extra = await this.#extra();
    const parts = (await extra?.start()) ?? [];
    if (parts.length && !this.#input.value.trim()) this.#present("", parts);
  }

  /** Hits of a page, after those that are shown. @param {string} query @param {Hit[]} before */
  async #fly(query = "", before = []) {
    const flight = (this.#flight = new AbortController());
    const current = () => flight === this.#flight;
    const limit = Math.min(Math.max(parseInt(this.getAttribute("limit") ?? "", 10) || 6, 1), 100);
    const page = before.length / limit + 1;
    this.#panel.setAttribute("aria-busy", "true");
    const late = setTimeout(() => flight.abort(), TIMEOUT);
    setTimeout(() => current() && !this.#options.length && this.#present(this.#words.slow), SLOW);
    try {
      const completions = before.length ? { suggestions: [] } : this.#ask("suggest", [["q", query], ["limit", "4"]], flight).catch(() => ({ suggestions: [] }));
      const found = await this.#ask("search", [...this.#parameters(query), ["limit", `${limit}`], ...(page > 1 ? [["page", `${page}`]] : [])], flight);
      const { suggestions } = await completions;
      const extra = await this.#extra();
      const parts = found.total ? [] : ((await extra?.start(query)) ?? []);
      if (current()) this.#show(query, { ...found, hits: [...before, ...found.hits] }, suggestions, { extra, parts, limit, before: before.length });
    } catch {
      if (current()) this.#present(this.#words.failed, [this.#completion(query, this.#words.retry)]);
    }
    clearTimeout(late);
    if (current()) this.#cancel();
  }

  async #ask(path = "", parameters = [["q", ""]], flight = new AbortController()) {
    if (this.#index) return (await this.#index()).ask(path, new URLSearchParams(parameters));
    const answer = await fetch(`${this.#archive}api/v1/${path}?${new URLSearchParams(parameters)}`, { signal: flight.signal, credentials: "omit" });
    if (!answer.ok) throw new Error(answer.statusText);
    return answer.json();
  }

  /** The query with the page's filters and the reader's. */
  #parameters(query = this.#input.value.trim()) {
    const fixed = ["category", "source", "tag"].flatMap((name) => (this.getAttribute(name) ?? "").split("|").map((value) => [name, value.trim()]));
    return [["q", query], ...fixed.filter(([, value]) => value), ...this.#chosen];
  }

  /** @param {string} query @param {Found} answer @param {{text: string, count: number}[]} suggestions @param {{extra: any, parts: HTMLElement[], limit: number, before: number}} how */
  #show(query, answer, suggestions, { extra, parts, limit, before }) {
    const { total, hits, suggestion, facets, rewritten } = answer;
    const { found, also, mean, more, none } = this.#words;
    const other = suggestions.filter(({ text }) => text !== query && text !== suggestion).slice(0, 3);
    const options = other.map(({ text, count }) => this.#completion(text, text, `${count}`));
    if (suggestion) options.unshift(this.#completion(suggestion, mean.replace("#", () => suggestion)));
    // Longer words that hold a shorter one are often no words but addresses.
    const searched = rewritten.flatMap((rewrite) => (rewrite.kind === "part" ? [] : rewrite.searched)).join(" / ");
    const said = found.replace("#", `${total}`) + (searched && also.replace("#", () => searched));
    const further = Math.min(total - hits.length, limit);
    if (further > 0) parts = [this.#next(more.replace("#", () => `${further}`), () => this.#fly(query, hits))];
    const shown = hits.map((hit) => this.#hit(hit));
    const chips = [...this.#choices(facets), ...(extra?.choices(answer, query) ?? [])];
    this.#present(total ? said : `${said} ${none}`, [...options, ...shown, ...parts, this.#all()], chips);
    if (before) this.#activate(this.#options.indexOf(shown[before]));
    else this.#tell("jianbao-search", { query, total, hits });
  }

  /** An option that shows more of what is here. @param {string} label @param {() => void} act */
  #next(label, act) {
    const node = make("a", { class: "option more", role: "option", tabindex: "-1" }, label);
    node.addEventListener("click", act);
    return node;
  }

  #completion(text = "", label = text, count = "") {
    const node = make("a", { class: "option completion", role: "option" }, make("span", { class: "lens" }), make("span", {}, label), make("i", {}, count));
    node.addEventListener("click", () => this.#write(text));
    return node;
  }

  /** @param {Hit} hit */
  #hit(hit) {
    const { permalink, highlights, url, issue, id, image } = hit;
    const leads = { original: url, issue: hit.issue_permalink ?? `${this.#archive}issues/${encodeURIComponent(issue).replace(/%2F/g, "/")}#e-${id}` }[this.getAttribute("open") ?? ""];
    const picture = webAddress(image, this.#archive);
    const meta = [hit.newsletter_title, hit.date, hit.source, hit.category].flatMap((text) => (text ? [make("span", {}, text)] : []));
    return this.#link("hit", webAddress(leads || permalink, this.#archive), hit,
      ...(picture ? [make("img", { class: "image", src: picture, alt: "", width: "64", height: "64", loading: "lazy", referrerpolicy: "no-referrer" })] : []),
      make("div", { class: "title" }, ...marked(highlights.title)),
      make("div", { class: "meta" }, ...meta),
      make("div", { class: "snippet" }, ...highlights.summary.flatMap(marked)));
  }

  #all() {
    return this.#link("all", `${this.#archive}?${new URLSearchParams(this.#parameters())}`, null, this.#words.all);
  }

  /** A link that the page may take over. @param {string} kind @param {string} url @param {Hit | null} hit @param {...(Node | string)} children */
  #link(kind, url, hit, ...children) {
    const node = make("a", { class: `option ${kind}`, role: "option", tabindex: "-1", ...(url && { href: url }) }, ...children);
    node.addEventListener("click", (event) => {
      const aside = event.ctrlKey || event.metaKey;
      const allowed = this.#tell("jianbao-select", { query: this.#input.value.trim(), url, hit });
      if (!allowed || (aside && !event.isTrusted)) event.preventDefault();
      if (allowed && !aside) this.close();
      else if (allowed && !event.isTrusted) window.open(url, "_blank", "noopener"); // Ctrl Enter
    });
    return node;
  }

  /** Values to choose from, but for filters that the page fixed. @param {Record<string, Bucket[]>} facets */
  #choices(facets) {
    const names = (/** @type {const} */ (["category", "source"])).filter((name) => this.hasAttribute("facets") && !this.getAttribute(name));
    return names.map((name) => make("fieldset", {}, make("legend", {}, this.#words[name]), ...facets[name].slice(0, 8).map(({ value, label, count, selected }) => {
      const chip = make("button", { class: "chip", type: "button", id: name + value, "aria-pressed": `${selected}` }, label, make("i", {}, `${count}`));
      chip.addEventListener("click", () => {
        this.#chosen[selected ? "delete" : "append"](name, value);
        this.#search(0);
      });
      return chip;
    })));
  }

  /** A line, what there is to choose from, and how to narrow it. @param {string} said @param {HTMLElement[]} [options] @param {Node[]} [chips] */
  #present(said, options = [], chips = []) {
    const focused = this.#root.activeElement?.id;
    this.#options = options.filter((node) => node.matches("[role=option]"));
    for (const [place, node] of this.#options.entries()) node.id = `option${place}`;
    this.#head.textContent = said;
    this.#chips.replaceChildren(...chips);
    this.#facets.hidden = !chips.length;
    this.#list.replaceChildren(...options);
    this.#reveal(!!said || options.length > 0);
    this.#spoken.textContent = said;
    if (focused) this.#root.getElementById(focused)?.focus();
  }

  #reveal(shown = true) {
    this.#input.setAttribute("aria-expanded", `${shown && this.#options.length > 0}`);
    this.#activate();
    if (!this.#dialog) {
      this.#shown = shown;
      if (POPOVERS) this.#panel.togglePopover(shown);
      else this.#panel.hidden = !shown;
    }
    this.#place();
  }

  #place() {
    if (this.#shown) placeBeside(this.#panel, this.#root.querySelector(".box") ?? this.#input);
  }
}

if (!customElements.get("jianbao-search")) customElements.define("jianbao-search", JianbaoSearch);

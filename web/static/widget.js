// @ts-check
/**
 * `<jianbao-search>` searches an archive of jianbao from any page: docs/embed.md, or /widget of the archive.
 * No dependency, no cookie, nothing stored, nothing asked of any server but the archive.
 *
 * @typedef {{text: string, marks: [number, number][], cut_start: boolean, cut_end: boolean}} Highlight
 * @typedef {{title: Highlight, summary: Highlight[]}} Highlights
 * @typedef {{date: string | null, category: string, source: string, permalink: string, highlights: Highlights}} Hit
 * @typedef {{value: string, label: string, count: number, selected: boolean}} Bucket
 * @typedef {{total: number, hits: Hit[], suggestion: string | null, facets: Record<string, Bucket[]>, rewritten: {kind: string, searched: string[]}[]}} Found
 */

const [DEBOUNCE, SLOW, TIMEOUT] = [160, 600, 10_000]; // milliseconds
const ZH = {
  name: "搜索简报", open: "搜索", close: "关闭", category: "栏目", source: "来源", filter: "筛选", found: "共 # 条结果", also: "，也搜索了：#",
  mean: "您要找的是不是：#", all: "在简报库中打开这次搜索", slow: "正在搜索…", failed: "暂时连不上简报库。", retry: "重试",
};
const EN = {
  name: "Search the newsletter", open: "Search", close: "Close", category: "Section", source: "Source", filter: "Filter",
  found: "Results: #", also: "; also searched: #", mean: "Did you mean: #", all: "Open this search in the archive",
  slow: "Searching…", failed: "The archive cannot be reached right now.", retry: "Try again",
};

// A constructed sheet needs no `style-src` of the page; `.root` takes back whatever the page makes elements inherit.
const SHEET = new CSSStyleSheet();
SHEET.replaceSync(`
:host { display: block } :host([mode=button]) { display: inline-block } :host([hidden]), #list:empty, .facets:has(> div:empty) { display: none !important }
.root {
  all: initial; display: block; direction: ltr; color-scheme: light dark; color: var(--text);
  font: 400 var(--jianbao-font-size, 16px)/1.5 serif; font-family: var(--jianbao-font, inherit);
  --text: var(--jianbao-text, light-dark(#1d2129, #e8eaed)); --muted: var(--jianbao-muted, light-dark(#5c6470, #a4abb6));
  --ground: var(--jianbao-background, light-dark(#fff, #1b1e24)); --line: var(--jianbao-border, light-dark(#868d99, #747c89));
  --accent: var(--jianbao-accent, light-dark(#0b57b0, #8ab8ff));
}
:host([theme=light]) .root { color-scheme: light } :host([theme=dark]) .root { color-scheme: dark } :host([theme=inherit]) .root { color-scheme: inherit }
* { box-sizing: border-box } button, input { font: inherit; color: inherit; background: none; border: 0; margin: 0; padding: 0 }
button, summary, .option { cursor: pointer } :focus-visible { outline: 2px solid var(--accent); outline-offset: 1px }
.opener, .close, .head, .meta, legend, i { color: var(--muted); font-style: normal } .input::placeholder { color: var(--muted); opacity: 1 }
.box, .opener, .panel, .dialog { border: 1px solid var(--line); border-radius: var(--jianbao-radius, 8px); background: var(--ground) }
.box, .opener { display: flex; align-items: center; gap: .6em; padding-inline: 14px; min-block-size: 2.8em }
.box:focus-within, .opener:hover { border-color: var(--accent); outline: 1px solid var(--accent) }
.input { flex: 1; min-inline-size: 0; min-block-size: 2.7em; outline: 0; font-size: max(1em, 16px) }
.lens, .lens::after { position: relative; flex: none; inline-size: .8em; block-size: .8em; border: 2px solid var(--muted); border-radius: 50% }
.lens::after { content: ""; position: absolute; inset: 90% auto auto 90%; inline-size: .5em; block-size: 0; border-width: 2px 0 0; border-radius: 0; rotate: 45deg; transform-origin: 0 0 }
.panel { position: relative; margin: 0; padding: 0; overflow: auto; overscroll-behavior: contain; color: inherit }
.panel[popover] { position: fixed; inset: auto; box-shadow: 0 8px 28px #0003 } .panel[aria-busy=true] { opacity: .6; transition: opacity .2s .4s }
.dialog { inline-size: min(40em, 100vw - 1em); max-inline-size: none; max-block-size: min(80vh, 100dvh - 1em); margin: min(10vh, 4em) auto auto; padding: 0; color: inherit }
.dialog[open] { display: flex; flex-direction: column; overflow: hidden } .dialog::backdrop { background: #0007 }
.dialog > * { border: 0 !important; outline: 0 !important } .head, .option, summary, fieldset { padding: .6em 16px }
.head { padding-inline-end: 6em } summary { position: absolute; inset: 0 0 auto auto; color: var(--accent) }
fieldset { display: flex; flex-wrap: wrap; gap: .4em; border: 0; margin: 0; min-inline-size: 0; padding-block: .2em }
legend { float: inline-start; padding: .2em .4em 0 0 } .chip { border: 1px solid var(--line); border-radius: 2em; padding: .2em .8em }
.chip[aria-pressed=true] { background: var(--accent); color: var(--ground) } .chip i { color: inherit; margin-inline-start: .4em }
.option { display: block; text-decoration: none; overflow-wrap: anywhere; color: inherit }
.option:hover, .option[aria-selected=true] { background: color-mix(in srgb, var(--accent) 12%, var(--ground)) }
.option[aria-selected=true] { outline: 2px solid var(--accent); outline-offset: -2px }
.completion { display: flex; align-items: baseline; gap: .6em; padding-block: .3em } .completion i { margin-inline-start: auto }
.completion > :nth-child(2) { overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
.title { font-weight: 600 } .meta > * + *::before { content: "·"; margin-inline: .45em } .head, .facets, .meta, .completion i { font-size: .8125em }
.snippet { font-size: .875em; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden }
.mark { background: var(--jianbao-mark, light-dark(#ffe69c, #6b5200)); color: inherit } .all { text-align: center; color: var(--accent) }
.spoken { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%) }
`);

/**
 * An element; what has a class can be styled by that name from outside. Data gets in as text and attributes only.
 * @template {keyof HTMLElementTagNameMap} T @param {T} tag @param {Record<string, string>} [attributes] @param {...(Node | string)} children
 */
function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  if (attributes.class) node.setAttribute("part", attributes.class);
  node.append(...children);
  return node;
}

/** A text with its marks, whose places count code points, as nodes. @param {Highlight} highlight */
function marked({ text, marks, cut_start, cut_end }) {
  const letters = [...text];
  const ends = [0, ...marks.flat(), letters.length];
  const pieces = ends.slice(1).map((end, place) => letters.slice(ends[place], end).join(""));
  const nodes = pieces.map((piece, place) => (place % 2 ? make("mark", { class: "mark" }, piece) : piece));
  return [cut_start ? "…" : "", ...nodes, cut_end ? "…" : ""];
}

/** An absolute address of the web, or "" for anything else. */
function webAddress(href = "", base = document.baseURI) {
  const url = href && URL.canParse(href, base) ? new URL(href, base).href : "";
  return /^https?:/.test(url) ? url : "";
}

/** Whether a key is nobody's yet: not the input method's, not the page's. @param {KeyboardEvent} event */
const free = (event) => !event.isComposing && event.keyCode !== 229 && !event.defaultPrevented && !event.altKey;

/** Elements on the page; the first one answers the page's shortcuts. @type {Set<JianbaoSearch>} */
const connected = new Set();

/** Attributes: archive, mode, for, placeholder, lang (read when it is connected); category, source, tag, limit, facets, theme. */
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
  #tell = (type = "", detail = {}) => this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true, cancelable: true }));
  #chosen = new URLSearchParams(); // what the reader chose of the facets

  connectedCallback() {
    connected.add(this);
    this.#life = new AbortController();
    this.#archive = (webAddress(this.getAttribute("archive") ?? "") || new URL(".", import.meta.url).href).replace(/\/?$/, "/");
    const chinese = (this.closest("[lang]")?.getAttribute("lang") || "zh").startsWith("zh");
    this.#words = chinese ? ZH : EN;
    this.#summary.textContent = this.#words.filter;
    this.#own.placeholder = this.getAttribute("placeholder") ?? this.#words.name;
    this.#own.ariaLabel = this.#list.ariaLabel = this.#words.name;
    const page = document.getElementById(this.getAttribute("for") ?? "");
    this.#input = page instanceof HTMLInputElement ? page : this.#own;
    const results = [this.#panel, this.#spoken];
    const box = make("div", { class: "box" }, make("span", { class: "lens" }), this.#own);
    const parts = page === this.#input ? results : this.getAttribute("mode") === "button" ? this.#opener(box, results) : [box, ...results];
    this.#panel.popover = this.#dialog ? null : "manual";
    this.#root.adoptedStyleSheets = [SHEET];
    this.#root.replaceChildren(make("div", { class: "root", lang: chinese ? "zh-CN" : "en" }, ...parts));
    this.#adorn();
    this.#listen();
    this.#present("");
  }

  disconnectedCallback() {
    connected.delete(this);
    this.#cancel();
    this.#life.abort();
    this.#dialog = undefined;
  }

  /** Bring the search to the reader, with a text if given. @param {string} [text] */
  open(text) {
    if (!this.#dialog?.open) this.#dialog?.showModal();
    this.#input.focus();
    this.#input.select();
    if (text !== undefined) this.#write(text);
  }

  /** Put the results away; the text stays. */
  close() {
    this.#cancel();
    this.#dialog?.close();
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
    on(input, "click", () => this.#reveal(this.#options.length > 0));
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
    const command = ctrlKey !== metaKey && !shiftKey && key.toLowerCase() === "k" && (!writing || target === this.#input);
    const slash = key === "/" && !ctrlKey && !metaKey && !writing;
    const [first] = connected;
    if (this !== first || !(command || slash)) return;
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
    } else if (key === "Escape" && this.#panel.matches(":popover-open")) {
      this.#input.focus();
      this.close();
    } else return;
    event.preventDefault();
  }

  #activate(place = -1) {
    this.#active = place;
    const active = this.#options[place];
    for (const node of this.#options) node.ariaSelected = `${node === active}`;
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
    this.#panel.ariaBusy = null;
  }

  #search(delay = DEBOUNCE) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const query = this.#input.value.trim().slice(0, 200);
      this.#cancel();
      if (query) return void this.#fly(query);
      this.#chosen = new URLSearchParams();
      this.#present("");
    }, delay);
  }

  async #fly(query = "") {
    const flight = (this.#flight = new AbortController());
    const current = () => flight === this.#flight;
    const limit = this.getAttribute("limit") || "6";
    this.#panel.ariaBusy = "true";
    setTimeout(() => current() && !this.#options.length && this.#present(this.#words.slow), SLOW);
    try {
      const completions = this.#ask("suggest", [["q", query], ["limit", "4"]], flight).catch(() => ({ suggestions: [] }));
      const found = await this.#ask("search", [...this.#parameters(query), ["limit", limit]], flight);
      const { suggestions } = await completions;
      if (current()) this.#show(query, found, suggestions);
    } catch {
      if (current()) this.#present(this.#words.failed, [this.#completion(query, this.#words.retry)]);
    }
    if (current()) this.#cancel();
  }

  async #ask(path = "", parameters = [["q", ""]], flight = new AbortController()) {
    const signal = AbortSignal.any([flight.signal, AbortSignal.timeout(TIMEOUT)]);
    const answer = await fetch(`${this.#archive}api/v1/${path}?${new URLSearchParams(parameters)}`, { signal, credentials: "omit" });
    if (!answer.ok) throw new Error(answer.statusText);
    return answer.json();
  }

  /** The query with the page's filters and the reader's. */
  #parameters(query = this.#input.value.trim()) {
    const fixed = ["category", "source", "tag"].flatMap((name) => (this.getAttribute(name) ?? "").split("|").map((value) => [name, value.trim()]));
    return [["q", query], ...fixed.filter(([, value]) => value), ...this.#chosen];
  }

  /** @param {string} query @param {Found} found @param {{text: string, count: number}[]} suggestions */
  #show(query, { total, hits, suggestion, facets, rewritten }, suggestions) {
    const { found, also, mean } = this.#words;
    const other = suggestions.filter(({ text }) => text !== query && text !== suggestion).slice(0, 3);
    const options = other.map(({ text, count }) => this.#completion(text, text, `${count}`));
    if (suggestion) options.unshift(this.#completion(suggestion, mean.replace("#", () => suggestion)));
    // Longer words that hold a shorter one are often no words but addresses.
    const searched = rewritten.flatMap((rewrite) => (rewrite.kind === "part" ? [] : rewrite.searched)).join(" / ");
    const said = found.replace("#", `${total}`) + (searched && also.replace("#", () => searched));
    this.#present(said, [...options, ...hits.map((hit) => this.#hit(hit)), this.#all()], this.#choices(facets));
    this.#tell("jianbao-search", { query, total, hits });
  }

  #completion(text = "", label = text, count = "") {
    const node = make("a", { class: "option completion", role: "option" }, make("span", { class: "lens" }), make("span", {}, label), make("i", {}, count));
    node.addEventListener("click", () => this.#write(text));
    return node;
  }

  /** @param {Hit} hit */
  #hit(hit) {
    const { permalink, highlights } = hit;
    const meta = [hit.date, hit.source, hit.category].flatMap((text) => (text ? [make("span", {}, text)] : []));
    return this.#link("hit", webAddress(permalink, this.#archive), hit,
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
    this.#options = options;
    for (const [place, node] of options.entries()) node.id = `option${place}`;
    this.#head.textContent = said;
    this.#chips.replaceChildren(...chips);
    this.#list.replaceChildren(...options);
    this.#reveal(!!said);
    this.#spoken.textContent = said;
    if (focused) this.#root.getElementById(focused)?.focus();
  }

  #reveal(shown = true) {
    this.#input.ariaExpanded = `${shown && this.#options.length > 0}`;
    this.#activate();
    if (this.#panel.popover) this.#panel.togglePopover(shown);
    this.#place();
  }

  /** Below the input, or above it where there is more room; never wider than the window. */
  #place() {
    if (!this.#panel.matches(":popover-open")) return;
    const { left, top, bottom, width } = (this.#root.querySelector(".box") ?? this.#input).getBoundingClientRect();
    const below = document.documentElement.clientHeight - bottom;
    const up = below < 260 && top > below;
    const size = Math.max(width, 360);
    const [start, end] = up ? ["auto", `calc(100% - ${top - 4}px)`] : [`${bottom + 4}px`, "auto"];
    Object.assign(this.#panel.style, {
      inlineSize: `min(${size}px, 100% - 16px)`, left: `clamp(8px, ${left}px, 100% - ${size + 8}px)`,
      top: start, bottom: end, maxBlockSize: `min(${Math.max(up ? top : below, 160) - 12}px, 36em)`,
    });
  }
}

if (!customElements.get("jianbao-search")) customElements.define("jianbao-search", JianbaoSearch);

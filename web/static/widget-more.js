// @ts-check
/**
 * What `<jianbao-search>` has beyond results while typing, loaded when somebody comes to search: where to begin, order and
 * time, and (only where the page asks for it) what was searched before.
 *
 * @typedef {{element: HTMLElement, make: Function, archive: string, words: Record<string, string>, chosen: () => URLSearchParams,
 *   ask: (path: string, pairs: string[][]) => Promise<any>, completion: (text: string, count: string) => HTMLElement,
 *   link: (url: string, ...children: (Node | string)[]) => HTMLElement, search: () => void, begin: () => void}} Tools
 */

const KEPT = 5;

export class Extra {
  /** @param {Tools} tools */
  constructor(tools) {
    this.tools = tools;
    this.key = `jianbao-recent ${tools.archive}`;
    this.beginning = Promise.all([this.season(), this.issues()]);
    tools.element.addEventListener("jianbao-select", (event) => this.remember(/** @type {CustomEvent} */ (event).detail.query));
  }

  /** Where to begin, or to go on where a query found nothing. @param {string} [query] */
  async start(query) {
    const { make, words } = this.tools;
    const groups = [...(query ? [] : [this.recent()]), ...(await this.beginning)];
    const label = (/** @type {string} */ name) => make("div", { class: "label", role: "presentation" }, words[name]);
    const parts = groups.flatMap(({ name, make: options }) => {
      const made = options();
      return made.length ? [label(name), ...made] : [];
    });
    return parts.length && !query ? [...parts, make("div", { class: "keys", role: "presentation" }, words.keys)] : parts;
  }

  async season() {
    const { suggestions } = await this.asked("suggest", [["q", ""], ["limit", "6"]], { suggestions: [] });
    const words = /** @type {{text: string, count: number}[]} */ (suggestions);
    return { name: "season", make: () => words.map(({ text, count }) => this.tools.completion(text, `${count}`)) };
  }

  async issues() {
    const { make, link } = this.tools;
    const { issues } = await this.asked("issues", [["limit", "4"]], { issues: [] });
    const recent = /** @type {{title: string, headline: string, date: string | null, permalink: string}[]} */ (issues).slice(0, 4);
    return {
      name: "issues",
      make: () => recent.map(({ title, headline, date, permalink }) =>
        link(permalink, make("div", { class: "title" }, headline || title), make("div", { class: "meta" }, make("span", {}, date ?? "")))),
    };
  }

  /** An answer of the archive, or nothing: what is missing is left out. @param {string} path @param {string[][]} pairs @param {any} nothing */
  asked(path, pairs, nothing) {
    return this.tools.ask(path, pairs).catch(() => nothing);
  }

  recent() {
    const { make, completion, words, begin } = this.tools;
    const texts = this.kept();
    return {
      name: "recent",
      make: () => {
        const options = texts.map((text) => completion(text, ""));
        if (!options.length) return [];
        const forget = make("a", { class: "option more", role: "option", tabindex: "-1" }, words.forget);
        forget.addEventListener("click", () => {
          this.keep([]);
          begin();
        });
        return [...options, forget];
      },
    };
  }

  /** @returns {string[]} */
  kept() {
    if (!this.tools.element.hasAttribute("recent")) return [];
    try {
      const texts = JSON.parse(localStorage.getItem(this.key) ?? "[]");
      return Array.isArray(texts) ? texts.filter((text) => typeof text === "string").slice(0, KEPT) : [];
    } catch {
      return []; // a page may have no storage
    }
  }

  /** @param {string[]} texts */
  keep(texts) {
    try {
      if (texts.length) localStorage.setItem(this.key, JSON.stringify(texts.slice(0, KEPT)));
      else localStorage.removeItem(this.key);
    } catch {
      // Not kept, then.
    }
  }

  /** @param {string} query */
  remember(query) {
    if (query && this.tools.element.hasAttribute("recent")) this.keep([query, ...this.kept().filter((text) => text !== query)]);
  }

  /** Order and years, where the page lets readers narrow. @param {{facets: Record<string, {value: string, count: number}[]>}} answer */
  choices({ facets }) {
    if (!this.tools.element.hasAttribute("facets")) return [];
    const orders = ["relevance", "newest", "oldest"].map((name) => ({ label: this.tools.words[name], pairs: { sort: name === "relevance" ? "" : name } }));
    /** @type {Map<string, number>} */
    const years = new Map();
    for (const { value, count } of facets.month ?? []) if (value) years.set(value.slice(0, 4), (years.get(value.slice(0, 4)) ?? 0) + count);
    const dates = [...years].sort().reverse().slice(0, 8).map(([year, count]) => ({ label: year, count, pairs: { from: year, to: year } }));
    return [this.row("sort", orders), ...(dates.length > 1 ? [this.row("date", dates)] : [])];
  }

  /** Chips of which one holds. @param {string} name @param {{label: string, count?: number, pairs: Record<string, string>}[]} values */
  row(name, values) {
    const { make, words } = this.tools;
    return make("fieldset", {}, make("legend", {}, words[name]), ...values.map((value) => this.chip(name, value)));
  }

  /** @param {string} name @param {{label: string, count?: number, pairs: Record<string, string>}} value */
  chip(name, { label, count, pairs }) {
    const { make, chosen, search } = this.tools;
    const holds = Object.entries(pairs).every(([key, text]) => (chosen().get(key) ?? "") === text);
    const number = count === undefined ? [] : [make("i", {}, `${count}`)];
    const chip = make("button", { class: "chip", type: "button", id: name + label, "aria-pressed": `${holds}` }, label, ...number);
    chip.addEventListener("click", () => {
      for (const [key, text] of Object.entries(pairs)) {
        if (holds || !text) chosen().delete(key);
        else chosen().set(key, text);
      }
      search();
    });
    return chip;
  }
}

// Where answers come from: a server, or files beside the pages. Both are asked in the same way.
/**
 * @typedef {{nodes: Node[], title: string, text: string, hidden: HTMLInputElement[], languages: Map<string, string>, next: string, more?: Promise<Node[]>}} Loaded
 * @typedef {{answer: (url: string, signal: AbortSignal) => Promise<Loaded | null>, suggest: (text: string, signal: AbortSignal) => Promise<any[]>, citations: (id: string) => Promise<any[]>}} Client
 */

/** @type {Client} */
const server = {
  /** The same page is fetched; null where it is no search. */
  async answer(url, signal) {
    const response = await fetch(url, { signal, headers: { accept: "text/html" } });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.getElementById("answer");
    if (!fresh) return null;
    return {
      nodes: [...fresh.childNodes], title: page.title, text: page.querySelector("#q").value,
      hidden: [...page.querySelectorAll("form.searchbox input[type=hidden]")],
      languages: new Map([...page.querySelectorAll(".languages a")].map((link) => [link.getAttribute("hreflang"), link.getAttribute("href")])),
      next: page.querySelector(".themes input[name=next]").value,
    };
  },

  async suggest(text, signal) {
    const answer = await fetch(`${suggestions()}?${new URLSearchParams({ q: text })}`, { signal });
    return answer.ok ? (await answer.json()).suggestions : [];
  },

  async citations(id) {
    const answer = await fetch(suggestions().replace(/suggest$/, `entries/${id}`));
    if (!answer.ok) throw new Error(answer.statusText);
    return (await answer.json()).citations;
  },
};

const suggestions = () => document.querySelector("form[data-suggest]").dataset.suggest;

/** Hits of a static site that are shown before the others have come: what a first look sees. */
const FIRST_HITS = 6;

let opened;
/** The search that runs: suggestions wait for it, and cost nothing where it is what was wanted. */
let running = Promise.resolve();

/** The reader of the index is fetched when something is first searched. */
export function reading() {
  const { index: base, reader } = document.body.dataset;
  opened ??= open(reader, base);
  opened.catch(() => (opened = undefined));
  return opened;
}

async function open(reader, base) {
  // Fetched beside the script that reads it: on a slow line a trip costs more than its bytes.
  const manifest = fetch(`${base}manifest.json`, { cache: "no-cache", credentials: "omit" });
  manifest.catch(() => {}); // the script asks again
  const { StaticIndex, show, pages } = await import(reader);
  return { index: new StaticIndex(base, manifest), show, pages };
}

/** @type {Client} */
const files = {
  async answer(url, signal) {
    const asked = new URL(url).searchParams;
    asked.delete("lang");
    const { index, show } = await reading();
    const search = index.search(asked, FIRST_HITS);
    running = search.then((found) => found.more).then(() => {}, () => {});
    const found = await search;
    if (signal.aborted) throw new DOMException("a newer search", "AbortError");
    return show(found, asked);
  },

  async suggest(text, signal) {
    const { index } = await reading();
    await running;
    if (signal.aborted) throw new DOMException("a newer text", "AbortError");
    const found = await index.suggest(text);
    if (signal.aborted) throw new DOMException("a newer text", "AbortError");
    return found;
  },

  /** An entry's own page has them. */
  async citations(id) {
    const link = document.querySelector(`[data-entry="${CSS.escape(id)}"] .permalink`)?.getAttribute("href") ?? location.href;
    const answer = await fetch(link.split("?")[0]);
    if (!answer.ok) throw new Error(answer.statusText);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return [...page.querySelectorAll("pre[data-copy]")].map((one) => ({ title: one.closest("details").querySelector("summary").textContent, text: one.textContent }));
  },
};

export const isStatic = Boolean(document.body.dataset.index);
export const client = isStatic ? files : server;

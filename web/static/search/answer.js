// An answer of a static site → the elements that a server would write. What the page was written with serves as
// the pattern: its histogram, its lists and its forms are taken over and filled anew.
const answer = document.getElementById("answer");
const blank = /** @type {HTMLElement | undefined} */ (answer?.cloneNode(true));
const words = JSON.parse(document.getElementById("answer-words")?.textContent ?? "{}");
const NAMES = ["category", "source", "tag"];
const [HEIGHT, LEAST, FIRST, AROUND] = [64, 2, 8, 2];

const say = (name, ...values) => values.reduce((text, value) => text.replace("{}", () => String(value)), words[name] ?? name);
const counted = (name, number) => say(`${name}${number === 1 ? "one" : "many"}`, number.toLocaleString("en"));
const hidden = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const visible = (text) => text.replace(hidden, "");
const languageOf = (text) => (/[\u2e80-\u9fff\uf900-\ufaff]/.test(text) ? "zh-Hans" : "en");

/** @param {string} tag @param {Record<string, any>} attributes @param {...(Node | string)} children */
function make(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  node.append(...children);
  return node;
}

const bdi = (text) => make("bdi", { lang: languageOf(text) }, visible(text));

/** A text with a gap, an element in the gap. */
function around(name, node) {
  const [before, after = ""] = say(name).split("{}");
  return [before, node, after];
}

/** An http(s) address that shows where it leads; "" for any other. */
function safeUrl(url) {
  try {
    const { protocol, username, password } = new URL(url);
    return /^https?:$/.test(protocol) && !username && !password && !/[\s\p{Cc}\p{Cf}]/u.test(url) ? url : "";
  } catch {
    return "";
  }
}

const home = () => document.querySelector("form.searchbox").getAttribute("action");
/** The address of another search. @param {URLSearchParams} asked */
function address(asked, changes = {}) {
  const pairs = new URLSearchParams(asked);
  pairs.delete("page");
  for (const [name, value] of Object.entries(changes)) {
    pairs.delete(name);
    for (const one of [value].flat()) if (one) pairs.append(name, one);
  }
  const query = pairs.toString();
  return home() + (query ? `?${query}` : "");
}

function toggled(asked, name, value) {
  const chosen = asked.getAll(name);
  return address(asked, { [name]: chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value] });
}

/** @param {any} found an answer as the API gives it @param {URLSearchParams} asked */
export function show(found, asked) {
  const text = asked.get("q") ?? "";
  const title = document.querySelector("meta[property='og:site_name']").getAttribute("content");
  const page = /** @type {HTMLElement} */ (blank.cloneNode(true));
  if ([...asked].length) {
    fillTimeline(page, found, asked);
    fillFacets(page.querySelector(".facets"), found, asked);
    fillResults(page.querySelector(".results"), found, asked, text);
  }
  const others = [...asked].filter(([name]) => name !== "q" && name !== "page");
  return {
    nodes: [...page.childNodes], title: text ? `${text} · ${title}` : title, text,
    hidden: others.map(([name, value]) => make("input", { type: "hidden", name, value })),
    languages: new Map([...document.querySelectorAll(".languages a")].map((link) => [link.getAttribute("hreflang"), link.getAttribute("href").split("?")[0] + address(asked).slice(home().length)])),
    next: address(asked),
  };
}

function fillTimeline(page, found, asked) {
  const plot = page.querySelector(".plot");
  if (plot) fillPlot(plot, found, asked);
  const form = page.querySelector("form.range");
  if (!form) return;
  form.querySelectorAll("input[type=hidden]").forEach((one) => one.remove());
  for (const [name, value] of asked) if (!["from", "to", "page"].includes(name)) form.prepend(make("input", { type: "hidden", name, value }));
  for (const name of ["from", "to"]) form.querySelector(`[name=${name}]`).setAttribute("value", asked.get(name) ?? "");
  for (const link of form.querySelectorAll("a")) {
    const own = new URL(link.href).searchParams;
    link.setAttribute("href", address(asked, { from: own.get("from"), to: own.get("to") }));
  }
}

function fillPlot(plot, found, asked) {
  const counts = new Map(found.facets.month.map(({ value, count }) => [value, count]));
  const top = Math.max(1, ...counts.values());
  for (const old of plot.querySelectorAll("svg [data-month]")) {
    const month = old.dataset.month;
    const hit = (old.matches("rect") ? old : old.querySelector(".hit")).cloneNode();
    hit.removeAttribute("data-month");
    const count = counts.get(month) ?? 0;
    const height = count ? Math.max(LEAST, Math.round((HEIGHT * count * 10) / top) / 10) : 0;
    const group = svg(count ? "a" : "g", count ? { href: address(asked, { from: month, to: month }), rel: "nofollow", tabindex: "-1", "data-month": month } : { "data-month": month });
    group.append(Object.assign(svg("title"), { textContent: say("labelled", month, count) }), hit);
    const [x, width] = ["x", "width"].map((name) => hit.getAttribute(name));
    if (count) group.append(svg("rect", { class: found.facets.month.some((one) => one.value === month && one.selected) ? "bar on" : "bar", x, width, y: HEIGHT - height, height }));
    if (!count) hit.setAttribute("data-month", month);
    old.replaceWith(count ? group : hit);
  }
  for (const tick of plot.querySelectorAll("svg > a:not([data-month])")) {
    const year = tick.textContent.trim();
    tick.setAttribute("href", address(asked, { from: year, to: year }));
  }
  plot.dataset.from = (asked.get("from") ?? "").slice(0, 7);
  plot.dataset.to = (asked.get("to") ?? "").slice(0, 7);
}

function svg(tag, attributes = {}) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}

function fillFacets(nav, found, asked) {
  const years = new Map();
  for (const { value, count } of found.facets.month) if (value) years.set(value.slice(0, 4), (years.get(value.slice(0, 4)) ?? 0) + count);
  const ofYears = [...years].sort().reverse().map(([year, count]) => {
    const selected = asked.get("from") === year && asked.get("to") === year;
    return { label: year, count, selected, url: address(asked, selected ? { from: "", to: "" } : { from: year, to: year }) };
  });
  const of = (name) => found.facets[name].filter(({ value }) => value).map((one) => ({ ...one, url: toggled(asked, name, one.value) })).sort((one, other) => Number(other.selected) - Number(one.selected));
  const groups = { category: of("category"), source: of("source"), year: ofYears, tag: of("tag") };
  nav.replaceChildren(make("p", { class: "facets-close" }, make("a", { href: "#results" }, counted("see-", found.total))));
  for (const [name, choices] of Object.entries(groups)) if (choices.length) nav.append(facet(name, choices.slice(0, 200)));
}

function facet(name, choices) {
  const items = choices.map(({ label, count, selected, url }) =>
    make("li", {}, make("a", { href: url, rel: "nofollow", "aria-current": selected && "true" }, bdi(label), " ", make("span", { class: "count" }, count.toLocaleString("en")))));
  const section = make("section", { class: "facet", "data-facet": name, "aria-labelledby": `facet-${name}` },
    make("h2", { id: `facet-${name}` }, say(name === "year" ? "year" : `title-${name}`)), make("ul", {}, ...items.slice(0, FIRST)));
  if (items.length > FIRST) section.append(make("details", {}, make("summary", {}, say("more", items.length - FIRST)), make("ul", {}, ...items.slice(FIRST))));
  return section;
}

function fillResults(section, found, asked, text) {
  section.dataset.total = String(found.total);
  const heading = make("h2", { id: "results-title" }, found.total ? counted("", found.total) : say("nothing"));
  const head = make("div", { class: "results-head" }, heading);
  if (found.total) head.append(sorts(asked, text));
  head.append(section.querySelector(".to-filters") ?? "");
  const takeaway = section.querySelector(".takeaway");
  section.replaceChildren(head, ...chips(found, asked), ...rewrites(found, asked, text), ...found.hits.map((hit) => card(hit, asked, text)));
  if (!found.total) section.append(nothing(asked, text));
  const pages = pager(found, asked);
  if (pages) section.append(pages);
  if (takeaway && found.total) section.append(takeaway);
}

function sorts(asked, text) {
  const otherwise = text ? "relevance" : "newest";
  const now = asked.get("sort") || otherwise;
  const items = ["relevance", "newest", "oldest"].slice(text ? 0 : 1).map((name) =>
    make("li", {}, make("a", { href: address(asked, { sort: name === otherwise ? "" : name }), rel: "nofollow", "aria-current": name === now && "true" }, say(name))));
  return make("ul", { class: "sorts", "aria-label": say("sorting") }, ...items);
}

function chips(found, asked) {
  const chosen = [...NAMES, "issue"].flatMap((name) => asked.getAll(name).map((value) => [say("labelled", say(`title-${name}`), visible(value)), toggled(asked, name, value)]));
  const [from, to] = [asked.get("from") ?? "", asked.get("to") ?? ""];
  if (from || to) chosen.push([say("labelled", say("title-date"), from === to ? from : `${from} – ${to}`), address(asked, { from: "", to: "" })]);
  for (const { kind, label, without } of found.understood) chosen.push([say("labelled", say(`title-${kind}`), visible(label)), address(asked, { q: without })]);
  if (!chosen.length) return [];
  const items = chosen.map(([label, url]) => {
    const cross = svg("svg", { viewBox: "0 0 10 10", width: "10", height: "10", "aria-hidden": "true" });
    cross.append(svg("path", { d: "M2 2l6 6M8 2l-6 6" }));
    return make("li", {}, make("a", { href: url, rel: "nofollow", title: say("remove") }, bdi(label), make("span", { class: "vh" }, say("removed")), cross));
  });
  const reset = address(asked, { category: "", source: "", tag: "", issue: "", from: "", to: "" });
  if (items.length > 1) items.push(make("li", {}, make("a", { class: "reset", href: reset, rel: "nofollow" }, say("reset"))));
  return [make("ul", { class: "chips", "aria-label": say("filters") }, ...items)];
}

function rewrites(found, asked, text) {
  const shown = [];
  const search = (other) => address(new URLSearchParams(), { q: other });
  if (found.suggestion && !found.rewritten.some(({ searched }) => searched.includes(found.suggestion)))
    shown.push(make("p", { class: "suggestion" }, say("mean"), " ", make("a", { href: address(asked, { q: found.suggestion }) }, make("strong", {}, bdi(found.suggestion))), say("mean-end")));
  const lines = [];
  const has = (kind) => found.rewritten.some((one) => one.kind === kind);
  if (has("loosened") && found.hits.length) lines.push(make("p", {}, say("loosened")));
  if (has("narrowed")) lines.push(make("p", {}, say("narrowed")));
  for (const { kind, typed, searched } of found.rewritten.filter((one) => words[`reason-${one.kind}`] && one.searched.length)) {
    const links = searched.flatMap((one, place) => [place ? say("between") : "", make("a", { href: search(one) }, bdi(one))]);
    lines.push(make("p", {}, `${say("also")} `, ...links, " ", make("span", { class: "quiet" }, ...around(`reason-${kind}`, bdi(typed)))));
  }
  for (const { typed } of found.rewritten.filter((one) => one.kind === "part")) lines.push(make("p", {}, ...around("part", bdi(typed))));
  const literal = asked.get("literal") === "1";
  if (lines.length && !literal) {
    const label = text.length > 24 ? [say("literal-long")] : around("literal", bdi(text));
    shown.push(make("div", { class: "rewrites" }, ...lines, make("p", {}, make("a", { href: address(asked, { literal: "1" }), rel: "nofollow" }, ...label))));
  }
  if (literal) shown.push(make("p", { class: "rewrites" }, say("literal-now"), make("a", { href: address(asked, { literal: "" }), rel: "nofollow" }, say("full"))));
  return shown;
}

/** @param {{text: string, marks: [number, number][], cut_start: boolean, cut_end: boolean}} part */
function marked({ text, marks, cut_start, cut_end }) {
  const points = Array.from(text);
  const slice = (from, to) => visible(points.slice(from, to).join(""));
  const nodes = [cut_start ? "…" : ""];
  let at = 0;
  for (const [start, end] of marks) {
    nodes.push(slice(at, start), make("mark", {}, slice(start, end)));
    at = end;
  }
  return [...nodes, slice(at, points.length), cut_end ? "…" : ""].filter(Boolean);
}

function card(hit, asked, text) {
  const root = home();
  const permalink = `${root}entries/${encodeURIComponent(hit.id)}`;
  const issue = `${root}issues/${hit.issue.split("/").map(encodeURIComponent).join("/")}#e-${encodeURIComponent(hit.id)}`;
  const newsletter = hit.newsletter_title ? [make("a", { class: "newsletter", href: `${root}issues/${encodeURIComponent(hit.newsletter)}/` }, bdi(hit.newsletter_title))] : [];
  const url = safeUrl(hit.url ?? "");
  const title = url ? make("a", { href: url, rel: "noopener noreferrer" }) : make("a", { href: permalink });
  title.append(...marked(hit.highlights.title));
  const chosen = (name, value, attributes) => make("a", { ...attributes, href: address(new URLSearchParams(), { [name]: value }), rel: "nofollow" }, bdi(value));
  const name = /^\d+$/.test(hit.issue) ? say("issue", hit.issue) : hit.issue;
  const meta = make("p", { class: "meta" }, ...(hit.source ? [chosen("source", hit.source, { class: "source" })] : []), ...newsletter,
    make("a", { href: issue }, hit.date ? make("time", { datetime: hit.date }, hit.date) : bdi(name)),
    ...(hit.category ? [chosen("category", hit.category, {})] : []), ...hit.tags.map((tag) => chosen("tag", tag, { class: "tag" })),
    make("span", { class: "acts" }, make("a", { class: "permalink", href: permalink, "aria-label": say("details", visible(hit.title)) }, say("detail")), " ",
      make("button", { class: "copying", type: "button", hidden: true, "aria-haspopup": "menu", "aria-expanded": "false" }, document.querySelector("button.copying")?.textContent ?? "")));
  const article = make("article", { class: "entry", "data-entry": hit.id }, make("h3", { class: "entry-title", lang: languageOf(hit.title) }, title), meta);
  const body = hit.highlights.summary.filter((part) => part.text).map((part) => make("p", {}, ...marked(part)));
  if (body.length) article.append(make("div", { class: "body", lang: "zh-Hans" }, ...body));
  if (hit.links.length) article.append(make("p", { class: "more" }, ...hit.links.flatMap(({ label, url: to }) => [safeUrl(to) ? make("a", { href: safeUrl(to), rel: "noopener noreferrer" }, bdi(label || to)) : bdi(label || to), " "])));
  return article;
}

function nothing(asked, text) {
  const box = make("div", { class: "nothing" });
  const ways = [];
  if ([...asked.keys()].some((name) => [...NAMES, "issue", "from", "to"].includes(name))) ways.push([say("unfiltered"), address(new URLSearchParams(), { q: text })]);
  const several = text.split(/\s+/).filter(Boolean);
  if (several.length > 1) ways.push([say("any"), address(asked, { q: several.join(" OR ") })]);
  if (ways.length) box.append(make("p", {}, say("wider")), make("ul", {}, ...ways.map(([label, url]) => make("li", {}, make("a", { href: url, rel: "nofollow" }, label)))));
  const terms = blank.querySelector(".terms");
  if (terms) box.append(make("p", {}, say("shorter")), terms.cloneNode(true));
  return box;
}

function pager({ page, pages }, asked) {
  if (pages < 2) return null;
  const at = (number) => {
    const pairs = new URLSearchParams(address(asked).split("?")[1] ?? "");
    if (number > 1) pairs.set("page", String(number));
    return `${home()}?${pairs}`;
  };
  const nav = make("nav", { class: "pager", "aria-label": say("paging") });
  if (page > 1) nav.append(make("a", { rel: "prev", href: at(page - 1) }, say("previous")));
  let before = 0;
  for (let number = 1; number <= pages; number++) {
    if (number !== 1 && number !== pages && Math.abs(number - page) > AROUND) continue;
    if (number - before > 1) nav.append(make("span", { class: "gap" }, "…"));
    nav.append(number === page ? make("span", { "aria-current": "page" }, String(number)) : make("a", { href: at(number), "aria-label": say("page", number) }, String(number)));
    before = number;
  }
  if (page < pages) nav.append(make("a", { rel: "next", href: at(page + 1) }, say("next")));
  return nav;
}

// An answer of a static site → the elements that a server would write. What the page was written with serves as
// the pattern: its histogram, its lists and its forms are taken over and filled anew.
import { card } from "./card.js";
import { address, around, bdi, counted, home, make, say, says, svg, visible } from "./elements.js";

const answer = document.getElementById("answer");
const blank = /** @type {HTMLElement | undefined} */ (answer?.cloneNode(true));
/** The same without what every search has of its own. */
const frame = /** @type {HTMLElement | undefined} */ (blank?.cloneNode(true));
frame?.querySelectorAll(".results > .entry, .facets > *").forEach((one) => one.remove());
const NAMES = ["newsletter", "category", "source", "tag"];
const [HEIGHT, LEAST, FIRST, AROUND] = [64, 2, 8, 2];

function toggled(asked, name, value) {
  const chosen = asked.getAll(name);
  return address(asked, { [name]: chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value] });
}

/** @param {any} found an answer as the API gives it @param {URLSearchParams} asked */
export function show(found, asked) {
  const text = asked.get("q") ?? "";
  const title = document.querySelector("meta[property='og:site_name']").getAttribute("content");
  const searched = [...asked].length > 0;
  const page = /** @type {HTMLElement} */ ((searched ? frame : blank).cloneNode(true));
  if (searched) {
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
    more: found.more?.then((hits) => hits.map((hit) => card(hit))),
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
  const counts = new Map(found.facets.month.filter(({ value }) => value).map(({ value, count }) => [value, count]));
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

function fillFacets(nav, found, asked) {
  const years = new Map();
  for (const { value, count } of found.facets.month) if (value) years.set(value.slice(0, 4), (years.get(value.slice(0, 4)) ?? 0) + count);
  const ofYears = [...years].sort().reverse().map(([year, count]) => {
    const selected = asked.get("from") === year && asked.get("to") === year;
    return { label: year, count, selected, url: address(asked, selected ? { from: "", to: "" } : { from: year, to: year }) };
  });
  const of = (name) => found.facets[name].filter(({ value }) => value).map((one) => ({ ...one, url: toggled(asked, name, one.value) })).sort((one, other) => Number(other.selected) - Number(one.selected));
  const groups = { newsletter: of("newsletter"), category: of("category"), source: of("source"), year: ofYears, tag: of("tag") };
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
  const takeaway = leading(section.querySelector(".takeaway"), asked, text);
  section.replaceChildren(head, ...chips(found, asked), ...rewrites(found, asked, text), ...found.hits.map((hit) => card(hit)));
  if (!found.total) section.append(nothing(asked, text));
  const pages = pager(found, asked);
  if (pages) section.append(pages);
  if (takeaway && found.total) section.append(takeaway);
}

/** A host of files has the feeds of categories, and of no other search; and the trend of any text. */
function leading(line, asked, text) {
  if (!line) return null;
  const [category, ...others] = [...asked];
  const alone = category?.[0] === "category" && !others.length && isFileName(category[1]);
  const links = alone ? [...line.querySelectorAll("a")] : [];
  for (const link of links) link.setAttribute("href", link.getAttribute("href").replace(/feed\.(\w+)$/, `feeds/category/${encodeURIComponent(category[1])}.$1`));
  if (text) links.push(make("a", { href: `${home().replace(/\/?$/, "/")}trends?${new URLSearchParams({ q: text })}` }, say("trend")));
  line.replaceChildren(...links.flatMap((link) => [link, "\n"]));
  return links.length ? line : null;
}

/** As web/static_site/addresses.py has it. */
const isFileName = (name) => !/[/\\:*?"<>|#%\p{C}]/u.test(name) && !/^[ .]|[ .]$/.test(name) && new TextEncoder().encode(name).length <= 195;

function sorts(asked, text) {
  const otherwise = text ? "relevance" : "newest";
  const now = asked.get("sort") || otherwise;
  const items = ["relevance", "newest", "oldest"].slice(text ? 0 : 1).map((name) =>
    make("li", {}, make("a", { href: address(asked, { sort: name === otherwise ? "" : name }), rel: "nofollow", "aria-current": name === now && "true" }, say(name))));
  return make("ul", { class: "sorts", "aria-label": say("sorting") }, ...items);
}

function chips(found, asked) {
  const chosen = [...NAMES, "issue"].flatMap((name) => asked.getAll(name).map((value) => [say("labelled", say(`title-${name}`), visible(found.facets[name]?.find((one) => one.value === value)?.label ?? value)), toggled(asked, name, value)]));
  const [from, to] = [asked.get("from") ?? "", asked.get("to") ?? ""];
  if (from || to) chosen.push([say("labelled", say("title-date"), from === to ? from : `${from} – ${to}`), address(asked, { from: "", to: "" })]);
  for (const { kind, label, without } of found.understood) chosen.push([say("labelled", say(`title-${kind}`), visible(label)), address(asked, { q: without })]);
  if (!chosen.length) return [];
  const items = chosen.map(([label, url]) => {
    const cross = svg("svg", { viewBox: "0 0 10 10", width: "10", height: "10", "aria-hidden": "true" });
    cross.append(svg("path", { d: "M2 2l6 6M8 2l-6 6" }));
    return make("li", {}, make("a", { href: url, rel: "nofollow", title: say("remove") }, bdi(label), make("span", { class: "vh" }, say("removed")), cross));
  });
  const reset = address(asked, Object.fromEntries([...NAMES, "issue", "from", "to"].map((name) => [name, ""])));
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
  for (const { typed } of found.rewritten.filter((one) => one.kind === "unread")) lines.push(make("p", {}, ...around("unread", bdi(typed))));
  for (const { kind, typed, searched } of found.rewritten.filter((one) => says(`reason-${one.kind}`) && one.searched.length)) {
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

// Pages that on a static site only a script can answer: web/pages has the same ones for a server.
import { card } from "./card.js";
import { address, bdi, counted, make, safeUrl, say, svg, visible, words } from "./elements.js";

const [HEIGHT, MOST_TEXTS, LONGEST_TEXT, LABEL_ROOM] = [240, 5, 100, 9];
/** Tops of the scale, times a power of ten: a quarter of each is a whole number. */
const LEVELS = [4, 8, 12, 16, 20, 24, 32, 40, 60, 80, 100];

/** Page → what it shows. @typedef {import("./index.js").StaticIndex} Index */
export const pages = { lookup, trends };

/** Whether an address is listed. @param {Index} index @param {URLSearchParams} asked @returns {Promise<Node[]>} */
async function lookup(index, asked) {
  const typed = (asked.get("url") ?? "").trim();
  const url = typed && !typed.includes("://") ? `https://${typed}` : typed;
  if (!url) return [];
  document.querySelector("input[name=url]").setAttribute("value", visible(url));
  const told = (name) => [make("h2", { id: "found-title" }, say(name)), make("p", {}, say(`${name}-text`))];
  if (!safeUrl(url)) return told("invalid");
  const found = await index.appearances(url);
  return found.length ? [make("h2", { id: "found-title" }, counted("covered-", found.length)), ...found.map(card)] : told("uncovered");
}

/** How often some texts are met, by month. @param {Index} index @param {URLSearchParams} asked @returns {Promise<Node[]>} */
async function trends(index, asked) {
  const texts = [...new Set(asked.getAll("q").map((text) => text.trim().slice(0, LONGEST_TEXT)).filter(Boolean))].slice(0, MOST_TEXTS);
  const share = asked.get("measure") === "share";
  if (!texts.length) return [];
  const form = document.querySelector(".terms-form");
  const fields = [...form.querySelectorAll("input[name=q]")];
  fields.forEach((field, place) => field.setAttribute("value", texts[place] ?? ""));
  if (share) form.append(make("input", { type: "hidden", name: "measure", value: "share" }));
  document.title = `${texts.map(visible).join(say("between"))} · ${document.title}`;
  const totals = [...(await index.months())];
  const lines = [];
  for (const text of texts) lines.push({ text, ...(await index.trend(text)) });
  return [plotted({ texts, share, totals, lines, form })];
}

function plotted({ texts, share, totals, lines, form }) {
  const to = (some, measure) => {
    const pairs = new URLSearchParams([...some.map((text) => ["q", text]), ...(measure ? [["measure", "share"]] : [])]);
    return `${form.getAttribute("action")}?${pairs}`;
  };
  const drawn = lines.map(({ text, total, counts: byMonth }) => {
    const counts = totals.map(([month]) => byMonth.get(month) ?? 0);
    const shares = totals.map(([, all], place) => (all ? (100 * counts[place]) / all : 0));
    return { text, total, label: visible(text), counts, values: share ? shares : counts, remove: to(texts.filter((one) => one !== text), share) };
  });
  const nothing = drawn.every(({ counts }) => !counts.some(Boolean)) && (!totals.length || drawn.some(({ total }) => total));
  const measures = [[say("by-count"), false], [say("by-share"), true]].map(([label, measure]) => make("li", {}, make("a", { href: to(texts, measure), "aria-current": measure === share && "true" }, label)));
  const heading = make("h2", { id: "trend-title" }, ...texts.flatMap((text, place) => [place ? say("between") : "", bdi(text)]));
  const head = make("div", { class: "results-head" }, heading, ...(nothing ? [] : [make("ul", { class: "sorts", "aria-label": say("unit") }, ...measures)]));
  const unit = (value) => `${rounded(value)}${share ? "%" : ""}`;
  const plot = nothing ? [make("p", {}, say("undated"))] : [make("div", { class: "chart" }, chart(drawn, totals, unit))];
  return make("section", { class: "trend", "aria-labelledby": "trend-title" }, head, ...plot, legend(drawn, nothing), ...(nothing ? [] : [table(drawn, totals, unit)]));
}

const rounded = (value, digits = 2) => Number(value.toFixed(digits));

/** The least round number that is not below the highest value. */
function topOf(value) {
  let power = 1;
  while (value > LEVELS[LEVELS.length - 1] * power) power *= 10;
  return (LEVELS.find((level) => level * power >= value) ?? 1) * power;
}

function chart(drawn, totals, unit) {
  const top = topOf(Math.max(0, ...drawn.flatMap(({ values }) => values)));
  const step = 100 / Math.max(1, totals.length);
  const height = (value) => rounded(HEIGHT * (1 - value / top), 1);
  const outer = svg("svg", { y: 10, overflow: "visible" });
  for (let part = 0; part <= 4; part++) {
    const y = height((top * part) / 4);
    outer.append(svg("line", { class: "level", x2: "100%", y1: y, y2: y }), written("text", { class: "level-label", x: 0, y: y - 4 }, unit((top * part) / 4)));
  }
  let last = -LABEL_ROOM;
  totals.forEach(([month], place) => {
    const x = (100 * place) / totals.length;
    if ((place && !month.endsWith("-01")) || x - last < LABEL_ROOM || x > 100 - LABEL_ROOM / 2) return;
    outer.append(written("text", { class: "tick", x: `${rounded(x)}%`, y: HEIGHT + 20 }, month.slice(0, 4)));
    last = x;
  });
  const paths = svg("svg", { width: "100%", height: HEIGHT, viewBox: `0 0 100 ${HEIGHT}`, preserveAspectRatio: "none", overflow: "visible" });
  outer.append(paths);
  drawn.forEach(({ text, label, values, counts }, series) => {
    const path = values.map((value, place) => (totals[place][1] ? `${rounded((place + 0.5) * step)},${height(value)}` : "")).filter(Boolean).join(" ");
    paths.append(svg("polyline", { class: `series-${series + 1}`, points: path }));
    const group = svg("g", { class: `series-${series + 1}` });
    values.forEach((value, place) => {
      const month = totals[place][0];
      if (!counts[place]) return;
      const link = svg("a", { href: address(new URLSearchParams(), { q: text, from: month, to: month }), tabindex: "-1" });
      const at = { cx: `${rounded((place + 0.5) * step)}%`, cy: height(value) };
      link.append(written("title", {}, `${label} · ${say("labelled", monthName(month), unit(value))}`), svg("circle", { class: "hit", ...at, r: 8 }), svg("circle", { class: "dot", ...at, r: 2.5 }));
      group.append(link);
    });
    outer.append(group);
  });
  const whole = svg("svg", { width: "100%", height: HEIGHT + 40, "aria-hidden": "true", focusable: "false" });
  whole.append(outer);
  return whole;
}

const written = (tag, attributes, text) => Object.assign(svg(tag, attributes), { textContent: text });
const monthName = (month) => words.months?.[month] ?? month;

function legend(drawn, nothing) {
  return make("ul", { class: "legend" }, ...drawn.map(({ text, label, total, counts, remove }, series) => {
    const sign = svg("svg", { width: 28, height: 10, "aria-hidden": "true" });
    sign.append(svg("line", { x1: 0, x2: 28, y1: 5, y2: 5 }), svg("circle", { class: "dot", cx: 14, cy: 5, r: 2.5 }));
    const undated = total - counts.reduce((sum, count) => sum + count, 0);
    const item = make("li", { class: `series-${series + 1}` }, sign, " ", make("a", { href: address(new URLSearchParams(), { q: text }) }, bdi(label)), " ", make("span", { class: "count" }, counted("", total)));
    if (undated && !nothing) item.append(" ", make("span", { class: "quiet" }, say("some-undated", undated)));
    if (drawn.length > 1) item.append(" ", make("a", { class: "quiet", href: remove }, say("remove"), make("span", { class: "vh" }, bdi(label))));
    return item;
  }));
}

function table(drawn, totals, unit) {
  const head = make("tr", {}, make("th", { scope: "col" }, say("month")), ...drawn.map(({ label }) => make("th", { scope: "col" }, bdi(label))));
  const rows = totals.map(([month], place) => make("tr", {}, make("th", { scope: "row" }, monthName(month)), ...drawn.map(({ values }) => make("td", {}, unit(values[place])))));
  const scroll = make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": say("table") }, make("table", {}, make("thead", {}, head), make("tbody", {}, ...rows)));
  return make("details", { class: "table" }, make("summary", {}, say("table")), scroll);
}

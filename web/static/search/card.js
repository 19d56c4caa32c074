// An entry as parts/entry.html writes it.
import { address, bdi, home, languageOf, make, safeUrl, say, visible } from "./elements.js";

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

/** An entry among others. @param {any} hit as the API gives it */
export function card(hit) {
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
      make("button", { class: "copying", type: "button", hidden: true, "aria-haspopup": "menu", "aria-expanded": "false" }, say("copy"))));
  const article = make("article", { class: "entry", "data-entry": hit.id }, make("h3", { class: "entry-title", lang: languageOf(hit.title) }, title), meta);
  const body = hit.highlights.summary.filter((part) => part.text).map((part) => make("p", {}, ...marked(part)));
  if (body.length) article.append(make("div", { class: "body", lang: "zh-Hans" }, ...body));
  if (hit.links.length) article.append(make("p", { class: "more" }, ...hit.links.flatMap(({ label, url: to }) => [safeUrl(to) ? make("a", { href: safeUrl(to), rel: "noopener noreferrer" }, bdi(label || to)) : bdi(label || to), " "])));
  return article;
}

// @ts-check
// What the element is built of. Texts get in as text, never as HTML.

/** @typedef {import('./widget.js').Highlight} Highlight */

/**
 * An element; what has a class can be styled by that name from outside. Data gets in as text and attributes only.
 * @template {keyof HTMLElementTagNameMap} T @param {T} tag @param {Record<string, string>} [attributes] @param {...(Node | string)} children
 */
export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  if (attributes.class) node.setAttribute("part", attributes.class);
  node.append(...children);
  return node;
}

/** A text with its marks, whose places count code points, as nodes. @param {Highlight} highlight */
export function marked({ text, marks, cut_start, cut_end }) {
  const letters = [...text];
  const ends = [0, ...marks.flat(), letters.length];
  const pieces = ends.slice(1).map((end, place) => letters.slice(ends[place], end).join(""));
  const nodes = pieces.map((piece, place) => (place % 2 ? make("mark", { class: "mark" }, piece) : piece));
  return [cut_start ? "…" : "", ...nodes, cut_end ? "…" : ""];
}

/** An absolute address of the web, or "" for anything else. */
export function webAddress(href = "", base = document.baseURI) {
  try {
    const url = href && new URL(href, base).href;
    return /^https?:/.test(url) ? url : "";
  } catch {
    return "";
  }
}

/** Put a panel below a box, or above it where there is more room; never wider than the window. @param {HTMLElement} panel @param {Element} box */
export function placeBeside(panel, box) {
  const { left, top, bottom, width } = box.getBoundingClientRect();
  const below = document.documentElement.clientHeight - bottom;
  const up = below < 260 && top > below;
  const size = Math.max(width, 360);
  const [start, end] = up ? ["auto", `calc(100% - ${top - 4}px)`] : [`${bottom + 4}px`, "auto"];
  Object.assign(panel.style, {
    inlineSize: `min(${size}px, 100% - 16px)`, left: `clamp(8px, ${left}px, 100% - ${size + 8}px)`,
    top: start, bottom: end, maxBlockSize: `min(${Math.max(up ? top : below, 160) - 12}px, 36em)`,
  });
}

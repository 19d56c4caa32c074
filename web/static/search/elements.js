// Elements of answers, and the words in them, which the page brings in its reader's language.
/** @type {Record<string, any>} */
export const words = JSON.parse(document.getElementById("answer-words")?.textContent ?? "{}");

export const says = (name) => name in words;
export const say = (name, ...values) => values.reduce((text, value) => text.replace("{}", () => String(value)), words[name] ?? name);
export const counted = (name, number) => say(`${name}${number === 1 ? "one" : "many"}`, number.toLocaleString("en"));
const hidden = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
export const visible = (text) => text.replace(hidden, "");
export const languageOf = (text) => (/[\u2e80-\u9fff\uf900-\ufaff]/.test(text) ? "zh-Hans" : "en");

/** @param {string} tag @param {Record<string, any>} attributes @param {...(Node | string)} children */
export function make(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  node.append(...children);
  return node;
}

export const bdi = (text) => make("bdi", { lang: languageOf(text) }, visible(text));

/** A text with a gap, an element in the gap. */
export function around(name, node) {
  const [before, after = ""] = say(name).split("{}");
  return [before, node, after];
}

/** An http(s) address that shows where it leads; "" for any other. */
export function safeUrl(url) {
  try {
    const { protocol, username, password } = new URL(url);
    return /^https?:$/.test(protocol) && !username && !password && !/[\s\p{Cc}\p{Cf}]/u.test(url) ? url : "";
  } catch {
    return "";
  }
}

export const home = () => document.querySelector("a.brand").getAttribute("href");

/** The address of another search. @param {URLSearchParams} asked */
export function address(asked, changes = {}) {
  const pairs = new URLSearchParams(asked);
  pairs.delete("page");
  for (const [name, value] of Object.entries(changes)) {
    pairs.delete(name);
    for (const one of [value].flat()) if (one) pairs.append(name, one);
  }
  const query = pairs.toString();
  return home() + (query ? `?${query}` : "");
}

export function svg(tag, attributes = {}) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}

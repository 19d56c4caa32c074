// Where an address leads, in one form: index/storage/canonical_url.py has the reasons, its table comes as `rules`.
const MOST_UNWRAPPED = 3;
const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i;
const SSH = /^[\p{L}\p{N}_.-]+@([\p{L}\p{N}_.-]+):([^/].*)$/u;
const HOST = /^[\p{L}\p{N}_-]+(\.[\p{L}\p{N}_-]+)+(:\d+)?$/u;
const UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~";
/** What may stand in a path unescaped (RFC 3986, pchar and slash). */
const IN_PATH = "/:@!$&'()*+,;=-._~";

/** The normal form; what is no URL is its own. @param {string} url @param {any} rules */
export function destination(url, rules) {
  let text = url.trim();
  for (let depth = 0; depth < MOST_UNWRAPPED; depth++) {
    const parts = partsOf(text, rules);
    if (!parts) return text;
    const inner = unwrapped(parts, rules);
    if (inner === undefined) return byRule(parts, rules) ?? general(parts, rules);
    text = inner;
  }
  return text;
}

function partsOf(written, rules) {
  const ssh = SSH.exec(written);
  let text = ssh ? `//${ssh[1]}/${ssh[2]}` : written;
  if (!ssh && !SCHEME.test(text) && !text.startsWith("//")) text = `//${text}`;
  const [, place, path, , query = "", , fragment = ""] = /^(?:[^/?#]*:)?\/\/([^/?#]*)([^?#]*)(\?([^#]*))?(#(.*))?$/s.exec(text.replace(/[\t\r\n]/g, "")) ?? [];
  const found = /^([^:]*)(?::(\d*))?$/.exec(place?.slice(place.lastIndexOf("@") + 1) ?? "");
  if (!found || /[[\]]/.test(place) || Number(found[2] ?? 0) > 65535) return undefined;
  const port = found[2] && !["80", "443"].includes(String(Number(found[2]))) ? `:${Number(found[2])}` : "";
  const host = plain(found[1].toLowerCase().replace(/\.+$/, ""), rules) + port;
  if (!HOST.test(host)) return undefined;
  return { host, path: quote(decoded(path), IN_PATH).replace(/\/\/+/g, "/") || "/", query: pairs(query), fragment };
}

/** A host without prefixes, under the name it has today. */
function plain(host, { prefixes, aliases }) {
  const known = new Map(Object.entries(aliases));
  while (!known.has(host)) {
    const prefix = prefixes.find((one) => host.startsWith(one));
    if (!prefix || !host.slice(prefix.length).includes(".")) return host;
    host = host.slice(prefix.length);
  }
  return known.get(host);
}

const whole = (pattern) => (pattern.startsWith("(?i)") ? new RegExp(`^(?:${pattern.slice(4)})$`, "i") : new RegExp(`^(?:${pattern})$`));

function unwrapped({ host, path, query }, { unwrap }) {
  const page = unwrap.find((one) => one.hosts.includes(host) && whole(one.path).test(path));
  return page?.parameters.map((name) => valueOf(query, name)).find((value) => value?.includes("."));
}

const valueOf = (query, name) => query.find(([one]) => one === name)?.[1];

function byRule({ host, path, query }, { rules }) {
  for (const rule of rules.filter(({ hosts }) => hosts.includes(host))) {
    const match = whole(rule.path).exec(path);
    const named = Object.entries(rule.query);
    if (!match || named.some(([name]) => !valueOf(query, name))) continue;
    const groups = { host, ...match.groups };
    for (const [name, called] of named) groups[called] = quote(bytesOf(valueOf(query, name)), "/");
    for (const name of rule.lower) groups[name] = groups[name]?.toLowerCase();
    return rule.gives.replace(/\{(\w+)\}/g, (_, name) => groups[name]);
  }
  return undefined;
}

function general({ host, path, query, fragment }, { folder_pages, tracking }) {
  const slash = path.lastIndexOf("/");
  const folder = folder_pages.includes(path.slice(slash + 1).toLowerCase()) ? path.slice(0, slash) : path;
  const tracks = (name) => tracking.some((one) => (one.endsWith("*") ? name.startsWith(one.slice(0, -1)) && /^[\p{L}\p{N}_]+$/u.test(name.slice(one.length - 1)) : name === one));
  const kept = query.filter(([name]) => !tracks(name.toLowerCase())).sort(([one, first], [other, second]) => inOrder(one, other) || inOrder(first, second));
  const asked = kept.map((pair) => pair.map((one) => quote(bytesOf(one), " ").replace(/ /g, "+")).join("=")).join("&");
  // A fragment is a place on the page, unless a page's own script reads it as a path.
  return host + folder.replace(/\/+$/, "") + (asked && `?${asked}`) + (/^[!/]/.test(fragment) ? `#${fragment}` : "");
}

/** By code points, which is not the order of UTF-16. */
function inOrder(one, other) {
  const [left, right] = [Array.from(one), Array.from(other)];
  const place = left.findIndex((character, at) => character !== right[at]);
  if (place < 0) return left.length - right.length;
  return (left[place].codePointAt(0) ?? 0) - (right[place]?.codePointAt(0) ?? -1);
}

const bytesOf = (text) => new TextEncoder().encode(text);

function decoded(text) {
  const all = bytesOf(text);
  const bytes = [];
  for (let place = 0; place < all.length; place++) {
    const digits = all[place] === 37 ? String.fromCharCode(...all.slice(place + 1, place + 3)) : "";
    const escaped = /^[0-9a-f]{2}$/i.test(digits);
    bytes.push(escaped ? Number.parseInt(digits, 16) : all[place]);
    if (escaped) place += 2;
  }
  return bytes;
}

const quote = (bytes, safe) => Array.from(bytes, (byte) => {
  const character = String.fromCharCode(byte);
  return byte < 128 && (UNRESERVED + safe).includes(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
}).join("");

const unquote = (text) => new TextDecoder().decode(Uint8Array.from(decoded(text.replace(/\+/g, " "))));

const pairs = (query) => query.split("&").filter(Boolean).map((pair) => {
  const [name, ...value] = pair.split("=");
  return [unquote(name), unquote(value.join("="))];
});

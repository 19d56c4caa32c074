// What was typed → its clauses. Any text has a reading: index/query/parser.py says which.
const FIELDS = {
  newsletter: ["newsletter", "简报", "簡報"],
  category: ["category", "分类", "分類", "栏目", "欄目"], source: ["source", "来源", "來源"], tag: ["tag", "标签", "標籤"],
  site: ["site", "网站", "網站", "站点"], date: ["date", "日期", "时间", "時間"], issue: ["issue", "期", "期号", "期號"],
};
const FIELD = new Map(Object.entries(FIELDS).flatMap(([field, names]) => names.map((name) => [name, field])));
const QUOTES = { '"': '"”“＂', "“": '”"“', "”": '”"', "„": '“”"', "＂": '＂"', "「": "」", "『": "』" };
const NAMES = [...FIELD.keys()].sort((one, other) => other.length - one.length).join("|");
const OPENING = Object.keys(QUOTES).join("");
const LEXEME = new RegExp(`(\\s*)([－−-](?=[${OPENING}]|(?![－−-])\\S*[\\p{L}\\p{N}]))?(?:(${NAMES})[:：](?=\\S))?(?:([${OPENING}])|([^\\s${OPENING}]+))`, "iyu");
const MOST = 500;

/** @typedef {{kind: string, text: string, start: number, end: number, excluded: boolean, field: string}} Clause */

/** @param {string} typed */
export function parse(typed) {
  const text = typed.slice(0, MOST);
  const clauses = [...lexed(text)];
  const excluded = clauses.filter((one) => one.excluded);
  if (excluded.length && excluded.length === clauses.length && excluded.every((one) => one.kind === "text"))
    return { text, groups: excluded.map((one) => [{ ...one, excluded: false }]), excluded: [] };
  return { text, groups: grouped(clauses.filter((one) => !one.excluded)), excluded };
}

function* lexed(text) {
  let place = 0;
  while (place < text.length) {
    LEXEME.lastIndex = place;
    const found = LEXEME.exec(text);
    if (!found) return;
    const free = place === 0 || found[1] !== "";
    const clause = clauseOf(text, found, place + found[1].length, free);
    place = clause.end;
    if (clause.text.trim()) yield clause;
  }
}

function clauseOf(text, found, start, free) {
  const [, , minus, name, open, word] = found;
  const end = start + found[0].length - found[1].length;
  const field = free && name ? FIELD.get(name.toLowerCase()) : "";
  const excluded = free && Boolean(minus);
  const plain = { kind: "text", text: text.slice(start, end), start, end, excluded: false, field: "" };
  if (open) {
    let close = end;
    while (close < text.length && !QUOTES[open].includes(text[close])) close++;
    if (close >= text.length) return plain;
    const clause = { kind: field ? "field" : "phrase", text: text.slice(end, close).trim(), start, end: close + 1, excluded, field };
    return field !== "date" || bounds(clause.text) ? clause : { ...plain, text: text.slice(start, clause.end), end: clause.end };
  }
  if (!free && (minus || name)) return plain;
  return field !== "date" || bounds(word) ? { kind: field ? "field" : "text", text: word, start, end, excluded, field } : plain;
}

function grouped(clauses) {
  const isOr = (one) => one.kind === "text" && one.text === "OR";
  if (clauses.length && clauses.every(isOr)) return [[clauses[0]]];
  const groups = [];
  let joining = false;
  for (const clause of clauses) {
    if (isOr(clause)) joining = groups.length > 0;
    else if (joining) groups[groups.length - 1].push(clause);
    else groups.push([clause]);
    if (!isOr(clause)) joining = false;
  }
  return groups;
}

/** The pieces of search language in it, each with the text without it. */
export function understood(parsed) {
  const groups = parsed.groups.filter((group) => group.length > 1 || group[0].kind !== "text");
  const found = groups.map((group) => ({
    start: group[0].start, end: group[group.length - 1].end,
    kind: group.length > 1 ? "or" : group[0].field || "phrase", label: group.map(labelOf).join(" OR "),
  }));
  for (const one of parsed.excluded) found.push({ start: one.start, end: one.end, kind: "exclude", label: labelOf(one) });
  found.sort((one, other) => one.start - other.start);
  return found.map(({ start, end, kind, label }) => ({ kind, label, without: `${parsed.text.slice(0, start)} ${parsed.text.slice(end)}`.split(/\s+/).filter(Boolean).join(" ") }));
}

function labelOf(clause) {
  if (clause.field !== "date") return clause.text;
  const [low, high] = bounds(clause.text);
  return low.slice(0, 7) === high.slice(0, 7) || /^\d+$/.test(clause.text) ? clause.text : `${low} – ${high}`;
}

/** First and last day of a year, month, day or range; null where the text is no date. @returns {[string, string] | null} */
export function bounds(text) {
  const parts = text.trim().split(/\.\.|~|至/);
  if (!parts[0] && parts.length === 1) return null;
  const [low, high] = parts.length === 1 ? [parts[0], parts[0]] : [parts[0].trim(), parts.slice(1).join("..").trim()];
  const [first, last] = [day(low, false), day(high, true)];
  return first === null || last === null || !(low || high) ? null : [first, last];
}

/** First or last day of a year, month or day; "" for "", null for no date. */
export function day(text, last) {
  if (!text) return "";
  const found = /^(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2}))?)?[年月日]?$/.exec(text);
  if (!found) return null;
  const [year, month, number] = [1, 2, 3].map((place) => Number(found[place] ?? 0));
  if (month > 12 || year < 1 || (found[2] !== undefined && !month) || (found[3] !== undefined && !number)) return null;
  const actual = month || (last ? 12 : 1);
  const length = new Date(Date.UTC(year, actual, 0)).getUTCDate();
  if (number > length) return null;
  return `${String(year).padStart(4, "0")}-${String(actual).padStart(2, "0")}-${String(number || (last ? length : 1)).padStart(2, "0")}`;
}

// What matched, marked in the original text; and of a long text the stretch worth reading.
import { escaped, fold, foldText, isHan, partBounds, pieces, stem } from "./text.js";

const [LENGTH, MOST] = [160, 2];
const SENTENCE = /[^。！？!?；;\n]*[。！？!?；;\n]+[”’」』）)\]]*|[^。！？!?；;\n]+/g;

/** Patterns of what a search looked for. @param {(string | any[])[]} leaves @param {(concept: string) => string[]} namesOf */
export function patternsOf(leaves, namesOf) {
  const found = leaves.flatMap((leaf) => patterns(leaf, namesOf));
  return [...new Map(found.map((one) => [one.source, one])).values()].map((one) => ({ ...one, regex: new RegExp(one.source, "gu") }));
}

function patterns(leaf, namesOf) {
  if (typeof leaf !== "string") {
    const [kind, ...rest] = leaf;
    if (kind === "c") return namesOf(rest[0]).flatMap((name) => named(foldText(name)));
    if (kind === "s") return [{ source: [...rest[0]].map(escaped).join(" *"), holds: bare(rest[0]) }];
    return [{ source: rest.map(escaped).join("[^\\p{L}\\p{N}]{0,3}"), holds: bare(rest[0]), bounded: !isHan(rest.join("")) }];
  }
  if (isHan(leaf)) return [{ source: escaped(leaf), holds: bare(leaf) }];
  const whole = { source: [...leaf].map(escaped).join("[-_./']?"), holds: bare(leaf), bounded: true };
  const root = stem(leaf);
  return root ? [whole, { source: `${root}[a-z]*`, holds: root, root }] : [whole];
}

/** Without what a pattern may skip. A text without a pattern's own characters is told apart by them: most patterns
 * match in few texts, and a browser compiles each that it runs. */
const bare = (text) => text.replace(/[-_./' ]/g, "");

function named(name) {
  const words = pieces(name);
  return patterns(words.length > 1 ? ["p", ...words] : name, () => []);
}

/** Half-open ranges of a text, in UTF-16, that touch nowhere. */
export function spansOf(text, wanted) {
  const folded = fold(text);
  const plain = bare(folded.text);
  const found = [];
  for (const one of wanted.filter(({ holds }) => plain.includes(holds))) {
    one.regex.lastIndex = 0;
    for (const match of folded.text.matchAll(one.regex)) {
      const [start, end] = [match.index, match.index + match[0].length];
      if (start < end && isMeant(one, folded, text, start, end)) found.push([folded.origin[start], folded.origin[end] ?? text.length]);
    }
  }
  found.sort((one, other) => one[0] - other[0] || one[1] - other[1]);
  const together = [];
  for (const [start, end] of found) {
    const last = together[together.length - 1];
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else together.push([start, end]);
  }
  return together;
}

function isMeant(one, folded, text, start, end) {
  if (one.root) return !/[a-z]/.test(folded.text[start - 1] ?? "") && stem(folded.text.slice(start, end)) === one.root;
  if (!one.bounded) return true;
  const inWord = (character = "") => /[\p{L}\p{N}]/u.test(character) && !isHan(character);
  let [left, right] = [start, end];
  while (inWord(folded.text[left - 1])) left--;
  while (inWord(folded.text[right])) right++;
  if (left === start && right === end) return true;
  const original = Array.from({ length: right - left }, (_, place) => text[folded.origin[left + place]]);
  const bounds = partBounds(folded.text.slice(left, right), original);
  return bounds.some(([first]) => left + first === start) && bounds.some(([, last]) => left + last === end);
}

export const mark = (text, wanted) => cut(text, [0, text.length], spansOf(text, wanted), false);

/** The best stretches in the order of the text; its start where nothing matched. */
export function snippets(text, wanted) {
  if (!text.trim()) return [];
  const spans = spansOf(text, wanted);
  const sentences = [];
  for (const found of text.matchAll(SENTENCE)) {
    const end = found.index + found[0].length;
    for (let start = found.index; start < end; start += LENGTH) sentences.push([start, Math.min(start + LENGTH, end)]);
  }
  return best(sentences, spans).map((window) => cut(text, window, spans));
}

function best(sentences, spans) {
  const [first, last] = [sentences[0], sentences[sentences.length - 1]];
  if (last[1] - first[0] <= LENGTH) return [[first[0], last[1]]];
  const windows = sentences.map((sentence, place) => {
    let end = sentence[1];
    for (const further of sentences.slice(place + 1)) {
      if (further[1] - sentence[0] > LENGTH) break;
      end = further[1];
    }
    const window = [sentence[0], end];
    return { window, marks: marked(window, spans), begins: marked(sentence, spans) > 0 };
  });
  windows.sort((one, other) => other.marks - one.marks || Number(other.begins) - Number(one.begins) || one.window[0] - other.window[0]);
  const chosen = [];
  for (const { window, marks } of windows) {
    const apart = chosen.every(([start, end]) => window[1] <= start || end <= window[0]);
    if (apart && (!chosen.length || marks) && chosen.length < MOST) chosen.push(window);
  }
  return chosen.sort((one, other) => one[0] - other[0]);
}

const marked = ([start, end], spans) => spans.reduce((sum, [first, last]) => sum + Math.max(0, Math.min(end, last) - Math.max(start, first)), 0);

/** A stretch with its marks in code points, as the API counts them. */
function cut(text, [from, to], spans, trim = true) {
  let [start, end] = [from, to];
  while (trim && start < end && /\s/.test(text[start])) start++;
  while (trim && end > start && /\s/.test(text[end - 1])) end--;
  const points = (place) => Array.from(text.slice(start, place)).length;
  const marks = spans.filter(([first, last]) => first < end && last > start).map(([first, last]) => [points(Math.max(first, start)), points(Math.min(last, end))]);
  return { text: text.slice(start, end), marks, cut_start: Boolean(text.slice(0, start).trim()), cut_end: Boolean(text.slice(end).trim()) };
}

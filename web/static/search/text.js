// Text → folded text and words, as the index was made: index/text has the reasons.
import SINGLE from "../../../index/text/single_words.txt";

/** @param {string} file A list of words, one a line. */
export const listed = (file) => new Set(file.split("\n").filter((line) => line && !line.startsWith("#")));

const HAN = "\\u3005-\\u3007\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uac00-\\ud7af\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
const LETTER = `(?:(?![${HAN}])[\\p{L}\\p{N}])`;
const PLAIN = `(?:(?![${HAN}])\\p{L})`;
const WORD = `${LETTER}+(?:\\+\\+(?!${PLAIN})|#(?!${LETTER}))?`;
const RUN = new RegExp(`[${HAN}]+|${WORD}(?:[-_./']${WORD})*`, "gu");
const PIECE = new RegExp(`[${HAN}]+|${LETTER}+`, "gu");
const WORDS = new RegExp(WORD, "gu");
const PARTS = new RegExp(`\\d+|${PLAIN}+`, "gu");
const ALL_HAN = new RegExp(`^[${HAN}]+$`, "u");
const ALIKE = { "“": '"', "”": '"', "„": '"', "‟": '"', "″": '"', "＂": '"', "‘": "'", "’": "'", "‚": "'", "‛": "'", "′": "'", "＇": "'", "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-", "－": "-" };
const SINGLE_WORDS = listed(SINGLE);
const SUFFIXES = "izations isations ization isation izing ising izers isers izer iser ized ised izes ises ize ise ations ation ions ion ings ing ers er ors or ed es s e".split(" ");

export const isHan = (text) => ALL_HAN.test(text);
export const squeeze = (text) => text.replace(/ /g, "");
export const escaped = (text) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");

/** @type {Map<string, string>} */
const folded = new Map();
/** @type {Map<string, string>} */
const simple = new Map();

/** Traditional characters with their simplified ones. @param {string} pairs */
export function learnForms(pairs) {
  const [before, after] = pairs.split("\n");
  for (let place = 0; place < before.length; place++) simple.set(before[place], after[place]);
  folded.clear();
}

function foldCharacter(character) {
  let found = folded.get(character);
  if (found === undefined) folded.set(character, (found = folding(character)));
  return found;
}

function folding(character) {
  if (/\s/.test(character)) return " ";
  if (/[\p{Cc}\p{Cf}\p{Mn}\p{Me}]/u.test(character)) return "";
  const composed = [...(ALIKE[character] ?? character).normalize("NFKC")].map((one) => simple.get(one) ?? one).join("");
  let lower = composed.toLowerCase().replace(/ß/g, "ss").replace(/ς/g, "σ");
  if (/[^\x00-\x7f]/.test(lower) && /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u.test(lower)) lower = lower.normalize("NFKD").replace(/\p{M}/gu, "");
  return [...lower].map((one) => ALIKE[one] ?? one).join("");
}

/** The folded text, and for each of its characters where it stood; last the length. */
export function fold(text) {
  let out = "";
  const origin = [];
  let place = 0;
  for (const character of text) {
    const piece = foldCharacter(character);
    for (let at = 0; at < piece.length; at++) origin.push(place);
    out += piece;
    place += character.length;
  }
  origin.push(place);
  return { text: out, origin };
}

export const foldText = (text) => [...text].map(foldCharacter).join("");

/** Runs of Chinese, and Latin chains. @returns {{text: string, start: number, han: boolean}[]} */
export function runs(text) {
  return [...text.matchAll(RUN)].map((found) => {
    const [start, han] = [found.index, isHan(found[0])];
    const dotted = !han && text[start - 1] === "." && !/[\p{L}\p{N}._]/u.test(text[start - 2] ?? " ") && /^\p{L}/u.test(found[0]);
    return dotted ? { text: `.${found[0]}`, start: start - 1, han } : { text: found[0], start, han };
  });
}

export const pieces = (text) => [...text.matchAll(PIECE)].map((found) => found[0]);

/** A chain as one word: without its separators, except the point in a number. */
export const joined = (run) => run[0] + run.slice(1).replace(/[-_/']/g, "").replace(/\.(?!\d)/g, "").replace(/(^|\D)\.(?=\d)/g, "$1");

export const chainWords = (chain) => (chain[0] === "." ? [joined(chain)] : chain.match(WORDS) ?? []);

export const nameKey = (text) => runs(foldText(text)).map((run) => (run.han ? run.text : joined(run.text))).join("");

/** Where the smallest parts of a folded word stand; `original` is the word unfolded. */
export function partBounds(word, original) {
  const found = [];
  for (const run of word.matchAll(PARTS)) {
    let left = run.index;
    const end = run.index + run[0].length;
    const push = (start, stop) => {
      const last = found[found.length - 1];
      found.push([last && SINGLE_WORDS.has(word.slice(last[0], stop)) ? found.pop()[0] : start, stop]);
    };
    for (let place = left + 1; place < end; place++) {
      if (!turns(place, end, original)) continue;
      push(left, place);
      left = place;
    }
    push(left, end);
  }
  return found;
}

const upper = (one = "") => one !== one.toLowerCase();
const lower = (one = "") => one !== one.toUpperCase();

function turns(place, end, original) {
  const [before, here, after] = [original[place - 1], original[place], place + 1 < end ? original[place + 1] : ""];
  if (upper(here)) return lower(before) || (upper(before) && lower(after) && place + 2 < end && lower(original[place + 2]));
  return lower(here) && upper(before) && !lower(after) && place >= 2 && upper(original[place - 2]);
}

/** The stem of a folded English word; "" for what is none, or too short to have forms. */
export function stem(word) {
  if (!/^[a-z]+$/.test(word)) return "";
  for (const suffix of SUFFIXES) {
    if (suffix === "s" && /(ss|us|is)$/.test(word)) continue;
    if (word.endsWith(suffix) && word.length - suffix.length >= (suffix === "s" ? 3 : 4)) {
      const root = word.slice(0, -suffix.length);
      return root.length > 3 && root[root.length - 1] === root[root.length - 2] && !"aeiousl".includes(root[root.length - 1]) ? root.slice(0, -1) : root;
    }
  }
  return word.length >= 3 ? word : "";
}

/** Letters left out, added, replaced, or swapped with their neighbour. */
export function distance(one, other) {
  let [before, last, now] = [[], [], Array.from({ length: other.length + 1 }, (_, place) => place)];
  for (let i = 1; i <= one.length; i++) {
    [before, last, now] = [last, now, [i]];
    for (let j = 1; j <= other.length; j++) {
      now[j] = Math.min(last[j] + 1, now[j - 1] + 1, last[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) now[j] = Math.min(now[j], before[j - 2] + 1);
    }
  }
  return now[other.length];
}

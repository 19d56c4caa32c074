// A query's tree → which entries it finds, and how well. index/ranking has the reasons; both give one order.
//
// A tree is a word, or a list: ["c", concept, typed], ["p", …words], ["s", run, part], ["&", …], ["|", …],
// ["~", share, …], ["*", factor, part], ["^", factor, part], ["?", part, other], ["!", part], ["all"],
// ["f", set].
import { isHan, stem } from "./text.js";

const [K1, FURTHER, RESIDUE, WEAK] = [1.2, 0.6, 0.05, 0.1];
export const [LOOSE_SHARE, NUMBER, SINGLE, SAME, COMPOUND, CORRECTED, COMPOUND_WEIGHT, FRAGMENT, PARTS_SHARE] = [0.15, 0.5, 0.7, 0.85, 0.5, 0.9, 0.8, 0.4, 0.5];
export const STEM = "\x02";

const saturate = (frequency) => frequency / (K1 + frequency);
const idf = (documents, size) => Math.log(1 + Math.max(0, size - documents + 0.5) / (documents + 0.5));

/** Words, concepts and runs that a tree looks for, from left to right; what it excludes is left out. */
export function leaves(tree) {
  if (typeof tree === "string") return [tree];
  if ("cps".includes(tree[0])) return [tree];
  if (tree[0] === "!" || tree[0] === "f" || tree[0] === "all") return [];
  return tree.slice(typeof tree[1] === "number" ? 2 : 1).flatMap(leaves);
}

export const pairsOf = (run) => (run.length < 2 ? [run] : Array.from({ length: run.length - 1 }, (_, place) => run.slice(place, place + 2)));

/** One search over what was fetched. */
export class Ranking {
  /** @param {Map<string, Map<number, number>>} words @param {Map<string, Map<number, number>>} concepts @param {number} size */
  constructor(words, concepts, size) {
    Object.assign(this, { words, concepts, size, sets: new Map(), known: new Map(), all: undefined });
  }

  held(key) {
    return this.words.get(key) ?? new Map();
  }

  /** Weighted frequency of a word in each entry that holds it. */
  frequencies(word) {
    if (isHan(word)) {
      if (this.words.get(word)?.size || word.length < 3) return this.held(word);
      return new Map([...this.common(pairsOf(word).map((pair) => this.held(pair)))].map((number) => [number, WEAK]));
    }
    const root = stem(word);
    return root ? added([this.held(word), this.held(root + STEM)]) : this.held(word);
  }

  common(sets) {
    const [least, ...others] = [...sets].sort((one, other) => one.size - other.size);
    return new Set([...(least?.keys() ?? [])].filter((number) => others.every((one) => one.has(number))));
  }

  everything() {
    this.all ??= new Set(Array.from({ length: this.size }, (_, number) => number));
    return this.all;
  }

  /** The entries that a tree finds. @returns {Set<number>} */
  found(tree) {
    const key = JSON.stringify(tree);
    if (!this.sets.has(key)) this.sets.set(key, this.finding(tree));
    return this.sets.get(key);
  }

  finding(tree) {
    if (typeof tree === "string") return new Set(this.frequencies(tree).keys());
    const [kind, ...rest] = tree;
    switch (kind) {
      case "c": return new Set((this.concepts.get(rest[0]) ?? new Map()).keys());
      case "p": return this.common(rest.map((word) => this.found(word)));
      case "s": return new Set((this.confirmed?.get(rest[0]) ?? this.found(rest[1])).keys());
      case "f": return rest[0];
      case "all": return this.everything();
      case "!": return difference(this.everything(), this.found(rest[0]));
      case "&": return this.both(rest);
      case "|": return union(rest.map((part) => this.found(part)));
      case "?": return union(rest.map((part) => this.found(part)));
      case "~": return this.atLeast(rest[0], rest.slice(1));
      default: return this.found(rest[1]);
    }
  }

  both(parts) {
    const wanted = parts.filter((part) => part[0] !== "!" || typeof part === "string");
    let found = wanted.length ? this.common(wanted.map((part) => this.found(part))) : this.everything();
    for (const part of parts) if (typeof part !== "string" && part[0] === "!") found = difference(found, this.found(part[1]));
    return found;
  }

  atLeast(share, parts) {
    const weights = parts.map((part) => Math.max(this.weight(part), 1e-6));
    const least = share * weights.reduce((sum, one) => sum + one, 0) - 1e-9;
    const reached = new Map();
    parts.forEach((part, place) => {
      for (const number of this.found(part)) reached.set(number, (reached.get(number) ?? 0) + weights[place]);
    });
    return new Set([...reached].filter(([, weight]) => weight >= least).map(([number]) => number));
  }

  /** How many entries match, as far as statistics tell. */
  documents(tree) {
    if (typeof tree === "string") {
      if (isHan(tree)) return this.frequencies(tree).size;
      const root = stem(tree);
      return Math.max(this.held(tree).size, root ? this.held(root + STEM).size : 0);
    }
    const [kind, ...rest] = tree;
    switch (kind) {
      case "c": return this.concepts.get(rest[0])?.size ?? 0;
      case "p": return Math.min(...rest.map((word) => this.documents(word)));
      case "s": return this.found(tree).size;
      case "&": return Math.min(...rest.map((part) => this.documents(part)));
      case "|": return Math.max(0, ...rest.map((part) => this.documents(part)));
      case "?": return this.documents(rest[0]) || this.documents(rest[1]);
      case "~": return this.documentsOfSome(rest[0], rest.slice(1));
      case "*": case "^": return this.documents(rest[1]);
      default: return this.size;
    }
  }

  documentsOfSome(share, parts) {
    const counts = parts.map((part) => this.documents(part));
    const weights = parts.map((part) => Math.max(this.weight(part), 1e-6));
    const least = share * weights.reduce((sum, one) => sum + one, 0) - 1e-9;
    const alone = counts.filter((_, place) => weights[place] >= least);
    return alone.length ? Math.max(...alone) : Math.min(...counts);
  }

  weight(tree) {
    if (typeof tree !== "string") {
      const [kind, ...rest] = tree;
      if (kind === "^") return rest[0] * this.weight(rest[1]);
      if (kind === "*") return this.weight(rest[1]);
      if (kind === "&") return rest.reduce((sum, part) => sum + this.weight(part), 0);
      if (kind === "~") return rest.slice(1).reduce((sum, part) => sum + this.weight(part), 0);
      if (kind === "?") return this.weight(this.documents(rest[0]) ? rest[0] : rest[1]);
      if (kind === "|") return idf(Math.max(0, ...rest.map((part) => this.effective(part))), this.size);
    }
    return idf(this.documents(tree), this.size);
  }

  effective(tree) {
    return typeof tree !== "string" && tree[0] === "*" ? tree[1] * this.effective(tree[2]) : this.documents(tree);
  }

  /** Scores of 0 … 1. @returns {Map<number, number>} */
  scores(tree) {
    const key = JSON.stringify(tree);
    if (!this.known.has(key)) this.known.set(key, this.scoring(tree));
    return this.known.get(key);
  }

  scoring(tree) {
    if (typeof tree === "string") return mapped(this.frequencies(tree), saturate);
    const [kind, ...rest] = tree;
    switch (kind) {
      case "c": return this.concept(rest[0], rest[1]);
      case "p": return this.phrase(rest);
      case "s": return this.confirmed?.has(rest[0]) ? mapped(this.confirmed.get(rest[0]), saturate) : this.scores(rest[1]);
      case "&": return this.mean(rest.filter((part) => typeof part === "string" || part[0] !== "!"));
      case "~": return this.some(rest.slice(1));
      case "|": case "?": return strongest(rest.map((part) => this.scores(part)));
      case "*": return mapped(this.scores(rest[1]), (score) => score * rest[0]);
      case "^": return this.scores(rest[1]);
      default: return new Map([...this.found(tree)].map((number) => [number, 0]));
    }
  }

  concept(key, typed) {
    const own = typed ? this.held(typed) : new Map();
    const others = [...(this.concepts.get(key) ?? new Map())].map(([number, value]) => [number, value - (own.get(number) ?? 0)]);
    return mapped(new Map(others.filter(([, value]) => value > RESIDUE)), saturate);
  }

  /** Whether the words stand in a row is not known here: together they count as the rarest does. */
  phrase(words) {
    const held = words.map((word) => this.frequencies(word));
    return new Map([...this.common(held)].map((number) => [number, saturate(Math.min(...held.map((one) => one.get(number))))]));
  }

  mean(parts) {
    const weights = parts.map((part) => this.weight(part));
    const total = weights.reduce((sum, one) => sum + one, 0) || 1;
    const scores = parts.map((part) => this.scores(part));
    return new Map([...this.common(scores)].map((number) => [number, scores.reduce((sum, one, place) => sum + (one.get(number) * weights[place]) / total, 0)]));
  }

  some(parts) {
    const weights = parts.map((part) => this.weight(part));
    const total = weights.reduce((sum, one) => sum + one, 0) || 1;
    const [reached, sums] = [new Map(), new Map()];
    parts.forEach((part, place) => {
      const share = weights[place] / total;
      for (const [number, score] of this.scores(part)) {
        reached.set(number, (reached.get(number) ?? 0) + share);
        sums.set(number, (sums.get(number) ?? 0) + share * score);
      }
    });
    return new Map([...sums].map(([number, score]) => [number, score * reached.get(number)]));
  }
}

function strongest(all) {
  const best = new Map();
  for (const scores of all) {
    for (const [number, score] of scores) {
      const before = best.get(number);
      const [most, least] = before === undefined ? [score, 0] : [Math.max(before, score), Math.min(before, score)];
      best.set(number, most + FURTHER * (1 - most) * least);
    }
  }
  return best;
}

function added(maps) {
  const sums = new Map();
  for (const one of maps) for (const [number, value] of one) sums.set(number, (sums.get(number) ?? 0) + value);
  return sums;
}

const mapped = (map, change) => new Map([...map].map(([key, value]) => [key, change(value)]));
const union = (sets) => new Set(sets.flatMap((one) => [...one]));
const difference = (one, other) => new Set([...one].filter((number) => !other.has(number)));

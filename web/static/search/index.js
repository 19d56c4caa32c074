// Search without a server: the answers of /api/v1, found in the browser from files beside the pages.
import { destination } from "./destination.js";
import { patternsOf, mark, snippets } from "./highlight.js";
import { Planner, all, any } from "./planner.js";
import { bounds, day, parse, understood } from "./query.js";
import { LOOSE_SHARE, Ranking, STEM, leaves, pairsOf } from "./ranking.js";
import { Store, postings } from "./store.js";
import { foldText, isHan, nameKey, pieces, squeeze, stem } from "./text.js";

const [ENOUGH, MOST_CONFIRMED, MOST_WORDS, DEFAULT_LIMIT, MOST_LIMIT] = [10, 48, 24, 20, 100];
/** What an occurrence counts in title, tags, summary, details and addresses. */
const BOOST = [5, 3, 1, 0.6, 0.4];
const CHOSEN = ["newsletter", "category", "source", "tag"];
const same = (one, other) => foldText(one).trim() === foldText(other).trim();

export class StaticIndex {
  /** @param {string} base address of the folder of the index @param {Promise<Response>} [manifest] asked already */
  constructor(base, manifest) {
    this.base = new URL(base, location.href).href.replace(/\/?$/, "/");
    this.store = new Store(this.base, manifest);
    this.planner = new Planner(this.store);
    this.site = new URL("..", this.base).href;
  }

  /** A resource of /api/v1 by its name. @param {string} path @param {URLSearchParams} asked */
  async ask(path, asked) {
    if (path === "search") return this.search(asked);
    if (path === "suggest") return { suggestions: await this.suggest(asked.get("q") ?? "", Number(asked.get("limit")) || 8) };
    throw new Error(`${path}: not without a server`);
  }

  /**
   * @param {URLSearchParams} asked as /api/v1/search takes them
   * @param {number} first hits that are waited for; `more` brings the others, since each is a file of its own
   */
  async search(asked, first = MOST_LIMIT) {
    const began = performance.now();
    await this.store.begin();
    const search = searchOf(asked);
    const [plan] = await Promise.all([this.plan(search), this.store.open()]);
    const filters = await this.filters(search, plan);
    const ranking = await this.ranking([plan.exact, ...plan.units.map((unit) => unit.relaxed)]);
    await this.confirm(ranking, plan.exact);
    const { tree, found, rewrites } = this.run(ranking, search, plan, filters);
    const order = this.ordered(ranking, search, tree, found);
    const start = (search.page - 1) * search.limit;
    const shown = order.slice(start, start + search.limit);
    const marks = this.names(tree).then((names) => patternsOf(leaves(tree), (concept) => names.get(concept) ?? []));
    const hitsOf = async (some) => {
      const [documents, wanted] = await Promise.all([this.store.documents(some.map(([number]) => number)), marks]);
      return documents.map((document, place) => this.hit(document, some[place][1], wanted));
    };
    const hits = await hitsOf(shown.slice(0, first));
    return {
      total: found.size, page: search.page, pages: Math.max(1, Math.ceil(found.size / search.limit)), limit: search.limit,
      hits, more: shown.length > first ? hitsOf(shown.slice(first)) : undefined,
      facets: this.facets(ranking, search, tree, filters), rewritten: rewrites,
      suggestion: (found.size && plan.correction) || null, understood: understood(plan.parsed), issues: [],
      generation: this.store.manifest.columns, complete: true, took_ms: Math.round((performance.now() - began) * 10) / 10,
    };
  }

  hit(document, score, wanted) {
    const summary = wanted ? snippets(document.summary, wanted) : [mark(document.summary, [])];
    const highlights = { title: mark(document.title, wanted ?? []), summary };
    const id = encodeURIComponent(document.id);
    const issue = `${this.site}issues/${document.issue.split("/").map(encodeURIComponent).join("/")}`;
    const newsletter_title = this.store.manifest.newsletters?.[document.newsletter] ?? null;
    return { ...document, newsletter_title, permalink: `${this.site}entries/${id}`, issue_permalink: `${issue}#e-${id}`, highlights, score: Math.round(score * 1e4) / 1e4 };
  }

  /** How often a text is met, by month. @returns {Promise<{total: number, counts: Map<string, number>}>} */
  async trend(text) {
    const found = await this.search(new URLSearchParams({ q: text, sort: "newest", limit: "1" }));
    return { total: found.total, counts: new Map(found.facets.month.map(({ value, count }) => [value, count])) };
  }

  /** The months of the archive without gaps, each with its entries. @returns {Promise<Map<string, number>>} */
  async months() {
    await this.store.open();
    const totals = new Map();
    for (const { date, count } of this.store.issues.filter(({ date }) => date)) totals.set(date.slice(0, 7), (totals.get(date.slice(0, 7)) ?? 0) + count);
    const dated = [...totals].filter(([, count]) => count).map(([month]) => month).sort();
    const found = new Map();
    for (let month = dated[0]; month && month <= dated[dated.length - 1]; month = following(month)) found.set(month, totals.get(month) ?? 0);
    return found;
  }

  /** Entries whose address or links lead where an address leads, the newest first. @param {string} url */
  async appearances(url) {
    await this.store.open();
    const line = await this.store.inBucket("addresses", await this.destination(url));
    const numbers = [...postings(line).keys()].sort((one, other) => this.newest(one, other));
    return (await this.store.documents(numbers)).map((document) => this.hit(document, 0));
  }

  /** The normal form of where an address leads. @param {string} url */
  async destination(url) {
    await this.store.open();
    return destination(url, await this.store.json(this.store.manifest.rules));
  }

  async plan({ text, literal }) {
    const parsed = parse(text);
    const [found, demands] = [[], []];
    let before = false;
    for (const group of parsed.groups) {
      const plain = group.length === 1 && group[0].kind === "text";
      const filter = group.length === 1 && group[0].field;
      if (plain && before) found[found.length - 1].end = group[0].end;
      else if (plain) found.push({ start: group[0].start, end: group[0].end });
      else if (!filter) demands.push(any(await Promise.all(group.map((clause) => this.clause(clause, literal)))));
      before = Boolean(plain);
    }
    for (const clause of parsed.excluded) demands.push(["!", await this.clause(clause, true)]);
    const unread = await this.cutShort(parsed.text, found);
    for (const run of found) run.units = await this.planner.units(parsed.text.slice(run.start, run.end), literal);
    const units = found.flatMap((run) => run.units);
    const plan = { parsed, units, unread, correction: corrected(parsed.text, found), demands };
    plan.exact = units.length || demands.length ? all([...units.map((unit) => unit.required), ...demands]) : parsed.text.trim() && found.length ? substring(parsed.text.trim()) : ["all"];
    return plan;
  }

  /** Cut runs of words so that they have MOST_WORDS together. @returns what is left out, each told as a rewrite */
  async cutShort(text, found) {
    const leftOut = [];
    if (found.reduce((sum, { start, end }) => sum + end - start, 0) <= MOST_WORDS) return leftOut;
    let left = MOST_WORDS;
    for (const run of found) {
      const ends = await this.planner.ends(text.slice(run.start, run.end));
      if (ends.length > left) {
        const reached = run.start + Math.max(0, ...ends.slice(0, left).filter((end) => end < ends[left]));
        leftOut.push({ kind: "unread", typed: text.slice(reached, run.end).trim(), searched: [] });
        run.end = reached;
      }
      left = Math.max(0, left - ends.length);
    }
    return leftOut;
  }

  async clause(clause, literal) {
    if (clause.field) return ["f", await this.demanded(clause), `${clause.field}:${clause.text}`];
    if (clause.kind === "phrase") return substring(clause.text);
    const bounded = clause.text.length <= MOST_WORDS || (await this.planner.ends(clause.text)).length <= MOST_WORDS;
    const units = bounded ? await this.planner.units(clause.text, literal || clause.excluded) : [];
    return units.length ? all(units.map((unit) => unit.required)) : substring(clause.text);
  }

  /** The entries that a clause with a field lets through. */
  async demanded({ field, text }) {
    await this.store.open();
    if (field === "date") return this.dated(...(bounds(text) ?? ["", ""]));
    if (field === "site") {
      const host = foldText(text).trim().replace(/^www\./, "");
      const line = await this.store.line("h", host);
      const lines = line ? [line[0]] : (await this.store.beginning("h", host)).map(([, packed]) => packed);
      return new Set(lines.flatMap((packed) => [...postings(packed).keys()]));
    }
    const known = field === "issue" ? this.store.issues.map((issue) => issue.name) : this.store.values[field];
    const called = (value) => [value, this.store.labelOf(field, value)];
    const exact = known.filter((value) => called(value).some((one) => same(one, text)));
    const some = exact.length ? exact : known.filter((value) => called(value).some((one) => foldText(one).includes(foldText(text).trim())));
    return this.having(field, some);
  }

  having(field, values) {
    const numbers = [...Array(this.store.size).keys()];
    if (field === "issue") return new Set(numbers.filter((number) => values.includes(this.store.issues[this.store.issueOf[number]].name)));
    const wanted = new Set(values.map((value) => this.store.values[field].indexOf(value)));
    return new Set(numbers.filter((number) => this.store.of[field][number]?.some((one) => wanted.has(one))));
  }

  dated(low, high) {
    const inside = this.store.issues.map(({ date }) => Boolean(date) && (!low || date >= low) && (!high || date <= high));
    return new Set([...Array(this.store.size).keys()].filter((number) => inside[this.store.issueOf[number]]));
  }

  /** Facet → entries that its chosen values let through. Days belong to the facet of months. */
  async filters(search, plan) {
    const found = new Map();
    const demand = (name, set) => found.set(name, found.has(name) ? new Set([...found.get(name)].filter((one) => set.has(one))) : set);
    const typed = new Map();
    for (const [clause] of plan.parsed.groups.filter((group) => group.length === 1 && group[0].field)) {
      const set = await this.demanded(clause);
      typed.set(clause.field, new Set([...(typed.get(clause.field) ?? []), ...set]));
    }
    for (const [field, set] of typed) demand(field === "date" ? "month" : field, set);
    for (const name of [...CHOSEN, "issue"]) {
      const known = name === "issue" ? this.store.issues.map((issue) => issue.name) : this.store.values[name];
      search[name] = search[name].map((value) => known.find((one) => same(one, value)) ?? value);
      if (search[name].length) demand(name, this.having(name, search[name]));
    }
    if (search.from || search.to) {
      const [low, high] = [day(search.from, false), day(search.to, true)];
      demand("month", low === null || high === null ? new Set() : this.dated(low, high));
    }
    return found;
  }

  /** Fetch the postings that some trees ask for. */
  async ranking(trees) {
    const [words, concepts] = [new Map(), new Map()];
    const wanted = trees.flatMap(terms);
    await Promise.all([...new Set(wanted.map((one) => JSON.stringify(one)))].map(async (key) => {
      const one = JSON.parse(key);
      if (Array.isArray(one)) {
        const [line] = await Promise.all([this.store.line("c", one[1]), one[2] && this.word(words, one[2])]);
        if (line) concepts.set(one[1], postings(line[1]));
      } else await this.word(words, one);
    }));
    return new Ranking(words, concepts, this.store.size);
  }

  async word(words, key) {
    if (words.has(key)) return;
    if (!isHan(key)) {
      const root = stem(key);
      await Promise.all([key, ...(root ? [root + STEM] : [])].map(async (one) => words.set(one, postings((await this.planner.entry(one))?.packed))));
      return;
    }
    const entry = key.length > 2 ? await this.planner.entry(key) : await this.planner.pair(key);
    if (entry?.count) words.set(key, postings(entry.packed));
    else await Promise.all(pairsOf(key).map(async (pair) => words.set(pair, postings((await this.planner.pair(pair)).packed))));
  }

  /** Decide by the texts where a run of characters stands as it is, if there are few to read. */
  async confirm(ranking, tree) {
    ranking.confirmed = new Map();
    for (const leaf of leaves(tree).filter((one) => Array.isArray(one) && one[0] === "s")) {
      const numbers = [...ranking.found(leaf[1])];
      if (ranking.confirmed.has(leaf[1]) || numbers.length > MOST_CONFIRMED) continue;
      const documents = await this.store.documents(numbers);
      const often = (document) => fieldsOf(document).reduce((sum, text, field) => sum + BOOST[field] * (squeeze(foldText(text)).split(leaf[1]).length - 1), 0);
      ranking.confirmed.set(leaf[1], new Map(numbers.map((number, place) => [number, often(documents[place])]).filter(([, value]) => value)));
    }
    ranking.sets.clear();
  }

  run(ranking, search, plan, filters) {
    const known = plan.units.filter((unit) => ranking.documents(unit.relaxed) > 0).map((unit) => unit.relaxed);
    const relaxed = search.literal || !known.length ? null : all([["~", LOOSE_SHARE, ...known], ...plan.demands]);
    const found = passing(filters, ranking.found(plan.exact));
    const rewrites = [...plan.units.flatMap((unit) => unit.told), ...plan.unread];
    if (!relaxed || found.size >= ENOUGH) return { tree: plan.exact, found, rewrites: distinct(rewrites) };
    const wider = passing(filters, ranking.found(relaxed));
    if (search.sort !== "relevance" && found.size) {
      if (wider.size > found.size) rewrites.push({ kind: "narrowed", typed: search.text, searched: [] });
    } else if (wider.size > found.size) {
      const related = plan.units.flatMap((unit) => unit.related);
      rewrites.push(...related);
      if (plan.units.length + plan.demands.length > 1 || !related.length) rewrites.push({ kind: "loosened", typed: search.text, searched: [] });
      return { tree: relaxed, found: wider, rewrites: distinct(rewrites) };
    }
    return { tree: plan.exact, found, rewrites: distinct(rewrites) };
  }

  /** Order of two entries: the newest issue first, and within one as it lists them. */
  newest(one, other) {
    const issueOf = this.store.issueOf;
    return issueOf[other] - issueOf[one] || one - other;
  }

  /** Entries with their scores in the order that is asked for. */
  ordered(ranking, search, tree, found) {
    const newest = (one, other) => this.newest(one, other);
    if (search.sort === "oldest") return [...found].sort((one, other) => one - other).map((number) => [number, 0]);
    if (search.sort === "newest") return [...found].sort(newest).map((number) => [number, 0]);
    const scores = ranking.scores(tree);
    const scored = [...found].map((number) => [number, scores.get(number) ?? 0]);
    return scored.sort((one, other) => other[1] - one[1] || newest(one[0], other[0]));
  }

  facets(ranking, search, tree, filters) {
    const found = ranking.found(tree);
    return Object.fromEntries([...CHOSEN, "month"].map((name) => [name, this.facet(name, passing(filters, found, name), search, filters)]));
  }

  facet(name, found, search, filters) {
    const counts = new Map(name === "month" ? [] : search[name].map((value) => [value, 0]));
    for (const number of found) {
      const values = name === "month" ? [this.store.dateOf(number).slice(0, 7)] : (this.store.of[name][number] ?? []).map((one) => this.store.values[name][one]);
      for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    const months = name === "month" && filters.has("month") ? new Set([...filters.get("month")].map((number) => this.store.dateOf(number).slice(0, 7))) : new Set();
    const ordered = [...counts].sort((one, other) => (name === "month" ? 0 : other[1] - one[1]) || (one[0] < other[0] ? -1 : 1));
    return ordered.map(([value, count]) => ({ value, label: this.store.labelOf(name, value), count, selected: name === "month" ? months.has(value) : search[name].includes(value) }));
  }

  async names(tree) {
    const concepts = leaves(tree).filter((leaf) => Array.isArray(leaf) && leaf[0] === "c").map((leaf) => leaf[1]);
    const lines = await Promise.all(concepts.map((concept) => this.store.line("c", concept)));
    return new Map(concepts.map((concept, place) => [concept, (lines[place]?.[0] ?? "").split("|").filter(Boolean)]));
  }

  /** Completions of the last word: by its letters, or by its sound. */
  async suggest(text, limit = 8) {
    await this.store.open();
    const [, before, typed] = /^(.*?)(\S*)$/s.exec(text);
    const key = nameKey(typed);
    if (!key) return [];
    const begun = (await this.store.beginning("w", key)).filter(([word, line]) => !word.endsWith(STEM) && !/^s/.test(line));
    const found = new Map();
    for (const [word] of begun) found.set(word, ((await this.planner.entry(word))?.count ?? 0) * 3 * (word === key ? 2 : 1));
    if (/^[a-z]{2,}$/.test(key)) {
      for (const [, line] of (await this.store.beginning("r", key)).slice(0, 200)) {
        for (const one of line.replace(/\t[^\t]*\t/, " ").split(" ").filter(Boolean)) {
          const word = one.replace(/\d+$/, "");
          found.set(word, Math.max(found.get(word) ?? 0, Number(one.slice(word.length))));
        }
      }
    }
    const best = [...found].filter(([, worth]) => worth).sort((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1)).slice(0, limit);
    return Promise.all(best.map(async ([word]) => ({ text: before + word, kind: "term", count: await this.planner.documents(word) })));
  }
}

/** Those of some entries that every filter lets through, but the one of a facet that counts itself. */
const passing = (filters, set, without = "") => [...filters].reduce((left, [name, allowed]) => (name === without ? left : new Set([...left].filter((one) => allowed.has(one)))), set);

function searchOf(asked) {
  const number = (name, most, otherwise) => Math.min(most, Math.max(1, Number.parseInt(asked.get(name) ?? "", 10) || otherwise));
  const text = (asked.get("q") ?? "").trim();
  const sort = ["relevance", "newest", "oldest"].includes(asked.get("sort") ?? "") ? asked.get("sort") : "relevance";
  const values = (name) => [...new Set(asked.getAll(name).filter(Boolean))];
  return {
    text, sort: sort === "relevance" && !text ? "newest" : sort, literal: asked.get("literal") === "1", from: asked.get("from") ?? "", to: asked.get("to") ?? "",
    page: number("page", 10_000, 1), limit: number("limit", MOST_LIMIT, DEFAULT_LIMIT),
    newsletter: values("newsletter"), category: values("category"), source: values("source"), tag: values("tag"), issue: values("issue"),
  };
}

function following(month) {
  const [year, number] = month.split("-").map(Number);
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, "0")}`;
}

/** A run of characters as it stands; white space does not count. */
function substring(text) {
  const parts = pieces(foldText(text)).flatMap((run) => (isHan(run) ? pairsOf(run) : [run]));
  return ["s", squeeze(foldText(text)), parts.length ? all([...new Set(parts)]) : ["all"]];
}

function terms(tree) {
  if (typeof tree === "string") return [tree];
  const [kind, ...rest] = tree;
  if (kind === "c") return [tree];
  if (kind === "p") return rest;
  if (kind === "s") return terms(rest[1]);
  if (kind === "f" || kind === "all") return [];
  return rest.filter((part) => typeof part !== "number").flatMap(terms);
}

const fieldsOf = (document) => [document.title, document.tags.join("\n"), document.summary, [document.byline, document.source, document.category, ...document.links.map((link) => link.label)].filter(Boolean).join("\n"), document.url ?? ""];

function corrected(text, found) {
  const changes = new Map();
  for (const { start: offset, units } of found) {
    for (const [start, end, word] of units.flatMap((unit) => unit.changes)) {
      const place = `${offset + start} ${offset + end}`;
      changes.set(place, (changes.get(place) ?? "") + word);
    }
  }
  let changed = text;
  const places = [...changes].map(([place, word]) => [...place.split(" ").map(Number), word]).sort((one, other) => other[0] - one[0]);
  for (const [start, end, word] of places) changed = changed.slice(0, start) + word + changed.slice(end);
  return changes.size ? changed : "";
}

function distinct(rewrites) {
  const plain = rewrites.map(({ kind, typed, searched }) => ({ kind, typed, searched }));
  return [...new Map(plain.map((one) => [JSON.stringify(one), one])).values()];
}

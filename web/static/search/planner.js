// Typed words → what is searched: index/rewriting has the reasons. What a word asks for beside itself was found
// when the index was made, and stands with the word.
import GENERIC from "../../../index/lexicon/data/generic.txt";
import PROGRAMS from "../../../index/lexicon/data/programs.txt";
import { COMPOUND, COMPOUND_WEIGHT, CORRECTED, FRAGMENT, NUMBER, PARTS_SHARE, SAME, SINGLE, STEM, pairsOf } from "./ranking.js";
import { chainWords, distance, fold, isHan, joined, learnForms, listed, partBounds, runs, stem } from "./text.js";

const [LONGEST_WORD, LONGEST_NAME, LONGEST_SPAN, LONGEST_RUN] = [8, 6, 6, 6];
const [LEFT_ALONE, COMMON, COMMONER, READING, MOST_CUTS, UNLISTED] = [11, 5, 5, 4, 4, 10];
const GENERIC_WORDS = listed(GENERIC);
const PROGRAM_WORDS = listed(PROGRAMS);
const PROGRAM = ["|", ...PROGRAM_WORDS];
const MODEL = /^([a-z]{2,}[a-uw-z])(\d[a-z0-9]{0,5})$/;
/** Runs that only form a question: index/rewriting/questions.py has the reasons. */
const GRAMMAR = /(?:到底|究竟)?(?:发生|出)了?(?:什么|啥)(?:事情?)?|(?:到底|究竟)?是?(?:怎么|什么|咋)回事|是?(?:什么|啥)意思|([能会是要该])不\1|可不可以|能否|是否/g;
const isYear = (key) => /^(199\d|20[0-4]\d)$/.test(key);
export const any = (parts) => (parts.length === 1 ? parts[0] : ["|", ...parts]);
export const all = (parts) => (parts.length === 1 && !(Array.isArray(parts[0]) && parts[0][0] === "!") ? parts[0] : ["&", ...parts]);
const single = (key, start, end) => ({ key, parts: [key], chain: [key], start, end, capitals: false });

export class Planner {
  /** @param {import("./store.js").Store} store */
  constructor(store) {
    this.store = store;
    this.entries = new Map();
    this.formed = false;
  }

  /** What the index says of a word; undefined where it has none. */
  async entry(key) {
    if (!key) return undefined;
    if (!this.entries.has(key)) {
      const line = await this.store.line("w", key);
      this.entries.set(key, line && entryOf(line));
    }
    return this.entries.get(key);
  }

  /** What a word asks for beside itself. @param {string} key */
  async plan(key) {
    const name = `p ${key}`;
    if (!this.entries.has(name)) {
      const written = (await this.entry(key))?.planned ? await this.store.inBucket("plans", key) : undefined;
      this.entries.set(name, written ? JSON.parse(written) : {});
    }
    return this.entries.get(name);
  }

  /** Entries that hold a word, in any form; of Chinese that no dictionary knows, at most. */
  async documents(key) {
    const [own, root] = [await this.entry(key), stem(key)];
    const roots = root ? await this.entry(root + STEM) : undefined;
    if (own?.count || roots?.count) return Math.max(own?.count ?? 0, roots?.count ?? 0);
    return isHan(key) ? this.couldHold(key) : 0;
  }

  async couldHold(run) {
    const counts = await Promise.all(pairsOf(run).map(async (pair) => (await this.pair(pair)).count));
    return Math.min(...counts);
  }

  /** Postings of a Chinese character or pair. */
  async pair(key) {
    const entry = key.length > 1 ? await this.entry(key) : undefined;
    if (entry?.count) return entry;
    const name = `g ${key}`;
    if (!this.entries.has(name)) {
      const line = await this.store.line("g", key);
      this.entries.set(name, { ...entryOf(["", line?.[0] ?? ""]) });
    }
    return this.entries.get(name);
  }

  /** Fetch together what reading a text looks up word by word: a trip to the host takes longer than what it brings. */
  async ahead(text) {
    const found = runs(fold(text).text);
    const chains = found.map((run) => (run.han ? "" : joined(run.text)));
    if (found.some((run) => run.han)) this.store.text(this.store.manifest.forms); // for most questions
    await Promise.all(found.map((run, place) => {
      if (run.han) return this.beginnings(run.text);
      const root = stem(chains[place]);
      return this.entriesOf([...joinedUp(chains, place), ...(root ? [root + STEM] : [])]);
    }));
  }

  /** The same for words that have been read: their plans, how unknown ones sound, and whether several are one. */
  async aheadOf(words) {
    const entries = await this.entriesOf(words.map((word) => word.key));
    const aloud = words.map((word, place) => (/^[a-z]+$/.test(word.key) && !entries[place]?.known ? word.key : ""));
    const spans = words.flatMap((_, first) => {
      let run = "";
      const found = [];
      for (let last = first; isHan(words[last]?.key ?? "") && run.length < LONGEST_RUN; last++) {
        if (last > first && words[last].start !== words[last - 1].end) break;
        run += words[last].key;
        if (last > first && run.length <= LONGEST_RUN && !entries[first]?.empty && !entries[last]?.empty) found.push(run);
      }
      return found;
    });
    const keys = words.map((word) => word.key);
    await Promise.all([
      ...keys.flatMap((_, place) => joinedUp(keys, place)).map((key) => this.plan(key)),
      ...[...new Set(spans.flatMap(pairsOf))].map((pair) => this.pair(pair)),
      ...words.map((_, place) => joinedUp(aloud, place).pop() ?? "").filter((run) => run.length >= READING).map((run) => this.store.shards("r", run.slice(0, READING), run)),
    ]);
    await Promise.all(spans.map(async (run) => {
      if (!(await this.entry(run))?.count && !(await this.couldHold(run))) await this.soundingLike(await this.usual(run));
    }));
  }

  entriesOf(keys) {
    return Promise.all(keys.map((key) => this.entry(key)));
  }

  /** What words of a Chinese run can begin with. */
  beginnings(run) {
    return Promise.all(Array.from(run, (_, start) => this.store.shards("w", run[start], run.slice(start, start + LONGEST_WORD))));
  }

  async words(text) {
    const folded = fold(text);
    const span = (start, end) => [folded.origin[start], end < folded.origin.length - 1 ? folded.origin[end] : text.length];
    const found = [];
    for (const run of runs(folded.text)) {
      const end = run.start + run.text.length;
      if (run.han) {
        let place = run.start;
        for (const word of await this.cut(run.text)) {
          found.push(single(word, ...span(place, place + word.length)));
          place += word.length;
        }
      } else {
        const original = Array.from(run.text, (_, place) => text[folded.origin[run.start + place]]);
        const bounds = partBounds(run.text, original);
        const capitals = original.length > 1 && original.every((one) => one !== one.toLowerCase());
        const [first, last] = span(run.start, end);
        found.push({ key: joined(run.text), parts: bounds.map(([left, right]) => run.text.slice(left, right)), chain: chainWords(run.text), start: first, end: last, capitals, run: text.slice(first, last) });
      }
    }
    return found;
  }

  /** A run of Chinese → words: of all ways to cut it the likeliest in running text. */
  async cut(run) {
    await this.beginnings(run);
    const best = [{ cost: 0, start: 0 }];
    for (let end = 1; end <= run.length; end++) {
      best.push({ cost: best[end - 1].cost + LEFT_ALONE, start: end - 1 });
      for (let start = Math.max(0, end - LONGEST_WORD); start < end; start++) {
        const entry = await this.entry(run.slice(start, end));
        const cost = best[start].cost + (entry?.cost ?? Infinity);
        if (cost < best[end].cost) best[end] = { cost, start };
      }
    }
    const words = [];
    for (let end = run.length; end > 0; end = best[end].start) words.unshift(run.slice(best[end].start, end));
    return words;
  }

  async read(text) {
    let words = await this.words(text);
    if (!this.formed && words.some((word) => word.key.length === 1 && isHan(word.key))) {
      this.formed = true; // a character of another script belongs to no word
      learnForms(await this.store.json(this.store.manifest.forms));
      words = await this.words(text);
    }
    const apart = [];
    for (const word of words) apart.push(...(await this.apart(word)));
    return this.glued(apart);
  }

  async apart(word) {
    if ((await this.entry(word.key))?.count) return [word];
    if (word.key[0] === ".") return [single(word.key.slice(1), word.start + 1, word.end)];
    if (word.chain.length < 2 || !word.run) return [word];
    const separator = word.run.includes("/") ? /[^/]+/g : /[^-_./']+/g;
    const found = [];
    for (const piece of word.run.matchAll(separator)) {
      for (const part of await this.words(piece[0])) found.push({ ...part, start: part.start + word.start + piece.index, end: part.end + word.start + piece.index });
    }
    const smaller = [];
    for (const part of found) smaller.push(...(found.length > 1 ? await this.apart(part) : [part]));
    return smaller;
  }

  async isEmpty(word) {
    return !word.capitals && Boolean((await this.entry(word.key))?.empty);
  }

  async glued(words) {
    const isOne = (word) => word.key.length === 1 && isHan(word.key);
    const run = words.map((word) => word.key).join("");
    const whole = words.length > 1 && words.every(isOne) && words[words.length - 1].end - words[0].start === run.length;
    if (whole && (await this.couldHold(run))) return [single(run, words[0].start, words[words.length - 1].end)];
    const glued = [];
    let before = false;
    for (const word of await this.unlisted(words)) {
      const alone = isOne(word) && !(await this.isEmpty(word));
      const last = glued[glued.length - 1];
      if (alone && before && last.end === word.start) glued[glued.length - 1] = single(last.key + word.key, last.start, word.end);
      else glued.push(word);
      before = alone;
    }
    return glued;
  }

  /** Characters that the archive often writes side by side are one word, though no dictionary has it: 内网. */
  async unlisted(words) {
    const found = [];
    for (let place = 0; place < words.length; ) {
      let joined;
      for (let size = 3; size > 1 && !joined; size--) {
        const some = words.slice(place, place + size);
        const run = some.map((word) => word.key).join("");
        const touching = some.length === size && run.length === size && some[size - 1].end - some[0].start === size;
        if (touching && isHan(run) && (await this.entry(run))?.count >= UNLISTED) joined = single(run, some[0].start, some[size - 1].end);
      }
      found.push(joined ?? words[place]);
      place += joined?.key.length ?? 1;
    }
    return found;
  }

  /** 遠端 → 远程: Taiwan's word for one of the mainland, which says it much more often or is typed in another script. */
  async taiwan(word, text) {
    const entry = await this.entry(word.key);
    if (!entry?.mainland || entry.known) return undefined;
    const other = text.slice(word.start, word.end).toLowerCase() !== word.key;
    const [there, here] = await Promise.all([this.documents(word.key), this.documents(entry.mainland)]);
    return other || here > COMMONER * there ? { typed: [word], key: entry.mainland, others: there ? [word.key] : [], kind: "script" } : undefined;
  }

  /** What the words mean: `{typed, key, others, kind}` in their order. */
  async meant(words, literal, text) {
    const plain = (word) => ({ typed: [word], key: word.key, others: [], kind: "" });
    if (literal) return words.map(plain);
    const split = [];
    for (const word of words) split.push(...(await this.model(word)));
    const converted = await Promise.all(split.map((word) => this.taiwan(word, text)));
    const meant = [];
    for (let place = 0; place < split.length; ) {
      if (converted[place]) {
        meant.push(converted[place++]);
        continue;
      }
      const next = converted.findIndex((one, at) => one && at > place);
      const left = split.slice(place, next < 0 ? undefined : next);
      const size = await this.named(left.slice(0, LONGEST_NAME));
      const found = size > 1 ? left.slice(0, size).map(plain) : await this.corrected(left);
      const some = found.length ? found : [plain(split[place])];
      meant.push(...some);
      place += new Set(some.flatMap((one) => one.typed)).size;
    }
    return meant;
  }

  /** snapdragon888 → snapdragon 888: a name and its model that the archive never writes as one. */
  async model(word) {
    const found = MODEL.exec(word.key);
    if (!found || word.end - word.start !== word.key.length) return [word];
    const entry = await this.entry(word.key);
    if (entry?.term || (await this.documents(word.key))) return [word];
    const name = await this.entry(found[1]);
    if (!(name?.known || (await this.documents(found[1])) || (await this.nearest(found[1])).length || (await this.aloud(found[1])).length)) return [word];
    const middle = word.start + found[1].length;
    return [single(found[1], word.start, middle), single(found[2], middle, word.end)];
  }

  async corrected(words) {
    if (await this.isEmpty(words[0])) return [];
    if (isHan(words[0].key)) return this.homophone(words);
    const aloud = await this.readAloud(words);
    if (aloud.length) return aloud;
    const [word] = words;
    if (!/^[a-z0-9]+$/.test(word.key) || (await this.stands(word.key))) return [];
    if (word.key.length >= 4 && word.key.length <= LONGEST_RUN) {
      const short = await this.terms((await this.reading(word.key, 2)).filter(([, count]) => count >= COMMON));
      if (short.length) return [{ typed: [word], key: short[0], others: short.slice(1, 3), kind: "pinyin" }];
    }
    const near = await this.nearest(word.key);
    return near.length ? [{ typed: [word], key: near[0], others: near.slice(1), kind: "spelling" }] : [];
  }

  async terms(counted) {
    const entries = await this.entriesOf(counted.map(([word]) => word));
    return counted.filter((_, place) => entries[place]?.term).map(([word]) => word);
  }

  /** 寒武记 → 寒武纪: a run that stands nowhere sounds like a word that does. */
  async homophone(words) {
    let size = 1;
    while (size < Math.min(words.length, LONGEST_SPAN) && isHan(words[size].key) && words[size].start === words[size - 1].end) size++;
    for (; size > 0; size--) {
      const span = words.slice(0, size);
      const run = span.map((word) => word.key).join("");
      if (run.length < 2 || run.length > LONGEST_RUN || (await this.isEmpty(span[size - 1]))) continue;
      const entry = await this.entry(run);
      if (entry?.term) return [];
      if (entry?.count || (await this.couldHold(run))) continue;
      const sounding = await this.sounding(span, run);
      const found = sounding.length ? sounding : await this.miswritten(span, run);
      if (found.length && !found.includes(run)) return [{ typed: span, key: found[0], others: found.slice(1), kind: sounding.length ? "homophone" : "spelling" }];
    }
    return [];
  }

  async sounding(span, run) {
    const reading = await this.usual(run);
    if (!reading) return [];
    const shares = (word) => [...word].some((one) => run.includes(one));
    const [full, near] = await this.soundingLike(reading);
    const same = full.slice(0, 3).filter(([word, count]) => shares(word) || count >= COMMON);
    const alike = near.filter(([word]) => word.length === run.length && shares(word)).slice(0, 3);
    const entries = await this.entriesOf(span.map((word) => word.key));
    const common = span.every((word, place) => word.key.length > 1 && entries[place]);
    if (common) return this.terms(same.length ? same : alike);
    return same.length ? same.map(([word]) => word) : this.terms(alike);
  }

  /** Words of a reading, and words of one that a careless ear takes for it. */
  soundingLike(reading) {
    return Promise.all([this.reading(reading, 0), this.reading(blurred(reading), 1)]);
  }

  /** 神经网烙 → 神经网络: a word of the field with one other character, which left its neighbour alone. */
  async miswritten(span, run) {
    const common = await Promise.all(span.map(async (word) => word.key.length > 1 && Boolean(await this.entry(word.key))));
    const kept = new Set();
    span.forEach((word, place) => {
      if (common[place]) for (let at = word.start; at < word.end; at++) kept.add(at - span[0].start);
    });
    if (run.length < 3 || kept.size > run.length - 2) return [];
    const near = (await this.store.beginning("w", run.slice(0, 2))).filter(([word]) => {
      const different = word.length === run.length ? Array.from(word, (_, at) => at).filter((at) => word[at] !== run[at]) : [];
      return different.length === 1 && !kept.has(different[0]);
    });
    const counted = near.map(([word, line]) => [word, entryOf(line.split("\t")).count]).filter(([, count]) => count);
    return (await this.terms(counted.sort((one, other) => other[1] - one[1]))).slice(0, 1);
  }

  async usual(run) {
    const read = await Promise.all([...run].map((one) => this.store.inBucket("sounds", one)));
    return read.every(Boolean) ? read.join("") : "";
  }

  /** Words of a reading with their counts, the commonest first; `kind` is 0 full, 1 blurred, 2 first letters. */
  async reading(reading, kind) {
    const line = await this.store.line("r", reading);
    return (line?.[kind] ?? "").split(" ").filter(Boolean).map((one) => {
      const word = one.replace(/\d+$/, "");
      return [word, Number(one.slice(word.length))];
    });
  }

  /** Pinyin gaotong → 高通, also cut apart (`liang hua`) or run together (`gaotongxiaolong`). */
  async readAloud(words) {
    let size = 0;
    while (size < Math.min(words.length, LONGEST_SPAN) && /^[a-z]+$/.test(words[size].key)) size++;
    for (; size > 0; size--) {
      const span = words.slice(0, size);
      const entries = await this.entriesOf(span.map((word) => word.key));
      if (entries.some((entry) => entry?.known)) continue;
      const sounding = await this.aloud(span.map((word) => word.key).join(""));
      if (!sounding.length) continue;
      const empty = await Promise.all(sounding.map(async ([[word]]) => (await this.entry(word))?.empty));
      const rarest = Math.min(...sounding.map(([[, count]]) => count));
      const typed = Math.min(...(await Promise.all(span.map((word) => this.documents(word.key)))));
      if (!empty.every(Boolean) && rarest > COMMONER * typed) {
        return sounding.map(([[word], ...others]) => ({ typed: span, key: word, others: others.map(([other]) => other), kind: "pinyin" }));
      }
    }
    return [];
  }

  /** The fewest known readings that put together are the typed letters, each with its words. */
  async aloud(typed) {
    if (typed.length < READING || typed.length > 32 || !/^[a-z]+$/.test(typed)) return [];
    const best = [[]];
    for (let start = 0; start < typed.length; start++) {
      if (!best[start] || best[start].length >= MOST_CUTS) continue;
      for (let end = start + READING; end <= typed.length; end++) {
        const words = (await this.reading(typed.slice(start, end), 0)).slice(0, 3);
        if (!words.length || (best[end] && best[end].length <= best[start].length + 1)) continue;
        best[end] = [...best[start], words.filter(([, count]) => count >= 0.1 * words[0][1])];
      }
    }
    return best[typed.length] ?? [];
  }

  async stands(key) {
    const entry = await this.entry(key);
    if (entry?.term || entry?.known || (await this.documents(key))) return true;
    return (await this.halves(key)).length > 0 || (await this.longer(key)).length > 0;
  }

  /** Two words of the archive that a Latin word is written together from. */
  async halves(key) {
    let best = [];
    let most = 1;
    await this.entriesOf(Array.from(key, (_, place) => key.slice(0, place)).slice(3));
    for (let place = 3; place <= key.length - 3; place++) {
      const left = (await this.entry(key.slice(0, place)))?.count ?? 0;
      if (left < 2) continue;
      const least = Math.min(left, (await this.entry(key.slice(place)))?.count ?? 0);
      if (least > most) [most, best] = [least, [key.slice(0, place), key.slice(place)]];
    }
    return best;
  }

  /** Longer words that begin with a Latin one, the commonest first. */
  async longer(key) {
    if (isHan(key) || key.length < 3) return [];
    const found = (await this.store.beginning("w", key)).filter(([word]) => !word.endsWith(STEM) && (word.length < 16 || /^[a-z]+$/.test(word)));
    const counted = found.map(([word, line]) => [word, entryOf(line.split("\t")).count]).filter(([, count]) => count);
    return counted.sort((one, other) => other[1] - one[1]).slice(0, 20).map(([word]) => word);
  }

  /** Words of the archive that a misspelt one may mean; digits and, in short words, the first letter are right. */
  async nearest(key) {
    if (key.length < 4 || !/^[a-z0-9]+$/.test(key)) return [];
    const most = key.length >= 8 ? 2 : 1;
    const digits = (word) => word.replace(/\D/g, "");
    const names = [];
    for (let length = Math.max(4, key.length - most); length <= key.length + most; length++) names.push(`${key[0]}${String(length).padStart(2, "0")}`);
    const lines = await Promise.all(names.map((name) => this.store.line("s", name)));
    const near = lines.flatMap((line) => (line?.[0] ?? "").split(" ").filter(Boolean)).map((one) => one.split(":")).filter(([word]) => digits(word) === digits(key))
      .map(([word, count]) => ({ word, count: Number(count), far: distance(word, key) })).filter(({ far }) => far && far <= most);
    for (const held of [near.filter(({ count }) => count), near]) {
      const least = Math.min(...held.map(({ far }) => far));
      const found = held.filter(({ far }) => far === least).sort((one, other) => other.count - one.count);
      if (found.length) return found.slice(0, 2).map(({ word }) => word);
    }
    return [];
  }

  /** Where each word of a text ends; a chain such as `a-b-c` is three. */
  async ends(text) {
    await this.ahead(text);
    return (await this.words(text)).flatMap((word) => word.chain.map(() => word.end));
  }

  /** What a text asks for, each thing with all that says the same. */
  async units(text, literal = false) {
    const asked = literal ? text : withoutGrammar(text);
    await this.ahead(asked);
    const words = await this.read(asked);
    if (!literal) await this.aheadOf(words);
    const meant = await this.meant(words, literal, text);
    const keys = meant.map((one) => one.key);
    if (!literal) await Promise.all(keys.flatMap((key, place) => [this.plan(key), this.entriesOf(joinedUp(keys, place))]));
    const kept = [];
    for (const one of meant) if (one.kind || !(await this.isEmpty(one.typed[0]))) kept.push(one);
    const last = meant.indexOf(kept[kept.length - 1]);
    if (kept.length > 1 && last > 0 && GENERIC_WORDS.has(meant[last].key) && meant[last - 1].key === "的") kept.pop();
    const meaningful = new Set(kept.length ? kept : meant);
    const groups = [];
    for (let place = 0; place < meant.length; ) {
      const size = literal ? 1 : await this.nameSize(meant.slice(place, place + LONGEST_NAME));
      if (size > 1 || meaningful.has(meant[place])) groups.push(meant.slice(place, place + size));
      place += size;
    }
    const units = await Promise.all(groups.map((group) => this.unit(group, text, literal)));
    if (literal || units.length < 2) return units;
    return units.map((unit) => (PROGRAM_WORDS.has(unit.key) ? { ...unit, required: PROGRAM, relaxed: PROGRAM } : unit));
  }

  /** How many words, from the first on, are one name; 1 if none are. */
  async named(words) {
    for (let size = words.length; size > 1; size--) if ((await this.entry(words.slice(0, size).map((one) => one.key).join("")))?.known) return size;
    return 1;
  }

  async nameSize(meant) {
    const size = await this.named(meant);
    if (size > 1) return size;
    return meant.length > 1 && (await this.isModel(meant[0], meant[1])) ? 2 : 1;
  }

  async isModel(name, number) {
    const apart = number.typed[0].start - name.typed[name.typed.length - 1].end;
    if (!isNumber(number) || name.key.length < 2 || /\d$/.test(name.key) || apart > 1) return false;
    const entry = await this.entry(name.key);
    if (entry?.empty) return false;
    return Boolean((await this.entry(name.key + number.key))?.count) || (await this.models(name.key, number.key)).length > 0;
  }

  async models(name, number) {
    const others = ((await this.plan(name)).s ?? []).map((other) => other + number);
    const entries = await this.entriesOf(others);
    return others.filter((_, place) => entries[place]?.count);
  }

  async unit(group, text, literal) {
    const typed = text.slice(group[0].typed[0].start, group[group.length - 1].typed[group[group.length - 1].typed.length - 1].end);
    const key = group.map((one) => one.key).join("");
    const told = group.filter((one) => one.kind).map((one) => ({ kind: one.kind, typed, searched: one.kind === "script" ? [one.key] : [one.key, ...one.others] }));
    const changes = group.filter((one) => one.kind && one.kind !== "script").map((one) => [one.typed[0].start, one.typed[one.typed.length - 1].end, one.key]);
    if (literal) return { required: any(asTyped(group[0].typed[0])), relaxed: any(asTyped(group[0].typed[0])), told: [], related: [], changes: [], key };
    const entry = await this.entry(key);
    if (group.length > 1 && !entry?.known) return { ...(await this.modelUnit(group, key)), told, related: [], changes, key };
    const said = await this.said(group, key, typed, told);
    const plan = await this.plan(key);
    // A plan holds the word itself and what it weighs.
    const typedToo = group.length === 1 && group[0].kind === "script";
    const others = group.length === 1 ? group[0].others.map((word) => (typedToo ? word : ["*", CORRECTED, word])) : [];
    const required = plan.r === undefined ? weighed(any(said), weightOf(key, entry)) : any([plan.r, ...others]);
    const relaxed = plan.x === undefined ? required : any([plan.x, ...others]);
    const rewrites = (plan.w ?? []).map(([related, kind, ...searched]) => ({ related, kind, typed, searched }));
    return { required, relaxed, told: [...told, ...rewrites.filter((one) => !one.related)], related: rewrites.filter((one) => one.related), changes, key };
  }

  async said(group, key, typed, told) {
    const [meant] = group;
    if (group.length > 1) return [key];
    if (meant.kind === "script") return [meant.key, ...meant.others];
    if (meant.kind) return [meant.key, ...meant.others].map((word) => ["*", CORRECTED, word]);
    const own = asTyped(meant.typed[0]);
    if (isHan(key) || (await this.documents(key))) return own;
    const halves = /^[a-z]+$/.test(key) ? await this.halves(key) : [];
    if (halves.length) return [...own, ["p", ...halves]];
    const longer = await this.longer(key);
    if (longer.length) told.push({ kind: "part", typed, searched: longer.slice(0, 5) });
    return [...own, ...longer.map((word) => ["*", FRAGMENT, word])];
  }

  /** A name and its model: as one, under the maker's other names, or both words. */
  async modelUnit([name, number], key) {
    const [own, figure] = [await this.unit([name], name.key, false), number.key];
    const models = (await this.models(name.key, number.key)).map((other) => ["*", SAME, other]);
    const parts = [own.required, figure];
    const factor = 1 + COMPOUND_WEIGHT;
    return {
      required: weighed(any([key, ...models, ["*", COMPOUND, ["&", ...parts]]]), factor),
      relaxed: weighed(any([key, ...models, ["*", COMPOUND, ["~", PARTS_SHARE, ...parts]]]), factor),
    };
  }
}

function entryOf([about = "", packed = ""]) {
  const [flags, cost, weight, mainland] = about.split(",");
  let count = 0;
  for (let place = 0; place < packed.length; place++) {
    if (packed.charCodeAt(place) - 0x20 >= 47) continue;
    count++;
    place++;
  }
  return {
    count, packed, planned: flags.includes("p"), cost: cost ? Number(cost) / 10 : undefined, weight: weight ? Number(weight) / 100 : 1,
    mainland, empty: flags.includes("s"), term: flags.includes("t"), known: flags.includes("k"),
  };
}

/** A word of everyday language tells less than its rarity in the archive says. */
function weightOf(key, entry) {
  if (key.length === 1 && isHan(key)) return SINGLE;
  if (/^\d+$/.test(key)) return NUMBER;
  return entry?.term ? 1 : entry?.weight ?? 1;
}

/** The text with blanks in place of its grammar; as it is where nothing else stands in it. */
function withoutGrammar(text) {
  const plain = text.replace(GRAMMAR, (run) => " ".repeat(run.length));
  return /[^\s?？!！。]/.test(plain) ? plain : text;
}

/** A key alone and with those that follow it, as one: super, superresolution. An empty one ends them. */
function joinedUp(keys, place) {
  const found = [];
  for (let end = place; keys[end] && found.length < LONGEST_NAME; end++) found.push((found[found.length - 1] ?? "") + keys[end]);
  return found;
}

const weighed = (tree, factor) => (factor === 1 ? tree : ["^", factor, tree]);
const isNumber = (meant) => /^\d/.test(meant.key) && !meant.kind && !isYear(meant.key);
const blurred = (reading) => reading.replace(/zh/g, "z").replace(/ch/g, "c").replace(/sh/g, "s").replace(/ng/g, "n");

/** What holds a word as it was typed: joined or not, `RISC-V` or `riscv`. */
function asTyped(word) {
  return word.parts.length > 1 && /^\p{L}+$/u.test(word.key) ? [word.key, ["p", ...word.parts]] : [word.key];
}


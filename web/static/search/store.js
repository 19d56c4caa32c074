// Files of the index → postings. A search fetches only what it needs; what was fetched is kept.
const [FIRST, DIGITS] = [0x20, 47];
const [LEVELS, LEAST, MOST] = [93, 0.02, 50];
const STEP = Math.log(MOST / LEAST) / (LEVELS - 1);
const FREQUENCY = Array.from({ length: LEVELS }, (_, level) => LEAST * Math.exp(level * STEP));
const SUPPORTED = 2;
const MOST_SHARDS = 4;
/** Families whose tables most searches need: fetched together they cost one trip to the host, not one each. */
const OFTEN = ["g", "r", "s"];

export class Store {
  /** @param {string} base address of the folder, with a slash at its end @param {Promise<Response>} [manifest] */
  constructor(base, manifest) {
    this.base = base;
    this.manifestAsked = manifest;
    this.files = new Map();
    this.tables = new Map();
    this.parsed = new Map();
  }

  /** @param {string} path @returns {Promise<any>} */
  async json(path) {
    return JSON.parse(await this.text(path));
  }

  /** @param {string} path @param {RequestCache} [cache] @returns {Promise<string>} */
  text(path, cache = "default") {
    if (!this.files.has(path)) {
      const asked = fetch(this.base + path, { cache, credentials: "omit" }).then((answer) => {
        if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
        return answer.text();
      });
      this.files.set(path, asked);
      asked.catch(() => this.files.delete(path)); // the next search tries again
    }
    return this.files.get(path);
  }

  /** The manifest, read once: enough to read a text. */
  begin() {
    return this.once("begun", () => this.loadManifest());
  }

  /** Manifest, issues and columns, read once. */
  open() {
    return this.once("opened", () => this.load());
  }

  /** What is loaded once, and again where it failed. @param {"begun" | "opened"} name @param {() => Promise<void>} load */
  once(name, load) {
    this[name] ??= load().catch((error) => {
      this[name] = undefined;
      throw error;
    });
    return this[name];
  }

  async loadManifest() {
    const manifest = await this.manifestOf(this.manifestAsked);
    if (manifest.version !== SUPPORTED) throw new Error("the index is of another version; load the page again");
    this.manifest = manifest;
    for (const name of ["w", "c"]) this.tables.set(name, table(manifest[name]));
  }

  async load() {
    await this.begin();
    const manifest = this.manifest;
    const [issues, columns] = await Promise.all([this.json(manifest.issues), this.json(manifest.columns), ...OFTEN.map((name) => this.tableOf(name))]);
    this.size = manifest.entries;
    this.setIssues(issues);
    this.setColumns(columns);
  }

  /** @param {Promise<Response> | undefined} asked used once: where it failed, the next try asks anew */
  async manifestOf(asked) {
    this.manifestAsked = undefined;
    const answer = await asked?.catch(() => undefined);
    if (answer?.ok) return answer.json();
    this.files.delete("manifest.json");
    return JSON.parse(await this.text("manifest.json", "no-cache"));
  }

  setIssues(issues) {
    this.issues = [];
    this.issueOf = [];
    let start = 0;
    for (const [name, title, date, count, chunk] of issues) {
      for (let place = 0; place < count; place++) this.issueOf.push(this.issues.length);
      this.issues.push({ name, title, date, count, chunk, start });
      start += count;
    }
  }

  setColumns(columns) {
    this.values = { newsletter: columns.newsletter ?? [], category: columns.category, source: columns.source, tag: columns.tag, month: [] };
    this.of = { newsletter: [], category: [], source: [], tag: [] };
    for (const name of ["newsletter", "category", "source"]) for (const one of numbers(columns[`${name}_of`])) this.of[name].push(one ? [one - 1] : []);
    const tags = numbers(columns.tag_of);
    for (let place = 0; place < tags.length; place += tags[place] + 1) this.of.tag.push(tags.slice(place + 1, place + 1 + tags[place]).map((one) => one - 1));
  }

  async tableOf(family) {
    if (!this.tables.has(family)) this.tables.set(family, table(await this.json(this.manifest[family])));
    return this.tables.get(family);
  }

  /** Shards in which keys from one to another stand. */
  async shards(family, from, to = from, most = Infinity) {
    const { firsts, names } = await this.tableOf(family);
    const found = [];
    for (let place = Math.max(0, below(firsts, from)); place < names.length && found.length < most && (firsts[place] <= to || !found.length); place++) found.push(names[place]);
    return Promise.all(found.map((name) => this.shard(family, name)));
  }

  shard(family, name) {
    return this.linesOf(`${family}/${name}.txt`);
  }

  async linesOf(path) {
    const text = await this.text(path);
    if (!this.parsed.has(path)) {
      const lines = text.split("\n").slice(0, -1).map((line) => [line.slice(0, line.indexOf("\t")), line.slice(line.indexOf("\t") + 1)]);
      this.parsed.set(path, new Map(lines));
    }
    return this.parsed.get(path);
  }

  /** The rest of a key's line, in its parts; undefined where it has none. @returns {Promise<string[] | undefined>} */
  async line(family, key) {
    const [shard] = await this.shards(family, key);
    return shard?.get(key)?.split("\t");
  }

  /** What stands in a bucket: of a word what it asks for beside itself (`plans`), of a character its reading (`sounds`).
   * @param {"plans" | "sounds"} name @param {string} key @returns {Promise<string | undefined>} */
  async inBucket(name, key) {
    const [folder, buckets, version] = this.manifest[name];
    let hash = 0x811c9dc5;
    for (let place = 0; place < key.length; place++) hash = Math.imul(hash ^ key.charCodeAt(place), 0x01000193) >>> 0;
    const path = `${folder}/${((hash ^ (hash >>> 15)) >>> 0) % buckets}.txt?v=${version}`;
    return (await this.linesOf(path)).get(key);
  }

  /** Keys of a family that begin so, with the rest of their lines. */
  async beginning(family, prefix) {
    const shards = await this.shards(family, prefix, prefix + "\uffff", MOST_SHARDS);
    return shards.flatMap((shard) => [...shard].filter(([key]) => key.startsWith(prefix)));
  }

  /** Entries by number. */
  async documents(wanted) {
    return Promise.all(wanted.map((number) => this.document(number)));
  }

  async document(number) {
    const issue = this.issues[this.issueOf[number]];
    const place = number - issue.start;
    const [own] = await this.json(`d/${issue.chunk}-${place}.json`);
    const blank = { category: "", source: "", byline: null, title: "", url: null, links: [], tags: [], summary: "" };
    return { ...blank, ...own, issue: issue.name, issue_title: issue.title, date: issue.date || null };
  }

  /** What a value of a facet is called. */
  labelOf(facet, value) {
    return (facet === "newsletter" && this.manifest.newsletters?.[value]) || value;
  }

  dateOf(number) {
    return this.issues[this.issueOf[number]].date;
  }
}

function table(text) {
  const rows = text.split("\n").slice(0, -1).map((row) => row.split("\t"));
  return { firsts: rows.map(([first]) => first), names: rows.map(([, name]) => name) };
}

/** Place of the last of some ascending texts that is not above another. */
function below(firsts, key) {
  let [low, high] = [0, firsts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (firsts[middle] <= key) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function numbers(text = "") {
  const found = [];
  let number = 0;
  for (let place = 0; place < text.length; place++) {
    const digit = text.charCodeAt(place) - FIRST;
    number = number * DIGITS + (digit % DIGITS);
    if (digit < DIGITS) {
      found.push(number);
      number = 0;
    }
  }
  return found;
}

/** Number of an entry → weighted frequency. @returns {Map<number, number>} */
export function postings(text = "") {
  const found = new Map();
  let [last, number] = [-1, 0];
  for (let place = 0; place < text.length; place++) {
    const digit = text.charCodeAt(place) - FIRST;
    number = number * DIGITS + (digit % DIGITS);
    if (digit >= DIGITS) continue;
    last += number + 1;
    number = 0;
    found.set(last, FREQUENCY[text.charCodeAt(++place) - FIRST]);
  }
  return found;
}

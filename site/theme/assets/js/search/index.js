// Reads the index that package site/search writes; its comment tells the
// format. A search loads the chunk of each word, and the text of what is shown.

import { fold, parse } from './words.js';

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const value = new Map([...digits].map((d, i) => [d, i]));

/** Pages that are shown, and passages of the first few and of the others. */
const maxPages = 10;
const passagesOf = (place) => (place < 3 ? 3 : 1);

/** numbers calls each with every number in s, and with where the next begins. */
function numbers(s, each) {
  for (let i = 0; i < s.length; ) {
    let n = 0;
    let digit;
    let shift = 0;
    do {
      digit = value.get(s[i++]);
      n |= (digit & 31) << shift;
      shift += 5;
    } while (digit & 32);
    i = each(n, i) ?? i;
  }
}

/** The numbers at which groups of the given sizes begin. */
function starts(sizes) {
  const all = [];
  let sum = 0;
  numbers(sizes, (n) => {
    all.push(sum);
    sum += n;
  });
  return all;
}

/** The last of the sorted values that is not above x, or the first. */
function last(sorted, x) {
  let low = 0;
  let high = sorted.length;
  while (low + 1 < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= x) low = middle;
    else high = middle;
  }
  return low;
}

/** A list with those first for which is() holds, else in order. */
const first = (list, is) => [...list.filter(is), ...list.filter((x) => !is(x))];

/** Hits of one word: the weight of each passage, and how many there are in all. */
class Hits extends Map {
  all = 0;
  get partial() {
    return this.all > this.size;
  }
  add(passage, weight) {
    this.set(passage, Math.max(weight, this.get(passage) ?? 0));
  }
}

/** The hits of a line of a chunk, without its term. */
function decode(line) {
  const hits = new Hits();
  const [postings, all] = line.split(' ');
  let passage = 0;
  numbers(postings, (n, next) => {
    passage += n;
    hits.set(passage, value.get(postings[next]));
    return next + 1;
  });
  hits.all = Number(all ?? hits.size);
  return hits;
}

export class Index {
  #files = new Map();
  #entry;

  /** read(path) is the text of a file; paths are relative to the site. */
  constructor(read) {
    this.read = read;
  }

  /** Loads the entry, if it is not there yet. */
  open() {
    this.#entry ??= this.read('search.json').then((text) => {
      const entry = JSON.parse(text);
      entry.pages = starts(entry.pages);
      entry.texts = starts(entry.texts);
      return entry;
    });
    return this.#entry;
  }

  #file(name, decode) {
    let file = this.#files.get(name);
    if (!file) this.#files.set(name, (file = this.open().then((e) => this.read(e.dir + name)).then(decode)));
    return file;
  }

  /** The chunk of terms in which a term or the beginning of one is looked up. */
  async #terms(term) {
    const { terms } = await this.open();
    if (!terms) return new Map();
    return this.#file(`t${last(terms, term)}.txt`, (text) => {
      const lines = new Map();
      for (const line of text.split('\n')) {
        const at = line.indexOf(' ');
        lines.set(line.slice(0, at), line.slice(at + 1));
      }
      return lines;
    });
  }

  async #exact(term) {
    const line = (await this.#terms(term)).get(term);
    return line ? decode(line) : new Hits();
  }

  async #prefix(prefix) {
    const lines = await this.#terms(prefix);
    const spread = lines.get(prefix + '*');
    if (spread) return decode(spread);
    const hits = new Hits();
    let cut = false;
    for (const [term, line] of lines) {
      if (!term.startsWith(prefix) || term.endsWith('*')) continue;
      const found = decode(line);
      cut ||= found.partial;
      for (const [passage, weight] of found) hits.add(passage, Math.max(1, Math.floor((weight * prefix.length) / term.length)));
    }
    hits.all = hits.size + cut;
    return hits;
  }

  /** What a word finds: itself, counted twice, and what it is the beginning of. */
  async #word({ key, stem }) {
    const [exact, hits] = await Promise.all([this.#exact(key), this.#prefix(stem)]);
    for (const [passage, weight] of exact) hits.add(passage, 2 * weight);
    hits.all = Math.max(hits.size + (exact.partial || hits.partial), exact.all);
    hits.common = exact.all || hits.all;
    return hits;
  }

  /** A word, or else the passages with all of its parts. */
  async #find(word) {
    const hits = await this.#word(word);
    if (hits.size || word.parts[0] === word.key) return hits;
    const [one, ...others] = await Promise.all(word.parts.map((key) => this.#word({ key, stem: key })));
    const all = new Hits();
    for (const [passage, weight] of one) {
      if (others.every((o) => o.has(passage))) all.set(passage, Math.min(weight, ...others.map((o) => o.get(passage))));
    }
    all.common = all.all = all.size;
    return all;
  }

  /** The pages that the hits of words are on, the best first. */
  async #rank(found) {
    const { pages, passages } = await this.open();
    const ranked = new Map();
    found.forEach((hits, i) => {
      const rare = Math.log(1 + passages / hits.common);
      for (const [n, weight] of hits) {
        const number = last(pages, n);
        let page = ranked.get(number);
        if (!page) ranked.set(number, (page = { number, best: found.map(() => 0), passages: new Map() }));
        const at = page.passages.get(n) ?? { n, words: 0, score: 0 };
        at.words++;
        at.score += rare * weight;
        page.passages.set(n, at);
        page.best[i] = Math.max(page.best[i], rare * weight);
      }
    });
    for (const page of ranked.values()) {
      page.passages = [...page.passages.values()].sort((a, b) => b.words - a.words || b.score - a.score || a.n - b.n);
      page.score = page.best.reduce((a, b) => a + b) + page.passages[0].score / 2;
      // Of a word with more hits than are known, a page may have one.
      page.missing = found.filter((hits, i) => !page.best[i] && !hits.partial).length;
    }
    const all = [...ranked.values()].sort((a, b) => a.missing - b.missing || b.score - a.score || a.number - b.number);
    return all.length && !all[0].missing ? all.filter((p) => !p.missing) : all;
  }

  /** A passage as the index has it: [title, url, heading, anchor, text]. */
  async passage(n) {
    const { texts } = await this.open();
    const chunk = last(texts, n);
    const list = await this.#file(`x${chunk}.json`, (text) => {
      const list = [];
      for (const [title, url, ...rest] of JSON.parse(text)) {
        for (let i = 0; i < rest.length; i += 3) list.push([title, url, ...rest.slice(i, i + 3)]);
      }
      return list;
    });
    return list[n - texts[chunk]];
  }

  /** At most n passages of a page: the best, of each section one. */
  async #shown(page, n) {
    const best = page.passages.filter((p) => p.words === page.passages[0].words).slice(0, n > 1 ? n + 1 : 1);
    const shown = new Map();
    let title, url;
    for (const passage of await Promise.all(best.map((p) => this.passage(p.n)))) {
      const [, , heading, anchor, text] = passage;
      [title, url] = passage;
      if (!shown.has(heading) && shown.size < n) shown.set(heading, { heading, anchor, text });
    }
    return { title, url, passages: [...shown.values()] };
  }

  /**
   * The best pages of a query, those that have it word for word first.
   * Returns {words, pages: [{title, url, passages: [{heading, anchor, text}]}],
   * total: how many pages there are, more: whether there are still others}.
   */
  async search(query) {
    const words = parse(query);
    const found = await Promise.all(words.map((w) => this.#find(w)));
    const ranked = await this.#rank(found);
    let pages = await Promise.all(ranked.slice(0, maxPages).map((p, i) => this.#shown(p, passagesOf(i))));
    if (words.length > 1) {
      const plain = (s) => fold(s).replace(/\s+/g, ' ').trim();
      const has = (...texts) => texts.some((s) => plain(s).includes(plain(query)));
      for (const page of pages) page.passages = first(page.passages, (p) => has(p.heading, p.text));
      pages = first(pages, (p) => has(p.title, p.passages[0].heading, p.passages[0].text));
    }
    return { words, pages, total: ranked.length, more: found.some((hits) => hits.partial) };
  }
}

// The search box: a combobox over a list of links, by the pattern of the ARIA
// authoring practices. What it shows came out of notes and programs, and is
// put on the page as text only.

import { excerpt, split } from './excerpt.js';
import { Index } from './index.js';

/** An element with properties, attributes (those with a dash, and role) and children. */
function element(name, properties, ...children) {
  const e = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key.includes('-') || key === 'role') e.setAttribute(key, value);
    else e[key] = value;
  }
  e.append(...children);
  return e;
}

const marked = (text, words) => split(text, words).map(([s, is]) => (is ? element('mark', {}, s) : s));

class Search {
  #asked = 0; // counts queries, so that a late answer is dropped
  #active = -1;
  #options = [];

  constructor(entry) {
    this.root = new URL('.', new URL(entry, document.baseURI));
    this.index = this.#newIndex();
    this.input = element('input', {
      type: 'text', id: 'search.query', placeholder: 'Search: words, mm_struct, ip_rcv(), -Wall …', autocomplete: 'off', spellcheck: false, enterKeyHint: 'go',
      role: 'combobox', 'aria-label': 'Search the notes', 'aria-expanded': 'false', 'aria-controls': 'search.results', 'aria-autocomplete': 'list',
    });
    this.input.autocapitalize = 'off';
    this.status = element('p', { role: 'status' });
    this.list = element('div', { id: 'search.results', role: 'listbox', 'aria-label': 'Results' });
    this.close = element('button', { type: 'button' }, 'Close');
    this.dialog = element('dialog', { className: 'search', 'aria-label': 'Search' }, element('div', { className: 'query' }, this.input, this.close), this.status, this.list);
    this.#listen();
    document.body.append(this.dialog);
  }

  #newIndex() {
    return new Index(async (path) => {
      // The entry has a fixed name, so a copy of it may be of another build.
      const answer = await fetch(new URL(path, this.root), { cache: path.includes('/') ? 'default' : 'no-cache' });
      if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
      return answer.text();
    });
  }

  #listen() {
    let timer;
    this.input.addEventListener('input', () => {
      clearTimeout(timer);
      timer = setTimeout(() => this.search(), 60);
    });
    this.dialog.addEventListener('keydown', (e) => this.#key(e));
    this.close.addEventListener('click', () => this.dialog.close());
    this.dialog.addEventListener('click', (e) => {
      if (e.target === this.dialog || e.target.closest('[role=option]')) this.dialog.close(); // beside it, or gone to a result
    });
    this.list.addEventListener('mousemove', (e) => {
      const at = this.#options.indexOf(e.target.closest('[role=option]'));
      if (at >= 0 && at !== this.#active) this.#activate(at, false);
    });
  }

  open() {
    if (!this.dialog.open) this.dialog.showModal();
    this.input.focus();
    this.input.select();
    this.search();
  }

  #key(e) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    const n = this.#options.length;
    if (e.isComposing) return;
    if (step && n) {
      e.preventDefault();
      this.#activate((this.#active + step + n) % n, true);
    } else if (e.key === 'Enter' && e.target === this.input && n) {
      e.preventDefault();
      const { ctrlKey, metaKey, shiftKey } = e; // a new tab or window, as with any link
      this.#options[Math.max(this.#active, 0)].dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, ctrlKey, metaKey, shiftKey }));
    }
  }

  #activate(at, scroll) {
    this.#options[this.#active]?.setAttribute('aria-selected', 'false');
    this.#active = at;
    const option = this.#options[at];
    option?.setAttribute('aria-selected', 'true');
    if (option) this.input.setAttribute('aria-activedescendant', option.id);
    else this.input.removeAttribute('aria-activedescendant');
    if (scroll) option?.scrollIntoView({ block: 'nearest' });
  }

  async search() {
    const asked = ++this.#asked;
    const query = this.input.value.trim();
    if (!query) {
      this.index.open().catch(() => {}); // to be there with the first letter; a failure shows then
      this.#show([], 'Words, symbols, files and options of all notes.');
      return;
    }
    try {
      const found = await this.index.search(query);
      if (asked === this.#asked) this.#results(found, query);
    } catch {
      this.index = this.#newIndex();
      if (asked === this.#asked) this.#show([], 'The index could not be loaded. Type on to try again.');
    }
  }

  #results({ words, pages, total, more }, query) {
    const groups = pages.map((page, i) =>
      element('div', { role: 'group', 'aria-label': page.title }, ...page.passages.map((p, j) => this.#option(page, p, words, `search.${i}.${j}`, j === 0))),
    );
    const count = `${more ? 'At least ' : ''}${total} ${total === 1 ? 'page' : 'pages'}`;
    this.#show(groups, total ? (total > pages.length ? `${count}; the best ${pages.length} are shown.` : `${count}.`) : `Nothing found for “${query}”.`);
  }

  /** A result is a link: the page's title before the first of its passages, then heading and text. */
  #option(page, passage, words, id, first) {
    const link = element('a', { id, role: 'option', 'aria-selected': 'false', tabIndex: -1 });
    link.href = new URL(page.url, this.root) + (passage.anchor ? '#' + encodeURIComponent(passage.anchor) : '');
    if (first) link.append(element('span', { className: 'title' }, ...marked(page.title, words)), ' ');
    if (passage.heading) link.append(element('span', { className: 'heading' }, ...marked(passage.heading, words)), ' ');
    link.append(element('span', { className: 'text' }, ...marked(excerpt(passage.text, words), words)));
    return link;
  }

  #show(groups, status) {
    this.list.replaceChildren(...groups);
    this.list.scrollTop = 0;
    this.#options = [...this.list.querySelectorAll('[role=option]')];
    this.input.setAttribute('aria-expanded', String(this.#options.length > 0));
    this.status.textContent = status;
    this.#activate(this.#options.length ? 0 : -1, false);
  }
}

/** Makes the search box of the index whose first file is at entry. */
export const create = (entry) => new Search(entry);

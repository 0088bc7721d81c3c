// The part of a text that a search found, and which words of it are hits.

/**
 * What matches the words of a query in a text, from where a word of it begins:
 * a word as a whole, or its parts where the text has it only in parts.
 */
export function pattern(words, text) {
  const low = text.toLowerCase();
  const parts = (w) => w.parts.filter((p) => p.length > 1 || p === w.key);
  const forms = new Set(words.flatMap((w) => [w.key, w.stem, ...(low.includes(w.key) ? [] : parts(w))]));
  if (!forms.size) return /(?!)/g;
  const longest = [...forms].sort((a, b) => b.length - a.length).map((f) => f.replace(/[.+/]/g, '\\$&'));
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${longest.join('|')})`, 'giu');
}

/** Cuts a text at its hits: [[text, whether it is one], ...]. */
export function split(text, words) {
  const pieces = [];
  let from = 0;
  for (const m of text.matchAll(pattern(words, text))) {
    pieces.push([text.slice(from, m.index), false], [m[0], true]);
    from = m.index + m[0].length;
  }
  pieces.push([text.slice(from), false]);
  return pieces.filter(([s]) => s);
}

/** About length characters of a text, where most of the words are. */
export function excerpt(text, words, length = 180) {
  text = text.replace(/\s+/g, ' ');
  const hits = [...text.matchAll(pattern(words, text))];
  let best = 0;
  let start = 0;
  hits.forEach((m, i) => {
    const near = hits.slice(i, i + 20).filter((o) => o.index < m.index + length - 60);
    const value = 100 * new Set(near.map((o) => o[0].toLowerCase())).size + near.length;
    if (value > best) [best, start] = [value, m.index];
  });
  start = start > 50 ? text.indexOf(' ', start - 50) + 1 || start : 0;
  let end = start + length;
  const blank = text.lastIndexOf(' ', end);
  if (end < text.length && blank > start + length / 2) end = blank;
  return (start ? '… ' : '') + text.slice(start, end) + (end < text.length ? ' …' : '');
}

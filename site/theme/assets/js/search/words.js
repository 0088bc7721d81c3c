// What a query looks for. Words are found in a query as the index's writer
// finds them in a text, except that of each only the longest form is kept.

const run = /[\p{L}\p{N}_/.\-+:]+/gu;
const part = /[\p{L}\p{N}]+/gu;

/** The letters that are compared: lower case, no accents, the basic plane. */
export function fold(s) {
  return s
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[\u{10000}-\u{10ffff}]/gu, ' ')
    .toLowerCase()
    .replaceAll('ς', 'σ');
}

// trim takes off what is punctuation; the dashes before an option are not.
function trim(s) {
  const bare = s.replace(/[/.\-+:]+$/, '');
  return /^--?[\p{L}\p{N}_]/u.test(bare) ? bare : bare.replace(/^[/.\-+:]+/, '');
}

// stem takes off the ending of a plural. What is left is looked up as a
// beginning, and so finds both numbers.
function stem(s) {
  return /^\p{L}{3,}s$/u.test(s) && !/[sui]s$/.test(s) ? s.replace(/(?<=..[sx])es$|(?<=..)ies$|s$/, '') : s;
}

/**
 * The words of a query, at most eight: key is what is looked up, stem its
 * beginning that is, parts what it is made of.
 */
export function parse(query) {
  const words = new Map();
  for (const [s] of fold(query).matchAll(run)) {
    const key = trim(s);
    const parts = key.match(part);
    if (parts) words.set(key, { key, stem: stem(key), parts });
  }
  return [...words.values()].slice(0, 8);
}

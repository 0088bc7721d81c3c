import assert from 'node:assert/strict';
import test from 'node:test';
import { excerpt, split } from './search/excerpt.js';
import { parse } from './search/words.js';

const hits = (query, text) => split(text, parse(query)).filter(([, is]) => is).map(([s]) => s);

test('hits are marked where a word begins', () => {
  assert.deepEqual(hits('mm', 'mm_struct, comm, MM and active_mm'), ['mm', 'MM', 'mm']);
  assert.deepEqual(hits('ip_input.c', 'see net/ipv4/ip_input.c'), ['ip_input.c']);
  assert.deepEqual(hits('c++ (.*)', 'abc'), []);
  assert.deepEqual(hits('pages', 'a page, two pages'), ['page', 'pages']);
  assert.deepEqual(hits('mm/mmap.c', 'mmap in mm'), ['mmap', 'mm']);
  assert.deepEqual(hits('-Wall', 'gcc -Wall'), ['-Wall']);
});

test('pieces are the text', () => {
  const text = '<b>mm</b> & "mm"';
  assert.equal(split(text, parse('mm')).map(([s]) => s).join(''), text);
});

test('an excerpt shows where most of the words are', () => {
  const text = 'page '.repeat(100) + 'then a fault of a page happens. ' + 'other words follow. '.repeat(30);
  const shown = excerpt(text, parse('page fault'));
  assert.match(shown, /^… .*a fault of a page happens\..* …$/);
  assert.ok(shown.length < 200, shown);
});

test('a short text is its own excerpt', () => {
  assert.equal(excerpt('two\nlines', parse('x')), 'two lines');
  assert.equal(excerpt('', parse('x')), '');
  assert.equal(excerpt('y'.repeat(1000), parse('x')).length, 182);
});

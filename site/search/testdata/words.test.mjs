import assert from 'node:assert/strict';
import test from 'node:test';
import { fold, parse } from './search/words.js';

const keys = (query) => parse(query).map((w) => w.key);

test('a word is looked up by its longest form', () => {
  for (const [query, want] of [
    ['mm_struct', ['mm_struct']],
    ['ip_rcv()', ['ip_rcv']],
    ['__libc_start_main', ['__libc_start_main']],
    ['/proc/self/maps', ['proc/self/maps']],
    ['net/ipv4/ip_input.c', ['net/ipv4/ip_input.c']],
    ['-Wall', ['-wall']],
    ['objdump -h', ['objdump', '-h']],
    ['--help', ['--help']],
    ['CONFIG_X=y', ['config_x', 'y']],
    ['task->mm', ['task', 'mm']],
    ['"page fault".', ['page', 'fault']],
    ['net/', ['net']],
    ['a a a', ['a']],
    [' -> ... ', []],
    ['x86-64', ['x86-64']],
    ['Ünïcödé', ['unicode']],
  ]) {
    assert.deepEqual(keys(query), want, query);
  }
});

test('at most eight words are looked up', () => {
  assert.equal(parse('a b c d e f g h i j').length, 8);
});

test('a plural is looked up by what both numbers begin with', () => {
  for (const [word, want] of [
    ['addresses', 'address'],
    ['pages', 'page'],
    ['boxes', 'box'],
    ['libraries', 'librar'],
    ['uses', 'use'],
    ['ties', 'tie'],
    ['class', 'class'],
    ['status', 'status'],
    ['this', 'this'],
    ['ls', 'ls'],
    ['vm_stats', 'vm_stats'],
  ]) {
    assert.equal(parse(word)[0].stem, want, word);
  }
});

test('folding', () => {
  assert.equal(fold('ΣΑΣ'), 'σασ');
  assert.equal(fold('İx'), 'ix');
  assert.equal(fold('a\u{1f600}b'), 'a b');
});

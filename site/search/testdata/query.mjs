// Runs the queries of standard input, an array of strings, against the index
// below the folder given, and prints what each finds and the files it read.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Index } from './search/index.js';

const answers = [];
for (const query of JSON.parse(await text(process.stdin))) {
  const read = [];
  const index = new Index((path) => {
    read.push(path);
    return readFile(join(process.argv[2], path), 'utf8');
  });
  answers.push({ ...(await index.search(query)), read });
}
console.log(JSON.stringify(answers));

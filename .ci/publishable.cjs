// Refuses to publish while an address or an owner is a placeholder. Run by `npm publish` before it packs, and by the release. The
// table of docs/publishing.md says which files have some.
'use strict';
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const PLACEHOLDERS = ['@charrette-placeholder/', '@charrette.invalid'];

const read = (file) => readFileSync(join(__dirname, '..', file), 'utf8');
const files = [...read('docs/publishing.md').matchAll(/^\| \[`([^`]+)`\]/gm)].map(([, file]) => file);
if (files.length === 0) throw new Error('docs/publishing.md names no file with a placeholder');
const found = files.flatMap((file) => {
  const text = read(file);
  return PLACEHOLDERS.filter((placeholder) => text.includes(placeholder)).map(
    (placeholder) => `${file}: ${placeholder}`,
  );
});
if (found.length > 0) {
  console.error(`Not published: replace these placeholders first.\n${found.join('\n')}`);
  process.exit(1);
}

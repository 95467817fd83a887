// Prints what the changelog says of one version, for its release:
//   node .ci/notes.cjs 0.9.0 [CHANGELOG.md]
'use strict';
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const [, , version, changelog = join(__dirname, '../CHANGELOG.md')] = process.argv;
const [, ...sections] = readFileSync(changelog, 'utf8').split(/^## /m);
const section = sections.find((text) => text.split(/\s/, 1)[0] === version);
const notes = section === undefined ? '' : section.slice(section.indexOf('\n')).trim();
if (notes === '') {
  console.error(`The changelog says nothing under a heading that begins with "${version}".`);
  process.exitCode = 1;
} else console.log(notes);

// Refuses to publish while the package names no repository, to which its provenance is compared.
// Run by `npm publish` before it packs, and by the release. docs/publishing.md says what else only
// an owner can fill in.
'use strict';
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const manifest = JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf8'));
const missing = ['homepage', 'repository', 'bugs'].filter((name) => !Object.hasOwn(manifest, name));
if (missing.length > 0) {
  console.error(`Not published: package.json lacks ${missing.join(', ')} (docs/publishing.md).`);
  process.exit(1);
}

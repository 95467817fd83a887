// Refuses to publish while an address or an owner is a placeholder. Run by `npm publish` before it packs.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const PLACEHOLDERS = ['@charrette-placeholder/', '@charrette.invalid'];
const FILES = ['.github/CODEOWNERS', 'SUPPORT.md', 'CODE_OF_CONDUCT.md', 'package.json'];

const found = FILES.flatMap((file) => {
  const text = readFileSync(join(__dirname, '..', file), 'utf8');
  return PLACEHOLDERS.filter((placeholder) => text.includes(placeholder)).map(
    (placeholder) => `${file}: ${placeholder}`,
  );
});
if (found.length > 0) {
  console.error(`Not published: replace these placeholders first.\n${found.join('\n')}`);
  process.exit(1);
}

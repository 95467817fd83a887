// A test of many processes can fail because the machine stalls. The files of what failed, if they are few, are run once
// more by themselves; whatever fails then has failed. What passed only now has to be on the list in `.ci/second-try.json`.
const { spawnSync } = require('node:child_process');
const { readFileSync, renameSync } = require('node:fs');
const { join } = require('node:path');

/** More than that is no accident. */
const MAX_FILES = 12;
const cache = join(__dirname, '../node_modules/.cache');

const result = JSON.parse(readFileSync(join(cache, 'test-result.json'), 'utf8'));
const files = result.testResults.filter(({ status }) => status === 'failed').map(({ name }) => name);
if (files.length === 0 || files.length > MAX_FILES) process.exit(1);
console.log(`--- again, by themselves: ${files.join(', ')}`);
renameSync(join(cache, 'test-result.json'), join(cache, 'test-first.json'));
const { status } = spawnSync('npx', ['vitest', 'run', '--no-file-parallelism', ...files], {
  stdio: 'inherit',
});
process.exitCode = status ?? 1;

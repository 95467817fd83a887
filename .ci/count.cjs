// Prints how the tests went, as the last line, from the runner's own result. Here a skipped test is a failed one.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

let passed = 0;
let failed = 1;
try {
  const path = join(__dirname, '../node_modules/.cache/test-result.json');
  const result = JSON.parse(readFileSync(path, 'utf8'));
  const skipped = result.numPendingTests + result.numTodoTests;
  if (skipped > 0) console.log(`${skipped} tests were skipped; here all of them must run`);
  passed = result.numPassedTests;
  failed = result.numFailedTests + skipped + (result.success || result.numFailedTests > 0 ? 0 : 1);
} catch (error) {
  console.log(`there is no result of the test run: ${error.message}`);
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

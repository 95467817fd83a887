// Prints how the tests went, as the last line, from the runner's own results. Here a skipped test is a failed one.
const { existsSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

const cache = join(__dirname, '../node_modules/.cache');
const read = (name) => JSON.parse(readFileSync(join(cache, name), 'utf8'));
const byStatus = ({ testResults }, wanted) =>
  testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.filter(({ status }) => status === wanted).map(({ fullName }) => `${name}: ${fullName}`),
  );

let passed = 0;
let failed = 1;
try {
  const last = read('test-result.json');
  const wasAgain = existsSync(join(cache, 'test-first.json'));
  const result = wasAgain ? read('test-first.json') : last;
  const skipped = result.numPendingTests + result.numTodoTests;
  if (skipped > 0) console.log(`${skipped} tests were skipped; here all of them must run`);
  const steady = new Set(wasAgain && last.success ? byStatus(last, 'passed') : []);
  const unsteady = byStatus(result, 'failed').filter((test) => steady.has(test));
  for (const test of unsteady)
    console.log(`unsteady, failed beside the others and passed by itself: ${test}`);
  passed = result.numPassedTests + unsteady.length;
  failed = result.numFailedTests - unsteady.length + skipped;
  // A file that did not load, or an error outside of every test.
  if (!result.success && result.numFailedTests === 0) failed += 1;
} catch (error) {
  console.log(`there is no result of the test run: ${error.message}`);
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

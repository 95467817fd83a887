// Prints how the tests went, as the last line, from the runner's own results. Here a skipped test is a failed one, and so is one
// that passed only at its second try after the date by which the list has it mended.
const { existsSync, readFileSync } = require('node:fs');
const { join, relative, sep } = require('node:path');
const { judged, listed } = require('./second-try.cjs');

const cache = join(__dirname, '../node_modules/.cache');
const read = (name) => JSON.parse(readFileSync(join(cache, name), 'utf8'));
const byStatus = ({ testResults }, wanted) =>
  testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === wanted)
      .map(({ fullName }) => `${pathOf(name)}: ${fullName}`),
  );
const pathOf = (name) => relative(join(__dirname, '..'), name).split(sep).join('/');

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
  const { excused, unlisted, problems } = judged(unsteady, listed(), new Date().toISOString().slice(0, 10));
  for (const test of excused) console.log(`failed beside the others and passed by itself: ${test}`);
  for (const test of unlisted) console.log(`to be put on .ci/second-try.json, with a date: ${test}`);
  for (const problem of problems) console.log(problem);
  passed = result.numPassedTests + excused.length;
  failed = result.numFailedTests - excused.length + skipped;
  if (failed === 0) failed = problems.length;
  // A file that did not load, or an error outside of every test.
  if (!result.success && result.numFailedTests === 0) failed += 1;
} catch (error) {
  console.log(`there is no result of the test run: ${error.message}`);
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

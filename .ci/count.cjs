// Prints how the tests went, as the last line, from the runner's own result of each run that
// `.ci/run` names.
const { readFileSync } = require('node:fs');

const results = process.argv.slice(2).map((file) => {
  try {
    return { file, ...JSON.parse(readFileSync(file, 'utf8')) };
  } catch (error) {
    return { file, error };
  }
});
const testsOf = ({ testResults = [] }) =>
  testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map((test) => ({ ...test, title: `${name} > ${test.fullName}` })),
  );
const passedSomewhere = new Set(
  results
    .flatMap(testsOf)
    .filter(({ status }) => status === 'passed')
    .map(({ title }) => title),
);

let passed = 0;
let failed = 0;
for (const result of results) {
  if (result.error !== undefined) {
    console.log(`there is no result of the test run: ${result.error.message}`);
    failed += 1;
    continue;
  }
  passed += result.numPassedTests;
  // What only root can do is skipped where everybody's tests run, and has to pass where root's do.
  const skipped = testsOf(result).filter(
    ({ status, title }) =>
      status !== 'passed' && status !== 'failed' && !passedSomewhere.has(title),
  );
  for (const { title } of skipped) console.log(`skipped, and passed in no run: ${title}`);
  // A file that did not load, or an error outside of every test, fails as well.
  failed += result.numFailedTests + skipped.length;
  if (!result.success && result.numFailedTests === 0) failed += 1;
  // Said once more at the end, where whoever reads a long log looks.
  for (const { name, message } of result.testResults)
    if (message !== '') console.log(`failed: ${name}\n${message.slice(0, 2_000)}`);
  for (const { status, title, failureMessages } of testsOf(result))
    if (status === 'failed')
      console.log(`failed: ${title}\n${failureMessages.join('\n').slice(0, 2_000)}`);
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

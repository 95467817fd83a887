// Prints how the tests went, as the last line, from the runner's own result of each run that `.ci/run` names.
const { readFileSync } = require('node:fs');

let [passed, failed] = [0, 0];
for (const file of process.argv.slice(2)) {
  try {
    const result = JSON.parse(readFileSync(file, 'utf8'));
    passed += result.numPassedTests;
    // Where something is lacking the run does not begin; what is skipped by name is skipped for good. A file that did not load, or
    // an error outside of every test, fails as well.
    const skipped = result.numPendingTests + result.numTodoTests;
    failed += result.numFailedTests + skipped + (!result.success && result.numFailedTests === 0 ? 1 : 0);
    if (skipped > 0) console.log(`${file}: ${skipped} tests were skipped; here all of them must run`);
    // Said once more at the end, where whoever reads a long log looks.
    for (const { name, message, assertionResults } of result.testResults) {
      if (message !== '') console.log(`failed: ${name}\n${message.slice(0, 2_000)}`);
      for (const test of assertionResults.filter(({ status }) => status === 'failed'))
        console.log(`failed: ${name} > ${test.fullName}\n${test.failureMessages.join('\n').slice(0, 2_000)}`);
    }
  } catch (error) {
    console.log(`there is no result of the test run: ${error.message}`);
    failed += 1;
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

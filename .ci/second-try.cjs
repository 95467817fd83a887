// What passes only at its second try is on a list, `.ci/second-try.json`, each with the date by which it is mended:
// `{"test": "test/entry/serve.test.ts: its title", "since": "2026-11-23", "mendBy": "2026-12-23"}`.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const DATE = /^\d{4}-\d\d-\d\d$/;

/**
 * What is wrong, in lines, and the tests that passed only at their second try: those the list excuses, and those that go on it
 * now. The first time of a test fails no run, because it may be the fault of any earlier change.
 */
function judged(unsteady, list, today) {
  const isListed = (test) => list.some((entry) => entry.test === test);
  const excused = unsteady.filter(
    (test) => !isListed(test) || list.some((each) => each.test === test && today <= each.mendBy),
  );
  const problems = [
    ...list
      .filter(({ since, mendBy }) => !DATE.test(since) || !DATE.test(mendBy))
      .map(({ test }) => `on the list of second tries without its dates: ${test}`),
    ...list
      .filter(({ mendBy }) => mendBy < today)
      .map(({ test, mendBy }) => `to be mended by ${mendBy}, and still on the list of second tries: ${test}`),
  ];
  return { excused, unlisted: unsteady.filter((test) => !isListed(test)), problems };
}

const listed = () => JSON.parse(readFileSync(join(__dirname, 'second-try.json'), 'utf8'));

module.exports = { judged, listed };

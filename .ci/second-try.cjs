// What passes only at its second try is on a list, `.ci/second-try.json`, each with the date by which it is mended:
// `{"test": "test/entry/serve.test.ts: its title", "since": "2026-11-23", "mendBy": "2026-12-23"}`.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const DATE = /^\d{4}-\d\d-\d\d$/;

/** What is wrong, in lines, and which of the tests that passed only at their second try the list excuses. */
function judged(unsteady, list, today) {
  const excused = unsteady.filter((test) =>
    list.some((entry) => entry.test === test && today <= entry.mendBy),
  );
  const problems = [
    ...list
      .filter(({ since, mendBy }) => !DATE.test(since) || !DATE.test(mendBy))
      .map(({ test }) => `on the list of second tries without its dates: ${test}`),
    ...list
      .filter(({ mendBy }) => mendBy < today)
      .map(({ test, mendBy }) => `to be mended by ${mendBy}, and still on the list of second tries: ${test}`),
    ...unsteady
      .filter((test) => !list.some((entry) => entry.test === test))
      .map((test) => `passed only at its second try, and is not on the list of those: ${test}`),
  ];
  return { excused, problems };
}

const listed = () => JSON.parse(readFileSync(join(__dirname, 'second-try.json'), 'utf8'));

module.exports = { judged, listed };

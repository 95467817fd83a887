import { expect, test } from 'vitest';
import { findDecisionInForce } from '../../src/core/outcome/outcome.ts';
import type { Design } from '../../src/core/vocabulary/design.ts';
import { DesignId } from '../../src/core/vocabulary/ids.ts';
import { No } from '../../src/foundation/no.ts';
import type { Forge } from '../../src/ports/forge.ts';
import { writeDecision } from '../../src/presentation/decision/decision-document.ts';
import { convertToPlain } from '../../src/presentation/format/plain-document.ts';
import { Publisher } from '../../src/record/publish.ts';
import { playToEnd } from '../support/designs/sample-design.ts';

const { design: ended } = playToEnd().reachEnd();
const decided = findDecisionInForce(ended);
if (decided === null) throw new Error('it has a decision');
const EARLIER = 'docs/adr/0007-queue.md';

/** A design whose decision was published, and that the other one supersedes. */
const earlier: Design = {
  ...ended,
  id: DesignId.parse('dsn_0192f3aa-0000-7000-8000-000000000007'),
  followUps: [
    {
      type: 'decision_published',
      by: 'Ana',
      repository: 'acme/shop',
      number: '0007',
      path: EARLIER,
      pull: 7,
      url: 'https://forge.example/7',
      at: 0,
    },
  ],
};

/** What publishing would propose to a repository with these files. */
async function proposed(there: Readonly<Record<string, string>>, changes: Partial<Design> = {}) {
  const design: Design = { ...ended, ...changes };
  const forge: Forge = {
    repositories: ['acme/shop'],
    files: async () => ({ paths: Object.keys(there), folder: null }),
    read: async (_, path) => there[path] ?? null,
    pulls: async () => [],
    propose: () => Promise.reject(new Error('nothing is proposed')),
  };
  const request = { id: design.id, repository: null, signal: new AbortController().signal };
  const load = async (id: DesignId) => (id === earlier.id ? earlier : design);
  const plan = await new Publisher(forge).plan(load, request);
  if (plan instanceof No) throw new Error(plan.why.message);
  const { files, body } = plan.proposal;
  return {
    own: files[0]?.text ?? '',
    path: files[0]?.path ?? '',
    others: Object.fromEntries(files.slice(1).map(({ path, text }) => [path, text])),
    body: body.map(convertToPlain).join('\n'),
  };
}

const supersedes = { followUpOf: earlier.id, supersedes: true } as const;
const nygard =
  '# 7. Queue\n\n## Status\n\nAccepted\n\n## Context\n\nIt grows.\n\n## Decision\n\nIt stays.\n';

test('a record is one of MADR beside records of another form, with the signed text byte for byte inside', async () => {
  const { own, path } = await proposed({
    [EARLIER]: nygard,
    'docs/adr/template.md': '# Titel\n\n## Kontext\n',
  });
  expect(path).toMatch(/^docs\/adr\/0008-/);
  const signed = writeDecision(ended, decided);
  expect(own).toContain(`\n## Decision Outcome\n\n${signed}\n`);
  expect(own.replace(signed, '').match(/^##? .*$/gm)).toEqual([
    expect.stringMatching(/^# ADR-0008: /),
    '## Context and Problem Statement',
    '## Considered Options',
    '## Decision Outcome',
    '## More Information',
  ]);
});

test('P11: front-matter holds the fields of MADR and the head of the chain, and nothing else', async () => {
  const head = 'a'.repeat(64);
  const { own } = await proposed({}, { head });
  expect(own).toMatch(
    /^---\nstatus: "proposed"\ndate: "\d{4}-\d\d-\d\d"\ndecision-makers: ".+"\ncharrette-head: "a{64}"\n---\n/,
  );
});

test('a record that Charrette wrote is superseded in one row of its front-matter', async () => {
  const { own: first } = await proposed({}, { head: 'a'.repeat(64) });
  const there = { [EARLIER]: first.replace('status: "proposed"', 'status: accepted') };
  const { own, others, body } = await proposed(there, supersedes);
  expect(own).toContain(`- Supersedes ADR-0007 (\`${EARLIER}\`).`);
  expect(others).toEqual({
    [EARLIER]: first.replace('status: "proposed"', 'status: "superseded by ADR-0008"'),
  });
  expect(body).not.toContain('by hand');
  const again = await proposed(others, supersedes);
  expect(again.others).toEqual({});
});

test.each([
  ['that Charrette did not write', nygard],
  ['without the head', '---\nstatus: accepted\n---\n# Queue\n'],
])('a record %s is named and never rewritten, and the pull request says so', async (_, text) => {
  const { own, others, body } = await proposed({ [EARLIER]: text }, supersedes);
  expect(own).toContain('- Supersedes ADR-0007');
  expect(others).toEqual({});
  expect(body).toContain(
    `It supersedes \`${EARLIER}\`, whose status is not as Charrette wrote it: change it by hand.`,
  );
});

test('a record that is gone is neither named nor changed', async () => {
  const { own, others, body } = await proposed({}, supersedes);
  expect(own).not.toContain('Supersedes');
  expect(others).toEqual({});
  expect(body).not.toContain('supersedes');
});

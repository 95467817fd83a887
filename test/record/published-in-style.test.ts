import { expect, test } from 'vitest';
import { findDecisionInForce } from '../../src/core/outcome/outcome.ts';
import type { Design } from '../../src/core/vocabulary/design.ts';
import type { TouchedRecord } from '../../src/core/vocabulary/event-parts.ts';
import type { Forge } from '../../src/ports/forge.ts';
import { writeDecision } from '../../src/presentation/decision-document.ts';
import { convertToPlain } from '../../src/presentation/format/plain-document.ts';
import { readRecord } from '../../src/record/decisions/read-record.ts';
import { Publisher } from '../../src/record/publish.ts';
import { playToEnd } from '../support/designs/sample-design.ts';

const ended = playToEnd().reachEnd().design;
const decided = findDecisionInForce(ended);
const signed = decided === null ? '' : writeDecision(ended, decided);

const nygard = (title: string, status = 'Accepted') =>
  `# ${title}\n\nDate: 2026-01-05\n\n## Status\n\n${status}\n\n## Context\n\nIt grows.\n\n## Decision\n\nIt stays.\n\n## Consequences\n\nNone.\n`;
const madr = (title: string) => `# ${title}\n\n* Status: accepted\n\n## Decision Outcome\n\nIt stays.\n`;

function touching(changes: Partial<TouchedRecord>): TouchedRecord {
  const named = { number: '0007', path: 'docs/adr/0007-queue.md', title: 'Queue', why: 'It asks anew.' };
  return { ...named, relation: 'supersedes', ...changes };
}

/** What publishing would propose to a repository with these files. */
async function proposed(there: Readonly<Record<string, string>>, records: TouchedRecord[] = []) {
  const { frame } = ended;
  if (frame === null) throw new Error('it has a frame');
  const design: Design = { ...ended, frame: { ...frame, records } };
  const forge: Forge = {
    repositories: ['acme/shop'],
    files: async () => ({ paths: Object.keys(there), folder: null }),
    read: async (_, path) => there[path] ?? null,
    pulls: async () => [],
    propose: () => Promise.reject(new Error('nothing is proposed')),
  };
  const signal = new AbortController().signal;
  const plan = await new Publisher(forge).plan(async () => design, {
    id: design.id,
    repository: null,
    signal,
  });
  if ('code' in plan) throw new Error(plan.message);
  const { files, body } = plan.proposal;
  return {
    own: files[0]?.text ?? '',
    path: files[0]?.path ?? '',
    others: Object.fromEntries(files.slice(1).map(({ path, text }) => [path, text])),
    body: body.map(convertToPlain).join('\n'),
  };
}

const headings = (text: string) => text.match(/^##? .*$/gm);

test('a record takes the headings of its folder, with the signed text byte for byte inside', async () => {
  const { own, path } = await proposed({ 'docs/adr/0007-queue.md': nygard('7. Queue') });
  expect(path).toMatch(/^docs\/adr\/0008-/);
  expect(headings(own)).toEqual([
    expect.stringMatching(/^# 8\\\. /),
    '## Status',
    '## Context',
    '## Decision',
    '## Consequences',
    '## More Information',
  ]);
  expect(own).toContain(`\n## Decision\n\n${signed}\n`);
  expect(own).toContain('The text under Decision is the one that was signed');
  expect(own).not.toMatch(/^status:/m);
  const read = readRecord(path, own);
  expect(read).toMatchObject({ number: '0008', designId: ended.id, status: 'proposed' });
});

test('a template in another language gives its words', async () => {
  const template = '# ADR-0000: Titel\n\n## Kontext\n\n## Entscheidung\n\n## Folgen\n';
  const { own } = await proposed({ 'docs/adr/template.md': template, 'docs/adr/0001-x.md': nygard('1. X') });
  expect(headings(own)?.slice(1)).toEqual([
    '## Kontext',
    '## Entscheidung',
    '## Folgen',
    '## More Information',
  ]);
  expect(own).toContain(`\n## Entscheidung\n\n${signed}\n`);
});

test.each([
  ['Nygard’s style', nygard('7. Queue'), /^Superseded by \[ADR-0008\]\(0008-[a-z0-9-]+\.md\)$/m],
  ['a list', madr('Queue'), /^\* Status: superseded by \[ADR-0008\]\(0008-/m],
  ['front matter', '---\nstatus: accepted\n---\n# Queue\n', /^status: "superseded by ADR-0008"$/m],
])('supersedes is written into both records: %s', async (_, text, row) => {
  const { own, others, body } = await proposed({ 'docs/adr/0007-queue.md': text }, [touching({})]);
  expect(own).toContain('- Supersedes ADR-0007 (`docs/adr/0007-queue.md`).');
  expect(Object.keys(others)).toEqual(['docs/adr/0007-queue.md']);
  expect(others['docs/adr/0007-queue.md']).toMatch(row);
  expect(body).not.toContain('by hand');
});

test('a record that is contradicted is named and stays as it is', async () => {
  const files = { 'docs/adr/0007-queue.md': madr('Queue') };
  const { own, others } = await proposed(files, [touching({ relation: 'contradicts' })]);
  expect(own).toContain('- Contradicts ADR-0007 (`docs/adr/0007-queue.md`).');
  expect(others).toEqual({});
});

test('a status that would have to be guessed is left alone, and the pull request says so', async () => {
  const text = nygard('7. Queue', 'Accepted\n\nProposed');
  const { own, others, body } = await proposed({ 'docs/adr/0007-queue.md': text }, [touching({})]);
  expect(own).toContain('- Supersedes ADR-0007');
  expect(others).toEqual({});
  expect(body).toContain('It supersedes `docs/adr/0007-queue.md`, whose status could not be changed');
});

test.each([
  ['is not in this repository', { 'docs/adr/0001-x.md': madr('X') }],
  ['has another title here', { 'docs/adr/0007-queue.md': madr('Another queue') }],
  ['is superseded by now', { 'docs/adr/0007-queue.md': nygard('7. Queue', 'Superseded by 0009') }],
])('a record that %s is neither named nor changed', async (_, files) => {
  const { own, others } = await proposed(files, [touching({})]);
  expect(own).not.toContain('Supersedes');
  expect(others).toEqual({});
});

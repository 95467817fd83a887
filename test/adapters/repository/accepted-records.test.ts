import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { AcceptedRecord } from '../../../src/core/vocabulary/event-parts.ts';
import type { PinnedRepository } from '../../../src/ports/repository.ts';
import { writeMarkdownFile } from '../../../src/presentation/format/markdown.ts';
import { drawRelatedRecords } from '../../../src/presentation/related-records.ts';
import { viewOf } from '../../../src/presentation/view/view.ts';
import { readAcceptedRecords } from '../../../src/record/decisions/accepted-records.ts';
import { given, of } from '../../support/designs/given.ts';
import { framing } from '../../support/designs/given-submission.ts';
import { commit, makeRepository, pin, unbounded } from './repository-on-disk.ts';

const SUBJECTS = [
  'invoices thumbnails sessions webhooks passwords backups currencies translations coupons avatars',
  'search emails metrics migrations logs cron exports payments permissions caching',
  'feature-flags uploads addresses receipts refunds subscriptions reminders calendars maps telemetry',
].flatMap((row) => row.split(' '));

const numbered = (at: number) => String(at + 1).padStart(4, '0');
const pathOf = (at: number) => `docs/adr/${numbered(at)}-${SUBJECTS[at]}.md`;
const decides = (at: number) => `We keep ${SUBJECTS[at]} in Postgres.`;

/** The same decision in four styles, one after the other. */
function recordAt(at: number, status: string): string {
  const [title, sentence] = [`Where ${SUBJECTS[at]} are kept`, decides(at)];
  const body = `## Context and Problem Statement\n\nThey grow.\n\n## Decision Outcome\n\n${sentence}\n`;
  return [
    `---\nstatus: "${status}"\ndate: 2026-01-05\n---\n# ${title}\n\n${body}`,
    `# ${title}\n\n* Status: ${status}\n* Date: 2026-01-05\n\n${body}`,
    `# ${at + 1}. ${title}\n\nDate: 2026-01-05\n\n## Status\n\n${status}\n\n## Context\n\nThey grow.\n\n## Decision\n\n${sentence}\n\n## Consequences\n\nNone.\n`,
    `---\nstatus: ${status}\n---\r\n# ${title}\r\n\r\n${body.replaceAll('\n', '\r\n')}`,
  ][at % 4] as string;
}

/** Thirty accepted records, and five that are not. */
async function planted(): Promise<PinnedRepository> {
  const records = SUBJECTS.map((_, at) => [pathOf(at), recordAt(at, 'accepted')] as const);
  const others = [
    'superseded by [ADR-0003](0003-x.md)',
    'proposed',
    'rejected',
    'deprecated',
    'superseded',
  ].map(
    (status, at) => [`docs/adr/${numbered(40 + at)}-old-${SUBJECTS[at]}.md`, recordAt(at, status)] as const,
  );
  const files = Object.fromEntries([...records, ...others]);
  return pin(makeRepository({ ...files, 'docs/adr/README.md': '# Decisions\n', 'src/a.ts': 'one\n' }));
}

function framedWith(topic: string, records: AcceptedRecord[]) {
  const repository = { name: 'shop', commit: 'a'.repeat(40), digest: 'src/', records };
  return given({ isFramedFirst: true, repository, start: { topic } }).reach('framing');
}

test('thirty contradictions are named by the frame and checked by code', async () => {
  const repository = await planted();
  for (const [at, subject] of SUBJECTS.entries()) {
    const topic = `Shall ${subject} move out of Postgres into a bucket?`;
    const records = await readAcceptedRecords(repository, topic, unbounded);
    expect(records[0], subject).toEqual({
      number: numbered(at),
      path: pathOf(at),
      title: `Where ${subject} are kept`,
      sentence: decides(at),
    });
    const world = framedWith(topic, records);
    const touching = (record: string) => {
      const why = 'It says Postgres.';
      return framing(world.design, [], { records: [{ record, relation: 'contradicts', why }] });
    };
    for (const wrong of ['0041', '0045', '0099', 'docs/adr/0041-old-invoices.md', 'the first', ''])
      expect(world.refusesSubmission('synthesizer', touching(wrong)), wrong).toMatchObject({
        code: 'unknown_reference',
        message: expect.stringContaining(`\`records\` names ${wrong}; it may name ${numbered(at)}`),
      });
    // By its number, as people write it, and as a record is called.
    const names = [numbered(at), String(at + 1), `ADR-${numbered(at)}`];
    const events = world.submits('synthesizer', touching(names[at % names.length] ?? ''));
    const [{ records: named } = { records: undefined }] = of(events, 'question_framed');
    expect(named).toEqual([
      {
        number: numbered(at),
        path: pathOf(at),
        title: `Where ${subject} are kept`,
        relation: 'contradicts',
        why: 'It says Postgres.',
      },
    ]);
    expect(writeMarkdownFile(drawRelatedRecords(viewOf(world.design)))).toContain(
      `Contradicts ${numbered(at)} `,
    );
  }
});

test('a record that is named twice is refused, and one without a number is named by its path', () => {
  const record = { number: '', path: 'adr/2026-01-05-queue.md', title: 'The queue', sentence: 'It stays.' };
  const world = framedWith('Does the queue move?', [record]);
  const named = { record: record.path, relation: 'supersedes', why: 'It is asked anew.' } as const;
  const twice = framing(world.design, [], { records: [named, named] });
  expect(world.refusesSubmission('synthesizer', twice).message).toContain('more than once');
  world.submits('synthesizer', framing(world.design, [], { records: [named] }));
  expect(viewOf(world.design).frame?.records).toMatchObject([{ path: record.path, relation: 'supersedes' }]);
});

test('records of a folder that leads elsewhere, of other files and of other kinds are left alone', async () => {
  const good = recordAt(0, 'accepted');
  const folder = makeRepository({
    'docs/adr/0001-good.md': good,
    'docs/adr/0002-binary.md': Buffer.from([0x23, 0, 0xff, 0xfe]),
    'docs/adr/0003-pointer.md': 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n',
    'docs/adr/0004-page.md': '---\nlayout: post\ntags: [invoices]\n---\n# Invoices in Postgres\n',
    'docs/adr/0005-cut.md': '---\nstatus: accepted\n# Where invoices are kept\n',
    'docs/adr/0006-notes.txt': good,
    'other/0007-invoices.md': good,
  });
  symlinkSync('/etc', join(folder, 'docs/adr/0008-out.md'));
  symlinkSync('../other', join(folder, 'docs/adr/more'));
  commit(folder, 'Links');
  const repository = await pin(folder);
  const found = await readAcceptedRecords(repository, 'Where are invoices kept?', unbounded);
  expect(found.map(({ number }) => number)).toEqual(['0001']);
  const nothing = await pin(makeRepository({ 'src/a.ts': 'one\n' }));
  expect(await readAcceptedRecords(nothing, 'Where are invoices kept?', unbounded)).toEqual([]);
});

test('the folder that adr-tools names is read, and no other', async () => {
  const folder = makeRepository({
    '.adr-dir': 'notes/why\n',
    'notes/why/0001-invoices.md': recordAt(0, 'accepted'),
    'docs/adr/0009-invoices.md': recordAt(0, 'accepted'),
  });
  const found = await readAcceptedRecords(await pin(folder), 'Where are invoices kept?', unbounded);
  expect(found.map(({ path }) => path)).toEqual(['notes/why/0001-invoices.md']);
});

test('of 2,000 records the twenty nearest to the topic are kept', async () => {
  const files = Array.from({ length: 2_000 }, (_, at) => {
    const sentence = `We keep thing${at} in ${at % 100 === 0 ? 'an archive on tape' : 'Postgres'}.`;
    return [
      `docs/adr/${numbered(at)}-thing.md`,
      `# Thing ${at}\n\n* Status: accepted\n\n## Decision\n\n${sentence}\n`,
    ];
  });
  const repository = await pin(makeRepository(Object.fromEntries(files)));
  const found = await readAcceptedRecords(repository, 'Is the archive on tape kept?', unbounded);
  expect(found).toHaveLength(20);
  expect(found.every(({ sentence }) => sentence.includes('tape'))).toBe(true);
});

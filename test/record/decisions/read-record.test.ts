import { describe, expect, test } from 'vitest';
import { readRecord } from '../../../src/record/decisions/read-record.ts';

const PATH = 'docs/decisions/0007-queue.md';
const HASH = 'a'.repeat(64);

/** A record of ours with these rows in its front matter. */
function ours(...rows: readonly string[]): string {
  return ['---', 'status: "accepted"', ...rows, '---', '', '# ADR-0007: Queue', ''].join('\n');
}

describe('styles of records', () => {
  test.each([
    ['MADR 4', '---\nstatus: accepted\ndate: 2026-01-05\n---\n# Use Postgres\n'],
    ['MADR 2', '# Use Postgres\n\n* Status: accepted\n* Date: 2026-01-05\n'],
    ['a table', '# Use Postgres\n\n| Status | Accepted |\n|---|---|\n'],
    ['bold words', '# Use Postgres\n\n**Status:** Accepted\n'],
    ['Nygard', '# 7. Use Postgres\n\nDate: 2026-01-05\n\n## Status\n\nAccepted\n\n## Context\n'],
    ['underlined headings', 'Use Postgres\n============\n\nStatus\n------\n\nAccepted\n'],
    ['Windows', '# 7. Use Postgres\r\n\r\n## Status\r\n\r\nAccepted\r\n'],
    ['a mark of UTF-8', '\ufeff---\nstatus: accepted\n---\n# ADR-7: Use Postgres\n'],
  ])('%s: the status and the title are read', (_, text) => {
    expect(readRecord(PATH, text)).toMatchObject({
      number: '0007',
      status: 'accepted',
      title: 'Use Postgres',
      cited: [],
      designId: null,
    });
  });

  test.each([
    ['superseded by [ADR-0012](0012-other.md)', 'superseded'],
    ['~~Accepted~~ Superseded by ADR-12', 'superseded'],
    ['Accepted, supersedes ADR-2', 'accepted'],
    ['Accepted. Never superseded.', 'accepted'],
    ['Accepted, has not been superseded', 'accepted'],
    ['~~Proposed~~ Accepted', 'accepted'],
    ['proposed', 'proposed'],
    ['rejected', 'declined'],
    ['deprecated', 'other'],
    ['not accepted', 'other'],
  ])('"%s" is %s', (words, status) => {
    expect(readRecord(PATH, `---\nstatus: ${words}\n---\n# One\n`)).toMatchObject({ status });
    expect(readRecord(PATH, `# One\n\n## Status\n\n${words}\n`)).toMatchObject({ status });
  });

  test('adr-tools adds a second line to the status of a superseded record', () => {
    const text = '# 7. One\n\n## Status\n\nAccepted\n\nSuperseded by [9. Two](0009-two.md)\n';
    expect(readRecord(PATH, text)).toMatchObject({ status: 'superseded' });
  });

  test.each([
    [
      '## Decision Outcome\n\nChosen option: "Postgres", because we run it. It is known.\n',
      'Chosen option: "Postgres", because we run it.',
    ],
    [
      '## Decision\n\nWe will use `Postgres`\nfor all queues. It is known.\n',
      'We will use Postgres for all queues.',
    ],
    ['## Decision Outcome\n\n**Use snake\\_case names\\.**\n\nMore words.\n', 'Use snake_case names.'],
    ['## Decision\n\n<!-- say it\nshortly -->\n\nUse it.\n', 'Use it.'],
    ['## Consequences\n\nNone.\n', ''],
  ])('the decision in one sentence: %j', (part, sentence) => {
    expect(readRecord(PATH, `# One\n\nStatus: accepted\n\n${part}`)).toMatchObject({ sentence });
  });

  test.each([
    ['docs/adr/adr-013-one.md', '013'],
    ['docs/adr/7-one.md', '7'],
    ['docs/adr/2026-01-05-one.md', null],
    ['docs/adr/one.md', null],
  ])('the number in the name %s is %s', (path, number) => {
    expect(readRecord(path, '# One\n\nStatus: accepted\n')).toMatchObject({ number });
  });
});

describe('what is no record, or damaged', () => {
  test.each([
    ['another tool', false, '---\nlayout: post\ntags: &a [x]\n---\n# One\n', /no status/],
    ['a plain page', false, '# One\n\nStatus quo is bad.\n', /no status/],
    ['a front-matter without an end', false, '---\nstatus: accepted\n# One\n', /never closed/],
    [
      'lines that are no place',
      true,
      ours('charrette-cited:', '  - { "lines": "src/a.ts" }'),
      /^line 3 .*cited\.0\.lines: .*a path with lines/,
    ],
    [
      'a wrong hash',
      true,
      ours('charrette-cited:', '  - { "lines": "src/a.ts:1", "sha256": "abc" }'),
      /must be a SHA-256/,
    ],
    ['half a commit', true, ours('charrette-commit: "abc"'), /line 3 .*full id/],
    ['a broken row', true, ours('charrette-cited:', '  - { "lines": "src/a.ts:1"'), /not valid YAML/],
    ['a long file', false, `---\nstatus: accepted\n---\n${'x'.repeat(1_000_000)}`, /1000000|1,000,000/],
  ])('%s is left alone, with the reason', (_, isOurs, text, why) => {
    expect(readRecord(PATH, text)).toEqual({ path: PATH, why: expect.stringMatching(why), isOurs });
  });

  test('rows that a formatter broke into several lines are read', () => {
    const rows = [
      'charrette-cited:',
      '  - {',
      '      "lines": "src/a.ts:1-2",',
      `      "sha256": "${HASH}",`,
      '    }',
    ];
    expect(readRecord(PATH, ours(...rows))).toMatchObject({
      cited: [{ path: 'src/a.ts', from: 1, to: 2, sha256: HASH, sentences: [], says: '', because: '' }],
    });
  });

  test('a record with the line ends of Windows cites what it did', () => {
    const text = ours('charrette-cited:', `  - { "lines": "src/a.ts:1-2", "sha256": "${HASH}" }`);
    expect(readRecord(PATH, text.replaceAll('\n', '\r\n'))).toEqual(readRecord(PATH, text));
    expect(readRecord(PATH, text)).toMatchObject({ cited: [{ sha256: HASH }] });
  });

  test('A15: a megabyte of marks is read in less than a second', () => {
    const hostile = ['<!--', '**', '|', '# ', '_', '[a](', '~~', 'status ', '`'].map((mark) =>
      mark.repeat(100_000),
    );
    for (const text of hostile) {
      const started = performance.now();
      readRecord(PATH, `${text}\n\nStatus: accepted\n`);
      expect(performance.now() - started).toBeLessThan(1_000);
    }
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findCaveats } from '../../src/core/outcome/caveats/all.ts';
import { claimsOf } from '../../src/core/proposals/labels.ts';
import type { Design } from '../../src/core/vocabulary/design.ts';
import { evolve } from '../../src/core/workflow/evolve.ts';
import { viewOf } from '../../src/presentation/view/view.ts';
import { phaseLinesOf } from '../../src/surfaces/terminal/change-lines.ts';
import { leaveUnpainted } from '../../src/surfaces/terminal/markdown.ts';
import { drawResult } from '../../src/surfaces/terminal/result.ts';
import { playAtTerminal } from '../support/designs/example-at-terminal.ts';
import {
  comparable,
  type PlayedExample,
  playWrittenExample,
  RECORD_NOTE,
} from '../support/designs/written-example.ts';
import { needing } from '../support/runner/needing.ts';

const { test: testAtTerminal } = await needing('terminal');

const DOCUMENTS = join(import.meta.dirname, '../../docs/example');
const played: PlayedExample = await playWrittenExample(0);
const unanswered = await playWrittenExample(0, false);

describe('the written example, on a real engine with its repository', () => {
  const { design, files } = played;

  test('the written example ends completed, marked, with every citation checked in the repository', () => {
    expect(design.end).toMatchObject({ status: 'completed' });
    const checks = claimsOf(design).flatMap(({ check, text }) =>
      check === null ? [] : [{ text, ...check }],
    );
    expect(checks.length).toBeGreaterThan(25);
    expect(checks.filter(({ status }) => status !== 'checked')).toEqual([]);
    const findings = design.audit?.citations ?? [];
    expect(findings.map(({ status }) => status)).toEqual(['checked']);
  });

  test('J11: the written example has no caveat but a reservation, so that amber means something', () => {
    expect(findCaveats(design).map(({ kind }) => kind)).toEqual(['not_signed']);
  });

  test('C2: one process ends while it writes, is replaced once, and its proposal is there', () => {
    const replaced = design.participants.filter(({ sessions }) => sessions.length > 1);
    expect(replaced.map(({ id }) => id)).toEqual(['contract-keeper']);
    expect(replaced[0]?.sessions.map(({ origin }) => origin)).toEqual(['first', 'retry']);
    expect(design.proposals.map(({ participant }) => participant)).toContain('contract-keeper');
  });

  test('J10: people’s words are matched to three questions, and one stays an assumption', () => {
    const answered = design.questions.filter(({ status }) => status === 'answered');
    expect(answered.map(({ participant }) => participant).toSorted()).toEqual([
      'contract-keeper',
      'failure-analyst',
      'subtractor',
    ]);
  });

  test.each([
    ['answered', played],
    ['not answered', unanswered],
  ])(
    'the brief is one page, %s: at most 650 words beside the signed text and links',
    (_, example) => {
      const signed = example.files.get('decision.md') ?? '';
      const brief = example.files.get('brief.md') ?? '';
      expect(brief).toContain(signed);
      const words = brief
        .replace(signed, '')
        .replaceAll(/\]\([^)]*\)/g, ']')
        .split(/\s+/)
        .filter((word) => /[\p{L}\p{N}]/u.test(word));
      expect(words.length).toBeGreaterThan(150);
      expect(words.length).toBeLessThanOrEqual(650);
      expect(example.files.get('record.md')).not.toContain('Most of its claims come');
    },
  );

  test('the mark stands in each file once', () => {
    for (const name of [...files.keys()].filter((each) => each.endsWith('.md')))
      expect([name, files.get(name)?.split('REHEARSAL').length]).toEqual([name, 2]);
  });

  test('each line of prose in the brief ends as a sentence, before its source', () => {
    const [, page = ''] = (files.get('brief.md') ?? '').split(/^# .*$/m);
    const prose = page
      .split('\n')
      .filter((row) => row !== '' && !/^(?:#|\||> ?\*\*REHEARSAL)/.test(row));
    expect(prose.length).toBeGreaterThan(15);
    const ends = /[.?!]”?(?:\*{1,2})?(?: \*?\([^()]*\)\*?| \*compare\*)?$/;
    expect(prose.filter((row) => !ends.test(row))).toEqual([]);
  });

  test('claims about today’s code cite lines that show it', () => {
    const today = claimsOf(design).find(({ text }) =>
      text.startsWith('Order and job are two writes'),
    );
    const [, from = 0, to = 0] =
      /:(\d+)-(\d+)$/.exec(today?.citation.place ?? '')?.map(Number) ?? [];
    const history = readFileSync(
      join(DOCUMENTS, '../../examples/job-queue/history.fast-import'),
      'utf8',
    );
    const file =
      history
        .split('src/orders/place-order.ts\n')
        .at(-1)
        ?.replace(/^data .*\n/, '') ?? '';
    const cited = file
      .split('\n')
      .slice(from - 1, to)
      .join('\n');
    expect(cited).toContain('insert into orders');
    expect(cited).toContain("queue.add('receipt'");
  });

  test('what it prints says that no model was called', () => {
    expect(files.get('terminal.txt')).toContain(
      'REHEARSAL: a written example, no model was called',
    );
  });

  test('C2: without a terminal the example shows the replacement that it announces', () => {
    let design: Design | null = null;
    const lines = played.events.flatMap((event) => {
      design = evolve(design, event);
      return phaseLinesOf(event, design);
    });
    const about = lines.filter((each) => each.startsWith('Contract keeper'));
    expect(about).toEqual([
      expect.stringContaining('crashed: killed on purpose'),
      expect.stringContaining('starts again'),
    ]);
  });

  test('J6: without a terminal a step says that it waits for a decision', () => {
    const place = { folder: null, columns: null, program: 'charrette', paint: leaveUnpainted };
    const text = drawResult(viewOf(design), place);
    expect(text).toContain(
      '3. Move receipts (four days). Waits for your decision: When do receipts move?\n',
    );
    expect(text.split('\n').length).toBeLessThan(25);
  });

  testAtTerminal(
    'docs/example/terminal.txt is what a terminal shows, with the written answers: npm run generate:example',
    async () => {
      const kept = readFileSync(join(DOCUMENTS, 'terminal.txt'), 'utf8');
      expect(comparable(await playAtTerminal(0))).toEqual(comparable(kept));
    },
  );

  test.each(readdirSync(DOCUMENTS).filter((name) => name !== 'terminal.txt'))(
    'docs/example/%s is what it makes: npm run generate:example',
    (name) => {
      const made = name === 'record.md' ? RECORD_NOTE : (files.get(name) ?? '');
      expect(comparable(made)).toEqual(comparable(readFileSync(join(DOCUMENTS, name), 'utf8')));
    },
  );
});

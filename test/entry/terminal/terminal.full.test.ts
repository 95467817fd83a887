import { expect } from 'vitest';
import { readWrittenAnswer } from '#adapters/rehearsal/example/recording.ts';
import { nameOnRecord } from '#core/vocabulary/claimed-name.ts';
import type { DesignView } from '#presentation/schema/view.ts';
import { EXAMPLE_SECONDS, FIRST_KEY_MS, WRITTEN_EXAMPLE } from '#surfaces/terminal/answering.ts';
import { needing } from '../../support/runner/needing.ts';
import { FEW_PERSONAS, THREE_PERSONAS } from '../daemon.ts';
import { until } from '../waiting.ts';
import { onRecord, openStage } from './stage.ts';

const { describe, test } = await needing('terminal', 'postgres');

const TOPIC = 'Should the job queue move from Redis to Postgres?';
const CTRL_C = '\u0003';

type Questions = DesignView['questions'];

const authorsIn = (questions: Questions) =>
  questions.map(({ answers }) => answers.map(({ author }) => author));

/** One question has no written answer: chance draws which. `typed`: index of one with another. */
const writtenAuthors = (questions: Questions, author: string, typed = -1) =>
  questions.map(({ text }, index) =>
    index === typed || readWrittenAnswer(text) !== '' ? [author] : [],
  );

describe('on a terminal of its own', () => {
  test.each([
    ['with the live display', {}],
    ['in plain lines', { TERM: 'dumb' }],
  ])(
    'two people answer %s, and none of their words are lost under the prompt',
    async (_, display) => {
      const stage = await openStage({
        ...THREE_PERSONAS,
        ...display,
        CHARRETTE_REHEARSAL_LATENCY_MS: '0',
      });
      const terminal = await stage.run('design', TOPIC);
      await stage.untilIs('open questions', ({ answering }) => answering !== null);
      await stage.answerAsBen('Q1: At most 900 a minute.');
      await terminal.answers('Q1: And 40 a minute at night.');
      const authors = ({ questions }: DesignView) =>
        questions[0]?.answers.map(({ author }) => author) ?? [];
      await stage.untilIs('two answers', (view) => authors(view).length === 2);
      await terminal.answers('/done');
      await terminal.ended();
      const view = await stage.design();
      expect([view.status, authors(view).toSorted()]).toEqual([
        'completed',
        [onRecord('Ana'), onRecord('Ben')],
      ]);
      for (const { text } of view.questions) await stage.reads(text);
      for (const name of [onRecord('Ana'), onRecord('Ben'), 'Files: ']) await stage.reads(name);
    },
  );

  test('the written example waits for whoever types, and Enter takes what is written', async () => {
    const stage = await openStage({ CHARRETTE_REHEARSAL_LATENCY_MS: '0' });
    const terminal = await stage.run('design', TOPIC);
    await terminal.asks('? Q1 ');
    terminal.type('Nobody');
    await until('a prompt that outlasts the countdown', () => {
      const left = /waits for Enter, until .*\((\d+):(\d\d) left\)/.exec(terminal.lines.join('\n'));
      const leftMs = (Number(left?.[1]) * 60 + Number(left?.[2])) * 1_000;
      return leftMs < EXAMPLE_SECONDS * 1_000 - FIRST_KEY_MS;
    });
    terminal.type(' else.\r');
    for (const name of ['Q2', 'Q3', 'Q4']) {
      await terminal.asks(`? ${name} `);
      terminal.type('\r');
    }
    await terminal.ended();
    const { status, questions } = await stage.design();
    expect(status).toBe('completed');
    expect(authorsIn(questions)).toEqual(writtenAuthors(questions, onRecord('Ana'), 0));
    expect(questions[0]?.answers.map(({ quote }) => quote)).toEqual(['Nobody else.']);
  });

  test('the written example answers in its own name where nobody presses a key', async () => {
    const stage = await openStage({ CHARRETTE_REHEARSAL_LATENCY_MS: '0' });
    const terminal = await stage.run('design', TOPIC);
    await terminal.ended();
    const { questions } = await stage.design();
    const example = nameOnRecord(WRITTEN_EXAMPLE, { way: 'terminal' });
    expect(authorsIn(questions)).toEqual(writtenAuthors(questions, example));
  });

  test('C19: a terminal that is closed at a question cancels the design', async () => {
    const stage = await openStage({ CHARRETTE_REHEARSAL_LATENCY_MS: '0' });
    const terminal = await stage.run('design', TOPIC);
    await terminal.asks('? Q1 ');
    await terminal.close();
    const { status, banner } = await stage.design();
    expect([status, banner.headline]).toEqual(['cancelled', expect.stringContaining('SIGHUP')]);
  });

  test('C19: Ctrl-C asks, and cancels when that is confirmed', async () => {
    const stage = await openStage({ ...FEW_PERSONAS, CHARRETTE_REHEARSAL_LATENCY_MS: '600000' });
    const terminal = await stage.run('design', TOPIC);
    await stage.untilIs('the frame', ({ round }) => round?.kind === 'framing');
    terminal.type(CTRL_C);
    await terminal.asks('? Cancel this design?');
    terminal.type('y\r');
    await terminal.ended();
    expect((await stage.design()).status).toBe('cancelled');
  });
});

import { expect } from 'vitest';
import type { DesignView } from '#presentation/schema/view.ts';
import { needing } from '../../support/runner/needing.ts';
import { FEW_PERSONAS, THREE_PERSONAS } from '../daemon.ts';
import { onRecord, openStage } from './stage.ts';

const { describe, test } = await needing('terminal', 'postgres');

const TOPIC = 'Should the job queue move from Redis to Postgres?';
const CTRL_C = '\u0003';

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

  test('the written example lets a person answer, and Enter takes what is written', async () => {
    const stage = await openStage({ CHARRETTE_REHEARSAL_LATENCY_MS: '0' });
    const terminal = await stage.run('design', TOPIC);
    await terminal.asks('? Q1 ');
    terminal.type('Nobody else.\r');
    for (const name of ['Q2', 'Q3', 'Q4']) {
      await terminal.asks(`? ${name} `);
      terminal.type('\r');
    }
    await terminal.ended();
    const { status, questions } = await stage.design();
    expect(status).toBe('completed');
    expect(questions.flatMap(({ answers }) => answers).length).toBeGreaterThanOrEqual(3);
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

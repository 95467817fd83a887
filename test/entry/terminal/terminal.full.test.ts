import { join } from 'node:path';
import { expect } from 'vitest';
import type { DesignView } from '../../../src/core/presentation/format/design-schema.ts';
import { needing } from '../../support/needing.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { FEW_PERSONAS, THREE_PERSONAS } from '../daemon.ts';
import { afterwards, until } from '../waiting.ts';
import { PseudoTerminal } from './pseudo-terminal.ts';
import { onRecord, openStage } from './stage.ts';

const { describe, test } = await needing('terminal', 'postgres');

const TOPIC = 'Should the job queue move from Redis to Postgres?';
const CTRL_C = '\u0003';
const [ANALYST, ARCHAEOLOGIST, SUBTRACTOR] = ['failure-analyst', 'archaeologist', 'subtractor'];
/** Long enough for a process to be killed while the model is asked. */
const KILLING = { CHARRETTE_REHEARSAL_LATENCY_MS: '500' };

describe('on a terminal of its own', () => {
  test.each([
    ['with the live display', {}],
    ['in plain lines', { TERM: 'dumb' }],
  ])('two people answer %s, and none of their words are lost under the prompt', async (_, display) => {
    const stage = await openStage({ ...THREE_PERSONAS, ...display, CHARRETTE_REHEARSAL_LATENCY_MS: '0' });
    const terminal = await stage.run('design', TOPIC);
    await stage.untilIs('open questions', ({ answering }) => answering !== null);
    await stage.answerAsBen('Q1: At most 900 a minute.');
    await terminal.answers('Q1: And 40 a minute at night.');
    const authors = ({ questions }: DesignView) => questions[0]?.answers.map(({ author }) => author) ?? [];
    await stage.untilIs('two answers', (view) => authors(view).length === 2);
    await terminal.answers('/done');
    await terminal.ended();
    const view = await stage.design();
    expect([view.status, authors(view).toSorted()]).toEqual([
      'completed',
      [onRecord('Ana'), onRecord('Ben')],
    ]);
    for (const { text } of view.questions) await stage.reads(text);
    for (const { sha256 } of view.seals) await stage.reads(sha256.slice(0, 8));
    for (const name of [onRecord('Ana'), onRecord('Ben'), 'brief.md', 'manifest.json'])
      await stage.reads(name);
  });

  test('a persona that crashes twice is gone, and a person decides at the gates that follow', async () => {
    const stage = await openStage({ ...FEW_PERSONAS, ...KILLING });
    const terminal = await stage.run('design', TOPIC);
    for (const _ of [1, 2]) await stage.crash(ANALYST);
    await stage.untilIs('open questions', ({ answering }) => answering !== null);
    await terminal.answers('/done');
    await terminal.choose('Send back once…');
    await terminal.asks('? What should be different?');
    terminal.type('Say what it costs.\r\r');
    await stage.untilIs('the second gate', ({ gate }) => gate?.id === 'gate-2');
    await stage.reads('Say what it costs.');
    await terminal.choose('Accept');
    await terminal.asks('? Accept');
    terminal.type('y\r');
    await terminal.ended();
    expect(await stage.design()).toMatchObject({ status: 'completed' });
  });

  test('C9: with everybody dead the command ends, and run again it goes on from what was answered', async () => {
    const stage = await openStage({ ...THREE_PERSONAS, ...KILLING });
    const terminal = await stage.run('design', TOPIC);
    await stage.untilIs('open questions', ({ answering }) => answering !== null);
    await stage.answerAsBen('Q1: At most 900 a minute.');
    await terminal.answers('/done');
    const everybody = [ANALYST, ARCHAEOLOGIST, SUBTRACTOR];
    for (const _ of [1, 2]) await Promise.all(everybody.map((id) => stage.crash(id)));
    await terminal.ended();
    const first = await stage.design();
    expect(first.status).toBe('cancelled');
    await stage.reads(`charrette retry ${first.id.slice(-8)}`);
    await (await stage.run('retry', first.id)).ended();
    const second = await stage.design();
    expect(second).toMatchObject({ status: 'completed', successorOf: first.id });
    expect(second.questions[0]).toMatchObject({ answers: [{ author: onRecord('Ben') }] });
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

  test('J10: several lines answer several questions, words under the number of none are said to be so, and a paste stays one reply', async () => {
    const folder = temporaryFolder();
    const environment = { CHARRETTE_DATA_DIR: join(folder, 'data'), CHARRETTE_REHEARSAL: '1' };
    const terminal = new PseudoTerminal(['design', 'Where do the logs go?'], environment, folder);
    afterwards(() => terminal.end());
    const says = (words: RegExp) =>
      until(String(words), () => terminal.lines.some((line) => line.match(words) !== null));
    await says(/^Still open: Q1, .* and Q8,/);
    await terminal.answers('Q5: both the same\rQ6: as well\rQ1: three lines\rof words.\rQ2: not in one');
    await says(/^Q5 ✓ .*“both the same”$/);
    await says(/^Q6 ✓ .*“as well”$/);
    await says(/^Q1 ✓ .*“three lines of words\.”$/);
    await says(/^Q2 ✓ .*“not in one”$/);
    await says(/^Still open: Q3, Q4, Q7 and Q8,/);
    await terminal.answers('\u001b[200~Q3: pasted\r\rQ99: into the void\r\u001b[201~');
    await says(/^Q3 ✓ .*“pasted”$/);
    await says(/“Q99: into the void”/);
    await terminal.answers('/done');
    await terminal.ended();
    expect(terminal.lines.filter((line) => line.includes('; assumed:'))).toHaveLength(3);
  });
});

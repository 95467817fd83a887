import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { atNight } from '../support/runner/whole.ts';
import { calledHere } from './cli.ts';
import { FEW_PERSONAS } from './daemon.ts';
import { InProcess } from './in-process.ts';
import { afterwards } from './waiting.ts';

const TOPIC = 'Should the outbox move to Kafka?';

/** A design that there is not. */
const NOBODY = 'dsn_0192f3aa-0000-7000-8000-000000000000';
const Event = z.looseObject({ seq: z.number(), type: z.string(), designId: z.string().optional() });

function eventsIn(text: string): z.infer<typeof Event>[] {
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => Event.parse(JSON.parse(line)));
}

interface Way {
  /** Readies a data folder for commands. */
  ready(folder: string, environment: Readonly<Record<string, string>>): Promise<void>;
  /** Said of words that come after the end. */
  readonly late: RegExp;
}

const WAYS: readonly (readonly [string, Way])[] = [
  [
    'in the daemon of the data folder',
    {
      ready: async (folder, environment) => {
        const daemon = await InProcess.start(folder, {
          CHARRETTE_REHEARSAL_LATENCY_MS: '0',
          ...FEW_PERSONAS,
          ...environment,
        });
        afterwards(() => daemon.stop());
      },
      late: /^This design has ended\. [^\n]*$|^Recorded\.\n$/m,
    },
  ],
  [
    'in the process of the command',
    {
      ready: async () => undefined,
      late: /^Saved, but no process runs this design .* To have it recorded: /m,
    },
  ],
];

/** A data folder, and a caller of commands on it. */
async function openedBy(way: Way, environment: Readonly<Record<string, string>> = {}) {
  const folder = temporaryFolder();
  await way.ready(folder, environment);
  return {
    folder,
    call: (...words: string[]) => calledHere(folder, words, { ...FEW_PERSONAS, ...environment }),
  };
}

describe.each(WAYS)('the command line speaks the same API %s', (_, way) => {
  test('J1: --json prints events and nothing else, seals without what they seal, and watch prints the same', async () => {
    const { folder, call } = await openedBy(way);
    const none = await call('list');
    expect([none.code, none.stdout]).toEqual([
      0,
      expect.stringMatching(/^No designs yet\. .* design "<topic>"\n$/),
    ]);
    const repository = join(folder, 'repository');
    execFileSync('git', ['init', '--quiet', repository]);
    const author = ['-c', 'user.name=Ana', '-c', 'user.email=ana@example.org'];
    execFileSync('git', ['-C', repository, ...author, 'commit', '-qm', 'x', '--allow-empty']);
    const { code, stdout, stderr } = await call(
      'design',
      TOPIC,
      '--json',
      '--no-questions',
      '--repo',
      repository,
    );
    expect(code, stderr).toBe(0);
    const printed = eventsIn(stdout);
    expect(printed.map(({ seq }) => seq)).toEqual(printed.map((_, index) => index + 1));
    expect(printed[0]).toMatchObject({
      type: 'design_started',
      repository: { name: 'repo' },
      settings: { questions: 'none', gates: 'none', answerMs: 0 },
    });
    expect(printed.filter(({ type }) => type === 'questions_asked')).toEqual([]);
    const seals = printed.filter(({ type }) => type === 'proposal_sealed');
    expect(seals.length).toBeGreaterThan(1);
    for (const seal of seals) {
      expect(seal).toHaveProperty('sha256');
      expect(seal).not.toHaveProperty('proposal');
    }

    const id = printed[0]?.designId ?? '';
    expect(eventsIn((await call('watch', id.slice(-8), '--json')).stdout)).toEqual(printed);
    const listed = await call('list');
    expect(listed.stderr).toBe('');
    expect(listed.stdout).toMatch(
      new RegExp(
        `^${id.slice(-8)} {2}[0-9-]{10} {2}completed {2}.* {2}\\$0\\.00 {2}REHEARSAL: Should`,
      ),
    );
    expect((await call('list', '--status', 'failed')).stdout).toBe('No design is failed.\n');
    expect((await call('show', id, '--turn', '1')).stdout).toMatch(/^Turn 1 of /);
  });
});

const SAMPLE = atNight(WAYS, ([name]) => name === 'in the daemon of the data folder');

describe.each(SAMPLE)('the command line says the same %s', (_, way) => {
  test('refusals are said in the same words, and exit with the same codes', async () => {
    const { folder, call } = await openedBy(way);
    const ended = await call('design', TOPIC, '--json', '--no-questions');
    const id = eventsIn(ended.stdout)[0]?.designId ?? '';
    const refused = async (exit: number, words: RegExp, ...given: string[]) => {
      const { code, stdout, stderr } = await call(...given);
      expect([code, stdout], given.join(' ')).toEqual([exit, '']);
      expect(stderr).toMatch(words);
    };
    for (const [verb = '', ...rest] of [
      ['show'],
      ['watch', '--json'],
      ['cancel'],
      ['answer', 'Yes.'],
      ['retry'],
      ['decide', 'accept'],
      ['settle', 'D1', '1a'],
    ]) {
      await refused(2, /^There is no design "dsn_0192/, verb, NOBODY, ...rest);
    }
    await refused(
      2,
      /nowhere cannot be opened/,
      'design',
      TOPIC,
      '--repo',
      join(folder, 'nowhere'),
    );
    await refused(
      1,
      /^No one is asked to decide anything in this design now\.$/m,
      'decide',
      id,
      'accept',
    );
    await refused(
      2,
      /There is no such difference\. The design's differences: /,
      'settle',
      id,
      'D9',
      '9a',
    );
    await refused(
      1,
      /^It ended with a decision, so it can’t be run again\. Follow up instead\.$/m,
      'retry',
      id,
    );
    const preview = await call('retry', id, '--preview');
    expect([preview.code, preview.stdout]).toEqual([
      0,
      expect.stringMatching(/^It ended with a decision, so it can’t be run again/),
    ]);
    const cancelled = await call('cancel', id);
    expect([cancelled.code, cancelled.stdout]).toEqual([
      0,
      expect.stringMatching(/^It ended on .+ UTC with a decision: there is nothing to cancel\.\n$/),
    ]);
    const late = await call('answer', id, 'One more thing.');
    expect([late.code, late.stdout]).toEqual([0, expect.stringMatching(way.late)]);
  });
});

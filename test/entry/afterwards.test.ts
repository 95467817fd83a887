import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { COMMAND_BOUND_MS, calledHere } from './cli.ts';
import { FEW_PERSONAS } from './daemon.ts';
import { InProcess } from './in-process.ts';
import { afterwards } from './waiting.ts';

const TOPIC = 'Should the outbox move to Kafka?';

function callerIn(folder: string) {
  const call = (...words: string[]) => calledHere(folder, words, FEW_PERSONAS);
  const decided = async (...options: string[]): Promise<string> => {
    const { stdout, stderr } = await call('design', TOPIC, '--json', '--no-questions', ...options);
    const id = /dsn_[0-9a-f-]+/.exec(stdout)?.[0];
    if (id === undefined) throw new Error(stderr);
    return id;
  };
  return { call, decided };
}

describe('what people do with a decision after the end, at a command line', () => {
  test('J14: it is accepted, assigned, declined and replaced, and show tells how it stands', {
    timeout: COMMAND_BOUND_MS,
  }, async () => {
    const folder = temporaryFolder();
    const daemon = await InProcess.start(folder, { CHARRETTE_REHEARSAL_LATENCY_MS: '0', ...FEW_PERSONAS });
    afterwards(() => daemon.stop());
    const { call, decided } = callerIn(folder);
    const id = await decided();
    const said = async (...words: string[]) => {
      const { code, stdout, stderr } = await call(...words);
      return [code, stdout, stderr];
    };
    expect(await said('accept', id)).toEqual([0, 'Accepted.\n', '']);
    expect(await said('assign', id, '1', 'Ben', '--by', '2031-12-01')).toEqual([
      0,
      'Step 1 is for Ben to do.\n',
      '',
    ]);
    const shown = async () => (await call('status', id)).stdout;
    expect(await shown()).toMatch(
      /^Since the end\n {2}Accepted by .+ \(terminal\) on \d+ \w+\.\n {2}Step 1: Ben, by 1 December 2031\.$/m,
    );
    expect(await said('assign', id, '1', '')).toEqual([0, 'Nobody is named for step 1 any more.\n', '']);
    expect((await call('decline', id, 'Not before March.')).stdout).toMatch(/^Declined\. This stands beside/);
    expect(await shown()).toMatch(/ {2}Declined by .+: “Not before March\.”/);

    const later = await decided('--follow-up', id, '--supersede');
    expect((await call('show', later)).stdout).toContain(`replaces ${id}: `);
    expect(await shown()).toMatch(/^Since the end\n {2}Superseded on \d+ \w+: “/m);
  });

  test('J14: without a daemon it is checked at once and kept, and what does not fit is refused', {
    timeout: COMMAND_BOUND_MS,
  }, async () => {
    const { call, decided } = callerIn(temporaryFolder());
    const id = await decided();
    const accepted = await call('accept', id, 'Go.');
    expect([accepted.code, accepted.stdout]).toEqual([
      0,
      expect.stringMatching(/^Kept\. .* To have it recorded: /),
    ]);
    const refused = async (...words: string[]) => {
      const { code, stderr } = await call(...words);
      return [code, stderr.trim()];
    };
    expect(await refused('assign', id, '99', 'Ben')).toEqual([
      1,
      expect.stringMatching(/^There is no step 99: /),
    ]);
    expect(await refused('assign', id, 'one', 'Ben')).toEqual([
      2,
      expect.stringMatching(/"one" is no step\./),
    ]);
    expect(await refused('assign', id, '1', 'Ben', '--by', 'soon')).toEqual([
      1,
      expect.stringMatching(/^“soon” is no date; write it like 2026-12-01\.$/),
    ]);
    expect(await refused('decline', id, ' ')).toEqual([2, expect.stringMatching(/The reason is empty\./)]);
    expect(await refused('design', TOPIC, '--supersede')).toEqual([
      2,
      expect.stringMatching(/--supersede goes with --follow-up/),
    ]);
  });

  test('J14: a design that is run in the process of its command tells the one that it replaces', {
    timeout: COMMAND_BOUND_MS,
  }, async () => {
    const { call, decided } = callerIn(temporaryFolder());
    const id = await decided();
    await decided('--follow-up', id, '--supersede');
    expect((await call('show', id)).stdout).toMatch(/^ {2}Superseded on \d+ \w+: “/m);
  });
});

import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { calledHere } from './cli.ts';
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
  test('J14: it is accepted, declined and replaced, and show tells how it stands', async () => {
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
    const shown = async () => (await call('show', id)).stdout;
    expect(await shown()).toMatch(/^Since the end\n {2}Accepted by .+ \(terminal\) on \d+ \w+\.$/m);
    expect((await call('decline', id, '--why', 'Not before March.')).stdout).toMatch(
      /^Declined\. This is shown with/,
    );
    expect(await shown()).toMatch(/ {2}Declined by .+: “Not before March\.”/);
  });

  test('J14: without a daemon it is recorded at once, and what does not fit is refused', async () => {
    const { call, decided } = callerIn(temporaryFolder());
    const id = await decided();
    const accepted = await call('accept', id);
    expect([accepted.code, accepted.stdout]).toEqual([0, 'Accepted.\n']);
    expect((await call('list')).stdout).toContain('→ accepted: ');
    const refused = async (...words: string[]) => {
      const { code, stderr } = await call(...words);
      return [code, stderr.trim()];
    };
    expect(await refused('decline', id, '--why', ' ')).toEqual([
      2,
      expect.stringMatching(/The reason is empty\./),
    ]);
  });
});

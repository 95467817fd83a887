import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { charrette } from '../entry/cli.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { begun, daemonOn, expectAllWhole } from './backed-up.ts';
import { say } from './people.ts';

test('a backup of running designs is one moment of them, and they finish in another folder', async () => {
  const [original, restored] = [temporaryFolder(), temporaryFolder()];
  const file = join(temporaryFolder(), 'charrette.tar');
  // One waits for people until it is answered, however long the command takes; the other is in the middle of its turns.
  const daemon = await daemonOn(original, { CHARRETTE_ANSWER_SECONDS: '600' });
  const ids = await begun(daemon, 2);
  const [busy = '', waiting = ''] = ids;
  for (const id of ids)
    await daemon.events(id).until('the questions', ({ type }) => type === 'answering_opened');
  await say(daemon, busy, 'answered', { author: 'ana' });
  await daemon.events(busy).until('a proposal', ({ type }) => type === 'proposal_sealed');
  const made = await charrette(original, ['backup', file]);
  expect(made, made.stderr).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('2 designs backed up'),
  });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  // D8: the place of the backup, which is still there, and not of the copy on the way.
  expect(daemon.output).toContain(`"detail":"to ${file}"`);
  // The original goes on as if nothing had been.
  await say(daemon, waiting, 'answered', { author: 'ana' });
  await Promise.all(ids.map((id) => daemon.untilEnded(id)));
  await daemon.kill();

  expect(await charrette(restored, ['restore', file])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/2 designs restored .*continues [12] design/s),
  });
  const next = await daemonOn(restored);
  expect(await charrette(restored, ['restore', file])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('runs on the data folder'),
  });
  await say(next, waiting, 'answered', { author: 'ana' });
  await expectAllWhole(next, restored, ids);
  await next.stop();
});

import { statSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { charrette } from '../entry/cli.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { begun, daemonOn, expectAllWhole, FROM_BACKUP } from './backed-up.ts';
import { expectVerified } from './expected.ts';
import { say } from './people.ts';

test('a backup made while six designs run is one moment of them, and a daemon that starts from it finishes them', async () => {
  const original = temporaryFolder();
  const copy = join(temporaryFolder(), 'monday');
  // Some wait for people until they are answered, however long the command takes; others are in the
  // middle of their turns.
  const daemon = await daemonOn(original, {
    CHARRETTE_ANSWER_SECONDS: '600',
    CHARRETTE_LOG_LEVEL: 'info',
  });
  const ids = await begun(daemon, 6);
  const [ended = '', ...running] = ids;
  for (const id of ids)
    await daemon.events(id).until('the questions', ({ type }) => type === 'answering_opened');
  await say(daemon, ended, 'answered', { author: 'ana' });
  await daemon.untilEnded(ended);
  await daemon.events(ended).until('its files', ({ type }) => type === 'files_written');
  const busy = running.slice(0, 3);
  for (const id of busy) await say(daemon, id, 'answered', { author: 'ana' });
  await Promise.all(
    busy.map((id) =>
      daemon.events(id).until('a proposal', ({ type }) => type === 'proposal_sealed'),
    ),
  );
  // As if it had been written anew since the store was copied.
  await writeFile(join(original, 'designs', ended, 'brief.md'), 'of later');
  const made = await charrette(original, ['backup', copy]);
  expect(made, made.stderr).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('6 designs backed up'),
  });
  expect(statSync(copy).mode & 0o777).toBe(0o700);
  expect((await readdir(copy)).toSorted()).toEqual(['backup.json', 'designs', 'store.sqlite']);
  // The files are those that the store names, whatever is in the folder by then.
  await expectVerified(copy, ended);
  // D8: the place of the backup, which is still there, and not of the copy on the way.
  expect(daemon.output).toContain(`"detail":"to ${copy}"`);
  // The original goes on as if nothing had been.
  for (const id of running.slice(3)) await say(daemon, id, 'answered', { author: 'ana' });
  await Promise.all(ids.map((id) => daemon.untilEnded(id)));
  await daemon.kill();

  const next = await daemonOn(copy);
  expect(next.output.split(FROM_BACKUP)).toHaveLength(2);
  expect(next.output).toMatch(/is a backup made at 2\d{3}-.*repeat forget.*stop it/);
  expect(await readdir(copy)).not.toContain('backup.json');
  for (const id of running.slice(3)) await say(next, id, 'answered', { author: 'ana' });
  await expectAllWhole(next, copy, ids);
  await next.stop();
  const again = await daemonOn(copy);
  expect(again.output).not.toContain(FROM_BACKUP);
  await again.stop();
});

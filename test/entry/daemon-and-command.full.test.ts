import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { daemonFilePath } from '../../src/entry/daemon-file.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { Command, charrette } from './cli.ts';
import { Daemon, FEW_PERSONAS } from './daemon.ts';
import { afterwards, until } from './waiting.ts';

test('README: while the daemon runs, its data folder takes designs, answers and cancellations from the command line', async () => {
  const folder = temporaryFolder();
  const daemon = await Daemon.start(folder, { ...FEW_PERSONAS, CHARRETTE_REHEARSAL_LATENCY_MS: '10000' });
  afterwards(() => daemon.kill());
  const call = (...words: string[]) => charrette(folder, words, FEW_PERSONAS);

  const asking = await daemon.startDesign({ topic: 'Where do the logs go?' });
  await until('questions', async () => (await daemon.design(asking.id)).answering !== null);
  const answered = await call('answer', asking.id, 'Q1: to the disk', '--done');
  expect([answered.code, answered.stdout]).toEqual([0, expect.stringContaining('“to the disk”')]);

  const following = new Command(folder, ['design', 'Should the queue move?', '--json'], FEW_PERSONAS);
  await following.writes('stdout', '"type":"turn_started"');
  const { designId } = JSON.parse(following.stdout.split('\n')[0] ?? '');
  const listed = await call('list');
  expect(listed.stderr).not.toContain('No daemon');
  expect([listed.code, listed.stdout]).toEqual([0, expect.stringContaining(designId.slice(-8))]);
  expect((await call('show', designId)).stdout).toContain('Should the queue move?');
  const { code, stdout, stderr } = await following.interruptTwice();
  expect(code, stderr).toBe(4);
  expect(stdout).toContain('"type":"files_written"');

  expect((await call('show', asking.id)).stdout).not.toContain('No daemon');
  // It waits for answers, however long all this takes.
  const open = await daemon.startDesign({ topic: 'Who reads the logs?' });
  await daemon.kill();
  const unserved =
    /^No daemon is running, so unfinished designs make no progress\. To continue them: charrette serve$/m;
  expect(await call('list')).toMatchObject({ code: 0, stderr: expect.stringMatching(unserved) });
  expect((await call('show', open.id)).stdout).toMatch(unserved);
  expect(existsSync(daemonFilePath(folder))).toBe(true);
  const shown = await call('show', designId);
  expect([shown.code, shown.stdout]).toEqual([0, expect.stringContaining('cancelled · started')]);
  expect(shown.stdout).not.toMatch(unserved);
});

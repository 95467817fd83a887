import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { fakeTimers } from '../support/runner/patched.ts';
import { ownWorkshop } from './own-workshop.ts';
import { begun, eventsUntil, isEnd } from './running-engine.ts';

test('P2: files that cannot be written fail the design with the reason, after several attempts', async () => {
  const { startEngine } = await ownWorkshop();
  const { engine, log } = await startEngine();
  const id = await begun(engine, { settings: {} });
  const folder = engine.parts.bundles.folder(id);
  // A file where the folder should be: no right to write would mean nothing to a privileged user.
  await rm(folder, { recursive: true, force: true });
  await mkdir(dirname(folder), { recursive: true });
  await writeFile(folder, '');
  await chmod(folder, 0o400);
  await eventsUntil(engine, id, ({ event }) => event.type === 'answering_opened');
  const waiting = fakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  // Each of its waits is over as soon as it begins.
  const tick = setInterval(() => waiting.advanceTimersByTime(500), 10);
  onTestFinished(() => clearInterval(tick));
  await engine.command(id, { type: 'go_on', by: 'ana' }).answered;
  const events = await eventsUntil(engine, id, isEnd);
  const [failure] = events.filter(({ event }) => event.type === 'record_closed');
  expect(failure?.event).toMatchObject({ detail: expect.stringContaining(id) });
  expect(events.at(-1)?.event).toMatchObject({ status: 'failed', stoppedBecause: 'write_failed' });
  // The outage of the disk is one line, however many attempts fail.
  expect(log.events.filter(({ event }) => event === 'files_not_written')).toHaveLength(1);
});

import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { Daemon } from '../entry/daemon.ts';
import { type DaemonOptions, launchDaemon, startDaemon } from '../support/daemon-process.ts';
import { expectThread } from './expected.ts';
import { attend, start, untilAsked } from './people.ts';
import { endOf, isFrozen, until, World } from './world.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

let world: World;
beforeAll(async () => {
  world = await World.open();
});
afterAll(() => world.close());

async function expectRefused(options: DaemonOptions): Promise<void> {
  const second = launchDaemon(options);
  expect(await endOf(second, 'the refusal')).not.toBe(0);
  expect(second.output()).toContain('Another Charrette is using the data folder');
}

test('a folder is refused while the daemon that has it runs or is frozen, and is free once that one is killed', async () => {
  const options = await world.daemon(null);
  const first = await startDaemon(options);
  const id = await start(first, 'Two daemons on one folder');
  await untilAsked(first, id, 'answering_opened');
  await expectRefused(options);
  first.signal('SIGSTOP');
  await until('the freeze', () => isFrozen(first.pid));
  await expectRefused(options);
  first.signal('SIGKILL');
  await first.ended();

  const next = await Daemon.ready(launchDaemon(options));
  await attend(next, id);
  expect((await next.design(id)).status).toBe('completed');
  await expectThread(next.events(id).seen, id, world.chat);
  expect(await next.stop()).toEqual({ code: 0, signal: null });
});

import { expect, test } from 'vitest';
import { answer, begin, ended, outline, WHOLE } from '../chat/telling.ts';
import { FEW_PERSONAS } from '../daemon.ts';
import { until } from '../waiting.ts';
import { World } from './world.ts';

test('a daemon that was kept from running for three seconds still has its connection, and answers over it', async () => {
  const world = await World.open();
  const { slack, ana, general } = world;
  // From the first answer on, the library counts the time since the last one.
  await until('a ping is answered', () => slack.sockets.pongs > 0);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3_000);
  expect((await slack.people.slash(ana, general, '/design list')).isAcknowledged).toBe(true);
  expect(slack.record.callsOf('apps.connections.open')).toHaveLength(1);
});

test('a Slack that is away when the daemon starts is waited for', async () => {
  const slack = { faults: { seed: 1, share: 0 } };
  const world = await World.open({ slack, environment: FEW_PERSONAS });
  await world.kill();
  world.slack.faults.script('auth.test', 'failed_before', 'cut_before', 'limited');
  world.slack.faults.script('apps.connections.open', 'failed_before', 'cut_after', 'limited');
  const daemon = await world.begin();
  const card = await begin(world);
  await answer(world, card);
  await ended(world, card);
  expect(daemon.output).toMatch(
    /"at":"http:[^"]*","error":"Slack could not be reached: [A-Z_]+\.","toDo":"[^"]+","msg":"slack_not_reached"/,
  );
  expect(daemon.output).not.toContain('slack_token_not_accepted');
  expect(daemon.output).toContain('slack_not_connected');
  expect(outline(world, card)).toEqual(WHOLE);
});

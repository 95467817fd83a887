import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import { HOW_TO_ANSWER } from '#presentation/talk/questions.ts';
import { temporaryFolder } from '../../support/runner/temporary-folder.ts';
import { Daemon, FEW_PERSONAS } from '../daemon.ts';
import { World as Discord } from '../discord/world.ts';
import { World as Slack } from '../slack/world.ts';
import { afterwards, until, untilShown } from '../waiting.ts';
import { outline, TOPIC, WHOLE } from './telling.ts';
import type { ChatWorld } from './world.ts';

/** Ana answers as well, and so ends the wait. */
const READS = WHOLE.toSpliced(3, 0, 'Ana: Q2: Only the web app. ✅');

/** A daemon as a process, with personas as processes of their own. */
async function started(world: ChatWorld, dataDir: string): Promise<Daemon> {
  const rehearsal = {
    ...FEW_PERSONAS,
    CHARRETTE_REHEARSAL: '1',
    CHARRETTE_REHEARSAL_LATENCY_MS: '0',
  };
  const daemon = await Daemon.start(dataDir, { ...rehearsal, ...world.settings() });
  afterwards(() => daemon.kill());
  await until('the platform reaches the daemon', () => world.isReached(daemon));
  return daemon;
}

test.each([
  ['Slack', Slack, () => undefined],
  [
    'Discord, and its daemon is killed while people answer (C18)',
    Discord,
    (daemon: Daemon) => daemon.kill(),
  ],
] as const)('a whole design as its thread shows it, on %s', async (_, Platform, disturb) => {
  const world: ChatWorld = await Platform.open({ isServedHere: false });
  const { ana, ben, general, server } = world;
  const dataDir = temporaryFolder();
  const daemon = await started(world, dataDir);
  const { isAcknowledged, privately } = await world.start(ana, general, TOPIC);
  expect([isAcknowledged, privately.length]).toEqual([true, 1]);
  const card = await world.card();
  const questions = await world.says(card, HOW_TO_ANSWER);
  world.say(ben, card, 'Q1: At most 900 a minute.');
  await world.reads(questions, /Q1 .* ✓ Ben/);
  if (disturb(daemon) !== undefined) {
    await daemon.ended();
    await until('the connection is gone', () => server.sockets.count === 0);
    await started(world, dataDir);
  }
  world.say(ana, card, 'Q2: Only the web app.');
  await world.reads(questions, /Q2 .* ✓ Ana/);

  const reads = () => isDeepStrictEqual(outline(world, card), READS);
  await untilShown(
    'the whole story',
    reads,
    () => world.thread(card),
    () => world.thread(card).some((text) => text.includes('📎 manifest.json')),
  );
  expect(world.fromBot(general)).toEqual([card]);
});

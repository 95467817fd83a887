import { expect, test } from 'vitest';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { Daemon, FEW_PERSONAS } from '../daemon.ts';
import { World as Discord } from '../discord/world.ts';
import { World as Slack } from '../slack/world.ts';
import { afterwards, until, untilShown } from '../waiting.ts';
import { TOPIC } from './telling.ts';
import type { ChatWorld } from './world.ts';

/**
 * What a reader sees from top to bottom, told by what each message begins with. Two personas of a rehearsal differ in a point of
 * medium impact, which is not argued and has no message of its own.
 */
const READS = [
  /^Charrette: REHEARSAL: no model was called\.\n(?:### )?Should the job queue move.*Nothing was decided\./s,
  /^Charrette: 2 questions before they write\. 2 answered\./,
  /^Ben: Q1: At most 900 a minute\.\n\(✅ 1\)$/,
  /^Ana: Q2: Only the web app\.\n\(✅ 1\)$/,
  /^Charrette: REHEARSAL: no model is called\.\n2 proposals, each written without sight of the others.*(?:\n📎 .*){2}$/s,
  /^Charrette: REHEARSAL: no model was called\..*Nothing was decided\. [^\n]*\n(?:-# )?2 of 2 finished.*\n📎 brief\.md\n📎 adr\.md\n📎 record\.md\n📎 transcript\.md\n📎 manifest\.json/s,
];

/** A daemon as a process, with personas as processes of their own. */
async function started(world: ChatWorld, dataDir: string): Promise<Daemon> {
  const rehearsal = { ...FEW_PERSONAS, CHARRETTE_REHEARSAL: '1', CHARRETTE_REHEARSAL_LATENCY_MS: '0' };
  const daemon = await Daemon.start(dataDir, { ...rehearsal, ...world.settings() });
  afterwards(() => daemon.kill());
  await until('the platform reaches the daemon', () => world.isReached(daemon));
  return daemon;
}

test.each([
  ['Slack', Slack, () => undefined],
  ['Discord, and its daemon is killed while people answer (C18)', Discord, (daemon: Daemon) => daemon.kill()],
] as const)('a whole design as its thread shows it, on %s', async (_, Platform, disturb) => {
  const world: ChatWorld = await Platform.open({ isServedHere: false });
  const { ana, ben, general, server } = world;
  const dataDir = temporaryFolder();
  const daemon = await started(world, dataDir);
  const { isAcknowledged, privately } = await world.start(ana, general, TOPIC);
  expect([isAcknowledged, privately.join()]).toEqual([
    true,
    expect.stringContaining('On it. Two personas are reading up.'),
  ]);
  const card = await world.card();
  const questions = await world.says(card, 'before they write');
  world.say(ben, card, 'Q1: At most 900 a minute.');
  await world.reads(questions, /Q1 .* ✓ Ben/);
  if (disturb(daemon) !== undefined) {
    await daemon.ended();
    await until('the connection is gone', () => server.sockets.count === 0);
    await started(world, dataDir);
  }
  world.say(ana, card, 'Q2: Only the web app.');
  await world.reads(questions, /Q2 .* ✓ Ana/);

  const shown = () => world.thread(card);
  const reads = () => shown().map((text, at) => READS[at]?.test(text.replaceAll('*', '')) ?? false);
  await untilShown(
    'the whole story',
    () => reads().length === READS.length && !reads().includes(false),
    shown,
    () => shown().some((text) => text.includes('📎 manifest.json')),
  ).catch((error: unknown) => {
    throw new Error(`it reads otherwise in message ${reads().indexOf(false) + 1} of ${READS.length}`, {
      cause: error,
    });
  });
  expect(world.fromBot(general)).toEqual([card]);
});

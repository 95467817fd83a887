import { expect, test } from 'vitest';
import type { DesignView } from '../../src/core/presentation/format/design-schema.ts';
import type { Clock } from '../../src/foundation/clock.ts';
import { type DataFolder, embeddedDataFolder, ownDataFolder } from '../entry/daemon.ts';
import { InProcess, PACE } from '../entry/in-process.ts';
import { fastClock } from '../entry/pace.ts';
import { needing } from '../support/needing.ts';

/** Over HTTP, of daemons that share a store, each request on a connection of its own. */
const REHEARSAL = { CHARRETTE_REHEARSAL: '1', CHARRETTE_REHEARSAL_LATENCY_MS: '0' };
/** Milliseconds between the requests: all at once, and so that they meet each other at ever later steps. */
const GAPS_MS = [0, 0, 0, 1, 3, 10, 30, 100, 300];

interface Retried {
  readonly id?: string;
  readonly error?: { readonly code: string; readonly details?: unknown };
}

/** What the API answers to three retries of one design, in the order in which they were sent, each to the next daemon. */
async function retried(daemons: readonly InProcess[], clock: Clock, id: string, gapMs: number) {
  const wait = (ms: number) => new Promise((resolve) => clock.at(clock.now() + ms, () => resolve(null)));
  const among = [...daemons, ...daemons, ...daemons].slice(0, 3);
  return Promise.all(
    among.map(async (daemon, n) => {
      await wait(n * gapMs);
      return daemon.post<Retried>(`/designs/${id}/retry`, { author: 'ana' });
    }),
  );
}

/** The one that runs. */
function expectOneToRun(answers: Awaited<ReturnType<typeof retried>>): string | undefined {
  const [run, ...others] = answers.toSorted((one, other) => one.status - other.status);
  expect(run?.status).toBe(202);
  for (const { status, body } of others) {
    expect([status, body.error?.code]).toEqual([409, 'conflict']);
    const successor = run?.body.id;
    expect(body.error?.details).toEqual({ retry: false, reason: 'max_retries_reached', successor });
  }
  return run?.body.id;
}

async function expectOneOfThree(folder: DataFolder, isFleet: boolean): Promise<void> {
  const environment = { ...folder.environment, ...REHEARSAL };
  const clock = fastClock(PACE);
  const daemon = await InProcess.start(folder.path, environment, clock);
  const daemons = isFleet ? [daemon, await InProcess.start(folder.path, environment, clock)] : [daemon];
  try {
    for (const gapMs of GAPS_MS) {
      const request = { topic: `Retried thrice, ${gapMs} ms apart`, personas: ['archaeologist'] };
      const { id } = await daemon.startDesign(request);
      await daemon.insist(`/designs/${id}/cancel`, { reason: 'enough', author: 'ana' });
      const successor = expectOneToRun(await retried(daemons, clock, id, gapMs));
      const { designs } = await daemon.get<{ designs: DesignView[] }>('/designs?limit=20');
      const runs = designs.filter(({ successorOf }) => successorOf === id);
      expect(runs.map((each) => each.id)).toEqual([successor]);
      await daemon.insist(`/designs/${successor}/cancel`, { reason: 'enough', author: 'ana' });
    }
  } finally {
    for (const each of daemons) await each.stop();
    await folder.remove();
  }
}

test('A8: of three retries one runs and the others are told which, whatever the gap', async () => {
  await expectOneOfThree(embeddedDataFolder(), false);
});

const { test: testFleet } = await needing('postgres');

testFleet('A8: the same where they come to two daemons on one database', async () => {
  await expectOneOfThree(await ownDataFolder(), true);
});

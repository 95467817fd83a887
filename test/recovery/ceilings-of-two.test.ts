import { expect } from 'vitest';
import { needing } from '../support/runner/needing.ts';
import { environmentOf, spendsNoMore, startDearEndpoint } from './spends-no-more.ts';
import { ends, withTwoProcesses } from './two-machines.ts';

const { describe, test } = await needing('postgres');

const QUICK = { topic: 'Another', depth: 'quick' };
const CEILINGS = { starts: 24, budgetUsd: 0.02, dayUsd: 0.05 };

describe('two daemons on one database', () => {
  test('T7: 24 starts at once on five cents a day and two a design spend no more', async ({
    onTestFinished,
  }) => {
    const endpoint = await startDearEndpoint(onTestFinished);
    const environment = environmentOf(CEILINGS, endpoint);
    await withTwoProcesses(
      onTestFinished,
      async (daemons) => {
        const refused = await spendsNoMore(daemons, CEILINGS);
        const { body } = await daemons[0].insist<{ estimate: { usd: number } }>(
          '/designs/estimate',
          QUICK,
        );
        const { designs } = await daemons[0].get<{ designs: { endedAt: string | null }[] }>(
          '/designs',
        );
        const most = Math.floor(CEILINGS.dayUsd / body.estimate.usd + 0.01);
        // One that has ended leaves what it has not used.
        expect(designs.filter(({ endedAt }) => endedAt === null).length).toBeLessThanOrEqual(most);
        expect(refused.length + designs.length).toBe(CEILINGS.starts);
        await ends(...daemons);
      },
      environment,
    );
  });
});

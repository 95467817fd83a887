import { expect, test } from 'vitest';
import type { GatewayContext } from '../../src/acts/gateway/gateway-context.ts';
import { refuseToStart } from '../../src/acts/gateway/starting/from-chat.ts';
import { OPEN_TO_ALL } from '../support/designs/open-policy.ts';
import { realClock } from '../support/processes/child-real-clock.ts';
import { keepLog } from '../support/processes/child-sessions.ts';

const TOPIC = 'Should the job queue move from Redis to Postgres?';

/**
 * Whether somebody in a chat may start a design at this budget, where the operator has set what one
 * may cost.
 */
async function problemOf(budgetUsd: number | undefined, most: number | null, id = 'U1') {
  const policy = { ...OPEN_TO_ALL, operators: ['U0'] };
  const context = {
    platform: 'slack',
    policy,
    engine: {
      parts: { log: keepLog(), clock: realClock, settings: { budgetUsd: most } },
      refusalForMoreToday: async () => null,
    },
  } as unknown as GatewayContext;
  const person = { id, name: 'Ana', groups: [] };
  const place = { preconditionProblem: async () => null };
  return refuseToStart({ context, person }, { topic: TOPIC, budgetUsd }, place);
}

test('T7: what the operator has set for one design is raised by nobody in a chat but operators', async () => {
  expect(await problemOf(1_000_000, 5)).toBe(
    'A design may cost up to $5.00 here. An operator can start one with more.',
  );
  for (const budget of [undefined, 2, 5]) expect(await problemOf(budget, 5)).toBeNull();
  expect(await problemOf(50, 5, 'U0')).toBeNull();
  expect(await problemOf(50, null)).toBeNull();
});

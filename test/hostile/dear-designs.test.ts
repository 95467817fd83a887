import { expect, test } from 'vitest';
import { prepareRequest, type Starter } from '../../src/acts/starting/checked-start.ts';
import { Start } from '../../src/acts/starting/fields.ts';
import { No } from '../../src/foundation/no.ts';

/**
 * Whether somebody may start a design at this budget, where the operator has set what one may cost.
 */
async function problemOf(budgetUsd: number | undefined, most: number | null, isOperator = false) {
  const starter = {
    engine: { parts: { settings: { budgetUsd: most }, personas: [] }, refuse: () => null },
    repositories: { names: [] },
    by: 'Ana',
    isOperator,
    readable: [],
  } as unknown as Starter;
  const body = Start.parse({
    topic: 'Should the job queue move from Redis to Postgres?',
    budgetUsd,
  });
  const asked = await prepareRequest(starter, body, null);
  return asked instanceof No ? asked.why : null;
}

test('T7: what the operator has set for one design is raised by nobody but operators', async () => {
  const message = 'A design may cost up to $5.00 here. An operator can start one with more.';
  expect(await problemOf(1_000_000, 5)).toMatchObject({
    code: 'forbidden',
    message,
    issues: [{ field: 'budgetUsd', message }],
  });
  for (const budget of [undefined, 2, 5]) expect(await problemOf(budget, 5)).toBeNull();
  expect(await problemOf(50, 5, true)).toBeNull();
  expect(await problemOf(50, null)).toBeNull();
});

import { expect, type onTestFinished } from 'vitest';
import type { DesignView } from '../../src/presentation/schema/view.ts';
import type { PublicEvent } from '../../src/presentation/words/withhold-secrets.ts';
import type { Api } from '../entry/daemon.ts';
import { type ModelEndpoint, startModelEndpoint } from '../support/services/model-endpoint.ts';
import { lying } from '../support/services/model-endpoint-answers.ts';
import { defaultAnswer } from '../support/services/model-endpoint-responder.ts';

export interface Ceilings {
  readonly starts: number;
  readonly budgetUsd: number;
  readonly dayUsd: number;
}

/**
 * Counts nearly a token for each two bytes, caches nothing, and is paid for as many as each answer
 * may have.
 */
export async function startDearEndpoint(finished: typeof onTestFinished): Promise<ModelEndpoint> {
  const endpoint = await startModelEndpoint();
  finished(() => endpoint.close());
  endpoint.respondWith((request) => {
    const { tools, system, messages, max_tokens: output_tokens } = request.body;
    const bytes = Buffer.byteLength(JSON.stringify([tools, system, messages]));
    const usage = {
      input_tokens: 0,
      cache_creation_input_tokens: Math.floor(bytes * 0.48),
      output_tokens,
    };
    return lying(defaultAnswer(request, 'pass', {}), { usage });
  });
  return endpoint;
}

/** With these ceilings, a model is asked whose whole answer costs a cent. */
export function environmentOf(
  { dayUsd }: Ceilings,
  endpoint: ModelEndpoint,
): Record<string, string> {
  return {
    ANTHROPIC_BASE_URL: endpoint.url,
    CHARRETTE_MODEL: 'claude-haiku-5-5',
    CHARRETTE_BUDGET_USD_PER_DAY: String(dayUsd),
    CHARRETTE_DESIGNS_PER_PERSON_PER_DAY: 'none',
  };
}

const isDecided = ({ type }: PublicEvent) => type === 'gate_opened' || type === 'design_ended';

/**
 * Starts designs at all daemons at once, and looks what they have spent when they have ended or
 * wait for people.
 */
export async function spendsNoMore(
  daemons: readonly [Api, ...Api[]],
  { starts, budgetUsd, dayUsd }: Ceilings,
): Promise<readonly string[]> {
  const refused: string[] = [];
  const started: string[] = [];
  await Promise.all(
    Array.from({ length: starts }, async (_, n) => {
      const daemon = daemons[n % daemons.length];
      if (daemon === undefined) throw new Error('no daemon');
      const request = { topic: `Number ${n}`, depth: 'quick', budgetUsd };
      const { status, body } = await daemon.insist<DesignView>('/designs', request, `start-${n}`);
      if (status !== 201) refused.push(JSON.stringify(body));
      else {
        started.push(body.id);
        await daemon.events(body.id).until('a gate or the end', isDecided);
      }
    }),
  );
  const costs = await Promise.all(started.map(async (id) => spentUsd(await daemons[0].design(id))));
  expect(Math.max(...costs)).toBeGreaterThan(0);
  expect(Math.max(...costs)).toBeLessThanOrEqual(budgetUsd);
  expect(costs.reduce((sum, usd) => sum + usd, 0)).toBeLessThanOrEqual(dayUsd);
  expect(refused.filter((words) => !/Today's budget of \S+ (has|is used up)/.test(words))).toEqual(
    [],
  );
  return refused;
}

function spentUsd({ personas }: DesignView): number {
  return personas.reduce((sum, { costUsd }) => sum + (costUsd ?? Number.NaN), 0);
}

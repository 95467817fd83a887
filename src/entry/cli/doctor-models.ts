import { ANTHROPIC_URL } from '../../adapters/anthropic/known-models.ts';
import { costUsd } from '../../adapters/anthropic/prices.ts';
import { DEFAULT_BUDGET_USD } from '../../runtime/engine/starting.ts';
import { type Finding, note, ok, problem, TIMEOUT_MS } from '../../runtime/finding.ts';
import { NO_USAGE } from '../../runtime/turn/record.ts';
import type { Configuration } from '../config.ts';

/** Which model speaks, and whether it can be reached. */
export async function modelLine(configuration: Configuration): Promise<Finding> {
  const { rehearsal, anthropicApiKey, anthropicBaseUrl, defaultModel } = configuration;
  if (rehearsal) {
    const why = anthropicApiKey === null ? 'ANTHROPIC_API_KEY is not set' : 'CHARRETTE_REHEARSAL is set';
    return note(`REHEARSAL: no model is called, because ${why}`);
  }
  const endpoint = anthropicBaseUrl ?? ANTHROPIC_URL;
  try {
    // Any answer at all will do; the key is not sent.
    await fetch(endpoint, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (error) {
    return problem(
      `${endpoint} cannot be reached (${error instanceof Error ? error.message : 'no reason given'})`,
    );
  }
  return ok(`${defaultModel} unless a persona names another; a key is set; ${endpoint} answers`);
}

/** Whether a deep design has another model to audit it. */
export function auditorLine({ auditorModel, defaultModel }: Configuration): Finding {
  if (auditorModel === null)
    return note('CHARRETTE_AUDITOR_MODEL is not set: designs of depth deep are audited by the same model');
  const same = auditorModel === defaultModel ? ', the model of the personas as well' : '';
  return ok(`${auditorModel} in designs of depth deep${same}`);
}

/** What one design may cost, and whether that can be kept. */
export function budgetLine({ settings, defaultModel, rehearsal }: Configuration): Finding {
  const { budgetUsd } = settings;
  const isPriced = rehearsal || costUsd(defaultModel, NO_USAGE) !== null;
  if (budgetUsd !== null)
    return isPriced
      ? ok(`$${budgetUsd} for one design`)
      : problem(`the price of ${defaultModel} is not known, so a budget of $${budgetUsd} cannot be kept`);
  return isPriced
    ? ok(`$${DEFAULT_BUDGET_USD} for one design, unless it says otherwise`)
    : note(`none: the price of ${defaultModel} is not known`);
}

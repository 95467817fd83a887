import * as z from 'zod';
import { ANTHROPIC_URL } from '../../adapters/anthropic/known-models.ts';
import { costUsd } from '../../adapters/anthropic/prices.ts';
import { OUTAGE_WORDS } from '../../core/telling/facts/outage.ts';
import { money } from '../../core/vocabulary/figures.ts';
import { OUTAGES, type Outage } from '../../core/vocabulary/sets.ts';
import { expectedUsd } from '../../runtime/engine/day-budget.ts';
import { fromTable } from '../../runtime/engine/estimate.ts';
import { budgetProblem, DEFAULT_BUDGET_USD, termsAsked, unpriced } from '../../runtime/engine/starting.ts';
import { type Finding, note, ok, problem, TIMEOUT_MS } from '../../runtime/finding.ts';
import type { Configuration } from '../config.ts';
import { loadPersonas, vendorOf } from '../open-model.ts';
import type { Found } from './find-daemon.ts';

/** The answer of `/readyz`, as far as it is about models. */
const Readiness = z.object({ model: z.string().optional() });

/** Names the model that speaks, and checks that it can be reached, and that the running daemon can use it. */
export async function modelLine(configuration: Configuration, { daemon }: Found): Promise<Finding> {
  const { rehearsal, anthropicApiKey, anthropicBaseUrl, defaultModel } = configuration;
  if (rehearsal) {
    const why = anthropicApiKey === null ? 'ANTHROPIC_API_KEY is not set' : 'CHARRETTE_REHEARSAL is set';
    return note(`REHEARSAL: no model is called, because ${why}`);
  }
  const endpoint = anthropicBaseUrl ?? ANTHROPIC_URL;
  try {
    // Any answer at all will do; the key is not sent before one has come.
    await fetch(endpoint, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (error) {
    return problem(
      `${endpoint} cannot be reached (${error instanceof Error ? error.message : 'no reason given'})`,
    );
  }
  const found = daemon === null ? null : Readiness.safeParse((await daemon.readiness()).body);
  if (found?.data?.model !== undefined) return problem(found.data.model);
  const refusedBecause = anthropicApiKey === null ? null : await outageOf(configuration, anthropicApiKey);
  if (refusedBecause !== null) return problem(`${OUTAGE_WORDS[refusedBecause]}: ${defaultModel}.`);
  return ok(`${defaultModel} unless a persona names another; a key is set; ${endpoint} answers`);
}

/** Tries the key on the model that speaks by default. `null`: it can be used, or that cannot be found out without a turn. */
async function outageOf(
  { anthropicBaseUrl, defaultModel }: Configuration,
  apiKey: string,
): Promise<Outage | null> {
  const { faultOfKey } = await import('../../adapters/anthropic/usable.ts');
  const tried = { apiKey, baseUrl: anthropicBaseUrl, model: defaultModel, timeoutMs: TIMEOUT_MS };
  const fault = await faultOfKey(tried);
  return OUTAGES.find((outage) => outage === fault?.kind) ?? null;
}

/** Checks that a deep design has another model to audit it. */
export function auditorLine({ auditorModel, defaultModel }: Configuration): Finding {
  if (auditorModel === null)
    return note('CHARRETTE_AUDITOR_MODEL is not set: designs of depth deep are audited by the same model');
  const same = auditorModel === defaultModel ? ', the model of the personas as well' : '';
  return ok(`${auditorModel} in designs of depth deep${same}`);
}

/**
 * Names the limits on the cost of a design and of a day. Checks that these can be kept, and that a design as configured has room
 * in a day.
 */
export async function budgetLine(configuration: Configuration): Promise<Finding> {
  const { settings, budgetUsdPerDay } = configuration;
  const personas = await loadPersonas(configuration);
  const parts = { ...configuration, personas, vendor: vendorOf(configuration), priceOf: costUsd };
  const usual = termsAsked({ personas: [], settings: {}, repository: null }, parts);
  const notKept = budgetProblem(usual, parts);
  if (notKept !== null) return problem(notKept);
  const unknown = unpriced(usual.participants, costUsd);
  if (unknown.length > 0) return note(`none: the price of ${unknown.join(', ')} is not known`);
  const perDesign =
    settings.budgetUsd === null
      ? `$${DEFAULT_BUDGET_USD} for one design, unless it says otherwise`
      : `$${settings.budgetUsd} for one design`;
  if (budgetUsdPerDay === null) return note(`${perDesign}; no limit for a day`);
  const [repository = null] = configuration.repositories;
  const expected = expectedUsd(usual, fromTable({ ...usual, repository }, parts));
  if (expected <= budgetUsdPerDay) return ok(`${perDesign}; $${budgetUsdPerDay} a day`);
  return problem(
    `$${budgetUsdPerDay} a day, and a design${repository === null ? '' : ' that reads a repository'} will probably take ${money(expected)}: it starts only with a smaller budget or less depth. Raise CHARRETTE_BUDGET_USD_PER_DAY, or set CHARRETTE_BUDGET_USD_PER_DESIGN below it.`,
  );
}

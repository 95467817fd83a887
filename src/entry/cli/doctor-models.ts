import * as z from 'zod';
import type { DoctorLine } from '../../acts/gateway/port.ts';
import { systemClock } from '../../adapters/system/clock.ts';
import { REHEARSES } from '../../core/vocabulary/rehearsal.ts';
import { PERMANENTLY_UNAVAILABLE } from '../../core/vocabulary/sets.ts';
import { voicesOf } from '../../engine/limits/estimate.ts';
import {
  DEFAULT_BUDGET_USD,
  findBudgetProblem,
  listUnpriced,
  termsOf,
} from '../../engine/starting/starting.ts';
import { causeOf } from '../../foundation/connection.ts';
import { type Finding, note, ok, problem, TIMEOUT_MS } from '../../foundation/finding.ts';
import { sayVoices } from '../../presentation/words/cost.ts';
import { PERMANENTLY_UNAVAILABLE_WORDS } from '../../presentation/words/unavailable.ts';
import { ANTHROPIC_URL } from '../../turns/models/catalog.ts';
import type { ModelEntry } from '../../turns/models/entry.ts';
import { mistakeIn } from '../listening.ts';
import type { Configuration } from '../models.ts';
import { choiceOf, listModelsInUse, loadPersonas } from '../open-model.ts';
import { isInUse, openStore } from '../open-store.ts';
import type { CliContext } from './cli-context.ts';
import { wordsOf } from './exit-codes.ts';
import { type Found, isFound } from './find-daemon.ts';
import { tryKey } from './try-key.ts';

const Readiness = z.object({ model: z.string().optional() });

/** A line for each model in use; also asks the running daemon if it can use them. */
export async function listModelChecks(
  configuration: Configuration,
  found: Found,
  parts: Pick<CliContext, 'log' | 'redact'>,
): Promise<DoctorLine[]> {
  const { rehearsal, models } = configuration;
  if (rehearsal) {
    const keys = [...new Set(models.all.flatMap(({ key }) => key ?? []))];
    const why =
      models.usable.length === 0
        ? `no key is set (${keys.join(', ')})`
        : 'CHARRETTE_REHEARSAL is set';
    return [['model', () => note(`${REHEARSES}, because ${why}`)]];
  }
  const readiness = isFound(found) ? Readiness.safeParse((await found.readReadiness()).body) : null;
  const modelProblem = readiness?.data?.model;
  return [
    ...(modelProblem === undefined ? [] : [['model', () => problem(modelProblem)] as const]),
    ...(await checksOfModels(configuration, (entry) => checkModel(entry, configuration, parts))),
    ['families', () => checkFamilies(configuration, systemClock.now())],
  ];
}

/** Who receives what is said and read, who thinks alike, and which models end. */
export async function checkFamilies(configuration: Configuration, now: number): Promise<Finding> {
  const { participants } = await usualTermsOf(configuration);
  const voices = voicesOf(participants, choiceOf(configuration), now);
  const words = sayVoices(voices).join(' ');
  if (voices.endings.some(({ hasEnded }) => hasEnded)) return problem(words);
  const { personas, auditor } = voices.oneFamily;
  return voices.endings.length > 0 || personas || auditor ? note(words) : ok(words);
}

async function checksOfModels(
  configuration: Configuration,
  look: (entry: ModelEntry) => Promise<Finding>,
): Promise<DoctorLine[]> {
  if (configuration.rehearsal) return [];
  try {
    const entries = await listModelsInUse(configuration);
    return entries.map((entry) => [`model ${entry.name}`, () => look(entry)]);
  } catch (error) {
    return [['models', () => problem(wordsOf(error))]];
  }
}

/** Finds out by one small call to each model which request forms it accepts. */
export async function tryModels({
  readConfiguration,
  log,
  redact,
}: CliContext): Promise<DoctorLine[]> {
  const { tryModel } = await import('./doctor-try.ts');
  const configuration = await readConfiguration();
  const { models } = configuration;
  return checksOfModels(configuration, async (entry) => {
    const opened = await openStore(configuration, log).catch((error: unknown) => {
      if (isInUse(error)) return null;
      throw error;
    });
    try {
      return await tryModel(entry, models.keyOf(entry), {
        log,
        redact,
        forms: opened?.modelForms ?? null,
      });
    } finally {
      await opened?.store.close();
    }
  });
}

async function checkModel(
  entry: ModelEntry,
  configuration: Configuration,
  parts: Pick<CliContext, 'log' | 'redact'>,
): Promise<Finding> {
  const { baseUrl } = entry;
  try {
    // Any answer will do. The key is not sent before one has arrived.
    await fetch(baseUrl, {
      method: 'HEAD',
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch (error) {
    return problem(
      mistakeIn(baseUrl, error, configuration) ??
        `${baseUrl} cannot be reached (${error instanceof Error ? causeOf(error, baseUrl) : 'no reason given'})`,
    );
  }
  const trial = await tryEndpoint(entry, configuration.models.keyOf(entry), parts);
  if (trial?.mark === 'problem') return trial;
  return ok(
    `${baseUrl} answers; by ${entry.wire}, family ${entry.family ?? 'unknown'}; ${priceOf(entry)}`,
  );
}

/**
 * Asks a vendor for the model, which is free; another endpoint what a turn asks, since it need not
 * know of models.
 */
async function tryEndpoint(
  entry: ModelEntry,
  key: string | null,
  parts: Pick<CliContext, 'log' | 'redact'>,
): Promise<Finding | null> {
  if (entry.baseUrl === ANTHROPIC_URL && key !== null) return tryKey(entry, key, true);
  const { askNothing } = await import('./doctor-try.ts');
  const fault = await askNothing(entry, key, parts);
  const refusal = REFUSALS.find((kind) => kind === fault?.kind);
  return refusal === undefined
    ? null
    : problem(`${PERMANENTLY_UNAVAILABLE_WORDS[refusal]}: ${entry.name} (${fault?.message}).`);
}

/**
 * What a turn would meet as well. Whatever else a request without messages meets, the endpoint is
 * there.
 */
const REFUSALS = PERMANENTLY_UNAVAILABLE.filter(
  (kind) => kind !== 'unreachable' && kind !== 'refused_form',
);

function priceOf({ price }: ModelEntry): string {
  if (price === null) return 'price unknown';
  if (price.asOf === null) return 'no price';
  return `$${price.input} in and $${price.output} out per million tokens, looked up on ${price.asOf}`;
}

async function usualTermsOf(configuration: Configuration) {
  const personas = await loadPersonas(configuration);
  const parts = { ...configuration, personas, ...choiceOf(configuration) };
  return termsOf({ personas: [], settings: {}, repository: null }, parts);
}

/** Checks that the limits per design and per day can be kept. */
export async function checkBudget(configuration: Configuration): Promise<Finding> {
  const { settings, budgetUsdPerDay } = configuration;
  const parts = { ...configuration, ...choiceOf(configuration) };
  const usual = await usualTermsOf(configuration);
  const notKept = findBudgetProblem(usual, parts);
  if (notKept !== null) return problem(notKept);
  const unknown = listUnpriced(usual.participants, parts.priceOf);
  if (unknown.length > 0) return note(`none: the price of ${unknown.join(', ')} is not known`);
  const perDesign =
    settings.budgetUsd === null
      ? `$${DEFAULT_BUDGET_USD} for one design by default`
      : `$${settings.budgetUsd} for one design`;
  return budgetUsdPerDay === null
    ? note(`${perDesign}; no limit for a day`)
    : ok(`${perDesign}; $${budgetUsdPerDay} a day`);
}

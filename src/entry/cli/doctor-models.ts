import * as z from 'zod';
import type { DoctorLine } from '../../acts/gateway/port.ts';
import { OWN_FAMILY_WORDS } from '../../core/presentation/run/cost.ts';
import { OUTAGE_WORDS } from '../../core/presentation/run/outage.ts';
import { isAuditedByOwnFamily } from '../../core/vocabulary/family.ts';
import { money } from '../../core/vocabulary/figures.ts';
import { OUTAGES, type Outage } from '../../core/vocabulary/sets.ts';
import { listed } from '../../core/vocabulary/text.ts';
import { expectedUsd } from '../../engine/limits/day-budget.ts';
import { fromTable } from '../../engine/limits/estimate.ts';
import { budgetProblem, DEFAULT_BUDGET_USD, termsAsked, unpriced } from '../../engine/starting/starting.ts';
import { Fault } from '../../foundation/fault.ts';
import { type Finding, note, ok, problem, TIMEOUT_MS } from '../../foundation/finding.ts';
import { speaking } from '../../turns/models/catalog.ts';
import type { ModelEntry } from '../../turns/models/entry.ts';
import { modelsFor } from '../../turns/models/spread.ts';
import type { Configuration } from '../config.ts';
import { choiceOf, loadPersonas } from '../open-model.ts';
import { openStore } from '../open-store.ts';
import type { CliContext } from './cli-context.ts';
import { wordsOf } from './exit-codes.ts';
import type { Found } from './find-daemon.ts';

const Readiness = z.object({ model: z.string().optional() });
const OLD_PRICE_MS = 365 * 24 * 60 * 60_000;

/** Models in use; also asks the running daemon if it can use them. */
export async function modelLine(configuration: Configuration, { daemon }: Found): Promise<Finding> {
  const { rehearsal, models, modelsFile, defaultModel, spread } = configuration;
  if (rehearsal) {
    const keys = [...new Set(models.all.flatMap(({ key }) => key ?? []))];
    const unset =
      keys.length === 0
        ? `${modelsFile} has no model`
        : `${keys.join(', ')} ${keys.length === 1 ? 'is' : 'are'} not set`;
    const why = models.usable.length === 0 ? unset : 'CHARRETTE_REHEARSAL is set';
    return note(`REHEARSAL: no model is called, because ${why}`);
  }
  const found = daemon === null ? null : Readiness.safeParse((await daemon.readiness()).body);
  if (found?.data?.model !== undefined) return problem(found.data.model);
  if (spread.length === 0) return ok(`${defaultModel} unless a persona names another`);
  const families = spread.map(
    ({ family, personas, facilitators }) => `${family} (${listed([...new Set([personas, facilitators])])})`,
  );
  return ok(`participants without a model use ${listed(families)}`);
}

/** A line for each model in use: reachable, tools, strict, cache, price. */
export function modelLines(
  configuration: Configuration,
  look: (entry: ModelEntry) => Promise<Finding> = (entry) => oneModel(entry, configuration),
): Promise<DoctorLine[]> {
  if (configuration.rehearsal) return Promise.resolve([]);
  return modelsInUse(configuration).then(
    (entries) => entries.map((entry) => [`model ${entry.name}`, () => look(entry)]),
    (error) => [['models', () => problem(wordsOf(error))]],
  );
}

/** Finds out by one small call to each model which request forms it accepts (A20). */
export async function triedLines({ configuration, log, redact }: CliContext): Promise<DoctorLine[]> {
  const { tryModel } = await import('./doctor-try.ts');
  const { models } = configuration;
  return modelLines(configuration, async (entry) => {
    const opened = await openStore(configuration, log).catch((error: unknown) => {
      if (error instanceof Fault && error.code === 'store_in_use') return null;
      throw error;
    });
    try {
      return await tryModel(entry, models.keyOf(entry), { log, redact, forms: opened?.modelForms ?? null });
    } finally {
      await opened?.store.close();
    }
  });
}

async function modelsInUse(configuration: Configuration): Promise<ModelEntry[]> {
  const { models, defaultModel, spread } = configuration;
  const personas = await loadPersonas(configuration);
  const candidates = personas.map(({ profile: { id, role, model } }) => ({ id, role, model }));
  const named = [...modelsFor(candidates, choiceOf(configuration)), ...speaking(spread, defaultModel)];
  return [...new Set(named)].flatMap((name) => models.find(name) ?? []);
}

async function oneModel(entry: ModelEntry, { models }: Configuration): Promise<Finding> {
  const { baseUrl } = entry;
  try {
    // Any answer will do. The key is not sent before one has arrived.
    await fetch(baseUrl, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (error) {
    return problem(
      `${baseUrl} cannot be reached (${error instanceof Error ? error.message : 'no reason given'})`,
    );
  }
  const refusedBecause = await outageOf(entry, models.keyOf(entry));
  if (refusedBecause !== null) return problem(`${OUTAGE_WORDS[refusedBecause]}: ${entry.name}.`);
  const facts = `${baseUrl} answers; by ${entry.wire}, family ${entry.family ?? 'unknown'}; declared (--try checks): ${toolsOf(entry)}, ${
    entry.cache ? 'with a cache' : 'no cache'
  }; ${priceOf(entry)}`;
  return isOld(entry) ? note(`${facts}, which is more than a year ago: look it up again`) : ok(facts);
}

function toolsOf({ tools }: ModelEntry): string {
  switch (tools) {
    case 'strict':
      return 'tools, strict';
    case 'plain':
      return 'tools, not strict';
    case 'message':
      return 'no tools: called by message';
  }
}

function priceOf({ price }: ModelEntry): string {
  if (price === null) return 'price unknown';
  if (price.asOf === null) return 'no price';
  return `$${price.input} in and $${price.output} out per million tokens, looked up on ${price.asOf}`;
}

function isOld({ price }: ModelEntry): boolean {
  return price?.asOf != null && Date.now() - Date.parse(price.asOf) > OLD_PRICE_MS;
}

/** Tries a model's key, if its wire has a call for that. `null`: it works, or only a turn can find out. */
async function outageOf({ name, wire, baseUrl }: ModelEntry, apiKey: string | null): Promise<Outage | null> {
  if (wire !== 'anthropic' || apiKey === null) return null;
  const { faultOfKey } = await import('../../adapters/models/anthropic/key.ts');
  const fault = await faultOfKey({ apiKey, baseUrl, model: name, timeoutMs: TIMEOUT_MS });
  return OUTAGES.find((outage) => outage === fault?.kind) ?? null;
}

/** Checks if the family that writes decisions also audits them. */
export async function auditorLine(configuration: Configuration): Promise<Finding> {
  if (configuration.rehearsal) return ok('no model is called');
  const parts = { ...configuration, personas: await loadPersonas(configuration), ...choiceOf(configuration) };
  const { participants } = termsAsked({ personas: [], settings: {}, repository: null }, parts);
  if (!isAuditedByOwnFamily(participants)) return ok("not of the synthesizer's family");
  return note(`${OWN_FAMILY_WORDS}; add a model of another family to models.yaml`);
}

/** Checks that the limits per design and per day can be kept, and that a usual design fits into a day. */
export async function budgetLine(configuration: Configuration): Promise<Finding> {
  const { settings, budgetUsdPerDay } = configuration;
  const personas = await loadPersonas(configuration);
  const parts = { ...configuration, personas, ...choiceOf(configuration) };
  const usual = termsAsked({ personas: [], settings: {}, repository: null }, parts);
  const notKept = budgetProblem(usual, parts);
  if (notKept !== null) return problem(notKept);
  const unknown = unpriced(usual.participants, parts.priceOf);
  if (unknown.length > 0) return note(`none: the price of ${unknown.join(', ')} is not known`);
  const perDesign =
    settings.budgetUsd === null
      ? `$${DEFAULT_BUDGET_USD} for one design by default`
      : `$${settings.budgetUsd} for one design`;
  if (budgetUsdPerDay === null) return note(`${perDesign}; no limit for a day`);
  const [repository = null] = configuration.repositories;
  const expected = expectedUsd(usual, fromTable({ ...usual, repository }, parts));
  if (expected <= budgetUsdPerDay) return ok(`${perDesign}; $${budgetUsdPerDay} a day`);
  return problem(
    `$${budgetUsdPerDay} a day, and a design${repository === null ? '' : ' that reads a repository'} will probably cost ${money(expected)}: it starts only with a smaller budget or less depth. Raise CHARRETTE_BUDGET_USD_PER_DAY, or set CHARRETTE_BUDGET_USD_PER_DESIGN below it.`,
  );
}

import { BEARER } from '../../adapters/model-list/entry.ts';
import type { PermanentlyUnavailable } from '../../core/vocabulary/sets.ts';
import { causeOf } from '../../foundation/connection.ts';
import { Fault } from '../../foundation/fault.ts';
import { type Finding, note, ok, problem, TIMEOUT_MS } from '../../foundation/finding.ts';
import { PERMANENTLY_UNAVAILABLE_WORDS } from '../../presentation/words/unavailable.ts';
import { ANTHROPIC_URL } from '../../turns/models/catalog.ts';
import type { ModelEntry, Wire } from '../../turns/models/entry.ts';
import type { Configuration } from '../models.ts';
import { listModelsInUse } from '../open-model.ts';

/** The models of each wire's API. To ask for them is free, and uses no model. */
const MODELS: Record<
  Wire,
  (
    key: string,
    name: string | null,
  ) => { readonly path: string; readonly headers: Record<string, string> }
> = {
  anthropic: (key, name) => ({
    path: '/v1/models',
    headers: {
      ...(name === BEARER ? bearerOf(key) : { 'x-api-key': key }),
      'anthropic-version': '2023-06-01',
    },
  }),
  google: (key) => ({ path: '/models', headers: { 'x-goog-api-key': key } }),
  openai: requestWithBearer,
  'openai-compatible': requestWithBearer,
};
const REFUSALS: Readonly<Record<number, PermanentlyUnavailable>> = {
  401: 'unauthorized',
  402: 'unpaid',
  403: 'forbidden',
};

function requestWithBearer(key: string) {
  return { path: '/models', headers: bearerOf(key) };
}

function bearerOf(key: string) {
  return { authorization: `Bearer ${key}` };
}

/**
 * Asks the endpoint for its models, or for this one alone. A problem: the endpoint refuses the key.
 * A note: it could not be tried.
 */
export async function tryKey(entry: ModelEntry, key: string, isForOne = false): Promise<Finding> {
  const { wire, baseUrl, id } = entry;
  const { path, headers } = MODELS[wire](key, entry.key);
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const url = `${baseUrl}${path}${isForOne ? `/${id}` : ''}`;
    const { status, body } = await fetch(url, { headers, redirect: 'manual', signal });
    await body?.cancel();
    // Google answers 400 to a key that it does not know.
    const isUnknown = status === 404 && isForOne;
    const isGoogles = status === 400 && wire === 'google';
    const refusal = isUnknown ? 'unknown_model' : isGoogles ? 'unauthorized' : REFUSALS[status];
    if (refusal !== undefined) {
      const variable = entry.key === null ? '' : `, with ${entry.key}`;
      return problem(
        `${PERMANENTLY_UNAVAILABLE_WORDS[refusal]}: ${isForOne ? entry.name : baseUrl}${variable}.`,
      );
    }
    return status === 200
      ? ok(`${baseUrl} accepts the key.`)
      : note(
          `The key could not be tried: ${baseUrl} answers ${status} to a request for its models.`,
        );
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return note(
      `The key could not be tried: ${baseUrl} cannot be reached (${causeOf(error, baseUrl)}).`,
    );
  }
}

/**
 * Throws `Fault('bad_configuration')` if an endpoint refuses its key. One that gives another answer
 * is left to the turns.
 */
export async function assertKeysAccepted(configuration: Configuration): Promise<void> {
  if (configuration.rehearsal) return;
  const { models } = configuration;
  const entries = await listModelsInUse(configuration);
  await Promise.all(
    entries.map(async (entry) => {
      const key = models.keyOf(entry);
      if (key === null) return;
      const { mark, words } = await tryKey(entry, key, entry.baseUrl === ANTHROPIC_URL);
      if (mark === 'problem') throw new Fault('bad_configuration', words);
    }),
  );
}

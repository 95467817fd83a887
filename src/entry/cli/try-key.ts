import { causeOf } from '../../foundation/connection.ts';
import { type Finding, note, ok, problem, TIMEOUT_MS } from '../../foundation/finding.ts';
import type { ModelEntry, Wire } from '../../turns/models/entry.ts';

/** The list of models of each wire's API. It is free, and uses no model. */
const LISTS: Record<
  Wire,
  (key: string) => { readonly path: string; readonly headers: Record<string, string> }
> = {
  anthropic: (key) => ({
    path: '/v1/models?limit=1',
    headers: { 'x-api-key': key, 'anthropic-version': '2023-06-01' },
  }),
  google: (key) => ({ path: '/models?pageSize=1', headers: { 'x-goog-api-key': key } }),
  openai: (key) => ({ path: '/models', headers: { authorization: `Bearer ${key}` } }),
  'openai-compatible': (key) => ({ path: '/models', headers: { authorization: `Bearer ${key}` } }),
};
/** Google answers 400 to a key that it does not know. */
const REFUSED: Record<Wire, readonly number[]> = {
  anthropic: [401, 403],
  google: [400, 401, 403],
  openai: [401, 403],
  'openai-compatible': [401, 403],
};

/** Asks the endpoint for its models. A problem: the endpoint refuses the key. A note: it could not be tried. */
export async function tryKey({ wire, baseUrl }: ModelEntry, key: string): Promise<Finding> {
  const { path, headers } = LISTS[wire](key);
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const { status, body } = await fetch(`${baseUrl}${path}`, { headers, redirect: 'manual', signal });
    await body?.cancel();
    if (REFUSED[wire].includes(status)) return problem(`${baseUrl} refuses the key (${status}).`);
    return status === 200
      ? ok(`${baseUrl} accepts the key.`)
      : note(`The key could not be tried: ${baseUrl} answers ${status} to a request for its models.`);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return note(`The key could not be tried: ${baseUrl} cannot be reached (${causeOf(error)}).`);
  }
}

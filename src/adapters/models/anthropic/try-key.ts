import { Anthropic } from '@anthropic-ai/sdk';
import { errorMessage } from '../../../runtime/fault.ts';
import { type Finding, note, ok, problem, TIMEOUT_MS } from '../../../runtime/finding.ts';
import { ANTHROPIC_URL } from '../../../runtime/models/anthropic-url.ts';

/** Statuses with which an endpoint refuses a key. */
const REFUSED: readonly unknown[] = [401, 403];

/** Sends the key to its endpoint and asks for the list of models, which costs nothing. */
export async function tryKey(apiKey: string, baseUrl: string | null): Promise<Finding> {
  const endpoint = baseUrl ?? ANTHROPIC_URL;
  const client = new Anthropic({
    apiKey,
    authToken: null,
    webhookKey: null,
    baseURL: endpoint,
    maxRetries: 0,
    logLevel: 'off',
    openTelemetry: false,
    timeout: TIMEOUT_MS,
  });
  try {
    await client.models.list({ limit: 1 });
    return ok(`${endpoint} takes the key`);
  } catch (error) {
    const status = error instanceof Anthropic.APIError ? error.status : undefined;
    if (REFUSED.includes(status)) return problem(`${endpoint} refuses the key (${status})`);
    if (status !== undefined) return note(`${endpoint} answers ${status} and says nothing of the key`);
    return problem(`${endpoint} cannot be asked: ${errorMessage(error)}`);
  }
}

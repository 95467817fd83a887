import Anthropic from '@anthropic-ai/sdk';
import { ANTHROPIC_URL } from '../../../runtime/models/anthropic-url.ts';
import type { ModelFault } from '../../../runtime/ports/model.ts';
import { toFault } from './faults.ts';

/**
 * Asks the endpoint about a model with our key, in one call that costs nothing and uses no model. Returns the fault that a turn would
 * meet; `null` where there is none. An endpoint that is compatible need not have this call: there, *unknown* says nothing.
 */
export async function faultOfKey(options: {
  readonly apiKey: string;
  readonly baseUrl: string;
  readonly model: string;
  readonly timeoutMs: number;
}): Promise<ModelFault | null> {
  const { apiKey, baseUrl, model, timeoutMs } = options;
  const client = new Anthropic({
    apiKey,
    authToken: null,
    webhookKey: null,
    baseURL: baseUrl,
    maxRetries: 0,
    timeout: timeoutMs,
    logLevel: 'off',
    openTelemetry: false,
  });
  try {
    await client.models.retrieve(model);
    return null;
  } catch (error) {
    const fault = toFault(error, false);
    return fault.kind === 'unknown_model' && baseUrl !== ANTHROPIC_URL ? null : fault;
  }
}

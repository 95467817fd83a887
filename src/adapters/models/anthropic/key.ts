import Anthropic from '@anthropic-ai/sdk';
import type { ModelFault } from '../../../engine/ports/model.ts';
import { ANTHROPIC_URL } from '../../../turns/models/catalog.ts';
import { toFault } from './faults.ts';

/**
 * Tests the key by asking for a model, or without one for the list of models. The call is free and uses no model. Returns the
 * fault that a turn would meet, or `null`. A compatible endpoint may lack this call, so its *unknown* proves nothing about a
 * model.
 */
export async function faultOfKey(options: {
  readonly apiKey: string;
  readonly baseUrl: string;
  readonly model?: string;
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
    await (model === undefined ? client.models.list({ limit: 1 }) : client.models.retrieve(model));
    return null;
  } catch (error) {
    const fault = toFault(error, false);
    const saysNothing = fault.kind === 'unknown_model' && model !== undefined && baseUrl !== ANTHROPIC_URL;
    return saysNothing ? null : fault;
  }
}

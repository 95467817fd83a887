/** A model of each provider at a local endpoint, and a request for it. */

import { SUBMISSIONS } from '#design/submissions.ts';
import { createModel } from '#models/call.ts';
import type { CallOptions, Model, ModelFault, ModelRequest } from '#models/model.ts';
import { APIS } from '#models/models.ts';
import type { ModelEntry } from '#models/models-file.ts';
import { toolSpec } from '#models/schema.ts';

export const KEY = 'sk-test-0123456789abcdef';
export const PROVIDERS = ['anthropic', 'openai', 'compatible'] as const;
export type Provider = (typeof PROVIDERS)[number];

export function entryAt(
  url: string,
  provider: Provider,
  change: Partial<ModelEntry> = {},
): ModelEntry {
  return {
    name: { anthropic: 'claude-opus-5-5', openai: 'gpt-5.5', compatible: 'llama' }[provider],
    provider,
    family: 'some',
    endpoint: provider === 'anthropic' ? url : `${url}/v1`,
    key: 'SOME_KEY',
    price: null,
    tools: provider === 'compatible' ? 'plain' : 'strict',
    effort: provider !== 'compatible',
    context: 200_000,
    ...change,
  };
}

export function modelAt(url: string, provider: Provider, change: Partial<ModelEntry> = {}): Model {
  return createModel(entryAt(url, provider, change), KEY, APIS[provider]);
}

export const INPUT = { rationale: 'Nothing needs asking.' };

export function request(change: Partial<ModelRequest> = {}): ModelRequest {
  return {
    shared: 'The rules, the topic and what was said.',
    own: 'You look first at what can be removed.',
    ask: 'Ask, or pass.',
    messages: [],
    tools: [
      toolSpec('pass', 'You need to know nothing.', SUBMISSIONS.pass),
      toolSpec('ask_questions', 'You need to know something.', SUBMISSIONS.ask_questions),
    ],
    effort: 'medium',
    maxOutputTokens: 4_000,
    // No real model reads it.
    about: {} as ModelRequest['about'],
    ...change,
  };
}

/** Longer than any answer here takes, and shorter than the test. */
export function patient(change: Partial<CallOptions> = {}): CallOptions {
  return { signal: new AbortController().signal, idleMs: 20_000, ...change };
}

export async function faultOf(call: Promise<unknown>): Promise<ModelFault> {
  return call.then(
    () => {
      throw new Error('the call succeeded');
    },
    (error: ModelFault) => error,
  );
}

import { join } from 'node:path';
import { loadModels } from '#adapters/model-list/load.ts';
import { createAnthropicModel } from '#adapters/models/anthropic/model.ts';
import type { Usage } from '#core/vocabulary/event-parts.ts';
import type { Model } from '#turns/model-context.ts';
import { ANTHROPIC_URL, ModelCatalog } from '#turns/models/catalog.ts';
import type { ModelEntry } from '#turns/models/entry.ts';
import { silentLog } from '../runner/silent-log.ts';

export const SHIPPED_FILE = join(import.meta.dirname, '../../../models.yaml');
/** The models of the file that ships, each with a key. */
export const SHIPPED = new ModelCatalog(
  loadModels(SHIPPED_FILE, ANTHROPIC_URL),
  new Map([['ANTHROPIC_API_KEY', 'test-key']]),
);

export function costUsd(model: string, usage: Usage): number | null {
  return SHIPPED.priceOf(model, usage);
}

/** A model of the file that ships, at another endpoint. */
export function entryOfShipped(baseUrl: string, changes: Partial<ModelEntry> = {}): ModelEntry {
  const entry = SHIPPED.findModel('claude-opus-5-5');
  if (entry === null) throw new Error('claude-opus-5-5 does not ship');
  return { ...entry, baseUrl, ...changes };
}

/** The real client against an endpoint of the tests. */
export function anthropicModel(baseUrl: string, changes: Partial<ModelEntry> = {}): Model {
  return createAnthropicModel({
    entry: entryOfShipped(baseUrl, changes),
    apiKey: 'test-key',
    log: silentLog,
  });
}

import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { utcDayOf } from '#core/vocabulary/figures.ts';
import { ANTHROPIC_URL } from '#turns/models/catalog.ts';
import type { ModelEntry } from '#turns/models/entry.ts';

// The package prints a warning from this list at each call of such a model, and does not export it.
const requireFile = createRequire(import.meta.url);
const List = z.object({ DEPRECATED_MODELS: z.record(z.string(), z.string()) });

/**
 * Day on which Anthropic ends a model at its own endpoint, by the list of its client; `null` for
 * none.
 */
export function retirementOf({
  id,
  wire,
  baseUrl,
}: Pick<ModelEntry, 'id' | 'wire' | 'baseUrl'>): string | null {
  if (wire !== 'anthropic' || baseUrl !== ANTHROPIC_URL) return null;
  const list = join(
    dirname(requireFile.resolve('@anthropic-ai/sdk')),
    'internal/data/deprecated-models.js',
  );
  const words = List.parse(requireFile(list)).DEPRECATED_MODELS[id];
  // `January 22nd, 2027`
  const at = Date.parse(`${words?.replace(/(?<=\d)(?:st|nd|rd|th)/, '')} UTC`);
  return Number.isNaN(at) ? null : utcDayOf(at);
}

import * as z from 'zod';
import { SUBMISSION_SCHEMAS } from '../../core/vocabulary/submission.ts';
import { REPOSITORY_SCHEMAS } from '../../ports/repository-tools.ts';

/**
 * Names that a prompt may use in backticks: tools, their fields, and the fields' fixed values. They
 * come from the schemas, so an outdated prompt is refused.
 */
export interface Vocabulary {
  readonly tools: ReadonlySet<string>;
  readonly words: ReadonlySet<string>;
}

export function collectVocabulary(): Vocabulary {
  const schemas = { ...SUBMISSION_SCHEMAS, ...REPOSITORY_SCHEMAS };
  const words = new Set<string>();
  for (const schema of Object.values(schemas)) collectWords(z.toJSONSchema(schema), words);
  const tools = new Set(Object.keys(schemas));
  return { tools, words: new Set([...tools, ...words, 'notes']) };
}

/** Recursion is bounded by the depth of our schemas: three. */
function collectWords(schema: z.core.JSONSchema._JSONSchema | undefined, words: Set<string>): void {
  if (typeof schema !== 'object') return;
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    words.add(name);
    collectWords(property, words);
  }
  for (const value of schema.enum ?? []) words.add(String(value));
  if (!Array.isArray(schema.items)) collectWords(schema.items, words);
}

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
  for (const schema of Object.values(schemas)) collectWords(schema, words);
  const tools = new Set(Object.keys(schemas));
  return { tools, words: new Set([...tools, ...words, 'notes']) };
}

/**
 * Reads the schemas themselves, since their JSON takes ten times as long to make. Recursion is
 * bounded by the depth of our schemas: three.
 */
function collectWords(schema: z.core.$ZodType, words: Set<string>): void {
  if (schema instanceof z.ZodObject) {
    for (const [name, property] of Object.entries<z.core.$ZodType>(schema.shape)) {
      words.add(name);
      collectWords(property, words);
    }
  } else if (schema instanceof z.ZodArray) collectWords(schema.element, words);
  else if (schema instanceof z.ZodDefault || schema instanceof z.ZodOptional)
    collectWords(schema.unwrap(), words);
  else if (schema instanceof z.ZodEnum) for (const value of schema.options) words.add(`${value}`);
}

import * as z from 'zod';
import { UNKNOWN_NAME } from '../core/vocabulary/claimed-name.ts';
import { hasControlCharacters } from '../core/vocabulary/text.ts';
import { makeReadableName } from '../presentation/format/plain.ts';

/** A claimed name of a person, in visible characters. */
export const person = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .refine((name) => !hasControlCharacters(name) && !/[\t\r\n]/.test(name), 'a name on one line')
  .regex(/[^\p{Z}\p{C}\p{Default_Ignorable_Code_Point}]/u, 'a name that can be read')
  .transform((name) => makeReadableName([name]));

/** Optional; unnamed people are `UNKNOWN_NAME`. */
export const claimedPerson = person.default(UNKNOWN_NAME);

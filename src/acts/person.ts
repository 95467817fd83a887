import * as z from 'zod';
import { readableName } from '../core/presentation/format/plain.ts';
import { UNKNOWN_NAME } from '../core/vocabulary/claimed-name.ts';
import { isReadable } from '../core/vocabulary/impersonation.ts';
import { hasControlCharacters } from '../core/vocabulary/text.ts';

/** The name that somebody who says or decides something claims to have, in the characters that people see. */
export const person = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .refine((name) => !hasControlCharacters(name) && !/[\t\r\n]/.test(name), 'a name on one line')
  .refine(isReadable, 'a name that can be read')
  .transform((name) => readableName([name]));

/** The same where nobody has to be named. */
export const claimedPerson = person.default(UNKNOWN_NAME);

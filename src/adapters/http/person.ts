import * as z from 'zod';
import { hasControlCharacters } from '../../core/course/start.ts';

/** The name of who says or decides something. */
export const person = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .refine((name) => !hasControlCharacters(name) && !/[\t\r\n]/.test(name), 'a name on one line');

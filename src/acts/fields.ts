import * as z from 'zod';
import { claimedPerson, person } from './person.ts';

export const PATH_WORDS: Readonly<Record<string, string>> = {
  id: 'the id of the design, dsn_…',
  gateId: 'the name of the gate, such as gate-1',
  questionId: 'the name of the question, such as Q1',
  divergenceId: 'the name of the difference, such as D1',
  n: 'the number of the turn, from 1',
  name: 'the name of the file, such as brief.md',
  token: 'the name of the token',
  linkId: 'the id of the link',
};

export const author = claimedPerson.describe(
  'the name of the person who acts; a claim, and shown as one',
);
export const namedAuthor = person.describe('the name of the person who acts; required here');

export function countUpTo(most: number) {
  return z.coerce.number().int().min(1).max(most);
}

/**
 * Sequence number to continue from. Larger numbers than `most` are lowered to it: no event is that
 * late.
 */
export function acceptSequence(most: number) {
  return z
    .string()
    .regex(/^\d{1,16}$/, 'a sequence number: 0 or a positive whole number')
    .transform((text) => Math.min(Number(text), most))
    .optional();
}

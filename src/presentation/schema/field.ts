import * as z from 'zod';
import { ParticipantId } from '../../core/vocabulary/ids.ts';
import { membersOf } from '../../core/vocabulary/sets.ts';
import { CITATION_WORDS } from '../../core/vocabulary/words.ts';

export const time = z.string().describe('in ISO 8601');
export const words = z.array(z.string());
export const personas = z.array(ParticipantId);
export const usd = z.number().nullable().describe('in US dollars; null is unknown');
export const isAtLeast = z.literal(true).optional().describe('the cost of some turn is not known');

/** What code makes for a part of the schema: read-only. */
export type ReadOnly<Shape extends z.ZodRawShape> = Unchanging<z.infer<z.ZodObject<Shape>>>;

export type Unchanging<Value> = Value extends string
  ? Value
  : Value extends readonly (infer Each)[]
    ? readonly Unchanging<Each>[]
    : Value extends object
      ? { readonly [Key in keyof Value]: Unchanging<Value[Key]> }
      : Value;

export const source = z
  .object({
    place: z.string().describe('empty for words from elsewhere'),
    quote: z.string(),
    url: z.string().nullable().describe('of the lines at the commit, where their page is known'),
    status: z.enum(membersOf(CITATION_WORDS)).describe('whether the quotation stands there'),
  })
  .nullable()
  .describe('null: nothing is cited');
export type Source = Unchanging<z.infer<typeof source>>;

import * as z from 'zod';

export const time = z.string().describe('in ISO 8601');
export const usd = z.number().nullable().describe('in US dollars; null is unknown');
export const isAtLeast = z.literal(true).optional().describe('the cost of some turn is not known');

/** What code makes for a part of the schema: read-only. */
export type Read<Shape extends z.ZodRawShape> = Unchanging<z.infer<z.ZodObject<Shape>>>;

export type Unchanging<Value> = Value extends string
  ? Value
  : Value extends readonly (infer Each)[]
    ? readonly Unchanging<Each>[]
    : Value extends object
      ? { readonly [Key in keyof Value]: Unchanging<Value[Key]> }
      : Value;

/** A cited place. `status`: if the quotation stands there, in words that follow the place. */
export const cited = z.object({
  place: z.string(),
  quote: z.string(),
  url: z.string().nullable().describe('of the lines at the commit, where their page is known'),
  status: z.string(),
});
export type Cited = Unchanging<z.infer<typeof cited>>;

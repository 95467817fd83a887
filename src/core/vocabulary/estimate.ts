import * as z from 'zod';

/** A model that its vendor has ended, or ends soon. */
export const ModelEnd = z.object({
  model: z.string(),
  endsOn: z.string().describe('a day: 2027-01-22'),
  hasEnded: z.boolean(),
  instead: z.array(z.string()).describe('models of the same family that can be used'),
});
export type ModelEnd = z.infer<typeof ModelEnd>;

/** Who thinks alike, because one model family speaks for them. */
export const OneFamily = z.object({
  personas: z.boolean().describe('all personas, if there are several'),
  auditor: z.boolean().describe('auditor and synthesizer'),
});
export type OneFamily = z.infer<typeof OneFamily>;

/** Facts before a start. */
export const Estimate = z.object({
  usd: z.number().nullable().describe('in US dollars; null if unknown'),
  minutes: z.number().describe('without waits for people'),
  designs: z.number().describe('earlier designs behind it; 0: from a table'),
  oneFamily: OneFamily,
  vendor: z.string().describe('who receives everything said and read'),
  endings: z.array(ModelEnd),
});
export type Estimate = Readonly<z.infer<typeof Estimate>>;

import * as z from 'zod';
import { EFFORTS } from '../../engine/ports/persona.ts';
import { SPEAKS_FOR, TOOL_WAYS, WIRES } from '../../turns/models/entry.ts';

/** Far more than any model; catches typing errors. */
const MAX_TOKENS = 100_000_000;
const MAX_USD_PER_MILLION = 10_000;
const MAX_AT_ONCE = 1_000;

const words = (error: string) => ({ error });
const oneOf = <Words extends readonly [string, ...string[]]>(known: Words) =>
  z.enum(known, words(`must be one of ${known.join(', ')}`));
const line = (most: number) =>
  z
    .string(words('must be text'))
    .regex(/^[\x21-\x7e]+$/, 'must be one word of ASCII letters, digits and signs')
    .max(most, `is longer than ${most} characters`);
const whole = (least: number, most: number) =>
  z
    .int(words(`must be a whole number from ${least} to ${most}`))
    .min(least, `must be a whole number from ${least} to ${most}`)
    .max(most, `must be a whole number from ${least} to ${most}`);
const seconds = (most: number) =>
  z
    .number(words(`must be seconds from 1 to ${most}`))
    .min(1, `must be seconds from 1 to ${most}`)
    .max(most, `must be seconds from 1 to ${most}`);
const usd = z
  .number(words('must be USD per million tokens'))
  .min(0, 'must not be negative')
  .max(MAX_USD_PER_MILLION, `is more than ${MAX_USD_PER_MILLION} USD per million tokens`);
const url = z
  .string(words('must be an http or https URL'))
  .max(2_000, 'is too long')
  .refine(isEndpoint, 'must be an http or https URL without a login, a query or a fragment');

const Rates = { input: usd, output: usd, cache_write: usd.optional(), cache_read: usd.optional() };
const Price = z.union(
  [
    z.literal('none'),
    z.literal('unknown'),
    z.strictObject({
      as_of: z.iso.date(words('must be the day on which it was looked up, like 2026-11-01')),
      ...Rates,
      beyond: z.strictObject({ prompt_tokens: whole(1, MAX_TOKENS), ...Rates }).optional(),
    }),
  ],
  words('must be none (nothing is paid), unknown, or as_of, input and output in USD per million tokens'),
);

/** A model as written in the file. The clocks' upper limits are those of the settings. */
export const WrittenModel = z.strictObject({
  family: line(40),
  for: oneOf(SPEAKS_FOR).optional(),
  wire: oneOf(WIRES),
  id: line(200).optional(),
  base_url: url.optional(),
  key: z
    .string(words('must be the name of a variable, or none'))
    .regex(/^(?:none|[A-Z][A-Z0-9_]{1,60})$/, 'must be the name of a variable like OPENAI_API_KEY, or none')
    .optional(),
  context: whole(1_000, MAX_TOKENS).optional(),
  output: whole(256, MAX_TOKENS).optional(),
  at_once: whole(1, MAX_AT_ONCE).optional(),
  tools: oneOf(TOOL_WAYS).optional(),
  cache: z.boolean(words('must be true or false')).optional(),
  efforts: z
    .union(
      [z.literal('none'), z.array(oneOf(EFFORTS)).min(1)],
      words(`must be none, or some of ${EFFORTS.join(', ')}`),
    )
    .optional(),
  clocks: z
    .strictObject({
      connect: seconds(300).optional(),
      first_token: seconds(600).optional(),
      stall: seconds(600).optional(),
    })
    .optional(),
  ends_on: z.iso.date(words('must be the day on which its vendor ends it, like 2027-01-22')).optional(),
  price: Price,
});
export type WrittenModel = z.infer<typeof WrittenModel>;

export const FamilyId = /^[a-z][a-z0-9-]{0,39}$/;
export const FamilyTitle = z.string(words('must be the family’s name as people see it')).min(1).max(40);
/** Names are shown in records and on cards. */
export const MODEL_NAME = /^[\x21-\x7e]{1,100}$/;

function isEndpoint(found: string): boolean {
  const parsed = URL.parse(found);
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) return false;
  const { username, password, search, hash } = parsed;
  return `${username}${password}${search}${hash}` === '';
}

import * as z from 'zod';
import { fieldsOf } from '../../foundation/checked-yaml.ts';
import { url } from '../../foundation/variable.ts';
import { SPEAKS_FOR, TOOL_WAYS, WIRES } from '../../turns/models/entry.ts';
import { EFFORTS } from '../../turns/prompt/persona.ts';

/** Far more than any model; catches typing errors. */
const MAX_TOKENS = 100_000_000;
const MAX_USD_PER_MILLION = 10_000;
const MAX_AT_ONCE = 1_000;

const words = (error: string) => ({ error });
const oneOf = <Words extends readonly [string, ...string[]]>(known: Words) =>
  z.enum(known, words(`must be one of ${known.join(', ')}`));
/** Whatever is wrong with a value, these words say what it must be. */
const only = <Value>(schema: z.ZodType<Value>, mustBe: string) =>
  z.custom<Value>((value) => schema.safeParse(value).success, `must be ${mustBe}`);
const line = (most: number) =>
  only(
    z
      .string()
      .regex(/^[\x21-\x7e]+$/)
      .max(most),
    `one word of at most ${most} ASCII letters, digits and signs`,
  );
const whole = (least: number, most: number) =>
  only(z.int().min(least).max(most), `a whole number from ${least} to ${most}`);
const seconds = (most: number) => only(z.number().min(1).max(most), `seconds from 1 to ${most}`);
const usd = only(
  z.number().min(0).max(MAX_USD_PER_MILLION),
  `USD per million tokens, from 0 to ${MAX_USD_PER_MILLION}`,
);
const endpoint = only(url, 'an http or https URL without a login, a query or a fragment');
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
  words(
    'must be none (nothing is paid), unknown, or as_of, input and output in USD per million tokens',
  ),
);

/** A model as written in the file. The clocks' upper limits are those of the settings. */
const WrittenModel = fieldsOf({
  family: line(40),
  for: oneOf(SPEAKS_FOR).optional(),
  wire: oneOf(WIRES),
  id: line(200).optional(),
  base_url: endpoint.optional(),
  key: only(
    z.string().regex(/^(?:none|[A-Z][A-Z0-9_]{1,60})$/),
    'the name of a variable like OPENAI_API_KEY, or none',
  ).optional(),
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
  ends_on: z.iso
    .date(words('must be the day on which its vendor ends it, like 2027-01-22'))
    .optional(),
  price: Price,
});
export type WrittenModel = z.infer<typeof WrittenModel>;

/** Names are shown in records and on cards. */
const modelName = z
  .string()
  .regex(/^[\x21-\x7e]{1,100}$/, 'must be one word of at most 100 ASCII letters, digits and signs');
const familyId = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be lower-case letters, digits and hyphens');
const familyTitle = only(
  z.string().min(1).max(40),
  'the family’s name as people see it, in at most 40 characters',
);
const recordOf = <Value extends z.ZodType>(name: z.ZodString, value: Value) =>
  z.record(name, value, words('must be a list of names, one `name: …` per line'));

export const ModelsFile = fieldsOf({
  families: recordOf(familyId, familyTitle),
  models: recordOf(modelName, WrittenModel),
});

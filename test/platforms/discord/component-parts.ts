import { z } from 'zod';

/** Shapes that stand inside other components. Discord gives an id to what has none; 0 counts as none. */
export const id = z.int32().min(0).optional();
export const customId = z.string().min(1).max(100);
const snowflake = z.string().regex(/^\d{15,20}$/);

export const emoji = z.strictObject({
  id: snowflake.nullish(),
  name: z.string().nullish(),
  animated: z.boolean().optional(),
});
/** A URL, or a file that comes with the message. */
export const media = z.strictObject({
  url: z
    .string()
    .max(2_048)
    .regex(/^(https?|attachment):\/\/\S+$/, 'is no URL'),
});

const LINK = 5;
const PREMIUM = 6;
export const button = z
  .strictObject({
    type: z.literal(2),
    id,
    style: z.int().min(1).max(PREMIUM),
    label: z.string().min(1).max(80).optional(),
    emoji: emoji.optional(),
    custom_id: customId.optional(),
    url: z.url().max(512).optional(),
    sku_id: snowflake.optional(),
    disabled: z.boolean().optional(),
  })
  .refine(
    (given) => (given.style === LINK) === (given.url !== undefined),
    'a link, and only a link, has a url',
  )
  .refine(
    (given) => given.style < LINK === (given.custom_id !== undefined),
    'what is neither a link nor for sale, and only that, has a custom_id',
  )
  .refine(
    (given) => (given.style === PREMIUM) === (given.sku_id !== undefined),
    'only what is for sale has a sku_id',
  )
  .refine(
    (given) => given.style === PREMIUM || given.label || given.emoji,
    'a button has a label or an emoji',
  );

const option = z.strictObject({
  label: z.string().min(1).max(100),
  value: z.string().min(1).max(100),
  description: z.string().max(100).optional(),
  emoji: emoji.optional(),
  default: z.boolean().optional(),
});
const select = {
  id,
  custom_id: customId,
  placeholder: z.string().max(150).optional(),
  min_values: z.int().min(0).max(25).optional(),
  max_values: z.int().min(1).max(25).optional(),
  disabled: z.boolean().optional(),
  /** In modals only. */
  required: z.boolean().optional(),
};
const isUnique = (options: readonly { value: string }[]): boolean =>
  new Set(options.map(({ value }) => value)).size === options.length;

export const stringSelect = z
  .strictObject({
    type: z.literal(3),
    ...select,
    options: z.array(option).min(1).max(25).refine(isUnique, 'two options have the same value'),
  })
  .refine((given) => (given.min_values ?? 1) <= (given.max_values ?? 1), 'min_values is above max_values')
  .refine(
    (given) => (given.max_values ?? 1) <= given.options.length,
    'max_values is above the number of options',
  );

const defaults = z
  .array(z.strictObject({ id: snowflake, type: z.enum(['user', 'role', 'channel']) }))
  .max(25)
  .optional();
/** Selects whose choices Discord fills in: people, roles, both, channels. */
export const entitySelect = z.strictObject({
  type: z.union([z.literal(5), z.literal(6), z.literal(7), z.literal(8)]),
  ...select,
  default_values: defaults,
  channel_types: z.array(z.int()).optional(),
});

export const textInput = z
  .strictObject({
    type: z.literal(4),
    id,
    custom_id: customId,
    style: z.union([z.literal(1), z.literal(2)]),
    /** Where no Label stands around it. */
    label: z.string().min(1).max(45).optional(),
    min_length: z.int().min(0).max(4_000).optional(),
    max_length: z.int().min(1).max(4_000).optional(),
    required: z.boolean().optional(),
    value: z.string().max(4_000).optional(),
    placeholder: z.string().max(100).optional(),
  })
  .refine((given) => (given.min_length ?? 0) <= (given.max_length ?? 4_000), 'min_length is above max_length')
  .refine((given) => (given.value?.length ?? 0) <= (given.max_length ?? 4_000), 'value is above max_length');

export const textDisplay = z.strictObject({ type: z.literal(10), id, content: z.string().min(1).max(4_000) });

export type Button = z.infer<typeof button>;
export type StringSelect = z.infer<typeof stringSelect>;
export type EntitySelect = z.infer<typeof entitySelect>;
export type TextInput = z.infer<typeof textInput>;
export type TextDisplay = z.infer<typeof textDisplay>;

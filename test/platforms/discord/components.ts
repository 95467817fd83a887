import { z } from 'zod';

/**
 * The components that Charrette draws, with Discord's limits; any other one, and a field unknown
 * here, is refused. Discord gives an id to what has none; 0 counts as none.
 */
const id = z.int32().min(0).optional();
const customId = z.string().min(1).max(100);

const button = z.strictObject({
  type: z.literal(2),
  id,
  /** Neither a link nor something for sale. */
  style: z.int().min(1).max(4),
  label: z.string().min(1).max(80),
  custom_id: customId,
});

const option = z.strictObject({
  label: z.string().min(1).max(100),
  value: z.string().min(1).max(100),
  description: z.string().max(100).optional(),
  default: z.boolean().optional(),
});
const stringSelect = z
  .strictObject({
    type: z.literal(3),
    id,
    custom_id: customId,
    placeholder: z.string().max(150).optional(),
    min_values: z.int().min(0).max(25).optional(),
    max_values: z.int().min(1).max(25).optional(),
    /** In modals only. */
    required: z.boolean().optional(),
    options: z
      .array(option)
      .min(1)
      .max(25)
      .refine((all) => isUnique(all.map(({ value }) => value)), 'two options have the same value'),
  })
  .refine(
    (given) => (given.min_values ?? 1) <= (given.max_values ?? 1),
    'min_values is above max_values',
  )
  .refine(
    (given) => (given.max_values ?? 1) <= given.options.length,
    'max_values is above the number of options',
  );

const textInput = z
  .strictObject({
    type: z.literal(4),
    id,
    custom_id: customId,
    style: z.union([z.literal(1), z.literal(2)]),
    max_length: z.int().min(1).max(4_000).optional(),
    required: z.boolean().optional(),
    value: z.string().max(4_000).optional(),
    placeholder: z.string().max(100).optional(),
  })
  .refine(
    (given) => (given.value?.length ?? 0) <= (given.max_length ?? 4_000),
    'value is above max_length',
  );

const fileUpload = z
  .strictObject({
    type: z.literal(19),
    id,
    custom_id: customId,
    min_values: z.int().min(0).max(10).optional(),
    max_values: z.int().min(1).max(10).optional(),
    file_types: z.array(z.string().min(1)).max(10).optional(),
    required: z.boolean().optional(),
  })
  .refine(
    (given) => (given.min_values ?? 1) <= (given.max_values ?? 1),
    'min_values is above max_values',
  );
const choices = (least: number) =>
  z
    .array(option)
    .min(least)
    .max(10)
    .refine((all) => isUnique(all.map(({ value }) => value)), 'two options have the same value');
const radioGroup = z
  .strictObject({
    type: z.literal(21),
    id,
    custom_id: customId,
    required: z.boolean().optional(),
    options: choices(2),
  })
  .refine(
    ({ options }) => options.filter((each) => each.default).length < 2,
    'two options are chosen',
  );
const checkboxGroup = z.strictObject({
  type: z.literal(22),
  id,
  custom_id: customId,
  min_values: z.int().min(0).max(10).optional(),
  max_values: z.int().min(1).max(10).optional(),
  required: z.boolean().optional(),
  options: choices(1),
});

const textDisplay = z.strictObject({
  type: z.literal(10),
  id,
  content: z.string().min(1).max(4_000),
});

/** A row of up to five buttons, or of one select. */
export const actionRow = z.strictObject({
  type: z.literal(1),
  id,
  components: z
    .array(z.discriminatedUnion('type', [button, stringSelect]))
    .min(1)
    .max(5)
    .refine(
      (parts) => parts.length === 1 || parts.every(({ type }) => type === 2),
      'a row holds buttons or one select',
    ),
});
const file = z.strictObject({
  type: z.literal(13),
  id,
  file: z.strictObject({
    url: z
      .string()
      .max(2_048)
      .regex(/^attachment:\/\/\S+$/, 'a file is one that comes with the message'),
  }),
});
/** One to three texts, and a button beside them. */
const section = z.strictObject({
  type: z.literal(9),
  id,
  components: z.array(textDisplay).min(1).max(3),
  accessory: button,
});
const separator = z.strictObject({
  type: z.literal(14),
  id,
  divider: z.boolean().optional(),
  spacing: z.int().min(1).max(2).optional(),
});
const insideContainer = [actionRow, textDisplay, section, separator, file] as const;
const container = z.strictObject({
  type: z.literal(17),
  id,
  components: z.array(z.discriminatedUnion('type', insideContainer)).min(1),
  accent_color: z.int().min(0).max(0xff_ff_ff).nullish(),
});

/** What may stand at the top of a message that is made of components. */
export const layout = z.discriminatedUnion('type', [...insideContainer, container]);

const label = z.strictObject({
  type: z.literal(18),
  id,
  label: z.string().min(1).max(45),
  description: z.string().max(100).optional(),
  component: z.discriminatedUnion('type', [
    textInput,
    stringSelect,
    fileUpload,
    radioGroup,
    checkboxGroup,
  ]),
});

const form = z.strictObject({
  custom_id: customId,
  title: z.string().min(1).max(45),
  components: z
    .array(z.discriminatedUnion('type', [label, textDisplay]))
    .min(1)
    .max(5),
});
export type Modal = z.infer<typeof form>;

/** A form of up to five inputs and texts. */
export const modal = form
  .refine(
    ({ components }) => isUnique(inputs({ components }).map(({ custom_id }) => custom_id)),
    'two inputs have the same custom_id',
  )
  .refine(
    ({ components }) =>
      isUnique(components.flatMap(({ id: each = 0 }) => (each === 0 ? [] : [each]))),
    'two components have the same id',
  );

export type Component = z.infer<typeof layout>;
export type Control = z.infer<typeof button> | z.infer<typeof stringSelect>;
export type ModalInput =
  | z.infer<typeof fileUpload>
  | z.infer<typeof radioGroup>
  | z.infer<typeof checkboxGroup>
  | z.infer<typeof textInput>
  | z.infer<typeof stringSelect>;

/** A component and everything inside it, the outer ones first. */
export function nested(component: Component | Control): (Component | Control)[] {
  if (component.type === 9) return [component, ...component.components, component.accessory];
  const isGroup = component.type === 1 || component.type === 17;
  return isGroup ? [component, ...component.components.flatMap(nested)] : [component];
}

/** Everything that people can work in these components. */
export function controls(components: readonly Component[]): Control[] {
  return components.flatMap(nested).filter((each): each is Control => 'custom_id' in each);
}

export function inputs({ components }: Pick<Modal, 'components'>): ModalInput[] {
  return components.flatMap((each) => (each.type === 18 ? [each.component] : []));
}

/** The same components with an id for each, the lowest that are free, as Discord gives them. */
export function withIds(components: readonly Component[]): Component[] {
  const copies = structuredClone(components) as Component[];
  const all = copies.flatMap(nested);
  const taken = new Set(all.map((each) => each.id));
  let next = 1;
  for (const each of all) {
    if (each.id !== undefined && each.id !== 0) continue;
    while (taken.has(next)) next += 1;
    taken.add(next);
    each.id = next;
  }
  return copies;
}

export function isUnique(all: readonly unknown[]): boolean {
  return new Set(all).size === all.length;
}

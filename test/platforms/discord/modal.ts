import { z } from 'zod';
import { customId, entitySelect, id, stringSelect, textDisplay, textInput } from './component-parts.ts';

const label = z.strictObject({
  type: z.literal(18),
  id,
  label: z.string().min(1).max(45),
  description: z.string().max(100).optional(),
  component: z
    .discriminatedUnion('type', [textInput, stringSelect, entitySelect])
    .refine((given) => !('label' in given && given.label), 'inside a Label an input has no label of its own')
    .refine((given) => !('disabled' in given && given.disabled), 'nothing in a modal can be disabled'),
});
/** The older form: a row with one input, which then has its own label. */
const row = z.strictObject({
  type: z.literal(1),
  id,
  components: z
    .array(textInput.refine((given) => given.label !== undefined, 'an input in a row needs a label'))
    .length(1),
});

const shape = z.strictObject({
  custom_id: customId,
  title: z.string().min(1).max(45),
  components: z
    .array(z.discriminatedUnion('type', [label, row, textDisplay]))
    .min(1)
    .max(5),
});
export type Modal = z.infer<typeof shape>;

export const modal = shape
  .refine(
    (given) => isUnique(inputs(given).map(({ custom_id }) => custom_id)),
    'two inputs have the same custom_id',
  )
  .refine(
    (given) => isUnique(given.components.flatMap(({ id: each = 0 }) => (each === 0 ? [] : [each]))),
    'two components have the same id',
  );

export type ModalInput =
  | z.infer<typeof textInput>
  | z.infer<typeof stringSelect>
  | z.infer<typeof entitySelect>;

/** A modal before a person. */
export interface OpenModal {
  readonly person: string;
  /** The interaction that it answered. */
  readonly interaction: string;
  readonly modal: Modal;
}

export function inputs({ components }: Pick<Modal, 'components'>): ModalInput[] {
  return components.flatMap((each): ModalInput[] => {
    if (each.type === 18) return [each.component];
    return each.type === 1 ? each.components : [];
  });
}

function isUnique(all: readonly unknown[]): boolean {
  return new Set(all).size === all.length;
}

/** What a person has put into each input, by its custom id. */
export type Entries = Readonly<Record<string, string | readonly string[]>>;

/** The modal's components as they are submitted; what the person's app would not let through is an error. */
export function submitted({ components }: Modal, entries: Entries): object[] {
  const known = new Set(inputs({ components }).map(({ custom_id }) => custom_id));
  const unknown = Object.keys(entries).find((each) => !known.has(each));
  if (unknown !== undefined) throw new Error(`the modal has no input "${unknown}"`);
  return components.map((each, place) => {
    const about = { type: each.type, id: each.id ?? place + 1 };
    if (each.type === 18) return { ...about, component: filled(each.component, entries, place) };
    return each.type === 1
      ? { ...about, components: each.components.map((input) => filled(input, entries, place)) }
      : about;
  });
}

function filled(input: ModalInput, entries: Entries, place: number): object {
  const { type, custom_id, required = true } = input;
  const about = { type, id: input.id ?? place + 1, custom_id };
  const entry = entries[custom_id];
  if (input.type === 4) {
    const value = typeof entry === 'string' ? entry : (input.value ?? '');
    const isMissing = required && value === '';
    const isTooShort = value !== '' && value.length < (input.min_length ?? 0);
    if (isMissing || isTooShort) throw new Error(`Discord asks for more in "${custom_id}"`);
    return { ...about, value: value.slice(0, input.max_length ?? 4_000) };
  }
  const preset =
    input.type === 3 ? input.options.filter((each) => each.default).map(({ value }) => value) : [];
  const values = entry === undefined ? preset : [entry].flat();
  const offered = input.type === 3 ? input.options.map(({ value }) => value) : values;
  if (required && values.length < (input.min_values ?? 1))
    throw new Error(`Discord asks for a choice in "${custom_id}"`);
  if (values.length > (input.max_values ?? 1)) throw new Error(`"${custom_id}" takes fewer choices`);
  const odd = values.find((value) => !offered.includes(value));
  if (odd !== undefined) throw new Error(`"${custom_id}" does not offer "${odd}"`);
  return { ...about, values };
}

import { inputs, type Modal, type ModalInput } from './components.ts';

/** A modal before a person. */
export interface OpenModal {
  readonly person: string;
  /** The interaction that it answered. */
  readonly interaction: string;
  readonly modal: Modal;
}

/** What a person has put into each input, by its custom id. */
export type Entries = Readonly<Record<string, string | readonly string[]>>;

/**
 * The modal's components as they are submitted; what the person's app would not let through is an
 * error.
 */
export function submitted({ components }: Modal, entries: Entries): object[] {
  const known = new Set(inputs({ components }).map(({ custom_id }) => custom_id));
  const unknown = Object.keys(entries).find((each) => !known.has(each));
  if (unknown !== undefined) throw new Error(`the modal has no input "${unknown}"`);
  return components.map((each, place) => {
    const about = { type: each.type, id: each.id ?? place + 1 };
    return each.type === 18
      ? { ...about, component: filled(each.component, entries, place) }
      : about;
  });
}

function filled(input: ModalInput, entries: Entries, place: number): object {
  const { type, custom_id, required = true } = input;
  const about = { type, id: input.id ?? place + 1, custom_id };
  const entry = entries[custom_id];
  if (input.type === 4) {
    const value = typeof entry === 'string' ? entry : (input.value ?? '');
    if (required && value === '') throw new Error(`Discord asks for more in "${custom_id}"`);
    return { ...about, value: value.slice(0, input.max_length ?? 4_000) };
  }
  const preset = 'options' in input ? input.options.filter((each) => each.default === true) : [];
  const values = entry === undefined ? preset.map(({ value }) => value) : [entry].flat();
  const { least, most } = boundsOf(input);
  if (required && values.length < least)
    throw new Error(`Discord asks for a choice in "${custom_id}"`);
  if (values.length > most) throw new Error(`"${custom_id}" takes fewer choices`);
  if (!('options' in input)) return { ...about, values };
  const odd = values.find((value) => !input.options.some((each) => each.value === value));
  if (odd !== undefined) throw new Error(`"${custom_id}" does not offer "${odd}"`);
  return input.type === 21 ? { ...about, value: values[0] ?? null } : { ...about, values };
}

function boundsOf(input: Exclude<ModalInput, { type: 4 }>): {
  readonly least: number;
  readonly most: number;
} {
  if (input.type === 21) return { least: 1, most: 1 };
  const { min_values: least = 1, max_values: most = input.type === 22 ? input.options.length : 1 } =
    input;
  return { least, most };
}

import { z } from 'zod';
import {
  type Button,
  button,
  type EntitySelect,
  entitySelect,
  id,
  media,
  type StringSelect,
  stringSelect,
  textDisplay,
} from './component-parts.ts';

/** A row of up to five buttons, or of one select. */
export const actionRow = z.strictObject({
  type: z.literal(1),
  id,
  components: z
    .array(z.discriminatedUnion('type', [button, stringSelect, entitySelect]))
    .min(1)
    .max(5)
    .refine(
      (parts) => parts.length === 1 || parts.every(({ type }) => type === 2),
      'a row holds buttons or one select',
    ),
});

const description = z.string().max(1_024).nullish();
const spoiler = z.boolean().optional();
const thumbnail = z.strictObject({ type: z.literal(11), id, media, description, spoiler });
const section = z.strictObject({
  type: z.literal(9),
  id,
  components: z.array(textDisplay).min(1).max(3),
  accessory: z.discriminatedUnion('type', [button, thumbnail]),
});
const gallery = z.strictObject({
  type: z.literal(12),
  id,
  items: z.array(z.strictObject({ media, description, spoiler })).min(1).max(10),
});
const file = z.strictObject({
  type: z.literal(13),
  id,
  file: media.refine(
    ({ url }) => url.startsWith('attachment://'),
    'a file is one that comes with the message',
  ),
  spoiler,
});
const separator = z.strictObject({
  type: z.literal(14),
  id,
  divider: z.boolean().optional(),
  spacing: z.union([z.literal(1), z.literal(2)]).optional(),
});

const insideContainer = [actionRow, section, textDisplay, gallery, file, separator] as const;
const container = z.strictObject({
  type: z.literal(17),
  id,
  components: z.array(z.discriminatedUnion('type', insideContainer)).min(1),
  accent_color: z.int().min(0).max(0xff_ff_ff).nullish(),
  spoiler,
});

/** What may stand at the top of a message that is made of components. */
export const layout = z.discriminatedUnion('type', [...insideContainer, container]);

export type Component = z.infer<typeof layout>;
export type Control = Button | StringSelect | EntitySelect;
type Inner = Component | Control | z.infer<typeof thumbnail>;

/** A component and everything inside it, the outer ones first. */
export function nested(component: Inner): Inner[] {
  if (component.type === 9) return [component, ...component.components, component.accessory];
  if (component.type === 1 || component.type === 17)
    return [component, ...component.components.flatMap(nested)];
  return [component];
}

/** Everything that people can work in these components. */
export function controls(components: readonly Component[]): Control[] {
  return components.flatMap(nested).filter((each): each is Control => 'custom_id' in each || 'url' in each);
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

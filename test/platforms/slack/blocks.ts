import { z } from 'zod';
import {
  accessory,
  actionElement,
  anyText,
  type Interactive,
  image,
  inputElement,
  plainText,
} from './block-elements.ts';
import { richText } from './rich-text.ts';

const MAX_MARKDOWN_CHARACTERS = 12_000;
const identified = { block_id: z.string().min(1).max(255).optional() };

const section = z
  .strictObject({
    type: z.literal('section'),
    ...identified,
    text: anyText(3_000).optional(),
    fields: z.array(anyText(2_000)).min(1).max(10).optional(),
    accessory: accessory.optional(),
    expand: z.boolean().optional(),
  })
  .refine(({ text, fields }) => text !== undefined || fields !== undefined, 'text or fields are needed');
const header = z.strictObject({ type: z.literal('header'), ...identified, text: plainText(150) });
const divider = z.strictObject({ type: z.literal('divider'), ...identified });
const context = z.strictObject({
  type: z.literal('context'),
  ...identified,
  elements: z
    .array(z.union([image, anyText(3_000)]))
    .min(1)
    .max(10),
});
const actions = z.strictObject({
  type: z.literal('actions'),
  ...identified,
  elements: z.array(actionElement).min(1).max(25),
});
const picture = image.extend({ ...identified, title: plainText(2_000).optional() });
const markdown = z.strictObject({
  type: z.literal('markdown'),
  ...identified,
  text: z.string().min(1).max(MAX_MARKDOWN_CHARACTERS),
});
const rawText = z.strictObject({ type: z.literal('raw_text'), text: z.string().min(1) });
const table = z.strictObject({
  type: z.literal('table'),
  ...identified,
  rows: z
    .array(z.array(z.discriminatedUnion('type', [rawText, richText])).max(20))
    .min(1)
    .max(100),
  column_settings: z
    .array(
      z.strictObject({
        align: z.enum(['left', 'center', 'right']).optional(),
        is_wrapped: z.boolean().optional(),
      }),
    )
    .max(20)
    .optional(),
});
const input = z.strictObject({
  type: z.literal('input'),
  ...identified,
  label: plainText(2_000),
  element: inputElement,
  hint: plainText(2_000).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
});

const everywhere = [section, header, divider, context, actions, picture, richText, input] as const;
const messageBlock = z.discriminatedUnion('type', [...everywhere, markdown, table]);
const viewBlock = z.discriminatedUnion('type', [...everywhere]);
export type Block = z.infer<typeof messageBlock>;

/** At most 50 blocks, each id once, one table, all Markdown within 12,000 characters. */
export const messageBlocks = z.array(messageBlock).max(50).superRefine(together);

/** A modal with at most 100 blocks. A view's own lengths are Slack's. */
export const modal = z.strictObject({
  type: z.literal('modal'),
  title: plainText(24),
  blocks: z.array(viewBlock).max(100).superRefine(together),
  close: plainText(24).optional(),
  submit: plainText(24).optional(),
  private_metadata: z.string().max(3_000).optional(),
  callback_id: z.string().max(255).optional(),
  external_id: z.string().max(255).optional(),
  clear_on_close: z.boolean().optional(),
  notify_on_close: z.boolean().optional(),
});
export type Modal = z.infer<typeof modal>;

function together(blocks: readonly Block[], context: z.RefinementCtx): void {
  const refuse = (message: string) => context.addIssue({ code: 'custom', message });
  for (const id of repeated(blocks.map((block) => block.block_id))) {
    refuse(`block_id "${id}" is used more than once`);
  }
  for (const id of repeated(blocks.flatMap(interactive).map((element) => element.action_id))) {
    refuse(`action_id "${id}" is used more than once`);
  }
  const characters = blocks.reduce((sum, each) => sum + (each.type === 'markdown' ? each.text.length : 0), 0);
  if (characters > MAX_MARKDOWN_CHARACTERS) refuse(`markdown blocks have ${characters} characters together`);
  if (blocks.filter((each) => each.type === 'table').length > 1) refuse('only one table is allowed');
}

function repeated(ids: readonly (string | undefined)[]): string[] {
  return ids.filter((id): id is string => id !== undefined).filter((id, at, all) => all.indexOf(id) < at);
}

/** The elements of a block that a person can work. */
export function interactive(block: Block): Interactive[] {
  if (block.type === 'actions') return block.elements;
  if (block.type === 'input') return [block.element];
  const side = block.type === 'section' ? block.accessory : undefined;
  return side === undefined || side.type === 'image' ? [] : [side];
}

/** As Slack keeps them: each block, and each element that can be worked, has an id. */
export function withIds<B extends Block>(blocks: readonly B[]): B[] {
  return blocks.map((given, at) => {
    const block = structuredClone(given);
    block.block_id ??= `b${at}`;
    interactive(block).forEach((element, place) => {
      element.action_id ??= `${block.block_id}.${place}`;
    });
    return block;
  });
}

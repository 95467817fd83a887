/** The blocks that Charrette draws, with Slack's limits; any other one, and an unknown field, is refused. */

import * as z from 'zod';

const plainText = (max: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: z.string().min(1).max(max) });
const colour = z.enum(['primary', 'danger']).optional();
const button = z.strictObject({
  type: z.literal('button'),
  action_id: z.string().min(1).max(255),
  text: plainText(75),
  value: z.string().min(1).max(2_000).optional(),
  url: z.url().max(3_000).optional(),
  style: colour,
  confirm: z
    .strictObject({
      title: plainText(100),
      text: plainText(300),
      confirm: plainText(30),
      deny: plainText(30),
      style: colour,
    })
    .optional(),
});
const style = z
  .strictObject({
    bold: z.literal(true).optional(),
    italic: z.literal(true).optional(),
    code: z.literal(true).optional(),
  })
  .optional();
const inline = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text: z.string().min(1), style }),
  z.strictObject({
    type: z.literal('link'),
    url: z.url({ protocol: /^https?$/ }).max(3_000),
    text: z.string().min(1).optional(),
    style,
  }),
  z.strictObject({
    type: z.literal('date'),
    timestamp: z.int(),
    format: z.string().regex(/^[^{}]*(\{(date_short_pretty|time)\}[^{}]*)+$/),
    fallback: z.string().min(1),
  }),
  z.strictObject({ type: z.literal('user'), user_id: z.string().regex(/^[UW][A-Z0-9]+$/) }),
]);
const section = z.strictObject({
  type: z.literal('rich_text_section'),
  elements: z.array(inline).min(1),
});
const richText = z.strictObject({
  type: z.literal('rich_text'),
  elements: z
    .array(
      z.discriminatedUnion('type', [
        section,
        z.strictObject({
          type: z.literal('rich_text_list'),
          style: z.enum(['bullet', 'ordered']),
          indent: z.int().min(0).max(8),
          offset: z.int().min(1).optional(),
          elements: z.array(section).min(1),
        }),
        z.strictObject({
          type: z.literal('rich_text_preformatted'),
          elements: z.array(inline).min(1),
        }),
        z.strictObject({ type: z.literal('rich_text_quote'), elements: z.array(inline).min(1) }),
      ]),
    )
    .min(1),
});
const actions = z.strictObject({
  type: z.literal('actions'),
  elements: z
    .array(button)
    .min(1)
    .max(25)
    .refine(
      (all) => new Set(all.map((each) => each.action_id)).size === all.length,
      'action_id twice',
    ),
});
export const blocks = z
  .array(z.discriminatedUnion('type', [richText, actions]))
  .min(1)
  .max(50);
export type Blocks = z.infer<typeof blocks>;

export const modal = z.strictObject({
  type: z.literal('modal'),
  callback_id: z.string().max(255),
  private_metadata: z.string().max(3_000),
  title: plainText(24),
  submit: plainText(24),
  close: plainText(24),
  blocks: z
    .array(
      z.strictObject({
        type: z.literal('input'),
        block_id: z.string().max(255),
        label: plainText(2_000),
        element: z.strictObject({
          type: z.literal('plain_text_input'),
          action_id: z.string().max(255),
          multiline: z.boolean(),
          max_length: z.int().min(1).max(3_000),
        }),
      }),
    )
    .min(1)
    .max(100),
});
export type Modal = z.infer<typeof modal>;

/** What a person reads: a mention as `@U1`, bold as `*…*`, a control as `[…]`. */
export function readBlocks(given: Blocks): string {
  const inlines = (all: readonly z.infer<typeof inline>[]): string =>
    all
      .map((each) => {
        if (each.type === 'user') return `@${each.user_id}`;
        if (each.type === 'date') return each.fallback;
        if (each.type === 'link') return `${each.text ?? ''}<${each.url}>`;
        return each.style?.bold === true ? `*${each.text}*` : each.text;
      })
      .join('');
  return given
    .flatMap((block) =>
      block.type === 'actions'
        ? [block.elements.map(({ text }) => `[${text.text}]`).join(' ')]
        : block.elements.map((part) => {
            if (part.type !== 'rich_text_list') return inlines(part.elements);
            const items = part.elements.map(({ elements }) => inlines(elements));
            return items.map((item) => `${' '.repeat(part.indent * 2)}• ${item}`).join('\n');
          }),
    )
    .join('\n');
}

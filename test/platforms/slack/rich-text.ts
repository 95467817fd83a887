import { z } from 'zod';

const style = z.strictObject({
  bold: z.boolean().optional(),
  italic: z.boolean().optional(),
  strike: z.boolean().optional(),
  code: z.boolean().optional(),
  underline: z.boolean().optional(),
});
const styled = { style: style.optional() };

const text = z.strictObject({ type: z.literal('text'), text: z.string().min(1), ...styled });
const link = z.strictObject({
  type: z.literal('link'),
  url: z.url().max(3_000),
  text: z.string().optional(),
  unsafe: z.boolean().optional(),
  ...styled,
});
const inline = z.discriminatedUnion('type', [
  text,
  link,
  z.strictObject({
    type: z.literal('emoji'),
    name: z.string().min(1),
    unicode: z.string().optional(),
    ...styled,
  }),
  z.strictObject({ type: z.literal('user'), user_id: z.string().min(1), ...styled }),
  z.strictObject({ type: z.literal('channel'), channel_id: z.string().min(1), ...styled }),
  z.strictObject({ type: z.literal('usergroup'), usergroup_id: z.string().min(1), ...styled }),
  z.strictObject({ type: z.literal('broadcast'), range: z.enum(['here', 'channel', 'everyone']), ...styled }),
  z.strictObject({
    type: z.literal('date'),
    timestamp: z.int(),
    format: z.string().min(1),
    url: z.url().optional(),
    fallback: z.string().optional(),
    ...styled,
  }),
]);

const border = { border: z.literal([0, 1]).optional() };
const section = z.strictObject({ type: z.literal('rich_text_section'), elements: z.array(inline) });
const part = z.discriminatedUnion('type', [
  section,
  z.strictObject({
    type: z.literal('rich_text_list'),
    style: z.enum(['bullet', 'ordered']),
    elements: z.array(section).min(1),
    indent: z.int().min(0).max(8).optional(),
    offset: z.int().min(0).optional(),
    ...border,
  }),
  z.strictObject({
    type: z.literal('rich_text_preformatted'),
    elements: z.array(z.discriminatedUnion('type', [text, link])).min(1),
    language: z.string().optional(),
    ...border,
  }),
  z.strictObject({ type: z.literal('rich_text_quote'), elements: z.array(inline).min(1), ...border }),
]);

export const richText = z.strictObject({
  type: z.literal('rich_text'),
  block_id: z.string().min(1).max(255).optional(),
  elements: z.array(part).min(1),
});

export type RichText = z.infer<typeof richText>;
export type RichTextInline = z.infer<typeof inline>;

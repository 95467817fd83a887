import { z } from 'zod';

/**
 * The blocks that Charrette draws, with Slack's limits; any other one, and a field unknown here, is
 * refused.
 */
const plainText = (max: number) =>
  z.strictObject({
    type: z.literal('plain_text'),
    text: z.string().min(1).max(max),
    emoji: z.boolean().optional(),
  });
const colour = z.enum(['primary', 'danger']).optional();
const confirm = z.strictObject({
  title: plainText(100),
  text: plainText(300),
  confirm: plainText(30),
  deny: plainText(30),
  style: colour,
});
const option = z.strictObject({
  text: plainText(75),
  value: z.string().min(1).max(150),
  description: plainText(75).optional(),
});
const action = { action_id: z.string().min(1).max(255).optional() };

const button = z.strictObject({
  type: z.literal('button'),
  ...action,
  text: plainText(75),
  value: z.string().max(2_000).optional(),
  style: colour,
  confirm: confirm.optional(),
});
const staticSelect = z.strictObject({
  type: z.literal('static_select'),
  ...action,
  placeholder: plainText(150).optional(),
  options: z.array(option).min(1).max(100),
  initial_option: option.optional(),
});
const checkboxes = z.strictObject({
  type: z.literal('checkboxes'),
  ...action,
  options: z.array(option).min(1).max(10),
});
const plainTextInput = z.strictObject({
  type: z.literal('plain_text_input'),
  ...action,
  initial_value: z.string().max(3_000).optional(),
  multiline: z.boolean().optional(),
  max_length: z.int().min(1).max(3_000).optional(),
});
const numberInput = z.strictObject({
  type: z.literal('number_input'),
  ...action,
  is_decimal_allowed: z.boolean(),
  min_value: z.string().optional(),
  max_value: z.string().optional(),
});
const fileInput = z.strictObject({
  type: z.literal('file_input'),
  ...action,
  filetypes: z.array(z.string().min(1)).min(1).optional(),
  max_files: z.int().min(1).max(10).optional(),
});
export type Interactive =
  | z.infer<typeof button>
  | z.infer<typeof fileInput>
  | z.infer<typeof staticSelect>
  | z.infer<typeof checkboxes>
  | z.infer<typeof plainTextInput>
  | z.infer<typeof numberInput>;

const style = z.strictObject({
  bold: z.boolean().optional(),
  italic: z.boolean().optional(),
  strike: z.boolean().optional(),
  code: z.boolean().optional(),
});
const text = z.strictObject({
  type: z.literal('text'),
  text: z.string().min(1),
  style: style.optional(),
});
const link = z.strictObject({
  type: z.literal('link'),
  url: z.url().max(3_000),
  text: z.string().min(1).optional(),
});
const date = z.strictObject({
  type: z.literal('date'),
  timestamp: z.int(),
  format: z.string().min(1),
  fallback: z.string().optional(),
});
const user = z.strictObject({
  type: z.literal('user'),
  user_id: z.string().regex(/^[UW][A-Z0-9]+$/),
});
const usergroup = z.strictObject({
  type: z.literal('usergroup'),
  usergroup_id: z.string().regex(/^S[A-Z0-9]+$/),
});
const inline = z.discriminatedUnion('type', [text, link, date, user, usergroup]);
const richSection = z.strictObject({
  type: z.literal('rich_text_section'),
  elements: z.array(inline),
});
const richPart = z.discriminatedUnion('type', [
  richSection,
  z.strictObject({
    type: z.literal('rich_text_list'),
    style: z.literal('bullet'),
    elements: z.array(richSection).min(1),
    indent: z.int().min(0).max(8).optional(),
  }),
  z.strictObject({
    type: z.literal('rich_text_preformatted'),
    elements: z.array(z.discriminatedUnion('type', [text, link])).min(1),
  }),
  z.strictObject({ type: z.literal('rich_text_quote'), elements: z.array(inline).min(1) }),
]);
export type RichPart = z.infer<typeof richPart>;
export type RichInline = z.infer<typeof inline>;

const identified = { block_id: z.string().min(1).max(255).optional() };
const richText = z.strictObject({
  type: z.literal('rich_text'),
  ...identified,
  elements: z.array(richPart).min(1),
});
const actions = z.strictObject({
  type: z.literal('actions'),
  ...identified,
  elements: z
    .array(z.discriminatedUnion('type', [button, staticSelect]))
    .min(1)
    .max(25),
});
const input = z.strictObject({
  type: z.literal('input'),
  ...identified,
  label: plainText(2_000),
  element: z.discriminatedUnion('type', [
    plainTextInput,
    numberInput,
    staticSelect,
    checkboxes,
    fileInput,
  ]),
  hint: plainText(2_000).optional(),
  optional: z.boolean().optional(),
});
const header = z.strictObject({ type: z.literal('header'), ...identified, text: plainText(150) });
const context = z.strictObject({
  type: z.literal('context'),
  ...identified,
  elements: z.array(plainText(2_000)).min(1).max(10),
});
const alert = z.strictObject({
  type: z.literal('alert'),
  ...identified,
  text: plainText(3_000),
  level: z.enum(['default', 'info', 'warning', 'error', 'success']).optional(),
});
const taskCard = z.strictObject({
  type: z.literal('task_card'),
  task_id: z.string().min(1),
  title: z.string().min(1),
  status: z.enum(['pending', 'in_progress', 'complete', 'error']),
});
const plan = z.strictObject({
  type: z.literal('plan'),
  ...identified,
  title: z.string().min(1),
  tasks: z.array(taskCard).min(1).max(50),
});
const table = z.strictObject({
  type: z.literal('table'),
  ...identified,
  rows: z.array(z.array(richText).min(1).max(20)).min(1).max(100),
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
const container = z
  .strictObject({
    type: z.literal('container'),
    ...identified,
    title: plainText(150),
    child_blocks: z
      .array(z.discriminatedUnion('type', [richText, context, table, actions]))
      .min(1)
      .max(10),
    is_collapsible: z.boolean().optional(),
    default_collapsed: z.boolean().optional(),
  })
  .refine(
    (given) => !given.default_collapsed || given.is_collapsible,
    'default_collapsed needs is_collapsible',
  );

const MESSAGE_BLOCKS = [
  richText,
  actions,
  input,
  header,
  context,
  alert,
  plan,
  table,
  container,
] as const;
const block = z.discriminatedUnion('type', [...MESSAGE_BLOCKS]);
export type Block = z.infer<typeof block>;
/** Blocks that an endpoint may not know yet. */
export const NEW_BLOCKS: readonly Block['type'][] = ['alert', 'plan', 'table', 'container'];

/** At most 50 blocks, each id once. */
export const messageBlocks = z.array(block).max(50).superRefine(together).superRefine(oneTable);

/** A modal with at most 100 blocks. A view's own lengths are Slack's. */
export const modal = z.strictObject({
  type: z.literal('modal'),
  title: plainText(24),
  blocks: z.array(block).max(100).superRefine(together),
  close: plainText(24).optional(),
  submit: plainText(24).optional(),
  private_metadata: z.string().max(3_000).optional(),
  callback_id: z.string().max(255).optional(),
});
export type Modal = z.infer<typeof modal>;

/** A message holds one table, wherever it stands. */
function oneTable(blocks: readonly Block[], context: z.RefinementCtx): void {
  const all = blocks.flatMap((each) => (each.type === 'container' ? each.child_blocks : [each]));
  if (all.filter(({ type }) => type === 'table').length > 1)
    context.addIssue({ code: 'custom', message: 'only one table is allowed' });
}

function together(blocks: readonly Block[], context: z.RefinementCtx): void {
  const ids = {
    block_id: blocks.map((each) => each.block_id),
    action_id: blocks.flatMap(interactive).map((element) => element.action_id),
  };
  for (const [name, all] of Object.entries(ids)) {
    for (const id of all.filter((each, at) => each !== undefined && all.indexOf(each) < at)) {
      context.addIssue({ code: 'custom', message: `${name} "${id}" is used more than once` });
    }
  }
}

/** The elements of a block that a person can work. */
export function interactive(block: Block): Interactive[] {
  if (block.type === 'container') return block.child_blocks.flatMap(interactive);
  if (block.type === 'actions') return block.elements;
  return block.type === 'input' ? [block.element] : [];
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

import { z } from 'zod';

/** The parts of Block Kit's blocks that a bot like this may use, with Slack's limits; a field unknown here is refused. */
const MAX_OPTIONS = 100;

export const plainText = (max: number) =>
  z.strictObject({
    type: z.literal('plain_text'),
    text: z.string().min(1).max(max),
    emoji: z.boolean().optional(),
  });

export const markedText = (max: number) =>
  z.strictObject({
    type: z.literal('mrkdwn'),
    text: z.string().min(1).max(max),
    verbatim: z.boolean().optional(),
  });

export const anyText = (max: number) => z.discriminatedUnion('type', [plainText(max), markedText(max)]);

const confirm = z.strictObject({
  title: plainText(100).optional(),
  text: anyText(300),
  confirm: plainText(30).optional(),
  deny: plainText(30).optional(),
  style: z.enum(['primary', 'danger']).optional(),
});

const option = z.strictObject({
  text: anyText(75),
  value: z.string().min(1).max(150),
  description: plainText(75).optional(),
});
const options = z.array(option).min(1).max(MAX_OPTIONS);
const fewOptions = z.array(option).min(1).max(10);
const optionGroups = z
  .array(z.strictObject({ label: plainText(75), options }))
  .min(1)
  .max(MAX_OPTIONS);

const action = { action_id: z.string().min(1).max(255).optional() };
const focusable = { ...action, focus_on_load: z.boolean().optional() };
const choosable = { ...focusable, confirm: confirm.optional(), placeholder: plainText(150).optional() };
const writable = {
  ...focusable,
  placeholder: plainText(150).optional(),
  dispatch_action_config: z
    .strictObject({ trigger_actions_on: z.array(z.enum(['on_enter_pressed', 'on_character_entered'])) })
    .optional(),
};

const button = z.strictObject({
  type: z.literal('button'),
  ...action,
  text: plainText(75),
  value: z.string().max(2_000).optional(),
  url: z.url().max(3_000).optional(),
  style: z.enum(['primary', 'danger']).optional(),
  confirm: confirm.optional(),
  accessibility_label: z.string().max(75).optional(),
});

const oneOf = { options: options.optional(), option_groups: optionGroups.optional() };
const staticSelect = z.strictObject({
  type: z.literal('static_select'),
  ...choosable,
  ...oneOf,
  initial_option: option.optional(),
});
const multiStaticSelect = z.strictObject({
  type: z.literal('multi_static_select'),
  ...choosable,
  ...oneOf,
  initial_options: options.optional(),
  max_selected_items: z.int().min(1).optional(),
});
const usersSelect = z.strictObject({
  type: z.literal('users_select'),
  ...choosable,
  initial_user: z.string().optional(),
});
const conversationsSelect = z.strictObject({
  type: z.literal('conversations_select'),
  ...choosable,
  initial_conversation: z.string().optional(),
  default_to_current_conversation: z.boolean().optional(),
  response_url_enabled: z.boolean().optional(),
});
const overflow = z.strictObject({
  type: z.literal('overflow'),
  ...action,
  options: z.array(option).min(1).max(5),
  confirm: confirm.optional(),
});
const checkboxes = z.strictObject({
  type: z.literal('checkboxes'),
  ...focusable,
  options: fewOptions,
  initial_options: fewOptions.optional(),
  confirm: confirm.optional(),
});
const radioButtons = z.strictObject({
  type: z.literal('radio_buttons'),
  ...focusable,
  options: fewOptions,
  initial_option: option.optional(),
  confirm: confirm.optional(),
});
const plainTextInput = z.strictObject({
  type: z.literal('plain_text_input'),
  ...writable,
  initial_value: z.string().max(3_000).optional(),
  multiline: z.boolean().optional(),
  min_length: z.int().min(0).max(3_000).optional(),
  max_length: z.int().min(1).max(3_000).optional(),
});
const numberInput = z.strictObject({
  type: z.literal('number_input'),
  ...writable,
  is_decimal_allowed: z.boolean(),
  initial_value: z.string().optional(),
  min_value: z.string().optional(),
  max_value: z.string().optional(),
});
export const image = z.strictObject({
  type: z.literal('image'),
  image_url: z.url().max(3_000),
  alt_text: z.string().max(2_000),
});

const choices = [staticSelect, multiStaticSelect, usersSelect, conversationsSelect, checkboxes, radioButtons];

/** What may stand in a row of actions. */
export const actionElement = z.discriminatedUnion('type', [button, overflow, ...choices]);
/** What may stand at the side of a section. */
export const accessory = z.discriminatedUnion('type', [button, overflow, image, ...choices]);
/** What an input of a modal may hold. */
export const inputElement = z.discriminatedUnion('type', [plainTextInput, numberInput, ...choices]);

export type Interactive = z.infer<typeof actionElement> | z.infer<typeof inputElement>;
export type Option = z.infer<typeof option>;

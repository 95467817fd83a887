/**
 * What goes to a model and comes from it, as schemas. Plain JavaScript, because a persona's process
 * loads it with its protocol.
 */
import * as z from 'zod';

/** Most levels of objects and lists in a tool's input: several times what any tool needs. */
export const INPUT_LEVELS = 24;

/**
 * True if a value is nested at most `levels` deep, so that walking it is safe.
 * @param {unknown} value
 * @param {number} levels
 * @returns {boolean}
 */
export function isShallow(value, levels) {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((member) => isShallow(member, levels - 1));
}

export const textBlock = z.strictObject({
  type: z.literal('text'),
  text: z.string(),
  cache: z.boolean(),
});
/**
 * A call's name at its endpoint. Some gateways write a thought's signature into it, and want it
 * back.
 */
const callId = z.string().max(100_000);
/** The input of a model's tool call: any shape that is safe to walk. */
export const toolInput = z
  .unknown()
  .refine((input) => isShallow(input, INPUT_LEVELS), 'it is nested too deeply');
const toolUse = z.strictObject({
  type: z.literal('tool_use'),
  id: callId,
  name: z.string().max(100),
  input: toolInput,
});
/**
 * A model's thinking. Later requests of the turn send it back unchanged, because the endpoint
 * checks the signature.
 */
const thinking = z.strictObject({
  type: z.literal('thinking'),
  thinking: z.string(),
  signature: z.string(),
});
const redactedThinking = z.strictObject({ type: z.literal('redacted_thinking'), data: z.string() });
const toolResult = z.strictObject({
  type: z.literal('tool_result'),
  toolUseId: callId,
  text: z.string(),
  isError: z.boolean(),
});
export const modelMessage = z.strictObject({
  role: z.enum(['user', 'assistant']),
  content: z.array(
    z.discriminatedUnion('type', [textBlock, thinking, redactedThinking, toolUse, toolResult]),
  ),
});
/** A model's answer, and why it stopped there. */
export const modelAnswer = z.strictObject({
  content: z.array(
    z.discriminatedUnion('type', [
      z.strictObject({ type: z.literal('text'), text: z.string() }),
      thinking,
      redactedThinking,
      toolUse,
    ]),
  ),
  stop: z.enum([
    'tool_use',
    'end_turn',
    'max_tokens',
    'refusal',
    'pause_turn',
    'context_exceeded',
    'other',
  ]),
});

/**
 * A block of prompt text. `cache` marks the end of a prefix that other requests share byte for
 * byte.
 * @typedef {z.infer<typeof textBlock>} TextBlock
 */
/** @typedef {z.infer<typeof toolUse>} ToolUseBlock */
/** @typedef {z.infer<typeof toolResult>} ToolResultBlock */
/** @typedef {z.infer<typeof modelMessage>} ModelMessage */
/** @typedef {z.infer<typeof modelAnswer>} ModelAnswer */

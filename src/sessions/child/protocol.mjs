/**
 * The closed set of messages between Charrette (the parent) and a persona's process (the child), in
 * both directions. Plain JavaScript with JSDoc types, because the child loads it: stripping types
 * would cost each child 17 MB and twice its start time.
 */
import * as z from 'zod';
import { modelAnswer, modelMessage, textBlock, toolInput } from '../../ports/model-messages.mjs';

const sessionId = z.string().max(60);
const turnId = z.string().max(60);
const callId = z.string().max(120);
/**
 * Everything that a child needs, and knows, to hold one turn's conversation. The parent sets the
 * model, its effort and the tools, the same for every request of the turn. `MESSAGE_BYTES` bounds
 * its texts.
 */
export const Assignment = z.strictObject({
  /** The shared prefix: byte-identical for all participants of a design at this point. */
  shared: z.array(textBlock).max(20),
  /**
   * The participant's own part. `ask`: the question, which names the terminal tools in backticks.
   */
  persona: z.string(),
  ask: z.string(),
  terminalTools: z.array(z.string()).min(1).max(10),
  /** Times that a turn without a usable terminal tool is asked again. */
  reasks: z.number().int().nonnegative(),
});

/** @typedef {z.infer<typeof Assignment>} Assignment */

export const ParentMessage = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('assign'),
    version: z.number().int(),
    sessionId,
    participant: z.string().max(40),
  }),
  z.strictObject({ type: z.literal('take_turn'), turnId, assignment: Assignment }),
  z.strictObject({
    type: z.literal('model_answer'),
    turnId,
    call: z.number().int(),
    ...modelAnswer.shape,
  }),
  /** `ends`: the terminal tool was accepted, or recorded as late, and the turn is over. */
  z.strictObject({
    type: z.literal('tool_answer'),
    turnId,
    callId,
    ok: z.boolean(),
    text: z.string(),
    ends: z.boolean(),
  }),
  z.strictObject({ type: z.literal('wrap_up'), turnId }),
  z.strictObject({ type: z.literal('abandon'), turnId }),
  z.strictObject({ type: z.literal('ping'), beat: z.number().int() }),
  z.strictObject({ type: z.literal('stop') }),
]);
/** @typedef {z.infer<typeof ParentMessage>} ParentMessage */
/**
 * @template {ParentMessage['type']} Type
 * @typedef {Extract<ParentMessage, { type: Type }>} ParentMessageOf
 */

export const ChildMessage = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready'), version: z.number().int(), sessionId }),
  z.strictObject({ type: z.literal('pong'), beat: z.number().int() }),
  z.strictObject({
    type: z.literal('ask_model'),
    turnId,
    call: z.number().int().positive(),
    request: z.strictObject({
      system: z.array(textBlock).max(20),
      messages: z.array(modelMessage).min(1).max(200),
    }),
  }),
  z.strictObject({
    type: z.literal('call_tool'),
    turnId,
    callId,
    name: z.string().max(100),
    input: toolInput,
  }),
  z.strictObject({ type: z.literal('asked_again'), turnId, reason: z.string().max(1_000) }),
  /** The turn ended without an accepted terminal tool. */
  z.strictObject({
    type: z.literal('gave_up'),
    turnId,
    because: z.enum([
      'no_tool',
      'refused_input',
      'model_refusal',
      'max_tokens',
      'context_exceeded',
      'other',
    ]),
    detail: z.string().max(1_000),
  }),
]);
/** @typedef {z.infer<typeof ChildMessage>} ChildMessage */
/**
 * @template {ChildMessage['type']} Type
 * @typedef {Extract<ChildMessage, { type: Type }>} ChildMessageOf
 */

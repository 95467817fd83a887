import type { ReceivedRequest } from '../../support/services/model-endpoint.ts';
import { type Answer, streamOf } from '../../support/services/model-endpoint-answers.ts';
import { type Counted, frame, type Message } from '../../support/services/wires/wire.ts';
import { FORMS, type Vendor } from './asking-wires.ts';

export const WIRES = ['anthropic', 'openai', 'google', 'openai-compatible'] as const;
export type WireName = (typeof WIRES)[number];

const COUNTED: Counted = { input: 4_000, cached: 0, output: 200 };

/** The frames of an answer as its wire's vendor would stream them. */
export function framesOf(
  wire: WireName,
  answer: Answer,
  { number, body }: Asking,
): readonly string[] {
  if (answer.kind !== 'message') throw new Error('only a message is streamed');
  if (wire !== 'anthropic') return vendorFrames(wire, answer, { number, body });
  const { input, output } = COUNTED;
  const usage = {
    input_tokens: input,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
    output_tokens: output,
  };
  const events = streamOf(answer, String(body.model), usage, String(number));
  return events.map(({ event, data }) => `event: ${event}\n${frame(data)}`);
}

type Asking = Pick<ReceivedRequest, 'number' | 'body'>;

function vendorFrames(wire: Vendor, answer: Message, asking: Asking): readonly string[] {
  const done = wire === 'openai-compatible' ? ['data: [DONE]\n\n'] : [];
  const asked = { ...asking, url: '/models/the-model:stream', headers: {} };
  return [...FORMS[wire].frames(answer, asked, COUNTED), ...done];
}

/** What an endpoint sends in place of a whole stream. */
export interface Odd {
  readonly body: string;
  readonly isHeld?: boolean;
}

export function sendOdd({ body, isHeld = false }: Odd, type = 'text/event-stream'): Answer {
  return { kind: 'raw', status: 200, headers: { 'content-type': type }, body, isHeld };
}

export const whole = (frames: readonly string[]): string => frames.join('');

/** The stream without what only says that it is over; the reason of the end stays. */
export function withoutLast(frames: readonly string[]): string {
  return frames.filter((each) => !/message_stop|\[DONE\]/.test(each)).join('');
}

/** The stream up to the middle of the answer itself. */
export function half(frames: readonly string[]): string {
  return frames.slice(0, Math.ceil(frames.length / 2)).join('');
}

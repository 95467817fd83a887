import { onTestFinished } from 'vitest';
import { openVendor } from '#adapters/models/vendors/model.ts';
import { ModelFault, type ModelReply, type Spent } from '#ports/model.ts';
import type { Model } from '#turns/model-context.ts';
import type { ModelEntry, Wire } from '#turns/models/entry.ts';
import { askFor } from '#turns/prompt/ask.ts';
import { QUESTION_TOOLS } from '../../support/designs/question-tools.ts';
import { silentLog } from '../../support/runner/silent-log.ts';
import { startModelEndpoint } from '../../support/services/model-endpoint.ts';
import { anthropicModel, entryOfShipped } from '../../support/services/shipped-models.ts';
import { GOOGLE_WIRE } from '../../support/services/wires/google.ts';
import { OPENAI_WIRE } from '../../support/services/wires/openai.ts';
import { COMPATIBLE_WIRE } from '../../support/services/wires/openai-compatible.ts';
import { startVendorEndpoint } from '../../support/services/wires/vendor-endpoint.ts';
import type { WireAnswer } from '../../support/services/wires/wire.ts';
import { liveDesign } from '../../turns/conversing.ts';

export const FORMS = {
  openai: OPENAI_WIRE,
  google: GOOGLE_WIRE,
  'openai-compatible': COMPATIBLE_WIRE,
} as const;
export type Vendor = keyof typeof FORMS;
export const VENDORS = Object.keys(FORMS) as Vendor[];
const TRAITS: Readonly<Record<Vendor, Partial<ModelEntry>>> = {
  openai: { efforts: ['low', 'medium', 'high'] },
  google: { tools: 'plain', efforts: ['low', 'medium', 'high'] },
  'openai-compatible': { tools: 'plain', efforts: [] },
};

const live = liveDesign();
const CLOCK_MS = 60_000;

type OnSpent = (soFar: () => Spent | null) => void;

/** Asks a model on this wire once, whose endpoint answers so. */
export async function asked(
  wire: Wire,
  answer: WireAnswer,
  onSpent: OnSpent = () => undefined,
): Promise<ModelReply> {
  const ask = async (model: Model): Promise<ModelReply> =>
    model.answer(
      {
        model: 'the-model',
        effort: 'high',
        maxOutputTokens: 1_000,
        system: [{ type: 'text', text: 'The rules.', cache: true }],
        tools: QUESTION_TOOLS,
        messages: [
          {
            role: 'user',
            content: [{ type: 'text', text: 'End this turn with `pass`.', cache: false }],
          },
        ],
      },
      { ask: askFor(live.design, live.turn()), callNumber: 1, kill: () => undefined },
      {
        signal: new AbortController().signal,
        clocks: {
          connectMs: CLOCK_MS,
          firstTokenMs: CLOCK_MS,
          stallMs: CLOCK_MS,
          totalMs: CLOCK_MS,
        },
        onProgress: () => undefined,
        onSpent,
      },
    );
  if (wire === 'anthropic') {
    const endpoint = await startModelEndpoint();
    onTestFinished(() => endpoint.close());
    endpoint.respondWith(() => answer);
    return ask(anthropicModel(endpoint.url));
  }
  const endpoint = await startVendorEndpoint(FORMS[wire]);
  onTestFinished(() => endpoint.close());
  endpoint.respondWith(() => answer);
  const entry = entryOfShipped(endpoint.url, { wire, id: 'the-model', ...TRAITS[wire] });
  return ask((await openVendor({ entry, apiKey: 'test-key', log: silentLog }))());
}

export async function faultOf(
  wire: Wire,
  answer: WireAnswer,
  onSpent?: OnSpent,
): Promise<ModelFault> {
  const error = await asked(wire, answer, onSpent).then(
    () => 'an answer',
    (thrown: unknown) => thrown,
  );
  if (error instanceof ModelFault) return error;
  throw new Error(`expected a ModelFault, got ${String(error)}`);
}

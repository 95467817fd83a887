import { createRehearsalModel } from '../../src/adapters/rehearsal/model.ts';
import { REHEARSAL_VOICES } from '../../src/core/vocabulary/rehearsal.ts';
import type { Clock } from '../../src/foundation/clock.ts';
import type { Model, ModelContext } from '../../src/turns/model-context.ts';
import { shipped } from '../support/designs/shipped-personas.ts';

/** The model that everything seems to have been asked of. */
export const VOICE = 'claude-opus-5-5';
/** What a call seems to have taken. */
const COST_USD = 0.045;
const USAGE = {
  inputTokens: 1_480,
  cacheWriteTokens: 2_100,
  cacheReadTokens: 11_250,
  outputTokens: 640,
};
const SLOWER = 8;
const REQUEST = 'req_011CSHoEeqs5C35K2UUqR7Fy';

/**
 * Says what was written for the example about any topic, as a model that is called: with a cost, at
 * a model's pace. About `grave` the participants differ on what matters much, so that a person has
 * to decide.
 */
export function createWrittenVoice(clock: Clock, grave: string): Model {
  const slow: Clock = {
    now: clock.now,
    at: (dueAt, callback) => clock.at(clock.now() + (dueAt - clock.now()) * SLOWER, callback),
  };
  const rehearsal = createRehearsalModel({ latencyMs: null, clock: slow, personas: shipped });
  return {
    rehearsal: false,
    answer: async (request, context, options) => {
      const reply = await rehearsal.answer(request, asExample(context), options);
      const content =
        context.ask !== null && context.ask.topic === grave
          ? reply.content.map(gravely)
          : reply.content;
      return {
        ...reply,
        content,
        model: VOICE,
        usage: USAGE,
        costUsd: COST_USD,
        requestId: REQUEST,
      };
    },
  };
}

function asExample(context: ModelContext): ModelContext {
  if (context.ask === null) return context;
  const participant = { ...context.ask.participant, model: REHEARSAL_VOICES.example };
  return { ...context, ask: { ...context.ask, participant } };
}

function gravely<Block>(block: Block): Block {
  return JSON.parse(JSON.stringify(block), (key, value: unknown) =>
    key === 'impact' ? 'high' : value,
  );
}

import { createRehearsalModel } from '#adapters/rehearsal/model.ts';
import type { ModelReply } from '#ports/model.ts';
import type { Model } from '#turns/model-context.ts';
import { realClock } from '../processes/child-real-clock.ts';
import { askOf } from './ask-of.ts';
import { shipped } from './shipped-personas.ts';

export const BEN_SAYS = 'Q1: Nobody since March.';
/** Read as something that cannot be true with what Ben says. */
export const CEM_SAYS = 'Q1: All of them, daily.';

/** The rehearsal, with a reader who finds that Ben and Cem differ on the first question. */
export function withDifferingAnswers(): Model {
  const model = createRehearsalModel({ latencyMs: 0, clock: realClock, personas: shipped });
  return {
    rehearsal: true,
    answer: async (request, context, options): Promise<ModelReply> => {
      const reply = await model.answer(request, context, options);
      if (
        askOf(context).kind !== 'matching' ||
        !JSON.stringify(request).includes(CEM_SAYS.slice(4))
      )
        return reply;
      const differ = [{ question: 'Q1', replies: ['R1', 'R2'] }];
      const content = reply.content.map((block) =>
        block.type === 'tool_use' && typeof block.input === 'object'
          ? { ...block, input: { ...block.input, differ } }
          : block,
      );
      return { ...reply, content };
    },
  };
}

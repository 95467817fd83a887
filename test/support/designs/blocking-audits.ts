import { createRehearsalModel } from '#adapters/rehearsal/model.ts';
import { NO_CITATION } from '#core/vocabulary/submission.ts';
import type { ModelReply } from '#ports/model.ts';
import type { Model } from '#turns/model-context.ts';
import { realClock } from '../processes/child-real-clock.ts';
import { askOf } from './ask-of.ts';
import { shipped } from './shipped-personas.ts';

/** A topic whose design comes to a gate. */
export const BLOCKED = 'Should we delete the backups first?';

/**
 * The rehearsal, with an auditor that finds something blocking where the topic asks for it, and no
 * answer to it.
 */
export function withBlockingAudits(): Model {
  const model = createRehearsalModel({ latencyMs: 0, clock: realClock, personas: shipped });
  return {
    rehearsal: true,
    answer: async (request, context, options): Promise<ModelReply> => {
      const reply = await model.answer(request, context, options);
      const { kind } = askOf(context);
      if (
        (kind !== 'audit' && kind !== 'confirmation') ||
        !JSON.stringify(request).includes(BLOCKED)
      )
        return reply;
      const finding = {
        kind: 'feasibility',
        severity: 'blocking',
        text: 'There would be no way back.',
        citation: NO_CITATION,
      };
      const changes = (askOf(context).confirming ?? []).map(({ number }) => ({
        change: `change ${number}`,
        reason: `After change ${number} they would still be gone.`,
        verdict: 'does_not',
      }));
      const given = kind === 'audit' ? { findings: [finding] } : { changes };
      const content = reply.content.map((block) =>
        block.type === 'tool_use' && typeof block.input === 'object'
          ? { ...block, input: { ...block.input, ...given } }
          : block,
      );
      return { ...reply, content };
    },
  };
}

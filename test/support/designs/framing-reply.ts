import type { ModelReply } from '#ports/model.ts';
import type { Model } from '#turns/model-context.ts';
import type { Ask } from '#turns/prompt/ask.ts';

/**
 * The answer of any model that is asked to frame a question: everybody takes part. `null` for
 * another turn.
 */
export function framingReply(context: Parameters<Model['answer']>[1]): ModelReply | null {
  if (context.ask === null || context.ask.kind !== 'framing') return null;
  const { choice } = context.ask;
  const input = {
    reason: 'Two answers can be defended.',
    isDesignQuestion: true,
    restated: 'Which of the two should it be?',
    decided: [],
    language: 'en',
    personas: choice.map((id) => ({ reason: 'By what it reads.', id, takesPart: true })),
  };
  return replyWithFrame(context.ask, input);
}

/** The answer of a model that finds no design question in anything. */
export function noQuestionReply(context: Parameters<Model['answer']>[1]): ModelReply {
  if (context.ask === null) throw new Error('it is asked by no turn');
  const none = { isDesignQuestion: false, restated: '', decided: [], language: 'en', personas: [] };
  return replyWithFrame(context.ask, { reason: 'Say what is to be decided.', ...none });
}

function replyWithFrame({ participant, turnId }: Ask, input: object): ModelReply {
  return {
    content: [{ type: 'tool_use', id: `frame-${turnId}`, name: 'frame', input: { ...input } }],
    stop: 'tool_use',
    model: participant.model,
    usage: { inputTokens: 0, cacheWriteTokens: 0, cacheReadTokens: 0, outputTokens: 0 },
    costUsd: 0,
  };
}

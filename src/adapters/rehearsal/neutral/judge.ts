import type { SubmissionInput } from '#core/vocabulary/submission.ts';
import type { Ask } from '#turns/prompt/ask.ts';

type Audit = SubmissionInput<'submit_audit'>;

/**
 * Everything holds. The first sentence answers the topic; nothing else that people said is used,
 * since nothing is decided.
 */
export function judgeNeutrally({ auditing }: Ask): Pick<Audit, 'said' | 'tried'> {
  return {
    said: (auditing?.said ?? []).map(({ name, replyId }) => ({
      said: name,
      why: `What becomes of ${name} would go here.`,
      ...(replyId === null
        ? { sentence: '1', fate: 'reflected' as const }
        : { sentence: '', fate: 'not_used' as const }),
    })),
    tried: (auditing?.toTry ?? []).map(({ name }) => ({
      what: name,
      attempt: `The best case against ${name} would go here.`,
      holds: 'yes',
    })),
  };
}

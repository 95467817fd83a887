import type { SubmissionInput } from '../../../core/vocabulary/submission.ts';
import type { Ask } from '../../../turns/prompt/ask.ts';

type Audit = SubmissionInput<'submit_audit'>;

/** Everything holds. Nothing that people said is used, since nothing is decided. */
export function judgedNeutrally({ auditing }: Ask): Pick<Audit, 'said' | 'tried'> {
  return {
    said: (auditing?.said ?? []).map(({ name }) => ({
      said: name,
      why: `What becomes of ${name} would go here.`,
      sentence: '',
      fate: 'not_used',
    })),
    tried: (auditing?.toTry ?? []).map(({ name }) => ({
      what: name,
      attempt: `The best case against ${name} would go here.`,
      holds: true,
    })),
  };
}

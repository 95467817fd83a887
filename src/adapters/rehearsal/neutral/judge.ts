import type { SubmissionInput } from '../../../core/vocabulary/submission.ts';
import type { Ask } from '../../../turns/prompt/ask.ts';

type Audit = SubmissionInput<'submit_audit'>;

/** Everything holds, and the first sentence of the decision is taken to reflect each sentence that a person said. */
export function judgedNeutrally({ auditing }: Ask): Pick<Audit, 'said' | 'tried'> {
  return {
    said: (auditing?.said ?? []).map(({ name }) => ({
      said: name,
      why: `What becomes of ${name} would go here.`,
      sentence: '1',
      fate: 'reflected',
    })),
    tried: (auditing?.toTry ?? []).map(({ name }) => ({
      what: name,
      attempt: `The best case against ${name} would go here.`,
      holds: true,
    })),
  };
}

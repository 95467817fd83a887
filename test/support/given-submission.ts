import type { Design } from '../../src/core/design.ts';
import { claimsOf } from '../../src/core/proposal/labels.ts';
import type { Impact, Submission, SubmissionInput } from '../../src/core/submission.ts';

/** What participants submit in the tests of the core: in order as they stand, with what a test is about changed. */
const judgement = { confidence: 0.8, rationale: 'It rests on what was read.' };

export function questions(...texts: string[]): Submission {
  const asked = texts.map((text) => ({
    text,
    why: `It decides ${text}`,
    assumption: `We assume an answer to: ${text}`,
  }));
  return { tool: 'ask_questions', input: { questions: asked, ...judgement } };
}

export function pass(): Submission {
  return { tool: 'pass', input: { ...judgement } };
}

/** With one claim for each of the texts; its own single claim without any. */
export function proposal(
  changes: Partial<SubmissionInput<'submit_proposal'>> = {},
  ...claims: string[]
): Submission {
  const texts = claims.length === 0 ? ['One table holds the jobs.'] : claims;
  return {
    tool: 'submit_proposal',
    input: {
      headline: 'Move the queue',
      summary: 'In small steps.',
      claims: texts.map((text) => ({ kind: 'decision' as const, text, citation: '' })),
      steps: [],
      premortem: '',
      ...judgement,
      ...changes,
    },
  };
}

/** A divergence is its impact and, for each of its positions, the letters of the proposals that hold it. */
export function mapping(...divergences: readonly (readonly [Impact, ...string[]])[]): Submission {
  return {
    tool: 'map_divergences',
    input: {
      agreements: ['The queue survives a restart.'],
      divergences: divergences.map(([impact, ...positions], index) => ({
        description: `Point ${index + 1}?`,
        impact,
        positions: positions.map((letters, place) => ({
          statement: `Answer ${place + 1}.`,
          proposals: [...letters],
        })),
      })),
      ...judgement,
    },
  };
}

export function argument(
  position: string,
  addresses: readonly string[],
  changes: Partial<SubmissionInput<'argue'>> = {},
): Submission {
  return {
    tool: 'argue',
    input: {
      position,
      addresses: [...addresses],
      argument: 'It holds also when the queue is down.',
      changedBecause: '',
      ...judgement,
      ...changes,
    },
  };
}

export type Account = SubmissionInput<'submit_composite'>['accounts'][number];

export function adopted(claim: string): Account {
  return { claim, disposition: 'adopted', into: '', reason: '' };
}

export function merged(claim: string, into: string): Account {
  return { claim, disposition: 'merged', into, reason: '' };
}

export function rejected(claim: string, reason: string): Account {
  return { claim, disposition: 'rejected', into: '', reason };
}

export function composite(
  accounts: readonly Account[],
  changes: Partial<SubmissionInput<'submit_composite'>> = {},
): Submission {
  return {
    tool: 'submit_composite',
    input: {
      headline: 'Move the queue in steps',
      summary: 'Write to both first.',
      steps: [],
      accounts: [...accounts],
      ...judgement,
      ...changes,
    },
  };
}

export function everyClaimAdopted(design: Design): Account[] {
  return claimsOf(design).map((claim) => adopted(claim.id));
}

export function signature(changes: Partial<SubmissionInput<'sign'>> = {}): Submission {
  return { tool: 'sign', input: { verdict: 'signs', dissent: '', ...judgement, ...changes } };
}

export function dissent(text: string): Submission {
  return signature({ verdict: 'dissents', dissent: text });
}

export function audit(
  ...severities: SubmissionInput<'submit_audit'>['findings'][number]['severity'][]
): Submission {
  const findings = severities.map((severity) => ({
    kind: 'edge_case' as const,
    severity,
    text: 'Delayed jobs are not spoken of.',
  }));
  return {
    tool: 'submit_audit',
    input: { findings, premortem: 'The two queues drifted apart.', ...judgement },
  };
}

export function brief(changes: Partial<SubmissionInput<'submit_brief'>> = {}): Submission {
  return {
    tool: 'submit_brief',
    input: {
      title: 'Move the queue',
      decision: 'The queue moves in steps.',
      paragraph: 'One store is easier to run than two.',
      steps: [],
      risks: [],
      notDoing: [],
      ifAssumptionsFail: [],
      openQuestions: [],
      ...judgement,
      ...changes,
    },
  };
}

/** What a brief owes for the assumptions that were made. */
export function whatIfWrong(design: Design): SubmissionInput<'submit_brief'>['ifAssumptionsFail'] {
  return design.questions
    .filter((question) => question.status === 'assumed')
    .map((question) => ({ question: question.id, effect: 'Step two would come first.' }));
}

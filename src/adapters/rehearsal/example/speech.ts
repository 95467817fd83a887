import type { SubmissionInput, TerminalTool } from '../../../core/submission.ts';
import type { Ask } from '../../../runtime/turn/ask.ts';
import { matchAnswers } from '../matching.ts';
import { argue } from './argue.ts';
import { accountsFor, decisionFor, isAsSettled } from './decision.ts';
import { mapDivergences } from './map.ts';
import { type References, referencesOf } from './references.ts';
import { exampleScript, type PersonaPart, type Script } from './script.ts';

interface Part {
  readonly ask: Ask;
  readonly script: Script;
  readonly refs: References;
  /** A persona's own; `null` for a facilitator. */
  readonly own: PersonaPart | null;
}

/** What was written for this participant to say with this tool, and its notes; `null` if nothing was. */
export function exampleSpeech<Tool extends TerminalTool>(
  ask: Ask,
  tool: Tool,
): { readonly input: SubmissionInput<Tool>; readonly notes: string } | null {
  const script = exampleScript();
  const own = script.personas.find(({ id }) => id === ask.participant.id) ?? null;
  const input = SPEECHES[tool]({ ask, script, own, refs: referencesOf(script, ask) });
  return input === null ? null : { input, notes: ask.kind === 'proposals' ? (own?.notes ?? '') : '' };
}

/** Whether this participant was written nothing to ask. */
export function passesInExample(ask: Ask): boolean {
  return exampleScript().personas.some(({ id, questions }) => {
    return id === ask.participant.id && questions.length === 0;
  });
}

const SPEECHES: { readonly [Tool in TerminalTool]: (part: Part) => SubmissionInput<Tool> | null } = {
  ask_questions: ({ own }) =>
    own && { questions: own.questions.map(({ ifWrong: _, ...question }) => question) },
  pass: ({ own }) => own && { rationale: own.passesBecause },
  match_answers: matchAnswers,
  submit_proposal: ({ own }) =>
    own && {
      ...own.proposal,
      claims: own.proposal.claims.map(({ key: _, place, quote, ...claim }) => {
        return { ...claim, citation: { place, quote } };
      }),
    },
  map_divergences: ({ ask, script, refs }) => mapDivergences(ask, script, refs),
  argue: ({ ask, own, script, refs }) => own && argue(ask, own, script, refs),
  submit_composite: ({ ask, script, refs }) => {
    if (!isForeseen({ ask, script, refs })) return null;
    const { decision, confidence, rationale } = script.composite;
    return {
      decision: decisionFor(ask, decision, script, refs),
      accounts: accountsFor(ask, script, refs),
      confidence,
      rationale,
    };
  },
  submit_audit: ({ ask, script, refs }) => {
    if (!isForeseen({ ask, script, refs })) return null;
    const { findings, premortem, confidence, rationale } = script.audit;
    return {
      findings: findings.map(({ key: _, place, quote, ...finding }) => {
        return { ...finding, citation: { place, quote } };
      }),
      premortem,
      confidence,
      rationale,
    };
  },
  submit_revision: ({ ask, script, refs }) => {
    if (!isForeseen({ ask, script, refs })) return null;
    const { decision, findings, confidence, rationale } = script.revision;
    return {
      decision: decisionFor(ask, decision, script, refs),
      findings: ask.findings.map((number, index) => {
        const key = script.audit.findings[index]?.key;
        const { done, where } = findings.find(({ finding }) => finding === key) ?? UNFORESEEN;
        return { finding: number, done, where };
      }),
      accounts: [],
      confidence,
      rationale,
    };
  },
  sign: ({ own, ...part }) => (isForeseen(part) ? (own?.signature ?? null) : null),
};

/** A decision was written for one end of the argument; after any other the rest is as neutral as on another topic. */
function isForeseen({ ask, script, refs }: Pick<Part, 'ask' | 'script' | 'refs'>): boolean {
  return isAsSettled(ask, accountsFor(ask, script, refs));
}

/** For a finding of another auditor, such as a persona that stands in for one. */
const UNFORESEEN = { done: 'left_open', where: 'The example has no answer to this.' } as const;

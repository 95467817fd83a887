import type { SubmissionInput, TerminalTool } from '../../../core/submission.ts';
import type { Ask } from '../../../runtime/turn/ask.ts';
import { matchAnswers } from '../matching.ts';
import { argue } from './argue.ts';
import { accountsFor, decisionFor, isForeseen } from './decision.ts';
import { mapDivergences } from './map.ts';
import { exampleScript, type PersonaPart } from './script.ts';

/** What was written for this participant to say with this tool, and its notes; `null` if nothing was. */
export function exampleSpeech<Tool extends TerminalTool>(
  ask: Ask,
  tool: Tool,
): { readonly input: SubmissionInput<Tool>; readonly notes: string } | null {
  const own = exampleScript().personas.find(({ id }) => id === ask.participant.id) ?? null;
  const input = SPEECHES[tool](ask, own);
  return input === null ? null : { input, notes: ask.kind === 'proposals' ? (own?.notes ?? '') : '' };
}

/** Whether this participant was written nothing to ask. */
export function passesInExample(ask: Ask): boolean {
  return exampleScript().personas.some(({ id, questions }) => {
    return id === ask.participant.id && questions.length === 0;
  });
}

/** `own`: the persona's part; `null` for a facilitator. */
const SPEECHES: {
  readonly [Tool in TerminalTool]: (ask: Ask, own: PersonaPart | null) => SubmissionInput<Tool> | null;
} = {
  ask_questions: (_, own) =>
    own && { questions: own.questions.map(({ ifWrong: _, ...question }) => question) },
  pass: (_, own) => own && { rationale: own.passesBecause },
  match_answers: matchAnswers,
  submit_proposal: (_, own) =>
    own && {
      ...own.proposal,
      claims: own.proposal.claims.map(({ key: _, place, quote, ...claim }) => {
        return { ...claim, citation: { place, quote } };
      }),
    },
  map_divergences: mapDivergences,
  argue: (ask, own) => own && argue(ask, own),
  submit_composite: (ask) => {
    if (!isForeseen(ask)) return null;
    const { decision, confidence, rationale } = exampleScript().composite;
    return {
      decision: decisionFor(ask, decision),
      accounts: accountsFor(ask),
      confidence,
      rationale,
    };
  },
  submit_audit: (ask) => {
    if (!isForeseen(ask)) return null;
    const { findings, premortem, confidence, rationale } = exampleScript().audit;
    return {
      findings: findings.map(({ key: _, place, quote, ...finding }) => {
        return { ...finding, citation: { place, quote } };
      }),
      premortem,
      confidence,
      rationale,
    };
  },
  submit_revision: (ask) => {
    if (!isForeseen(ask)) return null;
    const { decision, findings, confidence, rationale } = exampleScript().revision;
    return {
      decision: decisionFor(ask, decision),
      findings: ask.findings.map((number, index) => {
        const key = exampleScript().audit.findings[index]?.key;
        const { done, where } = findings.find(({ finding }) => finding === key) ?? UNFORESEEN;
        return { finding: number, done, where };
      }),
      accounts: [],
      confidence,
      rationale,
    };
  },
  sign: (ask, own) => (isForeseen(ask) ? (own?.signature ?? null) : null),
};

/** For a finding of another auditor, such as a persona that stands in for one. */
const UNFORESEEN = { done: 'left_open', where: 'The example has no answer to this.' } as const;

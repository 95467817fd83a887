import type { SubmissionInput, TerminalTool } from '../../../core/vocabulary/submission.ts';
import type { Ask } from '../../../runtime/turn/ask.ts';
import { arguedNeutrally } from '../neutral/argue.ts';
import { accountsFor, decisionFor } from './decision.ts';
import { isOnScript, referencesIn } from './references.ts';
import { exampleScript, type PersonaPart } from './script.ts';

/** What was written for this participant to say with this tool, and its notes; `null` if nothing was, as off the script. */
export function exampleSpeech<Tool extends TerminalTool>(
  ask: Ask,
  tool: Tool,
): { readonly input: SubmissionInput<Tool>; readonly notes: string } | null {
  if (!isOnScript(ask)) return null;
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
  match_answers: () => null,
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
    const { decision, confidence, rationale } = exampleScript().composite;
    return {
      decision: decisionFor(ask, decision),
      accounts: accountsFor(ask),
      confidence,
      rationale,
    };
  },
  submit_audit: () => {
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
  sign: (_, own) => own?.signature ?? null,
};

/** Where another person's finding came in between. */
const UNFORESEEN = { done: 'left_open', where: 'The example has no answer to this.' } as const;

type Point = Ask['points'][number];

/** What this persona argues on each of its differences; on one of which nothing was written for it, as in any rehearsal. */
function argue(ask: Ask, own: PersonaPart): SubmissionInput<'argue'> {
  return {
    points: ask.points.map((point) => argued(ask, point, own) ?? arguedNeutrally(ask, point)),
    missed: [],
    rationale: own.argueBecause === '' ? 'Nothing was written for this.' : own.argueBecause,
  };
}

function argued(ask: Ask, point: Point, own: PersonaPart): SubmissionInput<'argue'>['points'][number] | null {
  const difference = exampleScript().map.differences.find(
    ({ description }) => description === point.description,
  );
  const part = own.arguments.find((each) => each.difference === difference?.key);
  if (part === undefined) return null;
  const position = (key: string): string => {
    const statement = difference?.positions.find((each) => each.key === key)?.statement;
    return point.positions.find((each) => each.statement === statement)?.name ?? '';
  };
  const mine = position(part.mine);
  // What was written is said once, from where it begins.
  if (point.own !== null && point.own.position !== mine) return null;
  const refs = referencesIn(ask);
  return {
    difference: point.difference,
    mine,
    confidence: part.confidence,
    strongest: part.strongest,
    addresses: refs.claims(part.addresses),
    answer: part.answer,
    citation: { place: part.place, quote: part.quote },
    now: position(part.now),
    confidenceNow: part.confidenceNow,
    changedBy: refs.claims(part.by),
  };
}

/** The map of the example, of the claims of this run. */
function mapDivergences(ask: Ask): SubmissionInput<'map_divergences'> {
  const { agreements, differences, confidence, rationale } = exampleScript().map;
  const refs = referencesIn(ask);
  return {
    agreements: agreements.map((each) => ({ ...each, claims: refs.claims(each.claims) })),
    divergences: differences.map(({ description, impact, positions }) => ({
      description,
      impact,
      positions: positions.map(({ statement, claims }) => ({ statement, claims: refs.claims(claims) })),
    })),
    confidence,
    rationale,
  };
}

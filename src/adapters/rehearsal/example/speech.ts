import type { SubmissionInput, TerminalTool } from '../../../core/submission.ts';
import type { Ask } from '../../../runtime/turn/ask.ts';
import { matchAnswers } from '../matching.ts';
import { arguedNeutrally } from '../neutral/argue.ts';
import { accountsFor, decisionFor, isForeseen } from './decision.ts';
import { referencesIn } from './references.ts';
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

type Point = Ask['points'][number];

/** What this persona argues on each of its differences; on one that the example does not foresee, as in any rehearsal. */
function argue(ask: Ask, own: PersonaPart): SubmissionInput<'argue'> {
  return {
    points: ask.points.map((point) => argued(ask, point, own) ?? arguedNeutrally(ask, point)),
    missed: [],
    rationale: own.argueBecause === '' ? 'Nothing was written for this.' : own.argueBecause,
  };
}

function argued(ask: Ask, point: Point, own: PersonaPart): SubmissionInput<'argue'>['points'][number] | null {
  const { differences } = exampleScript().map;
  const difference = differences.find(({ description }) => description === point.description);
  const part = own.arguments.find((each) => each.difference === difference?.key);
  const position = (key: string | undefined): string | undefined => {
    const statement = difference?.positions.find((each) => each.key === key)?.statement;
    return point.positions.find((each) => each.statement === statement)?.name;
  };
  const mine = position(part?.mine);
  if (part === undefined || mine === undefined) return null;
  // What was written is said once, from where it begins.
  if (point.own !== null && point.own.position !== mine) return null;
  // Claims of a persona that died are not there; then somebody that they would have moved stays.
  const refs = referencesIn(ask);
  const addresses = refs.claims(part.addresses);
  if (addresses.length === 0) return null;
  const changedBy = refs.claims(part.by);
  const moved = changedBy.length > 0;
  return {
    difference: point.difference,
    mine,
    confidence: part.confidence,
    strongest: part.strongest,
    addresses,
    answer: part.answer,
    citation: { place: part.place, quote: part.quote },
    now: (moved ? position(part.now) : undefined) ?? mine,
    confidenceNow: part.confidenceNow,
    changedBy,
  };
}

/**
 * The map of the example, made of the claims that there are: without somebody who died, a position may have none and a
 * difference no second side. A decision that is then left over is one that nobody speaks against.
 */
function mapDivergences(ask: Ask): SubmissionInput<'map_divergences'> {
  const { map } = exampleScript();
  const refs = referencesIn(ask);
  const held = <Item extends { readonly claims: readonly string[] }>(items: readonly Item[]) =>
    items
      .map((item) => ({ ...item, claims: refs.claims(item.claims) }))
      .filter((item) => item.claims.length > 0);
  const agreements = held(map.agreements);
  const divergences = map.differences
    .map(({ key: _, description, impact, positions }) => ({
      description,
      impact,
      positions: held(positions).map(({ statement, claims: made }) => ({ statement, claims: made })),
    }))
    .filter(({ positions }) => positions.length > 1);
  const placed = [...agreements, ...divergences.flatMap(({ positions }) => positions)].flatMap(
    (each) => each.claims,
  );
  const left = ask.claims.filter(({ id, kind }) => kind === 'decision' && !placed.includes(id));
  const alone = { statement: 'Nobody speaks against the rest.', claims: left.map(({ id }) => id) };
  return {
    agreements: left.length === 0 ? agreements : [...agreements, alone],
    divergences,
    confidence: map.confidence,
    rationale: map.rationale,
  };
}

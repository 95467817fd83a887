import type { SubmissionInput } from '../../../core/submission.ts';
import type { Ask } from '../../../runtime/turn/ask.ts';
import { arguedNeutrally } from '../neutral/argue.ts';
import { referencesIn } from './references.ts';
import { exampleScript, type PersonaPart } from './script.ts';

type Point = Ask['points'][number];

/** What this persona argues on each of its differences; on one that the example does not foresee, as in any rehearsal. */
export function argue(ask: Ask, own: PersonaPart): SubmissionInput<'argue'> {
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

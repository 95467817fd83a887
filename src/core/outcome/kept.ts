import { lateWordsOf, listRepliesLeft } from '../questions/replies/late-messages.ts';
import { isAllRequest } from '../questions/replies/requests.ts';
import type { Design } from '../vocabulary/design.ts';
import type { Carried } from '../vocabulary/events.ts';
import type { ParticipantId } from '../vocabulary/ids.ts';
import { listPersonas } from '../vocabulary/participants.ts';
import type { RoundKind } from '../vocabulary/sets.ts';

/** Events that made the map and the text. Another run begins at the first step without a result. */
type Made = Carried['made'];

const MAP_KINDS: readonly RoundKind[] = ['mapping', 'argument'];
const KEPT_KINDS: readonly RoundKind[] = [
  ...MAP_KINDS,
  'composite',
  'audit',
  'revision',
  'confirmation',
];

/**
 * The events of finished rounds with a result. None if a persona has yet to propose. None if
 * nothing is missing: another run should then reach another text. What nobody argued is argued
 * then, unless a text rests on it.
 */
export function listMade(design: Design): Made {
  const { proposals, signatures, audit, made } = design;
  const isOfAll = (contributions: readonly { readonly participant: ParticipantId }[]) =>
    listPersonas(design).every(({ id }) =>
      contributions.some(({ participant }) => participant === id),
    );
  if (!isOfAll(proposals) || (audit !== null && isOfAll(signatures))) return [];
  const ended = new Set(
    made.flatMap((event) => (event.type === 'round_closed' ? [event.roundId] : [])),
  );
  const kept = design.rounds.filter(
    ({ id, kind, contributed }) =>
      KEPT_KINDS.includes(kind) && contributed.length > 0 && ended.has(id),
  );
  const numbers = new Map(kept.map(({ id }, index) => [id, `r${index + 1}` as const]));
  const hasText = kept.some(({ kind }) => kind === 'composite');
  return made.flatMap((event): Made => {
    if (event.type === 'deliberation_stopped') {
      const dropped = event.dropped.filter((kind) => MAP_KINDS.includes(kind));
      return hasText && dropped.length > 0 ? [{ ...event, dropped }] : [];
    }
    if (event.type === 'divergence_settled' && event.outcome === 'unresolved' && !hasText)
      return [];
    if (!('roundId' in event) || event.roundId === undefined)
      return kept.length === 0 ? [] : [event];
    const roundId = numbers.get(event.roundId);
    return roundId === undefined ? [] : [{ ...event, roundId }];
  });
}

export function hasMade({ made }: Pick<Carried, 'made'>, wanted: Made[number]['type']): boolean {
  return made.some(({ type }) => type === wanted);
}

/** The round that a run would start with, judging by the work it carries over. */
export function findFirstRound(
  carried: Pick<Carried, 'questions' | 'proposals' | 'made' | 'saidSince'>,
): RoundKind {
  const { questions, proposals, made, saidSince } = carried;
  const has = (type: Made[number]['type']) => hasMade(carried, type);
  if (!has('composite_submitted')) {
    if (has('divergences_mapped')) return has('position_argued') ? 'composite' : 'argument';
    if (proposals.length > 0) return 'proposals';
    return questions.length > 0 ? 'matching' : 'questions';
  }
  const audit = made.findLast((event) => event.type === 'audit_submitted');
  if (audit === undefined) return 'audit';
  const { findings, tried, said } = audit.audit;
  const isAnythingFound =
    findings.some(({ severity }) => severity !== 'minor') ||
    tried.some(({ holds }) => holds === 'no') ||
    said.some(({ fate }) => fate === 'contradicted' || fate === 'not_used');
  if (saidSince > 0 || (isAnythingFound && !has('revision_submitted'))) return 'revision';
  return has('revision_submitted') && !has('revision_confirmed') ? 'confirmation' : 'signing';
}

/** `true` if another run would begin with something: not with what was withdrawn after the end. */
export function hasKept(design: Design): boolean {
  const { proposals, answers = '' } = design;
  return (
    proposals.length > 0 ||
    answers.trim() !== '' ||
    lateWordsOf(design).length > 0 ||
    listRepliesLeft(design).some((reply) => !isAllRequest(reply))
  );
}

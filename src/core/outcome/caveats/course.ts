import { isReallyAudited } from '../../decision/check-audit.ts';
import { wereCompared } from '../../differences/sides.ts';
import { isBudgetUsedUp } from '../../policy/reserve.ts';
import { listUnreadReplies } from '../../questions/replies/answers-given.ts';
import type { Caveat, CaveatOf } from '../../vocabulary/caveat.ts';
import { ownCrashes } from '../../vocabulary/crashes.ts';
import type { Design } from '../../vocabulary/design.ts';
import type { ParticipantId } from '../../vocabulary/ids.ts';
import { listPersonas } from '../../vocabulary/participants.ts';
import { facilitatorOf, SHOWN_EXCUSES } from '../../vocabulary/round.ts';
import { participantStateOf } from '../../vocabulary/session.ts';
import type { RoundKind } from '../../vocabulary/sets.ts';
import { listMissed } from '../left-open.ts';
import { findTakenPart, listKindsWithoutContribution, participationOf } from '../participation.ts';
import { titleOf } from './text.ts';

export function findCourseCaveats(design: Design): Caveat[] {
  return [
    ...auditCaveatsIn(design),
    ...stepCaveatsIn(design),
    ...standInCaveatsIn(design),
    ...readInPartCaveatsIn(design),
    ...missingCaveatsIn(design),
    ...cutShortCaveatsIn(design),
  ];
}

function auditCaveatsIn(design: Design): Caveat[] {
  const missing = design.audit === null ? 'audit' : 'real_audit';
  const wasCompared = design.proposals.length < 2 || wereCompared(design);
  return [
    ...(isReallyAudited(design) ? [] : [{ kind: 'not_audited', missing } as const]),
    ...(wasCompared ? [] : [{ kind: 'not_audited', missing: 'comparison' } as const]),
  ];
}

/** Rounds whose failure is another caveat. */
const IS_SAID_OTHERWISE: readonly RoundKind[] = ['mapping', 'audit', 'signing', 'reading'];

function stepCaveatsIn(design: Design): Caveat[] {
  const areWordsUnread = listUnreadReplies(design).length > 0;
  const failed = listKindsWithoutContribution(design)
    .filter((kind) => !IS_SAID_OTHERWISE.includes(kind) && !(kind === 'matching' && areWordsUnread))
    .map((step) => ({ step, attempts: listTriedIn(design, step).length }))
    .filter(({ attempts }) => attempts > 0);
  return failed.map((each): Caveat => ({ kind: 'step_missing', ...each, role: null, by: [] }));
}

/** Who was asked in rounds of this kind and brought nothing. */
function listTriedIn({ rounds }: Design, kind: RoundKind): ParticipantId[] {
  const ids = rounds
    .filter((round) => round.kind === kind)
    .flatMap(({ excused }) => excused)
    .filter(({ reason }) => reason !== 'point_settled')
    .map(({ participant }) => participant);
  return [...new Set(ids)];
}

function standInCaveatsIn(design: Design): Caveat[] {
  const { actingFacilitators } = participationOf(design);
  return [...Map.groupBy(actingFacilitators, ({ role }) => role)].map(([role, its]): Caveat => {
    const by = [...new Set(its.map((each) => each.by))].map((id) => titleOf(design, id));
    return { kind: 'step_missing', step: null, attempts: 0, role, by };
  });
}

function readInPartCaveatsIn(design: Design): Caveat[] {
  const readers = design.turns.flatMap((turn) => (turn.wasReadInPart ? [turn.participant] : []));
  const by = [...new Set(readers)].map((id) => titleOf(design, id));
  return by.length === 0 ? [] : [{ kind: 'read_in_part', by }];
}

/** Personas that did not finish, if anyone signed or dissented, and those that missed a round. */
function missingCaveatsIn(design: Design): Caveat[] {
  const { personas: of, toTheEnd } = findTakenPart(design);
  const { signatures } = design;
  const missing = listPersonas(design)
    .map(({ id, title, sessions }) => {
      const isDead = participantStateOf(sessions) === 'dead';
      const causes = isDead
        ? ownCrashes(sessions).map(({ kind, detail }) => ({ kind, detail }))
        : [];
      const hasFinished =
        signatures.length === 0 || signatures.some(({ participant }) => participant === id);
      return { id, title, hasFinished, causes, rounds: listMissedRounds(design, id) };
    })
    .filter(({ hasFinished, rounds }) => !hasFinished || rounds.length > 0);
  return missing.length === 0 ? [] : [{ kind: 'persona_missing', missing, toTheEnd, of }];
}

/** Rounds of personas that a living one missed although others contributed. */
function listMissedRounds(design: Design, id: ParticipantId): RoundKind[] {
  const failed = listKindsWithoutContribution(design);
  const missed = design.rounds.filter(
    ({ kind, excused }) =>
      facilitatorOf(kind) === null &&
      !failed.includes(kind) &&
      excused.some(
        ({ participant, reason }) => participant === id && SHOWN_EXCUSES.includes(reason),
      ),
  );
  return [...new Set(missed.map(({ kind }) => kind))];
}

type CutShort = CaveatOf<'cut_short'>;

function cutShortCaveatsIn(design: Design): Caveat[] {
  const late = listMissed(design, 'time_used_up');
  const unpaid = listMissed(design, 'money_used_up');
  const isUsedUp = isBudgetUsedUp(design);
  const stopped = design.gates.findLast(({ decision }) => decision?.choice === 'stop')?.decision;
  const cut = (why: CutShort['why'], facts: Partial<CutShort>): CutShort => {
    return { kind: 'cut_short', why, by: '', dropped: [], isUsedUp: false, ...facts };
  };
  return [
    ...(stopped ? [cut('person', { by: stopped.by })] : []),
    ...(unpaid.length > 0 || isUsedUp ? [cut('money', { dropped: unpaid, isUsedUp })] : []),
    ...(late.length > 0 ? [cut('time', { dropped: late })] : []),
  ];
}

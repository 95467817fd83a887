import type { Design } from '../../vocabulary/design.ts';
import { personas } from '../../vocabulary/participants.ts';
import { facilitatorOf, SHOWN_EXCUSES } from '../../vocabulary/round.ts';
import { participantState } from '../../vocabulary/session.ts';
import { ROUND_KINDS, type RoundKind } from '../../vocabulary/sets.ts';
import { kindsWithoutContribution, participationOf, takenPart } from '../participation.ts';
import { budgetUsedUp } from '../policy/reserve.ts';
import { missedFor, shouldGate } from '../should-gate.ts';
import type { Caveat, Titled } from './kinds.ts';
import { titled } from './text.ts';

/** Rounds whose absence is a caveat of its own. */
const SAID_OTHERWISE: readonly RoundKind[] = ['framing', 'mapping', 'audit', 'signing'];

export function courseCaveats(design: Design): Caveat[] {
  const reasons = shouldGate(design);
  const absent = (['not_compared', 'not_audited'] as const).filter((kind) => reasons.includes(kind));
  const late = missedFor(design, 'time_used_up');
  // Money spent after settling cut nothing short.
  const isMoneyShort = (design.settled?.reasons ?? reasons).includes('budget');
  const unpaid = missedFor(design, 'money_used_up');
  const isUsedUp = budgetUsedUp(design);
  return [
    ...(design.frame === null ? [{ kind: 'not_framed' } as const] : []),
    ...absent.map((kind): Caveat => {
      const round = kind === 'not_compared' ? 'mapping' : 'audit';
      return { kind, attempts: excusedIn(design, round).length };
    }),
    ...(isMoneyShort && (isUsedUp || unpaid.length > 0)
      ? [{ kind: 'budget', dropped: unpaid, isUsedUp } as const]
      : []),
    ...(late.length === 0 ? [] : [{ kind: 'time', dropped: late } as const]),
    ...missingCaveats(design, reasons.includes('degraded_participation')),
    ...roundCaveats(design),
    ...standIns(design),
  ];
}

/** Personas that did not finish, if anyone signed or dissented: one caveat if too few did, otherwise by what happened to each. */
function missingCaveats(design: Design, isDegraded: boolean): Caveat[] {
  const { personas: of, toTheEnd, lost, wasToBeSigned } = takenPart(design);
  if (!wasToBeSigned || design.signatures.length === 0) return [];
  if (isDegraded)
    return [
      {
        kind: 'degraded_participation',
        toTheEnd,
        of,
        dead: lost,
      },
    ];
  const signed = design.signatures.map(({ participant }) => participant);
  const missing = personas(design).filter(({ id }) => !signed.includes(id));
  const isDead = ({ sessions }: (typeof missing)[number]) => participantState(sessions) === 'dead';
  const dead = missing.filter(isDead);
  const others = missing.filter((each) => !isDead(each)).map(({ id, title }) => ({ id, title }));
  return [
    ...(dead.length === 0 ? [] : [{ kind: 'lost', dead } as const]),
    ...(others.length === 0 ? [] : [{ kind: 'not_to_the_end', missing: others } as const]),
  ];
}

function roundCaveats(design: Design): Caveat[] {
  const failed = kindsWithoutContribution(design);
  return ROUND_KINDS.flatMap((round): Caveat[] => {
    const missing = excusedIn(design, round);
    const hasFailed = failed.includes(round);
    const isShown = !SAID_OTHERWISE.includes(round) && (hasFailed || facilitatorOf(round) === null);
    return missing.length === 0 || !isShown ? [] : [{ kind: 'not_waited_for', round, missing, hasFailed }];
  });
}

function excusedIn(design: Design, kind: RoundKind): Titled[] {
  const ids = design.rounds
    .filter((round) => round.kind === kind)
    .flatMap(({ excused }) => excused)
    .filter(({ reason }) => SHOWN_EXCUSES.includes(reason))
    .map(({ participant }) => participant);
  return [...new Set(ids)].map((id) => titled(design, id));
}

function standIns(design: Design): Caveat[] {
  const { actingFacilitators } = participationOf(design);
  return [...Map.groupBy(actingFacilitators, ({ role }) => role)].map(([role, its]): Caveat => {
    const ids = new Set(its.map(({ by }) => by));
    return { kind: 'stand_in', role, by: [...ids].map((id) => titled(design, id)) };
  });
}

import { listJudgedChanges } from '../../core/decision/changes.ts';
import { isReallyAudited } from '../../core/decision/check-audit.ts';
import { decidedOf, decisionsOf } from '../../core/decision/decided.ts';
import { isPiecedTogether } from '../../core/decision/facts.ts';
import { findingsOf } from '../../core/decision/findings.ts';
import { verdictsOf } from '../../core/follow-up/decision-status.ts';
import { findDecisionInForce, outcomeOf } from '../../core/outcome/outcome.ts';
import { participantOf } from '../../core/proposals/labels.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { ProposalLabel } from '../../core/vocabulary/ids.ts';
import { nameOf } from '../format/people.ts';
import { sayChange } from '../judged/changes.ts';
import { citationOf } from '../judged/citations.ts';
import { sayEarlier } from '../judged/earlier.ts';
import type { ReadOnly } from '../schema/field.ts';
import type { RECORD } from '../schema/record.ts';
import { closedWordsOf } from './gate.ts';

type Record = ReadOnly<typeof RECORD>;

export function recordOf(design: Design): Record {
  return {
    rounds: design.rounds.map(({ id, kind, contributed }) => ({ id, kind, contributed })),
    texts: textsOf(design),
    basis: basisOf(design),
    audit: auditOf(design),
    changes: listJudgedChanges(design).map((change) => {
      const { revision, fields, verdict, why, isTakenOut } = change;
      return { revision, words: sayChange(change), fields, verdict, why, isTakenOut };
    }),
    signatures: design.signatures.map((signature) => {
      const { participant: persona, verdict, reason = '', rationale } = signature;
      const { dissent, weakest = '', contradicted = [] } = signature;
      return { persona, verdict, reason, rationale, dissent, weakest, contradicted };
    }),
    completed: design.turns.flatMap(({ participant: persona, derived }) =>
      derived.map((what) => ({ persona, what })),
    ),
    earlier: (design.earlier ?? []).map((each) => {
      return { designId: each.designId, topic: each.topic, words: sayEarlier(each) };
    }),
    ending: outcomeOf(design).status,
    deciders: decidersOf(design),
  };
}

function basisOf(design: Design): Record['basis'] {
  const decided = decidedOf(design);
  const composite = design.composites.at(-1)?.composite;
  if (decided === null || composite === undefined) return null;
  const { quoted, base, taken } = decided;
  const holders = (letter: ProposalLabel) => [participantOf(design, letter) ?? []].flat();
  return {
    quoted,
    isInForce: findDecisionInForce(design) !== null,
    base: holders(base),
    isPiecedTogether: isPiecedTogether(design),
    taken: composite.taken.filter(({ claim }) => taken.includes(claim)),
    weighed: composite.weighed.map(({ proposal, best, against }) => {
      return { heldBy: holders(proposal), best, against };
    }),
  };
}

function auditOf(design: Design): Record['audit'] {
  if (design.audit === null) return null;
  const { participant: persona, audit } = design.audit;
  const findings = findingsOf(design).map(
    ({ citation, check, answer, standing, about: _, ...finding }) => ({
      ...finding,
      isOpen: standing !== 'answered',
      source: citationOf({ citation, check }, design.repository),
      answer: answer && { done: answer.done, where: answer.where },
    }),
  );
  return {
    persona,
    isReal: isReallyAudited(design),
    findings,
    untried: outcomeOf(design).auditLeft.untried,
    premortem: audit.premortem,
  };
}

/** Of two texts of one revision the second, which has only the changes that stand. */
function textsOf(design: Design): Record['texts'] {
  const texts = decisionsOf(design);
  return texts
    .filter(({ revision }, index) => texts[index + 1]?.revision !== revision)
    .map(({ participant: persona, decision: { sentence } }) => ({ persona, sentence }));
}

/**
 * Everyone who settled a point, decided at a gate, stopped the design or judged the decision, in
 * this order. A rehearsal has no decision to judge.
 */
function decidersOf(design: Design): Record['deciders'] {
  const settled = design.divergences.flatMap(({ settlement }) =>
    settlement?.outcome === 'settled_by_person'
      ? [{ by: settlement.person, did: 'settled a difference' }]
      : [],
  );
  // A gate that belongs to a round is not about the decision.
  const decided = design.gates.flatMap((gate) => {
    const { decision, roundId } = gate;
    return decision === null ||
      roundId !== null ||
      ['unanswered', 'settle'].includes(decision.choice)
      ? []
      : [{ by: decision.by, did: closedWordsOf(design, gate).did }];
  });
  const earlier = (design.carried?.settled ?? []).map(({ person: by }) => {
    return { by, did: 'settled a difference' };
  });
  const { stoppedBecause, stoppedBy } = outcomeOf(design);
  const stopped =
    stoppedBecause === 'cancelled_by_person' && stoppedBy !== ''
      ? [{ by: stoppedBy, did: 'cancelled it' }]
      : [];
  const judged = verdictsOf(design).map(({ by, verdict }) => ({
    by,
    did: `${verdict} the decision`,
  }));
  const verdicts = design.rehearsal ? stopped : [...decided, ...stopped, ...judged];
  const byName = Map.groupBy([...earlier, ...settled, ...verdicts], ({ by }) => nameOf(by));
  return [...byName].map(([name, acts]) => ({
    name,
    did: [...new Set(acts.map(({ did }) => did))],
  }));
}

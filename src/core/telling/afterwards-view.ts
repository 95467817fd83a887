import {
  assigneeOf,
  questionsAskedOf,
  settledAfterwardsOf,
  standingOf,
  supersededBy,
  verdictsOf,
} from '../afterwards/standing.ts';
import { positionLabel, statementOf } from '../divergence/labels.ts';
import { decisionInForce } from '../outcome/outcome.ts';
import type { Design } from '../vocabulary/design.ts';
import { iso } from '../vocabulary/figures.ts';
import type { Signed } from '../vocabulary/via.ts';
import { standingSentences } from './facts/afterwards.ts';

export type AfterwardsView = NonNullable<ReturnType<typeof afterwardsView>>;
type Asked = ReturnType<typeof questionsAskedOf>[number];

/**
 * What people have done with a design after its end as outsiders see it (HTTP API v1, J14); `null` before the end. None of it is part
 * of the decision. `maySee`: tells which questions that were asked in private are shown, none unless it says so.
 */
export function afterwardsView(design: Design, maySee: (asked: Asked) => boolean = () => false) {
  if (design.end === null) return null;
  const superseded = supersededBy(design);
  return {
    /** `null`: it ended without a decision. */
    standing: decisionInForce(design) === null ? null : standingOf(design),
    /** The same in words, a sentence each. */
    words: standingSentences(design),
    verdicts: verdictsOf(design).map(({ verdict, note, ...act }) => ({ ...doneBy(act), verdict, note })),
    steps: stepViews(design),
    /** Points that were left open, and settled since. The decision does not say so. */
    settled: settledViews(design),
    asked: questionsAskedOf(design)
      .filter((asked) => asked.isPrivate !== true || maySee(asked))
      .map(({ question, answer, costUsd, isPrivate = false, ...act }) => ({
        ...doneBy(act),
        question,
        /** Empty where the record does not say. */
        answer,
        costUsd,
        private: isPrivate,
      })),
    /** `decision`: empty where its readers may be others than those of this design. */
    supersededBy:
      superseded === null
        ? null
        : { id: superseded.successor, decision: superseded.decision, at: iso(superseded.at) },
  };
}

function stepViews(design: Design) {
  const steps = decisionInForce(design)?.decision.steps ?? [];
  return steps.map(({ title }, index) => {
    const step = index + 1;
    const assigned = assigneeOf(design, step);
    const { to = '', date = '' } = assigned ?? {};
    return {
      step,
      title,
      /** `null`: nobody is named since the end. */
      assigned: assigned === null ? null : { to, date: date === '' ? null : date, ...doneBy(assigned) },
    };
  });
}

function settledViews(design: Design) {
  return design.divergences.flatMap((divergence) => {
    const event = settledAfterwardsOf(design, divergence.id);
    if (event === null) return [];
    const { position, note } = event;
    const text = statementOf(divergence, position);
    const label = positionLabel(divergence.id, position);
    return [{ divergenceId: divergence.id, position, label, text, note, ...doneBy(event) }];
  });
}

function doneBy({ by, via, at }: Signed & { readonly at: number }) {
  return { person: by, via: via ?? null, at: iso(at) };
}

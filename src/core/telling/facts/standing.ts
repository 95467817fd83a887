import {
  assigneeOf,
  settledAfterwardsOf,
  standingOf,
  supersededBy,
  verdictsOf,
} from '../../afterwards/standing.ts';
import { decisionInForce } from '../../outcome/outcome.ts';
import type { Design } from '../../vocabulary/design.ts';
import { utcDay } from '../../vocabulary/figures.ts';
import { codeSpan, joined, type Line, line, prose, WHOLE } from '../document.ts';
import { settledAfterwardsLine, verdictLine } from './afterwards.ts';
import { person } from './people.ts';

/**
 * How the decision stands by what people have done since its end, in the words of MADR 4: *accepted by Ana on 2026-12-01*. `null`
 * where nobody has judged it, so that it stands as it ended.
 */
export function standingLine(design: Design): Line | null {
  const verdicts = verdictsOf(design);
  const those = (wanted: 'accepted' | 'declined') =>
    joined(
      verdicts
        .filter(({ verdict }) => verdict === wanted)
        .map(({ by, at, note }) => {
          const why = wanted === 'declined' && note !== '' ? line` (${prose(note, WHOLE)})` : '';
          return line`${person(by)} on ${utcDay(at)}${why}`;
        }),
      ', ',
    );
  switch (standingOf(design)) {
    case 'superseded': {
      const later = supersededBy(design);
      return later === null ? null : line`superseded by ${codeSpan(later.successor)} on ${utcDay(later.at)}`;
    }
    case 'declined':
      return line`rejected: declined by ${those('declined')}`;
    case 'accepted':
      return line`accepted by ${those('accepted')}`;
    case 'decided':
      return null;
  }
}

/** Each person's newest word on the decision, with its day. */
export function verdictLines(design: Design): Line[] {
  return verdictsOf(design).map((event) => line`${utcDay(event.at)}: ${verdictLine(event)}`);
}

/** Every step with the person who does it and by when; none where nobody was named since the end. */
export function stepLines(design: Design): Line[] {
  const steps = decisionInForce(design)?.decision.steps ?? [];
  if (steps.every((_, at) => assigneeOf(design, at + 1) === null)) return [];
  return steps.map((step, at) => {
    const what = line`Step ${`${at + 1}`} (${prose(step.title, WHOLE)})`;
    const assigned = assigneeOf(design, at + 1);
    if (assigned !== null) {
      const until = assigned.date === '' ? '' : `, by ${assigned.date}`;
      const named = line`(named by ${person(assigned.by)} on ${utcDay(assigned.at)})`;
      return line`${what}: ${person(assigned.to)}${until} ${named}`;
    }
    if (step.owner === '') return line`${what}: nobody is named`;
    return line`${what}: ${prose(step.owner, WHOLE)}, as the decision says`;
  });
}

/** Points that people have settled since the end, each as it was settled last. */
export function settledSinceLines(design: Design): Line[] {
  return design.divergences.flatMap(({ id }) => {
    const event = settledAfterwardsOf(design, id);
    if (event === null) return [];
    const why = event.note === '' ? '' : line` (${prose(event.note, WHOLE)})`;
    return [line`${utcDay(event.at)}: ${settledAfterwardsLine(design, event)}${why}`];
  });
}

import { outcomeOf } from '../../core/outcome/outcome.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { counted, money } from '../../core/vocabulary/figures.ts';
import { codeSpan, line, list, type Section, untrusted, WHOLE } from '../format/document.ts';
import { person } from '../format/people.ts';
import { takenWords, utcTime } from '../format/time.ts';
import { factsOf, titleIn } from '../people.ts';
import { viewOf } from '../view/view.ts';

export function participation(design: Design): Section {
  const view = viewOf(design);
  const those = view.personas.filter(({ doing }) => doing.kind !== 'released');
  return list(
    those.map(
      (each) =>
        line`${titleIn(view, each.id, { bold: true })} ${untrusted(factsOf(view, each).join(', '), WHOLE)}`,
    ),
  );
}

export function costAndTime(design: Design): Section {
  const { costUsd, costIsAtLeast, tokens, startedAt, endedAt, workedMs } = outcomeOf(design);
  const { repository, startedBy } = design;
  return list([
    line`${money(costUsd, costIsAtLeast)}, ${counted(tokens, 'token')}`,
    line`Started ${utcTime(startedAt)} UTC by ${person(startedBy)}`,
    ...(endedAt === null
      ? []
      : [line`${takenWords(workedMs, endedAt - startedAt)}, until ${utcTime(endedAt)} UTC`]),
    ...(repository === null
      ? []
      : [line`Repository ${untrusted(repository.name, WHOLE)} at ${codeSpan(repository.commit)}`]),
  ]);
}

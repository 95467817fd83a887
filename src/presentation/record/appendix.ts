import { outcomeOf } from '../../core/outcome/outcome.ts';
import { partOf } from '../../core/outcome/participation.ts';
import type { Design, Participant } from '../../core/vocabulary/design.ts';
import { counted, money } from '../../core/vocabulary/figures.ts';
import { isReleased } from '../../core/vocabulary/participants.ts';
import { participantState } from '../../core/vocabulary/session.ts';
import { crashWords, ownCrashes, timesReplaced } from '../../core/workflow/sessions/replacement.ts';
import { codeSpan, type Line, line, list, type Section, untrusted, WHOLE } from '../format/document.ts';
import { person, titleOf } from '../format/people.ts';
import { takenWords, utcTime } from '../format/time.ts';
import { PART_WORDS } from '../people.ts';
import { excusedWords } from '../rounds.ts';
import { replacedWords } from '../run/crash.ts';

export function participation(design: Design): Section {
  // Released personas are listed with the question and count nowhere.
  const those = design.participants.filter(({ id }) => !isReleased(design, id));
  return list(those.map((each) => participantLine(design, each)));
}

function participantLine(design: Design, each: Participant): Line {
  return line`${titleOf(design, each.id, { bold: true })} ${untrusted(participantFacts(design, each).join(', '), WHOLE)}`;
}

export function participantFacts(design: Design, each: Participant): string[] {
  const died = outcomeOf(design).participation.died.find(({ participant }) => participant === each.id);
  const replaced = timesReplaced(each.sessions);
  return [
    each.role,
    design.rehearsal ? 'no model' : each.model,
    died === undefined ? stateWords(design, each) : crashWords(ownCrashes(each.sessions)),
    ...(died === undefined && replaced > 0 ? [`${replacedWords(replaced)} after its session was lost`] : []),
    ...new Set(
      design.rounds.flatMap(({ kind, excused }) =>
        excused
          .filter(({ participant }) => participant === each.id)
          .map(({ reason }) => excusedWords(kind, reason)),
      ),
    ),
  ];
}

function stateWords(design: Design, each: Participant): string {
  const state = participantState(each.sessions);
  return state === 'released' ? PART_WORDS[partOf(design, each)] : state;
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

import { outcomeOf } from '../../outcome/outcome.ts';
import { partOf } from '../../outcome/participation.ts';
import { timesReplaced } from '../../session/replacement.ts';
import type { Design, Participant } from '../../vocabulary/design.ts';
import { duration, money } from '../../vocabulary/figures.ts';
import { participantState } from '../../vocabulary/session.ts';
import { replacedWords } from '../facts/loss.ts';
import { PART_WORDS } from '../facts/participation.ts';
import { EXCUSE_WORDS, ROUND_WORDS } from '../facts/round.ts';
import { code, inline, name } from '../render/escape.ts';
import { list, personName, titleOf, utcTime } from './pieces.ts';

/** Who was there, in which role, to the end or until what happened. */
export function participationMarkdown(design: Design): string {
  return list(design.participants.map((each) => participantLine(design, each)));
}

function participantLine(design: Design, each: Participant): string {
  const died = outcomeOf(design).participation.died.find(({ participant }) => participant === each.id);
  const replaced = timesReplaced(each.sessions);
  const facts = [
    each.role,
    design.rehearsal ? 'no model' : inline(each.model),
    died === undefined ? stateWords(design, each) : inline(died.words),
    ...(died === undefined && replaced > 0 ? [`${replacedWords(replaced)} after its session was lost`] : []),
    ...new Set(
      design.rounds.flatMap(({ kind, excused }) =>
        excused
          .filter(({ participant }) => participant === each.id)
          .map(({ reason }) => `not waited for in ${ROUND_WORDS[kind].about} (${EXCUSE_WORDS[reason]})`),
      ),
    ),
  ];
  return `**${titleOf(design, each.id)}** ${facts.join(', ')}`;
}

function stateWords(design: Design, each: Participant): string {
  const state = participantState(each.sessions);
  return state === 'released' ? PART_WORDS[partOf(design, each)] : state;
}

/** What it cost, how long it took, and which state of the repository it read. */
export function costMarkdown(design: Design): string {
  const { costUsd, costIsAtLeast, tokens, startedAt, endedAt } = outcomeOf(design);
  const { repository, startedBy } = design;
  return list([
    `${money(costUsd, costIsAtLeast)}, ${tokens.toLocaleString('en-US')} tokens`,
    `Started ${utcTime(startedAt)} UTC by ${personName(startedBy)}`,
    ...(endedAt === null ? [] : [`${duration(endedAt - startedAt)}, until ${utcTime(endedAt)} UTC`]),
    ...(repository === null ? [] : [`Repository ${name(repository.name)} at ${code(repository.commit)}`]),
  ]);
}

/** How a design was made: who took part, by which models, what was lost, what it cost. */

import type { CrashCause } from '#design/events.ts';
import { costOf } from '#design/money.ts';
import { letterOf } from '#design/participants.ts';
import type { Design, Participant, Round } from '#design/state.ts';
import { costWords, countOf, dateWords, duration } from './figures.ts';
import { bullets, type Markdown, md, section } from './md.ts';
import { titleOf } from './people.ts';

export function howItWasMade(design: Design): Markdown | null {
  const { repository, successorOf, handovers } = design;
  return section(
    'How it was made',
    md`Design ${design.id}, ${design.depth}, from ${dateWords(design.startedAt)}, ${duration(design.lastAt - design.startedAt)} in all, ${costWords(costOf(design))}.`,
    repository === null ? null : md`Read: ${repository.name} at ${repository.commit}.`,
    successorOf === null ? null : md`It runs ${successorOf} again, with its replies.`,
    bullets(design.participants.map((each) => participantLine(design, each))),
    ...handovers.map(
      ({ role, from, to }) =>
        md`${titleOf(design, to)} stood in as ${role} for ${titleOf(design, from)}.`,
    ),
    design.rounds.length === 0 ? null : md`Rounds:`,
    bullets(design.rounds.map((round) => roundLine(design, round))),
    section('Turns that failed', bullets(failures(design))),
  );
}

function participantLine(design: Design, { id, title, role, model, sessions }: Participant) {
  const letter = letterOf(design, id);
  const turns = design.turns.filter(({ participant }) => participant === id);
  const cost = costWords(costOf({ ...design, turns }));
  const as = role === 'persona' ? (letter === '' ? '' : `, proposal ${letter}`) : `, ${role}`;
  const lost = sessions.flatMap(({ cause }) => (cause === null ? [] : [causeInFull(cause)]));
  const losses = lost.length === 0 ? '' : md` Lost: ${lost.join('; ')}.`;
  return md`**${title}**${as}: ${model}, ${countOf(turns.length, 'turn')}, ${cost}.${losses}`;
}

/** The short cause first, last where its output stands (D2). */
function causeInFull({ detail, diagnostics }: CrashCause): string {
  const pointer = `[diagnostics: ${diagnostics}]`;
  return diagnostics === '' || detail.includes(pointer) ? detail : `${detail} ${pointer}`;
}

function roundLine(
  design: Design,
  { kind, asked, contributed, excused, repliesUpTo, openedAt }: Round,
) {
  const without = excused.map(({ participant, detail }) => {
    return `${titleOf(design, participant)}${detail === '' ? '' : ` (${detail})`}`;
  });
  const missing = without.length === 0 ? '' : `, without ${without.join(', ')}`;
  const read = repliesUpTo === 0 ? '' : `, with replies up to R${repliesUpTo}`;
  return md`${dateWords(openedAt)} ${kind}: ${contributed.length} of ${asked.length}${read}${missing}.`;
}

function failures(design: Design): Markdown[] {
  return design.turns.flatMap(({ number, participant, outcome, error }) =>
    error === null
      ? []
      : [
          md`Turn ${number}, ${titleOf(design, participant)}: ${outcome.replaceAll('_', ' ')} (${error.class}: ${error.message})`,
        ],
  );
}

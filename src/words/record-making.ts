/** How a design was made: who took part, by which models, what was lost, what it cost. */

import { letterOf } from '#design/participants.ts';
import type { Design, Participant } from '#design/state.ts';
import { countOf, dateWords, duration, endSentence, spentOn } from './figures.ts';
import { bullets, type Markdown, md, section } from './md.ts';
import { titleOf } from './people.ts';

export function howItWasMade(design: Design): Markdown | null {
  const { id, depth, startedAt, lastAt, repository, successorOf } = design;
  const took = [duration(lastAt - startedAt), ...spentOn(design)].join(' and ');
  return section(
    'How it was made',
    md`Design ${id}, at depth ${depth}, began on ${dateWords(startedAt)}. It took ${took}.`,
    repository === null
      ? null
      : md`The personas read ${repository.name} at commit ${repository.commit}.`,
    successorOf === null ? null : md`It repeats ${successorOf}, with the same replies.`,
    bullets(design.participants.map((each) => participantLine(design, each))),
    section('Turns that failed', bullets(failures(design))),
  );
}

function participantLine(design: Design, { id, title, model, sessions }: Participant) {
  const wrote = design.proposals.some(({ participant }) => participant === id);
  const turns = design.turns.filter(({ participant }) => participant === id);
  const facts = [
    ...(wrote ? [`proposal ${letterOf(design, id)}`] : []),
    ...(design.isRehearsal ? [] : [model]),
    countOf(turns.length, 'turn'),
    ...spentOn({ ...design, turns }),
  ];
  // Each cause in full: last where its output stands (D2).
  const lost = sessions.flatMap(({ cause }) => cause?.detail ?? []);
  const losses = lost.length === 0 ? '' : md` Lost: ${lost.join('; ')}.`;
  return md`**${title}**: ${facts.join(', ')}.${losses}`;
}

function failures(design: Design): Markdown[] {
  return design.turns.flatMap(({ number, participant, roundId, error }) => {
    const kind = design.rounds.find(({ id }) => id === roundId)?.kind ?? '';
    return error === null
      ? []
      : [
          md`Turn ${number}, ${titleOf(design, participant)}, ${kind}: ${endSentence(error.message)}`,
        ];
  });
}

import type { Design, Participant } from '../design.ts';
import { duration, money } from '../figures.ts';
import { outcomeOf } from '../outcome/outcome.ts';
import { replacedWords, timesReplaced } from '../session/replacement.ts';
import { participantState } from '../session/session.ts';
import { EXCUSE_WORDS, ROUND_WORDS } from '../words.ts';
import { ledgerMarkdown } from './claims.ts';
import { code, inline, name } from './markdown.ts';
import { byLetter, list, personName, section, titleOf, utcTime } from './pieces.ts';

/** What the brief can be checked against: claim ledger, participation, cost, hashes. */
export function appendix(design: Design): string[] {
  const composite = design.composites.at(-1)?.composite;
  return [
    composite === undefined ? '' : section('## Appendix: claim ledger', ledgerMarkdown(design, composite)),
    section(
      '## Appendix: who took part',
      list(design.participants.map((each) => participantLine(design, each))),
    ),
    section('## Appendix: cost and time', cost(design)),
    section('## Appendix: hashes', hashes(design)),
  ];
}

function participantLine(design: Design, each: Participant): string {
  const died = outcomeOf(design).participation.died.find(({ participant }) => participant === each.id);
  const replaced = timesReplaced(each.sessions);
  const facts = [
    each.role,
    design.rehearsal ? 'no model' : inline(each.model),
    died === undefined
      ? participantState(each.sessions).replace('released', 'there to the end')
      : inline(died.words),
    ...(died === undefined && replaced > 0 ? [`${replacedWords(replaced)} after its session was lost`] : []),
    ...design.rounds.flatMap(({ kind, excused }) =>
      excused
        .filter(({ participant }) => participant === each.id)
        .map(({ reason }) => `not waited for in ${ROUND_WORDS[kind].about} (${EXCUSE_WORDS[reason]})`),
    ),
  ];
  return `**${titleOf(design, each.id)}** ${facts.join(', ')}`;
}

function cost(design: Design): string {
  const { costUsd, tokens, startedAt, endedAt } = outcomeOf(design);
  const took = endedAt === null ? [] : [`${duration(endedAt - startedAt)}, until ${utcTime(endedAt)} UTC`];
  return list([
    `${money(costUsd)}, ${tokens.toLocaleString('en-US')} tokens`,
    `Started ${utcTime(startedAt)} UTC by ${personName(design.startedBy)}`,
    ...took,
  ]);
}

function hashes(design: Design): string {
  const seals = byLetter(design).map(
    ({ participant, sha256 }) => `Seal of ${titleOf(design, participant)}'s proposal: ${code(sha256)}`,
  );
  const commit =
    design.repository === null
      ? []
      : [`Repository ${name(design.repository.name)} at ${code(design.repository.commit)}`];
  return list([
    ...seals,
    ...commit,
    `Design ${code(design.id)}; every file and the chain of events: ${code('manifest.json')}`,
  ]);
}

import { differenceLabel, positionLabel } from '../../core/divergence/labels.ts';
import { labelOf } from '../../core/proposal/labels.ts';
import {
  type Section as Blocks,
  type Line,
  line,
  lines,
  numbered,
  ours,
  prose,
  under,
  WHOLE,
} from '../../core/telling/document.ts';
import { citationLine } from '../../core/telling/facts/citation.ts';
import { type Naming, settlementLine, stanceLine } from '../../core/telling/facts/difference.ts';
import { linePlain, plainOf } from '../../core/telling/render/plain.ts';
import type { Argument, Design, Divergence } from '../../core/vocabulary/design.ts';
import type { ParticipantId } from '../../core/vocabulary/ids.ts';
import { participant } from '../../core/vocabulary/participants.ts';
import { material, withoutName } from './material-text.ts';
import type { Section } from './transcript-section.ts';

/** Sections of differences that people had settled in the run before: everybody reads them from the start, and they hold (J8). */
export function settledBefore({ carried }: Design): Section[] {
  const settled = carried?.settled ?? [];
  if (settled.length === 0) return [];
  const texts = settled.map(({ description, statement, person, note }) =>
    settledBy(person, `${description} ${statement}`, note),
  );
  const heading = `# Settled by people, before this run\n\n${HOLDS}`;
  return [{ since: 0, text: [heading, ...texts].join('\n\n') }];
}

const HOLDS = 'This holds, and is not argued any more.';

function settledBy(person: string, what: string, note: string): string {
  return material(`settled by ${person}`, note === '' ? what : `${what}\n${note}`);
}

/**
 * The map, the arguments of each round, and how the differences ended: for those who come after the arguing, and so in
 * the place where that begins.
 */
export function refinementSections(design: Design): Section[] {
  const since = design.rounds.find(({ kind }) => kind === 'composite')?.since ?? 0;
  const texts = [mapSection(design), ...argumentSections(design), settlementsSection(design)];
  return [...texts.map((text) => ({ since, text })), ...settledByPeople(design, since)];
}

/** Positions and claims by the names that models know them by. */
function naming(id: Divergence['id']): Naming {
  return { held: (position) => [ours(positionLabel(id, position))], reason: (name) => [ours(name)] };
}

/** Authors by the letters of their proposals, in an order that does not tell who was faster. */
function letters(design: Design, ids: readonly ParticipantId[]): string {
  return ids
    .map((id) => labelOf(design, id))
    .toSorted()
    .join(', ');
}

function mapSection(design: Design): string {
  const { agreements, divergences } = design;
  if (agreements.length === 0 && divergences.length === 0) return '';
  const agreed = agreements.map(
    ({ statement, claims }) => line`${prose(statement, WHOLE)} (${claims.join(', ')})`,
  );
  const map: Blocks = [
    ...under(lines(line`They agree:`), numbered(agreed)),
    ...divergences.map((divergence) => lines(...differenceLines(design, divergence))),
  ];
  return `# Where the proposals agree and differ\n\n${material('the synthesizer', plainOf(map))}`;
}

function differenceLines(
  design: Design,
  { id, impact, description, positions, addedIn }: Divergence,
): Line[] {
  const added = addedIn === null ? '' : ', added by one of those who argued';
  return [
    line`${differenceLabel(id)} (${impact} impact${added}): ${prose(description, WHOLE)}`,
    ...positions.map(
      ({ id: position, statement, claims, holders }) =>
        line`${positionLabel(id, position)}: ${prose(statement, WHOLE)} (${claims.join(', ')}; held by ${letters(design, holders)})`,
    ),
  ];
}

/** One section for each closed round of arguments, in the order in which they were held. */
function argumentSections(design: Design): string[] {
  return design.rounds
    .filter(({ kind, closed }) => kind === 'argument' && closed)
    .flatMap((round, index) => {
      const shown = design.divergences.flatMap((divergence) =>
        divergence.arguments
          .filter((argument) => argument.roundId === round.id)
          .map((argument) => renderedArgument(design, divergence, argument)),
      );
      const heading = `# Arguments${index === 0 ? '' : ', second round'}`;
      return shown.length === 0 ? [] : [`${heading}\n\n${shown.join('\n\n')}`];
    });
}

function renderedArgument(design: Design, divergence: Divergence, argument: Argument): string {
  const { participant: id, addresses, text } = argument;
  const source = citationLine(argument);
  const cited = source.length === 0 ? '' : line` (${source})`;
  const said = lines(
    line`On ${differenceLabel(divergence.id)}: ${stanceLine(divergence, argument, naming(divergence.id))}.`,
    line`Answers ${addresses.join(', ')}: ${prose(text, WHOLE)}${cited}`,
  );
  return material(`proposal ${labelOf(design, id)}`, withoutName(plainOf([said]), participant(design, id)));
}

function settlementsSection(design: Design): string {
  const endings = design.divergences.flatMap(({ id, settlement }) => {
    if (settlement === null || settlement.outcome === 'settled_by_person') return [];
    const { outcome, position, by, reason } = settlement;
    const holds = position === '' ? [] : naming(id).held(position);
    const who = by.length === 0 ? [] : [ours(letters(design, by))];
    return [`- ${differenceLabel(id)}: ${linePlain(settlementLine({ outcome, by: who, holds, reason }))}`];
  });
  return endings.length === 0 ? '' : `# How the differences ended\n\n${endings.join('\n')}`;
}

/** Sections of differences that a person has settled, at the place in the transcript where that was: they outrank arguments (J8). */
function settledByPeople({ divergences }: Design, composing: number): Section[] {
  return divergences.flatMap(({ id, description, positions, settlement }) => {
    if (settlement?.outcome !== 'settled_by_person') return [];
    const { position, person, reason, since } = settlement;
    const statement = positions.find((each) => each.id === position)?.statement ?? '';
    const what = `${differenceLabel(id)}: ${description} ${positionLabel(id, position)}: ${statement}`;
    const text = `# Settled by people\n\n${HOLDS}\n\n${settledBy(person, what, reason)}`;
    return [{ since: Math.max(since, composing), text }];
  });
}

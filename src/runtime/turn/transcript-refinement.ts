import { citedWords } from '../../core/citation/cited.ts';
import { differenceLabel, positionLabel } from '../../core/divergence/labels.ts';
import { movesIn } from '../../core/divergence/stances.ts';
import { labelOf } from '../../core/proposal/labels.ts';
import { numbered } from '../../core/telling/paper/pieces.ts';
import type { Argument, Design, Divergence } from '../../core/vocabulary/design.ts';
import { participant } from '../../core/vocabulary/participants.ts';
import { correctedWords } from '../../core/vocabulary/words.ts';
import { material, withoutName } from './material-text.ts';
import type { Section } from './transcript-section.ts';

/** What people had settled in the run before: everybody reads it from the start, and it holds (J8). */
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

function mapSection(design: Design): string {
  const { agreements, divergences } = design;
  if (agreements.length === 0 && divergences.length === 0) return '';
  const statements = agreements.map(({ statement, claims }) => `${statement} (${claims.join(', ')})`);
  const agreed = statements.length === 0 ? '' : `They agree:\n${numbered(statements)}`;
  const parts = [agreed, ...divergences.map((divergence) => renderedDivergence(design, divergence))];
  const text = parts.filter((part) => part !== '').join('\n\n');
  return `# Where the proposals agree and differ\n\n${material('the synthesizer', text)}`;
}

function renderedDivergence(
  design: Design,
  { id, impact, description, positions, addedIn }: Divergence,
): string {
  const held = positions.map((position) => {
    const letters = position.holders.map((holder) => labelOf(design, holder)).toSorted();
    const { statement, claims } = position;
    return `${positionLabel(id, position.id)}: ${statement} (${claims.join(', ')}; held by ${letters.join(', ')})`;
  });
  const added = addedIn === null ? '' : ', added by one of those who argued';
  return [`${differenceLabel(id)} (${impact} impact${added}): ${description}`, ...held].join('\n');
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
      return shown.length === 0
        ? []
        : [`# Arguments${index === 0 ? '' : ', second round'}\n\n${shown.join('\n\n')}`];
    });
}

function renderedArgument(design: Design, divergence: Divergence, argument: Argument): string {
  const { before, after, addresses, text } = argument;
  const { id } = divergence;
  const label = labelOf(design, argument.participant);
  const told = movesIn(divergence, argument).map(({ kind, from: left, to: taken, changedBy }) => {
    const [from, to] = [positionLabel(id, left), positionLabel(id, taken)];
    const why = changedBy.length === 0 ? 'without a reason' : `because of ${changedBy.join(', ')}`;
    const how =
      kind === 'moved'
        ? `moves from ${from} (${before.confidence}) to ${to} (${after.confidence})`
        : correctedWords(from, to);
    return `${how}, ${why}`;
  });
  const stays = `stays at ${positionLabel(id, after.position)} (confidence ${before.confidence}, now ${after.confidence})`;
  const moved = [...told, ...(before.position === after.position ? [stays] : [])].join('; ');
  const source = citedWords(argument);
  const cited = source === '' ? '' : ` (${source})`;
  const words = `On ${differenceLabel(id)}: ${moved}.\nAnswers ${addresses.join(', ')}: ${text}${cited}`;
  return material(`proposal ${label}`, withoutName(words, participant(design, argument.participant)));
}

function settlementsSection(design: Design): string {
  const lines = design.divergences.flatMap(({ id, settlement }) => {
    if (settlement === null || settlement.outcome === 'settled_by_person') return [];
    const { outcome, position, by, reason } = settlement;
    const holds = `${positionLabel(id, position)} holds`;
    const letters = by.map((each) => labelOf(design, each)).toSorted();
    const how = {
      conceded: `conceded by ${letters.join(', ')}: ${holds}`,
      unresolved: 'unresolved',
    }[outcome];
    return [`- ${differenceLabel(id)}: ${how}${reason === '' ? '' : ` (${reason})`}`];
  });
  return lines.length === 0 ? '' : `# How the differences ended\n\n${lines.join('\n')}`;
}

/** What a person has settled stands where it was settled, and outranks what was argued (J8). */
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

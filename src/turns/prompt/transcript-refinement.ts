import { labelDifference, labelPosition } from '../../core/differences/labels.ts';
import { moveIn, movementsOf } from '../../core/differences/stances.ts';
import type { Argument, Design, Divergence, Settlement } from '../../core/vocabulary/design.ts';
import { findById } from '../../core/vocabulary/ids.ts';
import { findParticipant } from '../../core/vocabulary/participants.ts';
import { listWords } from '../../core/vocabulary/text.ts';
import {
  ifAny,
  type Line,
  line,
  lines,
  numberItems,
  type Section,
  under,
  untrustedMarkdown,
} from '../../presentation/format/document.ts';
import { convertToPlain, plainOf } from '../../presentation/format/plain-document.ts';
import { citationOf, drawCitation } from '../../presentation/judged/citations.ts';
import { drawLoneClaims } from '../../presentation/judged/claims.ts';
import { drawCost, drawMove, NO_POSITION } from '../../presentation/talk/differences.ts';
import { removeName, wrapMaterial } from './material-text.ts';
import type { TranscriptSection } from './transcript-section.ts';

/** Differences that people settled in the earlier run: shown from the start, and binding. */
export function listSettledBefore({ carried }: Design): TranscriptSection[] {
  const settledDifferences = carried?.settled ?? [];
  if (settledDifferences.length === 0) return [];
  const texts = settledDifferences.map(({ description, statement, person, note }) =>
    saySettledBy(person, `${description} ${statement}`, note),
  );
  const heading = `# Settled by people before this run\n\n${HOLDS}`;
  return [{ since: 0, text: [heading, ...texts].join('\n\n') }];
}

const HOLDS = 'This holds and is no longer argued.';

export function saySettledBy(person: string, what: string, note: string): string {
  return wrapMaterial(`settled by ${person}`, note === '' ? what : `${what}\n${note}`);
}

/**
 * Map, arguments and endings of the differences, placed where arguing ended. Their readers judge,
 * so they see neither who holds what, nor how many, nor how sure anybody is.
 */
export function listRefinementSections(design: Design): TranscriptSection[] {
  const since = design.rounds.find(({ kind }) => kind === 'composite')?.since ?? 0;
  const texts = [mapSection(design), argumentsSection(design), settlementsSection(design)];
  return [...texts.map((text) => ({ since, text })), ...listPeoplesSettlements(design, since)];
}

function mapSection(design: Design): string {
  const { agreements, divergences, lone } = design;
  if (agreements.length === 0 && divergences.length === 0) return '';
  const agreementLines = agreements.map(
    ({ statement, claims }) => line`${untrustedMarkdown(statement)} (${claims.join(', ')})`,
  );
  const map: Section = [
    ...under(lines(line`They agree:`), numberItems(agreementLines)),
    ...divergences.map((divergence) => lines(...differenceLines(divergence))),
    ...drawLoneClaims(lone),
  ];
  return `# Where the proposals agree and differ\n\n${wrapMaterial('the synthesizer', plainOf(map))}`;
}

function differenceLines({ id, impact, description, cost, positions }: Divergence): Line[] {
  return [
    line`${labelDifference(id)} (${impact} impact): ${untrustedMarkdown(description)} ${drawCost(cost)}`,
    ...positions.map(
      ({ id: position, statement, claims }) =>
        line`${labelPosition(id, position)}: ${untrustedMarkdown(statement)} (${claims.join(', ')})`,
    ),
  ];
}

function argumentsSection(design: Design): string {
  const argumentTexts = design.divergences.flatMap((divergence) =>
    divergence.arguments.map((argument) => renderArgument(design, divergence, argument)),
  );
  // Sorted, so that the order does not tell who was faster; equal words once.
  const once = [...new Set(argumentTexts)].toSorted();
  return once.length === 0 ? '' : `# Arguments\n\n${once.join('\n\n')}`;
}

/**
 * An argument for its final position, without author and confidence, which its judges must not
 * know.
 */
function renderArgument(design: Design, divergence: Divergence, argument: Argument): string {
  const { participant: id, addresses, text, position } = argument;
  const { id: divergenceId } = divergence;
  const source = drawCitation(citationOf(argument));
  const citationPart = ifAny` (${source})`;
  const move = moveIn(design, divergence, argument);
  const label = (heldPosition: string) =>
    line`${heldPosition === '' ? NO_POSITION : labelPosition(divergenceId, heldPosition)}`;
  const change =
    move === null
      ? line`still holds ${label(position)}`
      : line`was for ${label(move.from)} and ${drawMove(
          label(move.to),
          move.told.map((name) => line`${name}`),
        )}`;
  const argumentLines = lines(
    line`On ${labelDifference(divergenceId)}: ${change}.`,
    line`Answers ${addresses.join(', ')}: ${untrustedMarkdown(text)}${citationPart}`,
  );
  return wrapMaterial(
    `said for ${convertToPlain(label(position))}`,
    removeName(plainOf([argumentLines]), findParticipant(design, id)),
  );
}

function settlementsSection(design: Design): string {
  const endings = design.divergences.flatMap((divergence) => {
    const { id, settlement } = divergence;
    if (settlement === null || settlement.outcome === 'settled_by_person') return [];
    return [`- ${labelDifference(id)}: ${sayEnding(design, divergence, settlement)}`];
  });
  return endings.length === 0 ? '' : `# How the differences ended\n\n${endings.join('\n')}`;
}

/** `those for 1b gave way to 1a, because of A-2`: it tells neither who nor how many. */
function sayEnding(
  design: Design,
  divergence: Divergence,
  { outcome, position, reason }: Settlement,
): string {
  const { id } = divergence;
  const holds = labelPosition(id, position);
  if (outcome === 'unresolved') return `still open: ${reason}`;
  if (outcome === 'agreed') return `all who are left hold ${holds}`;
  const moves = movementsOf(design, divergence).filter(
    ({ before, after }) => before !== after && after === position,
  );
  const from = new Set(moves.map(({ before }) => labelPosition(id, before)));
  const because = new Set(moves.flatMap(({ move }) => move?.changedBy ?? []));
  return `those for ${listWords([...from])} gave way to ${holds}, because of ${listWords([...because])}`;
}

/** Differences settled by a person, placed where that happened: they outrank arguments. */
function listPeoplesSettlements({ divergences }: Design, composing: number): TranscriptSection[] {
  return divergences.flatMap(({ id, description, positions, settlement }) => {
    if (settlement?.outcome !== 'settled_by_person') return [];
    const { position, person, reason, since } = settlement;
    const statement = findById(positions, position)?.statement ?? '';
    const what = `${labelDifference(id)}: ${description} ${labelPosition(id, position)}: ${statement}`;
    const text = `# Settled by people\n\n${HOLDS}\n\n${saySettledBy(person, what, reason)}`;
    return [{ since: Math.max(since, composing), text }];
  });
}

import { assigneeOf, settledAfterwardsOf, verdictsOf } from '../../afterwards/standing.ts';
import { decisionInForce } from '../../outcome/outcome.ts';
import type { Design } from '../../vocabulary/design.ts';
import { type Block, given, type Line, line, list, prose, WHOLE } from '../document.ts';
import {
  assigneeWords,
  dayOf,
  settledAfterwardsLine,
  standingStatus,
  verdictLines,
} from '../facts/afterwards.ts';
import { person } from '../facts/people.ts';
import { fileMarkdown } from '../render/markdown.ts';
import { adrPaper } from './adr.ts';
import { part } from './pieces.ts';

/**
 * The decision record as it stands after the end (J14): `adr.md` with the status, date and people of now, in a folder below that of
 * the other files. `null` when there is no decision record.
 */
export function adrAfterwardsMarkdown(design: Design): string | null {
  const judges = verdictsOf(design);
  const paper = adrPaper(design, {
    status: standingStatus(design),
    // A question changes nothing.
    at: design.afterwards.findLast(({ type }) => type !== 'record_asked')?.at,
    makers: judges.map(({ by, verdict }) => line`${person(by)} (${verdict} it)`),
    section: part(
      2,
      'After the Decision',
      part(3, 'Accepted and Declined', list(verdictLines(design))),
      part(3, 'Who Does the Steps', list(stepLines(design))),
      part(3, 'Points Settled Since', list(settledLines(design))),
    ),
  });
  return paper === null ? null : fileMarkdown(paper.flat().map(fromBelow));
}

/** Every step with the person who does it and by when; none where nobody was named since the end. */
function stepLines(design: Design): Line[] {
  const steps = decisionInForce(design)?.decision.steps ?? [];
  if (steps.every((_, at) => assigneeOf(design, at + 1) === null)) return [];
  return steps.map((step, at) => {
    const what = line`Step ${`${at + 1}`} (${prose(step.title, WHOLE)})`;
    const assigned = assigneeOf(design, at + 1);
    if (assigned !== null) {
      const named = line`(named by ${person(assigned.by)} on ${dayOf(design, assigned.at)})`;
      return line`${what}: ${given(assigneeWords(design, at + 1), WHOLE)} ${named}`;
    }
    if (step.owner === '') return line`${what}: nobody is named`;
    return line`${what}: ${prose(step.owner, WHOLE)}, as the decision says`;
  });
}

/** Points that people have settled since the end, each as it was settled last. */
function settledLines(design: Design): Line[] {
  return design.divergences.flatMap(({ id }) => {
    const event = settledAfterwardsOf(design, id);
    if (event === null) return [];
    const why = event.note === '' ? '' : line` (${prose(event.note, WHOLE)})`;
    return [line`${dayOf(design, event.at)}: ${settledAfterwardsLine(design, event)}${why}`];
  });
}

/** The same block in a file of a subfolder: links to the other files lead one folder up. */
function fromBelow(block: Block): Block {
  if ('line' in block) return { ...block, line: up(block.line) };
  if ('items' in block) return { ...block, items: block.items.map(up) };
  if ('rows' in block) return { ...block, rows: block.rows.map((row) => row.map(up)) };
  return block;
}

function up(words: Line): Line {
  return words.map((piece) =>
    piece.kind === 'reference' ? { ...piece, target: `../${piece.target}` } : piece,
  );
}

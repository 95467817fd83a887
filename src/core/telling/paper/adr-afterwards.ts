import { verdictsOf } from '../../afterwards/standing.ts';
import type { Design } from '../../vocabulary/design.ts';
import { type Block, type Line, line, list } from '../document.ts';
import { person } from '../facts/people.ts';
import { settledSinceLines, standingLine, stepLines, verdictLines } from '../facts/standing.ts';
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
    status: standingLine(design),
    // A question changes nothing.
    at: design.afterwards.findLast(({ type }) => type !== 'record_asked')?.at,
    makers: judges.map(({ by, verdict }) => line`${person(by)} (${verdict} it)`),
    section: part(
      2,
      'After the Decision',
      part(3, 'Accepted and Declined', list(verdictLines(design))),
      part(3, 'Who Does the Steps', list(stepLines(design))),
      part(3, 'Points Settled Since', list(settledSinceLines(design))),
    ),
  });
  return paper === null ? null : fileMarkdown(paper.flat().map(fromBelow));
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

import type { Design } from '../../../../core/vocabulary/design.ts';
import { POSITIONS_WORDS, positionsOf } from '../../../../presentation/differences/positions.ts';
import { drawnLine } from '../../drawing/html.ts';
import type { Placed } from '../../drawing/html-controls.ts';
import { html } from '../../drawing/html-template.ts';
import type { Markup } from '../shell.ts';

/**
 * Draws a table of personas and differences. A cell has the positions before and after, and the fact that moved the persona. `null`
 * without positions.
 */
export function positionsMatrix(design: Design, placed: Placed): Markup | null {
  const { columns, rows } = positionsOf(design);
  if (rows.length === 0) return null;
  const heads = columns.map(
    ({ label, point, positions }) =>
      html`<th scope="col"><b>${label}</b> <span dir="auto">${drawnLine(point, placed)}</span><ul>${positions.map((each) => html`<li dir="auto">${drawnLine(each, placed)}</li>`)}</ul></th>`,
  );
  const body = rows.map(
    ({ title, cells }) =>
      html`<tr><th scope="row" dir="auto">${title}</th>${cells.map((cell) => (cell === null ? html`<td></td>` : html`<td class="${cellClass(cell)}" dir="auto">${drawnLine(cell.line, placed)}</td>`))}</tr>`,
  );
  return html`<table class="positions" tabindex="0"><caption>${POSITIONS_WORDS.caption}</caption><thead><tr><th scope="col">${POSITIONS_WORDS.persona}</th>${heads}</tr></thead><tbody>${body}</tbody></table>`;
}

function cellClass({
  isMoved,
  isWithoutReason,
}: {
  readonly isMoved: boolean;
  readonly isWithoutReason: boolean;
}) {
  if (isWithoutReason) return 'without-reason';
  return isMoved ? 'moved' : 'stayed';
}

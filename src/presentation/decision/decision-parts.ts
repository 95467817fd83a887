import { findById } from '../../core/vocabulary/ids.ts';
import type { ListedPart } from '../../core/vocabulary/submission.ts';
import { bold, ifAny, italic, type Line, line, untrusted, untrustedMarkdown } from '../format/document.ts';
import { PAGE } from '../format/page-words.ts';
import { titlesIn } from '../judged/people.ts';
import type { DesignView } from '../schema/view.ts';
import { drawLabelled } from './decision-document.ts';

/** An item of a list in the decision. `notes`: what it unfolds to. */
export interface DecisionItem {
  readonly line: Line;
  readonly notes: readonly Line[];
}

const { decision: WORDS } = PAGE;
/** Follows a step that takes a side of an open difference. */
export const WAITS = ' Waits for your decision.';

/** Parts that the page draws as lists. */
export type ItemPart = Exclude<ListedPart, 'sentence'>;

/** The lists of the decision, each item in one line with what it unfolds to. */
export function decisionItemsIn(
  view: DesignView,
  { decision, open, waits }: NonNullable<DesignView['text']>,
): Readonly<Record<ItemPart, readonly DecisionItem[]>> {
  return {
    step: decision.steps.map(({ title, detail, undo }, at) =>
      item(line`${untrustedMarkdown(title)}${waits[at]?.length ? italic(WAITS) : ''}`, [
        untrustedMarkdown(detail),
        undo === '' ? bold(WORDS.noUndo) : drawLabelled(WORDS.undo, undo),
      ]),
    ),
    rejected: decision.rejected.map(({ option, reason, outweighed }, at) =>
      item(line`${untrustedMarkdown(option)}${drawHoldersLine(view, at)}`, [
        untrustedMarkdown(reason),
        drawLabelled(WORDS.outweighed, outweighed),
      ]),
    ),
    risk: decision.risks.map(({ risk, signal }) =>
      item(untrustedMarkdown(risk), [drawLabelled(WORDS.signal, signal)]),
    ),
    assumption: decision.assumptions.map(({ question, text, ifWrong }) =>
      item(untrustedMarkdown(text), [
        ...view.questions
          .filter(({ id }) => id === question)
          .map(({ text: asked, unanswered }) => {
            return line`${untrustedMarkdown(asked)}${unanswered === null ? '' : line` ${untrusted(unanswered)}.`}`;
          }),
        drawLabelled(WORDS.ifWrong, ifWrong),
      ]),
    ),
    open: open.map((each) => openItem(view, each)),
    revisitIf: decision.revisitIf.map(({ fact, until }) =>
      item(untrustedMarkdown(fact), [drawLabelled(WORDS.until, until)]),
    ),
  };
}

function item(about: Line, notes: readonly Line[]): DecisionItem {
  return { line: about, notes };
}

function drawHoldersLine(view: DesignView, at: number): Line {
  return ifAny` (${titlesIn(view, view.rejected[at]?.heldBy ?? [])})`;
}

/** A point left to people: its positions with who holds them, and what leaving it open costs. */
function openItem(
  view: DesignView,
  { text: cost, divergence }: NonNullable<DesignView['text']>['open'][number],
): DecisionItem {
  const point = findById(view.divergences, divergence);
  if (point === undefined) return item(untrustedMarkdown(cost), []);
  const positions = point.positions.map(({ text, personas }) => {
    return line`${untrustedMarkdown(text)}${ifAny` (${titlesIn(view, personas)})`}`;
  });
  return item(untrustedMarkdown(point.description), [...positions, drawLabelled(WORDS.leftOpen, cost)]);
}

import { listStepWaits } from '../../core/decision/fates.ts';
import { namePart } from '../../core/decision/parts.ts';
import { labelDifference } from '../../core/differences/labels.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { Decision, ListedPart } from '../../core/vocabulary/submission.ts';
import {
  bold,
  drawName,
  ifAny,
  italic,
  join,
  type Line,
  line,
  untrustedMarkdown,
} from '../format/document.ts';
import { PAGE } from '../format/page-words.ts';
import { UNSUPPORTED } from '../judged/bearers.ts';
import { drawTitles } from '../judged/people.ts';
import type { DesignView } from '../schema/view.ts';

/** Parts of a decision that are lists. */
export type ItemPart = Exclude<ListedPart, 'sentence'>;

/** An item of a list: a file writes its notes, a page unfolds them, a message lists the heads. */
export interface DecisionItem {
  readonly head: Line;
  readonly notes: readonly Line[];
  /** The note that a head says too: the step takes a side of an open difference. */
  readonly waits: Line;
  /** Nothing carries it, or it says what the audit refuted. */
  readonly mark: Line;
}
export type DecisionItems = Readonly<Record<ItemPart, readonly DecisionItem[]>>;

/** What the items name beside their own words. */
interface Named {
  readonly unsupported: readonly string[];
  readonly waits: readonly (readonly string[])[];
  readonly question: (id: string) => string | undefined;
  /** `null`: it is not listed. */
  readonly point: (label: string) => Point | null | undefined;
  readonly holders: (way: number) => Line;
}
interface Point {
  readonly description: string;
  readonly sides: readonly Line[];
}

const { decision: WORDS } = PAGE;

/** Of the text that is signed: as it stood then, and without the names of personas. */
export function itemsToSign(
  design: Pick<Design, 'drawnOrder' | 'proposals' | 'agreements' | 'divergences' | 'questions'>,
  decision: Decision,
  unsupported: readonly string[],
): DecisionItems {
  return listItems(decision, {
    unsupported,
    waits: listStepWaits(design, decision),
    question: (id) => design.questions.find((each) => each.id === id)?.text,
    point: (label) => {
      const point = design.divergences.find(({ id }) => labelDifference(id) === label);
      const sides = point?.positions.map(({ statement }) => untrustedMarkdown(statement)) ?? [];
      return point && { ...point, sides };
    },
    holders: () => [],
  });
}

type Text = NonNullable<DesignView['text']>;

type Position = DesignView['divergences'][number]['positions'][number];

export function drawSideAlone({ text }: Pick<Position, 'text'>): Line {
  return untrustedMarkdown(text);
}

/**
 * Of the newest text, without the points that people have settled, or that a caveat tells.
 * `drawSide`: by default without who holds it, which is no reason.
 */
export function drawDecisionItems(
  view: DesignView,
  { decision, unsupported, waits }: Text,
  drawSide: (side: Position) => Line = drawSideAlone,
): DecisionItems {
  const { divergences, questions, rejected } = view;
  return listItems(decision, {
    unsupported,
    waits,
    question: (id) => questions.find((each) => each.id === id)?.text,
    point: (name) => {
      const point = divergences.find(({ label }) => label === name);
      if (point === undefined) return undefined;
      return isToldAsCaveat(view, point) || point.outcome?.outcome === 'settled_by_person'
        ? null
        : { ...point, sides: point.positions.map(drawSide) };
    },
    holders: (way) => drawTitles(view, rejected[way]?.heldBy ?? []),
  });
}

/** A difference that is listed with what could make readers wrong. */
export function isToldAsCaveat(
  { banner }: Pick<DesignView, 'banner'>,
  { isOpen, impact }: Pick<DesignView['divergences'][number], 'isOpen' | 'impact'>,
): boolean {
  return banner.listsCaveats && isOpen && impact === 'high';
}

type Drawn = Pick<DecisionItem, 'head' | 'notes'> & Partial<Pick<DecisionItem, 'waits'>>;

function listItems(decision: Text['decision'], named: Named): DecisionItems {
  const items = <Item>(
    part: ItemPart,
    all: readonly Item[],
    draw: (item: Item, at: number) => Drawn | null,
  ): DecisionItem[] =>
    all.flatMap((each, at) => {
      const drawn = draw(each, at);
      const isUnsupported = named.unsupported.includes(namePart(part, at + 1));
      return drawn === null
        ? []
        : [{ waits: [], ...drawn, mark: isUnsupported ? UNSUPPORTED_MARK : [] }];
    });
  return {
    step: items('step', decision.steps, ({ title, detail, undo }, at) => {
      const waits = join((named.waits[at] ?? []).map(drawWait), ' ');
      const back = undo === '' ? bold(WORDS.noUndo) : drawLabelled(WORDS.undo, undo);
      return { head: endLine(title), notes: [untrustedMarkdown(detail), waits, back], waits };
    }),
    rejected: items('rejected', decision.rejected, ({ option, reason, outweighed }, at) => ({
      head: endLine(option),
      notes: [
        ifAny`Held by ${named.holders(at)}.`,
        untrustedMarkdown(reason),
        drawLabelled(WORDS.outweighed, outweighed),
      ],
    })),
    risk: items('risk', decision.risks, ({ risk, signal }) => ({
      head: untrustedMarkdown(risk),
      notes: [drawLabelled(WORDS.signal, signal)],
    })),
    assumption: items('assumption', decision.assumptions, ({ question, text, ifWrong }) => {
      const asked = named.question(question);
      return {
        head: line`${asked === undefined ? '' : line`${italic(drawName(asked))} `}${untrustedMarkdown(text)}`,
        notes: [drawLabelled(WORDS.ifWrong, ifWrong)],
      };
    }),
    open: items('open', decision.open, ({ difference, text }) => {
      const point = named.point(difference);
      if (point === null) return null;
      if (point === undefined) return { head: untrustedMarkdown(text), notes: [] };
      return { head: drawPointWithSides(point), notes: [drawLabelled(WORDS.leftOpen, text)] };
    }),
    revisitIf: items('revisitIf', decision.revisitIf, ({ fact, until }) => ({
      head: untrustedMarkdown(fact),
      notes: [drawLabelled(WORDS.until, until)],
    })),
  };
}

/** With its sides. */
export function drawPointWithSides({ description, sides }: Point): Line {
  return line`${bold(untrustedMarkdown(description))} ${join(sides, ' / ')}`;
}

const UNSUPPORTED_MARK = italic(UNSUPPORTED);

function drawWait(description: string): Line {
  return line`${bold('Waits for your decision:')} ${untrustedMarkdown(description)}`;
}

/** With a full stop. */
function endLine(words: string): Line {
  return line`${untrustedMarkdown(words)}${words.trim().endsWith('.') ? '' : '.'}`;
}

/** *Undo: Turn the setting back.* */
function drawLabelled(label: string, text: string): Line {
  return line`${italic(`${label}:`)} ${untrustedMarkdown(text)}`;
}

/** For a list of heads. */
export function drawHead({ head, waits, mark }: DecisionItem): Line {
  return join([head, waits, mark], ' ');
}

/** With its notes. Signed text has these very bytes. */
export function drawItem(part: ItemPart, { head, notes, mark }: DecisionItem): Line {
  const about = part === 'step' || part === 'rejected' ? bold(head) : head;
  const sign = part === 'open' || part === 'revisitIf' ? ' · ' : ' ';
  return join([join([about, ...notes], sign), mark], ' ');
}

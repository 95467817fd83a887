import { shortenId, verifyCommand } from '../../core/vocabulary/figures.ts';
import { findById } from '../../core/vocabulary/ids.ts';
import { compact } from '../../foundation/compact.ts';
import { decisionItemsIn, type ItemPart, WAITS } from '../decision/decision-parts.ts';
import {
  alert,
  bold,
  bullets,
  type Content,
  clickable,
  type Document,
  document,
  drawMark,
  type Folded,
  heading,
  italic,
  join,
  type Line,
  line,
  lines,
  type Section,
  section,
  sectionsOf,
  shorten,
  small,
  untrusted,
  untrustedMarkdown,
  WHOLE,
} from '../format/document.ts';
import { drawPageLink } from '../format/page-address.ts';
import { PAGE } from '../format/page-words.ts';
import { note } from '../format/people.ts';
import { drawLapse, drawSentences, UNSUPPORTED } from '../judged/bearers.ts';
import { caveatsIn } from '../judged/caveats.ts';
import { titleWordsIn } from '../judged/people.ts';
import { CHANGES_NOTHING, listIgnored } from '../judged/said.ts';
import { drawDissentInFull } from '../judged/signatures.ts';
import type { DesignView } from '../schema/view.ts';
import { afterwardsIn, runAgainIn } from '../words/controls.ts';
import { drawClosedGate } from '../words/gate-words.ts';

/** Most characters of an item in a list. */
const ITEM_CHARACTERS = 400;
/** Most items of a list that brief.md has in full. */
const MOST_ITEMS = 7;
/** Factor on the length of the most important parts, so that they are cut last. */
const WEIGHT = 4;
/** Fewest characters of the lines about trust and status, which are cut after all others. */
export const BANNER_CHARACTERS = 400;

/** Whole: as in a thread. Brief: some fifteen lines. */
type How = 'whole' | 'brief';
const BRIEF = { steps: 6, open: 3 };

/** The end of a design: the decision, how far to trust it, and what to do. */
export function resultIn(view: DesignView, isInThread = false): Document {
  const { banner, files, id, decision } = view;
  const sentences = [decision?.sentence, banner.headline];
  // Notifications are cut at the end, so caveats come before the decision.
  const firstWords = compact(
    banner.mark,
    ...(banner.level === 'success' ? sentences : sentences.toReversed()),
  );
  return document(
    firstWords.join(' '),
    (most) => [
      ...drawResultSections(view, most, 'whole', isInThread),
      drawPageLink(view),
      checkSection(view),
    ],
    {
      folded: reasonsIn(view),
      clickable: clickable(id, [...runAgainIn(view), ...afterwardsIn(view)]),
      files: READABLE_FILES.filter((name) => files.includes(name)).map((name) => ({ name, text: null })),
    },
  );
}

/** Attached below the result in a thread. */
export const READABLE_FILES = ['brief.md', 'record.md', 'transcript.md', 'manifest.json'];

/** The decision's sentence, how far to trust it and how it was made, and then the decision. */
export function drawResultSections(view: DesignView, most: number, how: How, isInThread = false): Content[] {
  const { banner, decision, afterwards } = view;
  const long = Math.max(most, BANNER_CHARACTERS);
  const standing = (afterwards?.words ?? []).join(' ');
  const facts =
    decision === null
      ? lines(
          join(
            banner.facts.map((fact) => [untrusted(fact, long)]),
            ' · ',
          ),
        )
      : small(banner.facts.join(' · '), long * WEIGHT);
  return [
    section(
      drawMark(banner.mark),
      decision !== null && sentenceIn(view, most),
      alert(banner.level, banner.headline, long),
      caveatsIn(view, long, isInThread),
      gateSaid(view, most),
      standing !== '' && lines(untrusted(standing, long * 2)),
      facts,
    ),
    ...(decision === null ? [] : decisionIn(view, most, how)),
  ];
}

/** What was decided at the gate; of a decision, its status says who accepted it, and a caveat who stopped it. */
function gateSaid({ closedGates, resultGate, text }: DesignView, most: number): Section {
  const gate = findById(closedGates, resultGate);
  if (gate === undefined) return [];
  const isElsewhere = text !== null && ['accept', 'stop'].includes(gate.choice);
  return section(!isElsewhere && lines(drawClosedGate(gate)), note(gate.note, most));
}

/** The sentence of the decision, which says if it is a draft, or if a point of it is open. */
export function sentenceIn(view: DesignView, most: number): Content {
  return view.text !== null && heading(saySentence(view, view.text), most * WEIGHT);
}

export function saySentence({ divergences }: DesignView, text: Text): string {
  const open = divergences.filter(({ isOpen, impact }) => isOpen && impact === 'high').length;
  const points = open === 1 ? 'with one point open' : `with ${open} points open`;
  const isWhole = open === 0;
  const prefix = text.isDraft
    ? `Draft${isWhole ? '' : `, ${points}`}: `
    : isWhole
      ? ''
      : `Decision, ${points}: `;
  return `${prefix}${text.decision.sentence}${text.isUnsupported ? ` ${UNSUPPORTED}` : ''}`;
}

/** What everyone has to read of it; the rest is among the reasons and in the files. */
export function decisionIn(view: DesignView, most: number, how: How): Content[] {
  const { text, gate } = view;
  if (text === null) return [];
  const { steps } = text.decision;
  const why = drawSentences(text.sentences, 'why', most * WEIGHT);
  const item = Math.min(most, ITEM_CHARACTERS);
  const isBrief = how === 'brief' && hasBrief(view);
  const stepLines = steps.slice(0, isBrief ? BRIEF.steps : WHOLE).map(({ title }, at) => {
    const waits = (text.waits[at] ?? []).length > 0 ? italic(WAITS) : '';
    return line`${`${at + 1}. `}${untrustedMarkdown(endSentence(title), item)}${waits}`;
  });
  // Points to settle at the gate stand above, with their choices.
  const open = text.open.filter(
    ({ divergence }) => divergence === null || !gate?.points.includes(divergence),
  );
  const openItems = open.slice(0, isBrief ? BRIEF.open : WHOLE);
  const more = steps.length - stepLines.length + open.length - openItems.length;
  return [
    how === 'whole' && why.length > 0 && lines(why),
    stepLines.length > 0 && lines(bold('Steps'), ...stepLines),
    drawListedPart(
      view,
      'For you to decide',
      openItems.map((point) => openLine(view, point, item)),
    ),
    more > 0 && lines(italic(moreWords(more))),
  ];
}

function openLine({ divergences }: DesignView, { divergence, text }: OpenPoint, item: number): Line {
  const point = findById(divergences, divergence);
  if (point === undefined) return untrustedMarkdown(text, item);
  const positions = point.positions.map((each) => untrustedMarkdown(each.text, item));
  return line`${bold(untrustedMarkdown(point.description, item))} ${join(positions, ' / ')}`;
}

type Text = NonNullable<DesignView['text']>;
type OpenPoint = Text['open'][number];

/** Why, at what cost, and what was assumed: folded in a message. */
export function reasonsIn(view: DesignView): Folded | null {
  const { text, id: designId } = view;
  if (text === null) return null;
  return {
    title: 'Why, at what cost, and what was assumed',
    button: 'Show the reasons',
    designId,
    about: 'outcome',
    sections: (most) => sectionsOf(reasonSections(view, text, most)),
  };
}

function reasonSections(view: DesignView, text: Text, most: number): Content[] {
  const item = Math.min(most, ITEM_CHARACTERS);
  const markdown = (words: string) => untrustedMarkdown(words, item);
  const items = decisionItemsIn(view, text);
  const drawItems = (part: ItemPart) =>
    drawListedPart(
      view,
      PAGE.decision[part],
      items[part].map(({ line: head, notes }) => shorten(join([bold(head), ...notes], ' '), item)),
    );
  const dissents = view.signatures.filter(({ verdict }) => verdict === 'dissents');
  const reason = ({ text: words, by, source, isSaid, lapse }: Text['because'][number]) => {
    if (isSaid) return line`${untrusted(by, item)}: “${markdown(words)}”${drawLapse(lapse)}`;
    const beside = `(${by}${source === '' ? '' : `; ${source}`})`;
    return line`${markdown(words)} ${italic(untrusted(beside, item))}${drawLapse(lapse)}`;
  };
  return [
    drawListedPart(view, 'Because', text.because.map(reason)),
    drawItems('rejected'),
    // A cost among the reasons is not repeated.
    drawListedPart(
      view,
      'Costs',
      text.costs.filter((cost) => !text.because.some((each) => each.text === cost.text)).map(reason),
    ),
    drawItems('step'),
    drawItems('risk'),
    drawItems('assumption'),
    ...dissents.map(({ persona, dissent, reason: why }) => {
      return drawDissentInFull(titleWordsIn(view, persona), dissent, most * WEIGHT, why);
    }),
    drawListedPart(view, CHANGES_NOTHING, listIgnored(view, item)),
  ];
}

/** Stands in the message itself, since anything shown on demand can be changed in the store. */
function checkSection({ files, head, id }: DesignView): Content {
  if (files.length === 0 || head === null) return null;
  const command = verifyCommand('charrette', shortenId(id), head);
  return small(`To check the files: ${command}`, BANNER_CHARACTERS);
}

/** Only what stands there in full is cut. */
function hasBrief({ files }: DesignView): boolean {
  return files.includes('brief.md');
}

function drawListedPart(view: DesignView, title: string, items: readonly Line[]): Content {
  const firstItems = items.slice(0, hasBrief(view) ? MOST_ITEMS : WHOLE);
  const more = items.length - firstItems.length;
  const rest = more > 0 && italic(moreWords(more));
  return items.length > 0 && [lines(bold(title)), bullets([...firstItems, rest])];
}

function moreWords(count: number): string {
  return `and ${count} more in brief.md`;
}

function endSentence(words: string): string {
  return /[.!?:]$/.test(words) ? words : `${words}.`;
}

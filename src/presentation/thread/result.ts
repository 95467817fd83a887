import { shortenId, verifyCommand } from '../../core/vocabulary/figures.ts';
import { findById } from '../../core/vocabulary/ids.ts';
import { decidedSentenceOf } from '../../core/vocabulary/rehearsal.ts';
import { compact } from '../../foundation/compact.ts';
import {
  drawDecisionItems,
  drawHead,
  drawItem,
  type ItemPart,
} from '../decision/decision-items.ts';
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
  keep,
  type Line,
  limit,
  line,
  lines,
  type Section,
  section,
  sectionsOf,
  small,
  under,
  untrusted,
  WHOLE,
} from '../format/document.ts';
import { drawPageLink } from '../format/page-address.ts';
import { PAGE } from '../format/page-words.ts';
import { quoteNote } from '../format/people.ts';
import { drawSentences, UNSUPPORTED } from '../judged/bearers.ts';
import { drawCaveats } from '../judged/caveats.ts';
import { drawReason, listGravestReasons } from '../judged/reasons.ts';
import { CHANGES_NOTHING, listIgnored } from '../judged/said.ts';
import { drawDissents } from '../judged/signatures.ts';
import type { DesignView } from '../schema/view.ts';
import { listControlsAfterEnd, listRunAgainControls } from '../words/controls.ts';
import { drawClosedGate } from '../words/gate-words.ts';

/** Most characters of an item in a list. */
const ITEM_CHARACTERS = 400;
/** Most items of a list that brief.md has in full. */
const MOST_ITEMS = 7;
/** Fewest characters of reasons and dissents, which are cut last. */
const REASON_CHARACTERS = 200;
/**
 * Fewest characters of the sentence, and of the lines about trust and status, which are cut after
 * all others.
 */
export const BANNER_CHARACTERS = 400;

/** Whole: as in a thread. Brief: some fifteen lines. */
type How = 'whole' | 'brief';
const BRIEF = { step: 6, open: 3, assumption: WHOLE };

/** The end of a design: the decision, how far to trust it, and what to do. */
export function drawResultMessage(view: DesignView, isInThread = false): Document {
  const { banner, files, id, decision } = view;
  // Notifications are cut at the end, so caveats come before the decision.
  const firstWords = compact(banner.mark, banner.headline, decision?.sentence);
  return document(
    firstWords.join(' '),
    [...drawResultSections(view, 'whole', isInThread), drawPageLink(view), checkSection(view)],
    {
      folded: drawReasons(view),
      clickable: clickable(id, [...listRunAgainControls(view), ...listControlsAfterEnd(view)]),
      files: READABLE_FILES.filter((name) => files.includes(name)).map((name) => ({
        name,
        text: null,
      })),
    },
  );
}

/** Attached below the result in a thread. */
export const READABLE_FILES = ['brief.md', 'record.md', 'transcript.md', 'manifest.json'];

/**
 * The decision's sentence, how far to trust it and how it was made, and then the decision. The
 * placeholders of a rehearsal are shown in a thread only, to try how one looks.
 */
export function drawResultSections(view: DesignView, how: How, isInThread = false): Content[] {
  const { banner, decision } = view;
  const isShown = how === 'whole' || hasDecisionToShow(view);
  const facts =
    decision === null
      ? lines(
          join(
            banner.facts.map((fact) => [untrusted(fact)]),
            ' · ',
          ),
        )
      : small(banner.facts.join(' · '));
  return [
    section(
      drawMark(banner.mark),
      decision !== null && isShown && drawDecisionSentence(view),
      drawTrust(view, isInThread),
      gateSaid(view),
      keep(BANNER_CHARACTERS, facts),
    ),
    ...(decision === null || !isShown ? [] : drawDecisionParts(view, how)),
  ];
}

/** How far to trust it: the headline, all caveats, and how people judged it since. */
export function drawTrust(view: DesignView, isInThread: boolean): Section {
  const { banner, afterwards } = view;
  const standing = (afterwards?.words ?? []).join(' ');
  return keep(
    BANNER_CHARACTERS,
    alert(banner.level, banner.headline),
    drawCaveats(view, isInThread),
    standing !== '' && lines(untrusted(standing)),
  );
}

/**
 * What was decided at the gate; of a decision, its status says who accepted it, and a caveat who
 * stopped it.
 */
function gateSaid({ closedGates, resultGate, text }: DesignView): Section {
  const gate = findById(closedGates, resultGate);
  if (gate === undefined) return [];
  const isElsewhere = text !== null && ['accept', 'stop'].includes(gate.choice);
  return section(!isElsewhere && lines(drawClosedGate(gate)), quoteNote(gate.note));
}

/** `false` also for the placeholder of a rehearsal, of which the headline says what it is. */
export function hasDecisionToShow({ text, rehearsal }: DesignView): boolean {
  return decidedSentenceOf({ rehearsal, decision: text?.decision.sentence }) !== null;
}

/** The sentence of the decision, which says if it is a draft, or if nothing carries it. */
export function drawDecisionSentence({ text }: DesignView): Content {
  return text !== null && keep(BANNER_CHARACTERS, heading(saySentence(text)));
}

export function saySentence({ isDraft, decision, unsupported }: Text): string {
  const mark = unsupported.includes('decision') ? ` ${UNSUPPORTED}` : '';
  return `${isDraft ? 'Draft: ' : ''}${decision.sentence}${mark}`;
}

/** What everyone has to read of it; the rest is among the reasons and in the files. */
export function drawDecisionParts(view: DesignView, how: How): Content[] {
  const { text } = view;
  if (text === null) return [];
  const items = drawDecisionItems(view, text);
  const why = drawSentences(text.sentences, 'why');
  const isBrief = how === 'brief' && hasBrief(view);
  const heads = (part: keyof typeof BRIEF) =>
    items[part]
      .slice(0, isBrief ? BRIEF[part] : WHOLE)
      .map((each) => limit(drawHead(each), ITEM_CHARACTERS));
  const steps = heads('step');
  const open = heads('open');
  // Elsewhere they are folded among the reasons.
  const assumed = how === 'brief' ? heads('assumption') : [];
  const more = items.step.length - steps.length + items.open.length - open.length;
  return [
    how === 'whole' && why.length > 0 && keep(REASON_CHARACTERS, lines(why)),
    steps.length > 0 &&
      lines(bold(PAGE.decision.step), ...steps.map((head, at) => line`${`${at + 1}. `}${head}`)),
    drawListedPart(view, PAGE.decision.open, open),
    drawListedPart(view, PAGE.decision.assumption, assumed),
    more > 0 && lines(italic(moreWords(more))),
  ];
}

type Text = NonNullable<DesignView['text']>;

/** What carries the decision, in full: folded in a message. */
export function drawReasons(view: DesignView): Folded | null {
  const { text, id: designId } = view;
  if (text === null) return null;
  return {
    title: 'Reasons, steps in full, risks and assumptions',
    button: 'Show the reasons',
    designId,
    about: 'outcome',
    sections: sectionsOf(reasonSections(view, text)),
  };
}

function reasonSections(view: DesignView, text: Text): Content[] {
  const items = drawDecisionItems(view, text);
  const listed = (part: ItemPart) =>
    drawListedPart(
      view,
      PAGE.decision[part],
      items[part].map((each) => drawItem(part, each)),
    );
  const harder = drawSentences(text.sentences, 'harder');
  return [
    drawListedPart(view, PAGE.decision.because, listGravestReasons(text.because).map(drawReason)),
    listed('rejected'),
    harder.length > 0 && [
      lines(bold(PAGE.decision.harder)),
      keep(REASON_CHARACTERS, lines(harder)),
    ],
    listed('step'),
    listed('risk'),
    listed('assumption'),
    keep(REASON_CHARACTERS, under(lines(bold(PAGE.decision.dissent)), drawDissents(view))),
    drawListedPart(view, CHANGES_NOTHING, listIgnored(view)),
  ];
}

/** Stands in the message itself, since anything shown on demand can be changed in the store. */
function checkSection({ files, head, id }: DesignView): Content {
  if (files.length === 0 || head === null) return null;
  const command = verifyCommand(shortenId(id), head);
  return keep(BANNER_CHARACTERS, small(`To check the files: ${command}`));
}

/** Only what stands there in full is cut. */
function hasBrief({ files }: DesignView): boolean {
  return files.includes('brief.md');
}

function drawListedPart(view: DesignView, title: string, items: readonly Line[]): Content {
  const firstItems = items.slice(0, hasBrief(view) ? MOST_ITEMS : WHOLE);
  const more = items.length - firstItems.length;
  const rest = more > 0 && italic(moreWords(more));
  const short = firstItems.map((each) => limit(each, ITEM_CHARACTERS));
  return items.length > 0 && [lines(bold(title)), bullets([...short, rest])];
}

function moreWords(count: number): string {
  return `and ${count} more in brief.md`;
}

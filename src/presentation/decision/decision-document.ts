import { type Decided, decidedOf } from '../../core/decision/decided.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { rehearsalMarkOf } from '../../core/vocabulary/rehearsal.ts';
import type { Decision, SentencePart } from '../../core/vocabulary/submission.ts';
import { cutWords } from '../../foundation/cut-text.ts';
import {
  alert,
  type Block,
  bold,
  italic,
  line,
  lines,
  list,
  numberItems,
  type Section,
  section,
  title,
  trust,
  under,
  untrustedMarkdown,
} from '../format/document.ts';
import { type Fields, listToldFields } from '../format/fields.ts';
import { writeMarkdownFile } from '../format/markdown.ts';
import { PAGE } from '../format/page-words.ts';
import { drawSentence, drawSentences, UNSUPPORTED, viewSentences } from '../judged/bearers.ts';
import { drawReason, listGravestReasons, viewReasons } from '../judged/reasons.ts';
import type { ReasonView, SentenceView } from '../schema/result.ts';
import type { DesignView } from '../schema/view.ts';
import { type DecisionItems, drawItem, type ItemPart, itemsToSign } from './decision-items.ts';

/** The record that a decision's text may show. None of it changes once there is a composite. */
type Source = Pick<
  Design,
  | 'drawnOrder'
  | 'proposals'
  | 'agreements'
  | 'divergences'
  | 'questions'
  | 'repository'
  | 'rehearsal'
  | 'participants'
>;
interface Context {
  readonly items: DecisionItems;
  readonly sentences: readonly SentenceView[];
  readonly unsupported: readonly string[];
  readonly because: readonly ReasonView[];
}

type Text = Pick<Decided, 'decision' | 'quoted' | 'unsupported'>;

/**
 * `decision.md`: the text that personas sign and people read, byte for byte. It depends on the
 * decision and the record before it, never on later events. It names no participant, since
 * facilitators read it too.
 */
export function writeDecision(design: Source, text: Text): string {
  return writeMarkdownFile(drawDecision(design, text));
}

/** The decision as a section of another file. */
export function drawDecision(design: Source, text: Text): Section {
  const mark = rehearsalMarkOf(design, 'afterwards');
  const { decision, unsupported } = text;
  const refuted = new Map(unsupported.map((name) => [name, 'refuted' as const]));
  return section(
    mark !== '' && alert('warning', mark),
    listToldFields(DECISION, decision, {
      items: itemsToSign(design, decision, unsupported),
      sentences: viewSentences(design, text),
      unsupported,
      because: viewReasons(design, text, refuted),
    }),
  );
}

/** The newest text, a draft too; empty without one. */
export function drawDecidedText(design: Design): Section {
  const decided = decidedOf(design);
  return decided === null ? [] : drawDecision(design, decided);
}

const { decision: WORDS } = PAGE;

const DECISION: Fields<Decision, Block, Context> = {
  sentence: (words, _, { unsupported }) => [
    lines(
      line`${bold(untrustedMarkdown(words))}${unsupported.includes('decision') ? line` ${italic(UNSUPPORTED)}` : ''}`,
    ),
  ],
  sentences: (_, __, { sentences }) => [
    ...drawParagraph(sentences, 'context'),
    ...drawParagraph(sentences, 'why'),
  ],
  rests: (_, __, { because }) =>
    under(
      drawTitle(WORDS.because),
      list(listGravestReasons(because).map((each) => drawReason(each))),
    ),
  rejected: (_, __, { items, sentences }) => [
    ...drawPart(items, 'rejected'),
    ...under(drawTitle(WORDS.harder), drawParagraph(sentences, 'harder')),
  ],
  steps: (steps, _, { items }) =>
    under(
      drawTitle(WORDS.step),
      noWayBack(steps),
      numberItems(items.step.map((each) => drawItem('step', each))),
    ),
  risks: (_, __, { items }) => drawPart(items, 'risk'),
  assumptions: (_, __, { items }) => drawPart(items, 'assumption'),
  revisitIf: (_, __, { items }) => drawPart(items, 'revisitIf'),
  open: (_, __, { items }) => drawPart(items, 'open', 'Left open when this was signed'),
};

function drawPart(items: DecisionItems, part: ItemPart, heading: string = WORDS[part]): Section {
  return under(drawTitle(heading), list(items[part].map((each) => drawItem(part, each))));
}

function drawTitle(words: string): Block {
  return title(3, [trust(words)]);
}

function drawParagraph(sentences: readonly SentenceView[], part: SentencePart): Section {
  const words = drawSentences(sentences, part);
  return words.length === 0 ? [] : [lines(words)];
}

function noWayBack(steps: Decision['steps']): Section {
  const first = steps.findIndex(({ undo }) => undo === '');
  return first === -1 ? [] : [lines(bold(`It cannot be taken back from step ${first + 1} on.`))];
}

/** What of the text rests on something that holds no more; the signed bytes cannot say it. */
export function drawLapsed(view: DesignView): Section {
  const { sentences = [], because = [] } = view.text ?? {};
  const lapsed = [
    ...sentences
      .filter(({ bearers }) => bearers.some(({ lapse }) => lapse !== null))
      .map((each) => drawSentence(each)),
    ...because.filter(({ lapse }) => lapse !== null).map((each) => drawReason(each)),
  ];
  return under(drawTitle('Rests on what no longer holds'), list(lapsed));
}

const TITLE_CHARACTERS = 120;

export function titleOfDecision({ topic }: Pick<Design, 'topic'>): string {
  return cutWords(topic.replaceAll(/\s+/g, ' ').trim(), TITLE_CHARACTERS);
}

import { type Decided, decidedOf } from '../../core/decision/decided.ts';
import { listClaimsDecidingOpen } from '../../core/decision/fates.ts';
import { namePart } from '../../core/decision/parts.ts';
import { listQuotedReasons, listReasonsFor } from '../../core/decision/reasons.ts';
import { labelDifference } from '../../core/differences/labels.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { rehearsalMarkOf } from '../../core/vocabulary/rehearsal.ts';
import type { Decision, ListedPart, SentencePart } from '../../core/vocabulary/submission.ts';
import { cutWords } from '../../foundation/cut-text.ts';
import {
  alert,
  type Block,
  bold,
  drawName,
  type Inline,
  ifAny,
  italic,
  join,
  type Line,
  line,
  lines,
  list,
  numberItems,
  type Section,
  section,
  title,
  trust,
  under,
  untrusted,
  untrustedMarkdown,
} from '../format/document.ts';
import { type Fields, listToldFields } from '../format/fields.ts';
import { writeMarkdownFile } from '../format/markdown.ts';
import { PAGE } from '../format/page-words.ts';
import { drawPerson } from '../format/people.ts';
import {
  drawLapse,
  drawSentence,
  drawSentences,
  REFUTED,
  sentencesShown,
  UNSUPPORTED,
} from '../judged/bearers.ts';
import { citationOf, drawSource } from '../judged/citations.ts';
import type { SentenceView } from '../schema/result.ts';
import type { DesignView } from '../schema/view.ts';

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
  readonly design: Source;
  readonly sentences: readonly SentenceView[];
  readonly unsupported: readonly string[];
  readonly whys: readonly Line[];
  readonly open: ReturnType<typeof listClaimsDecidingOpen>;
}

/** Most reasons a reader takes in, and their characters together, some 55 words; the others are in the record. */
const MAX_REASONS = 5;
const REASON_CHARACTERS = 340;
type Step = Decision['steps'][number];
type Assumption = Decision['assumptions'][number];
type Rejected = Decision['rejected'][number];
type Revisit = Decision['revisitIf'][number];
type Text = Pick<Decided, 'decision' | 'quoted' | 'unsupported'>;

/**
 * `decision.md`: the text that personas sign and people read, byte for byte. It depends on the decision and the record
 * before it, never on later events. It names no participant, since facilitators read it too.
 */
export function writeDecision(design: Source, text: Text): string {
  return writeMarkdownFile(drawDecision(design, text));
}

/** The decision as a section of another file. */
export function drawDecision(design: Source, text: Text): Section {
  const mark = rehearsalMarkOf(design, 'afterwards');
  return section(
    mark !== '' && alert('warning', mark),
    listToldFields(DECISION, text.decision, {
      design,
      sentences: sentencesShown(design, text),
      unsupported: text.unsupported,
      whys: reasons(design, text),
      open: listClaimsDecidingOpen(design, text.decision),
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
    lines(line`${bold(untrustedMarkdown(words))}${drawMark(unsupported, 'decision')}`),
  ],
  sentences: (_, __, { sentences }) => [
    ...drawParagraph(sentences, 'context'),
    ...drawParagraph(sentences, 'why'),
  ],
  rests: (_, __, { whys }) => under(drawHead('Because'), list(whys)),
  rejected: (ways, _, context) => [
    ...under(
      drawHead('Rejected'),
      list(drawItems(context, 'rejected', ways, (way) => listToldFields(REJECTED, way, undefined))),
    ),
    ...under(drawHead(WORDS.harder), drawParagraph(context.sentences, 'harder')),
  ],
  steps: (steps, _, context) =>
    under(
      drawHead('Steps'),
      noWayBack(steps),
      numberItems(drawItems(context, 'step', steps, (step) => listToldFields(STEP, step, context))),
    ),
  risks: (risks, _, context) =>
    under(
      drawHead('What could be wrong'),
      list(
        drawItems(
          context,
          'risk',
          risks,
          ({ risk, signal }) => line`${untrustedMarkdown(risk)} ${drawLabelled(WORDS.signal, signal)}`,
        ),
      ),
    ),
  assumptions: (all, _, context) =>
    under(
      drawHead('Assumptions'),
      list(drawItems(context, 'assumption', all, (each) => listToldFields(ASSUMPTION, each, context))),
    ),
  revisitIf: (facts, _, context) =>
    under(
      drawHead('What would change it'),
      list(drawItems(context, 'revisitIf', facts, (each) => listToldFields(REVISIT, each, undefined))),
    ),
  open: (points, _, context) =>
    under(
      drawHead('Left open when this was signed'),
      list(drawItems(context, 'open', points, (point) => drawOpenLine(point, context))),
    ),
};

/** The items of a list, each with a mark if nothing carries it or it says what the audit refuted. */
function drawItems<Item>(
  { unsupported }: Pick<Context, 'unsupported'>,
  part: ListedPart,
  items: readonly Item[],
  draw: (item: Item) => readonly Inline[],
): Line[] {
  return items.map((item, index) => [...draw(item), ...drawMark(unsupported, namePart(part, index + 1))]);
}

function drawMark(unsupported: readonly string[], name: string): Line {
  return unsupported.includes(name) ? line` ${italic(UNSUPPORTED)}` : [];
}

function drawParagraph(sentences: readonly SentenceView[], part: SentencePart): Section {
  const words = drawSentences(sentences, part);
  return words.length === 0 ? [] : [lines(words)];
}

const REJECTED: Fields<Rejected, Inline> = {
  option: beginning,
  reason: (words) => untrustedMarkdown(words),
  outweighed: (words) => line` ${drawLabelled(WORDS.outweighed, words)}`,
  /** By name in what is not signed. */
  proposals: null,
};

/** The bold beginning of an item, with a full stop. */
function beginning(words: string): Line {
  return line`${bold(untrustedMarkdown(words))}${words.trim().endsWith('.') ? '' : bold('.')} `;
}

/** What of the text rests on something that holds no more; the signed bytes cannot say it. */
export function lapsedIn(view: DesignView): Section {
  const { sentences = [], because = [] } = view.text ?? {};
  const lapsed = [
    ...sentences
      .filter(({ bearers }) => bearers.some(({ lapse }) => lapse !== null))
      .map((each) => drawSentence(each)),
    ...because
      .filter(({ lapse }) => lapse !== null)
      .map(({ text, by, isSaid, lapse }) => {
        const words = isSaid ? line`${drawPerson(by)}: “${untrusted(text)}”` : untrustedMarkdown(text);
        return line`${words}${drawLapse(lapse)}`;
      }),
  ];
  return under(drawHead('Rests on what no longer holds'), list(lapsed));
}

const ASSUMPTION: Fields<Assumption, Inline, Context> = {
  question: (id, _, { design }) => {
    const asked = design.questions.find((each) => each.id === id)?.text;
    return asked === undefined ? [] : line`${italic(drawName(asked))} `;
  },
  text: (words) => untrustedMarkdown(words),
  ifWrong: (words) => line` ${drawLabelled(WORDS.ifWrong, words)}`,
};

const REVISIT: Fields<Revisit, Inline> = {
  fact: (words) => untrustedMarkdown(words),
  until: (words) => line` · ${drawLabelled(WORDS.until, words)}`,
};

const STEP: Fields<Step, Inline, Context> = {
  title: beginning,
  detail: (words) => untrustedMarkdown(words),
  rests: (ids, _, context) => waitsFor(ids, context),
  undo: (words) => (words === '' ? line` ${bold(WORDS.noUndo)}` : line` ${drawLabelled(WORDS.undo, words)}`),
};

/** A point with its sides, and what leaving it open costs. */
function drawOpenLine({ difference, text }: Decision['open'][number], { design }: Context): Line {
  const cost = untrustedMarkdown(text);
  const point = design.divergences.find(({ id }) => labelDifference(id) === difference);
  if (point === undefined) return cost;
  const sides = point.positions.map(({ statement }) => untrustedMarkdown(statement));
  return line`${bold(untrustedMarkdown(point.description))} ${join(sides, ' / ')} · ${drawLabelled(WORDS.leftOpen, text)}`;
}

function noWayBack(steps: Decision['steps']): Section {
  const first = steps.findIndex(({ undo }) => undo === '');
  return first === -1 ? [] : [lines(bold(`It cannot be taken back from step ${first + 1} on.`))];
}

/** The open differences that a step takes a side in. */
function waitsFor(ids: readonly string[], { open, design }: Pick<Context, 'open' | 'design'>): Line {
  return open.flatMap(({ difference, claims }) => {
    const asked = design.divergences.find(({ id }) => labelDifference(id) === difference);
    if (asked === undefined || !claims.some((id) => ids.includes(id))) return [];
    return line` ${bold('Waits for your decision:')} ${untrustedMarkdown(asked.description)}`;
  });
}

/** *Undo: Turn the setting back.* */
export function drawLabelled(label: string, text: string): Line {
  return line`${italic(`${label}:`)} ${untrustedMarkdown(text)}`;
}

function drawHead(words: string): Block {
  return title(3, [trust(words)]);
}

/** People's sentences first, by name. */
function reasons(design: Source, text: Text): Line[] {
  const { decision, unsupported } = text;
  let room = REASON_CHARACTERS;
  const quotations = listQuotedReasons(text).map(({ author, text: words }) => {
    return { words, told: line`${drawPerson(author)}: “${untrusted(words)}”` };
  });
  const equal = Map.groupBy(listReasonsFor(design, decision), ({ text }) => text);
  // Of equal words, those with the strongest source.
  const claimed = [...equal.values()].flatMap(([claim]) => {
    if (claim === undefined) return [];
    const source = drawSource(citationOf(claim, design.repository), claim.kind);
    const mark = unsupported.includes(claim.id) ? line` ${REFUTED}` : '';
    const claimText = line`${untrustedMarkdown(claim.text)}${ifAny` (${source})`}${mark}`;
    return [{ words: claim.text, told: claimText }];
  });
  return [...quotations, ...claimed]
    .slice(0, MAX_REASONS)
    .filter(({ words }, index) => {
      room -= words.length;
      return index === 0 || room >= 0;
    })
    .map(({ told }) => told);
}

const TITLE_CHARACTERS = 120;

export function titleOfDecision({ topic }: Pick<Design, 'topic'>): string {
  return cutWords(topic.replaceAll(/\s+/g, ' ').trim(), TITLE_CHARACTERS);
}

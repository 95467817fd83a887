import { openQuestions } from '#core/questions/replies/questions.ts';
import type { Design } from '#core/vocabulary/design.ts';
import { refuseAnswering } from '#engine/access/permission.ts';
import { drawThreadLink, threadLinkOf } from '#presentation/answers/act-answers.ts';
import { findFacts } from '#presentation/answers/facts.ts';
import type { Control } from '#presentation/format/control.ts';
import {
  clickable,
  type Document,
  document,
  type Line,
  limit,
  line,
  lines,
  untrusted,
} from '#presentation/format/document.ts';
import type { DesignView } from '#presentation/schema/view.ts';
import { drawStanding } from '#presentation/thread/card.ts';
import { viewOf } from '#presentation/view/view.ts';
import {
  listAnswerControls,
  listAskControls,
  listChoiceControls,
  listControls,
  listStopControls,
} from '#presentation/words/controls.ts';
import { isAcceptance, readAskedWord } from '../../word.ts';
import { askStarterFor } from '../denied.ts';
import { REPLY_TEXTS } from '../reply-texts.ts';
import type { AskingPerson, Request } from '../request.ts';
import { askPrivately } from './ask-record.ts';
import { findVerb, refuseVerb } from './verbs.ts';

const TOPIC_CHARACTERS = 150;

/**
 * How a design stands, for one person alone: what becomes of their words (`said`), its state, every
 * button that they may press, and who may press the one that they may not, with a button that asks
 * them.
 */
export async function drawHowItStands(
  asking: AskingPerson,
  design: Design,
  said = '',
): Promise<Document> {
  const view = viewOf(design);
  const controls: Control[] = [];
  const refusals: { readonly reason: string; readonly asks: readonly Control[] }[] = [];
  for (const control of listActs(view)) {
    const reason = await refusalFor(asking, design, control);
    const asks = reason === null ? [] : askStarterFor(askedActOf(control), design, asking.person);
    if (reason === null) controls.push(control);
    else if (asks.length > 0) refusals.push({ reason, asks });
  }
  const { reason = '', asks = [] } = refusals[0] ?? {};
  const link = threadLinkOf({ view, linkTo: asking.context.linkTo });
  const way: Line = link === null ? [] : line` ${drawThreadLink(link)}`;
  const words = line`${untrusted(said)}${said && ' '}${stateIn(view)}${reason && ` ${reason}`}${way}`;
  return document(limit(words, TOPIC_CHARACTERS), [lines(words)], {
    clickable: clickable(design.id, [...controls, ...asks]),
  });
}

function listActs(view: DesignView): readonly Control[] {
  if (view.endedAt !== null) return listControls(view);
  return [
    ...listAnswerControls(view),
    ...listChoiceControls(view),
    ...listStopControls(view),
    ...listAskControls(view),
  ];
}

function stateIn(view: DesignView): Line {
  const { endedAt, banner, afterwards } = view;
  if (endedAt !== null)
    return [untrusted([banner.headline, ...(afterwards?.words ?? [])].join(' '))];
  return line`${drawStanding(view)}.`;
}

/** Checks the verb's row. Nothing was tried, so no refusal is noted. */
async function refusalFor(
  asking: AskingPerson,
  design: Design,
  { kind }: Control,
): Promise<string | null> {
  return kind === 'answer'
    ? refuseAnswering(asking.context.policy)
    : refuseVerb(asking, { name: kind, about: '' }, design);
}

function askedActOf({ kind }: Control) {
  return kind === 'answer' ? undefined : findVerb(kind).askedFor;
}

/** True for words in a closed list, which are said to the bot. */
export function isKnownToCode(words: string): boolean {
  return isForAct(words) || findFacts(words).length > 0;
}

function isForAct(words: string): boolean {
  return readAskedWord(words) !== null || isAcceptance(words);
}

/**
 * What code answers to words that it knows: how it stands, with the buttons, or a fact. While
 * questions are open the words can be an answer, and their author learns how to make them one.
 */
export async function answerByCode(
  request: Request,
  design: Design,
  words: string,
): Promise<Document> {
  if (!isForAct(words)) return (await askPrivately(request, design, { question: words })).answer;
  const isAnswering = design.answering !== null && openQuestions(design).length > 0;
  return drawHowItStands(
    request,
    design,
    isAnswering ? REPLY_TEXTS.pressOrAnswer : REPLY_TEXTS.press,
  );
}

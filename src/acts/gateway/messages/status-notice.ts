import { decidedOf } from '../../../core/decision/decided.ts';
import { openQuestions } from '../../../core/questions/replies/questions.ts';
import type { Design, ReplyRequest } from '../../../core/vocabulary/design.ts';
import { type AskedAct, STEPS } from '../../../core/vocabulary/event-parts.ts';
import { GATE_CHOICES } from '../../../core/vocabulary/sets.ts';
import { openGate } from '../../../core/vocabulary/status.ts';
import { refuseAnswering } from '../../../engine/access/permission.ts';
import { cutWords } from '../../../foundation/cut-text.ts';
import { drawRefusal } from '../../../presentation/answers/act-answers.ts';
import type { Control } from '../../../presentation/format/control.ts';
import {
  addWords,
  clickable,
  type Document,
  document,
  type Line,
  line,
  lines,
  section,
  trust,
  untrusted,
  untrustedMarkdown,
} from '../../../presentation/format/document.ts';
import { foldToOneLine } from '../../../presentation/format/plain.ts';
import { READING_REPLIES } from '../../../presentation/talk/questions.ts';
import { standingIn } from '../../../presentation/thread/card.ts';
import { viewOf } from '../../../presentation/view/view.ts';
import {
  afterwardsIn,
  answerIn,
  askIn,
  cancelIn,
  choicesIn,
  goOnIn,
  makeControl,
  runAgainIn,
} from '../../../presentation/words/controls.ts';
import { TEXTS } from '../../../presentation/words/texts.ts';
import { isAcceptance, readAskedWord } from '../../word.ts';
import { denialOf, findStarterToAsk } from '../denied.ts';
import type { GatewayContext } from '../gateway-context.ts';
import { linkToThread } from '../notices.ts';
import { explainAskedWord } from '../offers.ts';
import { REPLY_TEXTS } from '../reply-texts.ts';
import type { Request } from '../request.ts';
import { mayMeanToGoOn, offerToStop } from '../verbs/stop.ts';
import { findVerb, refuseVerb } from '../verbs/verbs.ts';

type Asking = Pick<Request, 'person' | 'channel'>;
export type Spoken =
  | { readonly kind: 'to_bot' | 'at_gate' | 'left_unread' }
  | { readonly kind: 'request'; readonly request: ReplyRequest };

const QUOTE_CHARACTERS = 200;

/**
 * Notice for a person who named the bot, may decide at the gate, or whose words were read as a request: what happens to
 * the words, the status, and the buttons that they may press. A request gets its one button. `null` at a gate for
 * people who may not decide.
 */
export async function drawStatusNotice(
  context: GatewayContext,
  design: Design,
  asking: Asking,
  occasion: Spoken,
): Promise<Document | null> {
  if (occasion.kind === 'request') {
    const { kind, quote } = occasion.request;
    const heading = `“${cutWords(foldToOneLine(quote), QUOTE_CHARACTERS)}”: `;
    // Words that ask for an end seldom say of what.
    const asked = kind === 'cancel' ? 'stop' : kind;
    const notice = await actNotice(context, design, asking, asked, heading);
    if (notice !== null) return notice;
  }
  const { controls, refusal } = await controlsFor(context, design, asking);
  const mayDecide = controls.some(({ kind }) => GATE_CHOICES.some((choice) => choice === kind));
  if (occasion.kind === 'at_gate' && !mayDecide) return null;
  const heading = saidOf(design, occasion);
  const press = mayDecide ? REPLY_TEXTS.press : refusal;
  const way = linkToThread(design, context.linkTo);
  const view = viewOf(design);
  const isReading = occasion.kind === 'to_bot' && view.answering !== null && view.unheard.unread.length > 0;
  const lineFor = (maxChars: number): Line =>
    line`${heading(maxChars)} ${isReading ? READING_REPLIES : standingIn(view, maxChars)}.${press === '' ? '' : ` ${press}`}${way}`;
  return document(lineFor(QUOTE_CHARACTERS), (maxChars) => [section(lines(lineFor(maxChars)))], {
    clickable: clickable(design.id, controls),
  });
}

/**
 * Shows the button for what words ask for by a closed list, or says that it is not possible now; `null` for all other words. Nothing
 * is done. While questions are open the words can be an answer, and the author learns how to make them one.
 */
export async function actAsked(
  context: GatewayContext,
  design: Design,
  asking: Asking,
  words: string,
): Promise<Document | null> {
  const word = isAcceptance(words) ? 'accept' : readAskedWord(words);
  if (word === null) return null;
  if (word === 'help' || word === 'list' || word === 'status') return explainAskedWord(word, design.id);
  const asked = word === 'done' || word === 'skip' ? 'go_on' : word;
  const notice = (await actNotice(context, design, asking, asked)) ?? drawNothingTo(asked, design);
  const isAnswering = design.answering !== null && openQuestions(design).length > 0;
  return isAnswering ? addWords(notice, REPLY_TEXTS.orAnswer) : notice;
}

/** Says that an act is not possible now, and how the design stands. */
function drawNothingTo(asked: AskedByWord, design: Design): Document {
  const view = viewOf(design);
  const { endedAt, banner, afterwards } = view;
  const end = [banner.headline, ...(afterwards?.words ?? [])].join(' ');
  const standing = (maxChars: number): Line =>
    endedAt === null ? line`${standingIn(view, maxChars)}.` : [untrusted(end, maxChars)];
  const words = (maxChars: number): Line => line`${REPLY_TEXTS.nothingTo[asked]} ${standing(maxChars)}`;
  return document(words(QUOTE_CHARACTERS), (maxChars) => [section(lines(words(maxChars)))]);
}

type AskedByWord = keyof typeof REPLY_TEXTS.nothingTo;
type Asked = ReplyRequest['kind'] | AskedByWord;

/** Buttons for what people ask for in their own words: the first that is possible now. */
const BUTTONS: Readonly<Record<Asked, readonly Control['kind'][]>> = {
  accept: ['accept', 'accept_decision'],
  go_on: ['go_on'],
  stop: ['stop', 'cancel'],
  cancel: ['cancel', 'stop'],
  retry: ['run_again'],
  question: [],
};

/**
 * The one button for an act, or who may press it with the button that asks them; `null` if it is not possible now.
 * `heading`: the person's words in front.
 */
async function actNotice(
  context: GatewayContext,
  design: Design,
  asking: Asking,
  asked: Asked,
  heading = '',
): Promise<Document | null> {
  if (asked === 'stop' && mayMeanToGoOn(design)) return offerToStop(context, design, asking, heading);
  const view = viewOf(design);
  const all = [
    ...choicesIn(view),
    ...goOnIn(view),
    ...cancelIn(view),
    ...runAgainIn(view),
    ...afterwardsIn(view),
  ];
  const kinds = BUTTONS[asked];
  const button = kinds.flatMap((each) => all.find(({ kind }) => kind === each) ?? [])[0];
  if (button === undefined || button.kind === 'peek') return null;
  const reason = await refusalFor(context, design, asking, button);
  const act = askedActOf(button);
  if (reason !== null) return denialOf(`${heading}${reason}`, act, design, asking);
  return {
    ...drawRefusal(`${heading}${REPLY_TEXTS.pressOne(button.label)}`),
    clickable: clickable(design.id, [{ ...button, look: 'primary' }]),
  };
}

function saidOf(design: Design, occasion: Spoken): (maxChars: number) => Line {
  switch (occasion.kind) {
    case 'request': {
      const { quote } = occasion.request;
      return (maxChars) =>
        line`“${untrustedMarkdown(quote, Math.min(maxChars, QUOTE_CHARACTERS))}” ${REPLY_TEXTS.askedThis}`;
    }
    case 'left_unread':
      return () => [trust(REPLY_TEXTS.leftUnread)];
    default: {
      return () => [trust(becomes(design))];
    }
  }
}

/** Says what happens to words that were not read as a request. */
function becomes(design: Design): string {
  const isDrafted = decidedOf(design) !== null;
  if (openGate(design) !== null)
    return isDrafted && !design.rehearsal ? REPLY_TEXTS.keptAtGate : REPLY_TEXTS.kept;
  if (!isReadOn(design)) return REPLY_TEXTS.kept;
  return isDrafted ? REPLY_TEXTS.readLate : REPLY_TEXTS.passedOn;
}

/** Buttons that this person may press; where they may not end a wait, who may, and a button that asks the starter. */
async function controlsFor(
  context: GatewayContext,
  design: Design,
  asking: Asking,
): Promise<{ readonly controls: readonly Control[]; readonly refusal: string }> {
  const view = viewOf(design);
  const waits = [...choicesIn(view), ...goOnIn(view)];
  const controls: Control[] = [];
  const refusals: { readonly reason: string; readonly act: AskedAct | null }[] = [];
  for (const each of [...answerIn(view), ...waits, ...askIn(view), ...cancelIn(view)]) {
    const reason = await refusalFor(context, design, asking, each);
    if (reason === null) controls.push(each);
    else if (waits.includes(each)) refusals.push({ reason, act: askedActOf(each) });
  }
  const [first] = refusals;
  if (first === undefined) return { controls, refusal: '' };
  const { reason: refusal, act } = first;
  const starter = act === null ? null : findStarterToAsk(act, design, asking.person);
  const asks =
    act === null || starter === null ? [] : [makeControl('ask_starter', TEXTS.askStarter(starter), act)];
  return { controls: [...controls, ...asks], refusal };
}

/** Checks the verb's row. Nothing was tried, so no refusal is noted. */
async function refusalFor(
  context: GatewayContext,
  design: Design,
  asking: Asking,
  { kind }: Control,
): Promise<string | null> {
  return kind === 'answer' ? refuseAnswering(context.policy) : refuseVerb(kind, context, design, asking);
}

function askedActOf({ kind }: Control): AskedAct | null {
  return kind === 'answer' ? null : (findVerb(kind).askedFor ?? null);
}

/** True while words are read without a person's request. Words during signing are read after it. */
function isReadOn(design: Design): boolean {
  return STEPS.indexOf(design.step) <= STEPS.indexOf('signing');
}

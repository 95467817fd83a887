import { decidedIn } from '../../../core/decision/decided.ts';
import type { Design, ReplyRequest } from '../../../core/vocabulary/design.ts';
import { STEPS } from '../../../core/vocabulary/event-parts.ts';
import { GATE_CHOICES } from '../../../core/vocabulary/sets.ts';
import { openGate } from '../../../core/vocabulary/status.ts';
import { refusalForAnswering } from '../../../engine/access/permission.ts';
import { standingIn } from '../../../presentation/card.ts';
import {
  answerIn,
  answeringIn,
  askIn,
  type Control,
  cancelIn,
  choicesIn,
} from '../../../presentation/controls.ts';
import {
  clickable,
  type Document,
  document,
  type Line,
  line,
  lines,
  section,
  trusted,
  untrustedMarkdown,
} from '../../../presentation/format/document.ts';
import { viewOf } from '../../../presentation/view/view.ts';
import type { GatewayContext } from '../gateway-context.ts';
import { wayTo } from '../notices.ts';
import { REPLY_TEXTS } from '../reply-texts.ts';
import type { Request } from '../request.ts';
import { verbNamed } from '../verbs/verbs.ts';

type Asking = Pick<Request, 'person' | 'channel'>;
export type Spoken =
  | { readonly kind: 'to_bot' | 'at_gate' | 'left_unread' }
  | { readonly kind: 'request'; readonly request: ReplyRequest };

const QUOTE_CHARACTERS = 200;

/**
 * Notice for a person who named the bot, may decide at the gate, or whose words were read as a request: what happens to
 * the words, the status, and the buttons that they may press (A17). `null` at a gate for people who may not decide.
 */
export async function standingNotice(
  context: GatewayContext,
  design: Design,
  asking: Asking,
  spoken: Spoken,
): Promise<Document | null> {
  const controls = await controlsFor(context, design, asking);
  const mayPress = controls.some(({ kind }) => GATE_CHOICES.some((choice) => choice === kind));
  if (spoken.kind === 'at_gate' && !mayPress) return null;
  const said = saidOf(design, spoken);
  const press = mayPress ? line` ${REPLY_TEXTS.press}` : [];
  const way = wayTo(design, context.linkTo);
  const told = (maxChars: number): Line =>
    line`${said(maxChars)} ${standingIn(viewOf(design), maxChars)}.${press}${way}`;
  return document(told(QUOTE_CHARACTERS), (maxChars) => [section(lines(told(maxChars)))], {
    clickable: clickable(design.id, controls),
  });
}

function saidOf(design: Design, spoken: Spoken): (maxChars: number) => Line {
  switch (spoken.kind) {
    case 'request': {
      const { kind, quote } = spoken.request;
      const read = kind === 'question' ? REPLY_TEXTS.askedThis : REPLY_TEXTS.wantedThis;
      return (maxChars) => line`“${untrustedMarkdown(quote, Math.min(maxChars, QUOTE_CHARACTERS))}” ${read}`;
    }
    case 'left_unread':
      return () => [trusted(REPLY_TEXTS.leftUnread)];
    default: {
      return () => [trusted(becomes(design))];
    }
  }
}

/** Says what happens to words that were not read as a request. */
function becomes(design: Design): string {
  const isDrafted = decidedIn(design) !== null;
  if (openGate(design) !== null)
    return isDrafted && !design.rehearsal ? REPLY_TEXTS.keptAtGate : REPLY_TEXTS.kept;
  if (!isReadOn(design)) return REPLY_TEXTS.kept;
  return isDrafted ? REPLY_TEXTS.readLate : REPLY_TEXTS.passedOn;
}

async function controlsFor(context: GatewayContext, design: Design, asking: Asking): Promise<Control[]> {
  const view = viewOf(design);
  const all: readonly Control[] = [
    ...answerIn(view),
    ...(view.gate === null ? [] : [...askIn(view), ...choicesIn(view)]),
    ...answeringIn(view),
    ...cancelIn(view),
  ];
  const allowed: Control[] = [];
  for (const control of all) if (await mayPress(context, design, asking, control)) allowed.push(control);
  return allowed;
}

/** Checks the verb's row. Nothing was tried, so no refusal is noted. */
async function mayPress(
  context: GatewayContext,
  design: Design,
  asking: Asking,
  control: Control,
): Promise<boolean> {
  switch (control.kind) {
    case 'agree':
    case 'answer':
      return refusalForAnswering(context.policy) === null;
    default:
      return (await verbNamed(control.kind).whyNot?.(context, design, asking)) == null;
  }
}

/** True while words are read without a person's request. Words during signing are read after it (J8). */
function isReadOn(design: Design): boolean {
  return STEPS.indexOf(design.step) <= STEPS.indexOf('signing');
}

import type { Design } from '../../core/design.ts';
import { cutWords } from '../../core/text.ts';
import { whyNotFollowUp } from '../engine/follow-up.ts';
import { oneLine } from '../message/plain.ts';
import { TEXTS } from '../message/texts.ts';
import { type Policy, whyNotCancel, whyNotDecide, whyNotStart } from '../permission.ts';
import { ACTIONS, type ActionId } from './actions.ts';
import type { Request } from './request.ts';

/** What a person is asked before a click that binds everybody is carried out. */
export interface Confirmation {
  readonly title: string;
  readonly text: string;
  readonly yes: string;
  readonly no: string;
  /** Whether something is lost by it. */
  readonly isDanger: boolean;
}

/** Slack takes 300 in the whole text. */
const CHOSEN_CHARACTERS = 150;
const NOT_YET = 'Not yet';
const BY_NAME = 'The thread shows that it was you.';

const CONFIRMATIONS: Readonly<Partial<Record<ActionId, Confirmation>>> = {
  [ACTIONS.doneAnswering]: {
    title: 'Is that all?',
    text: `Nobody is waited for any more, and what is unanswered becomes a stated assumption. ${BY_NAME}`,
    yes: 'That is all',
    no: NOT_YET,
    isDanger: false,
  },
  [ACTIONS.skip]: {
    title: 'Skip what is unanswered?',
    text: `Every question without an answer becomes a stated assumption. ${BY_NAME}`,
    yes: 'Skip them',
    no: NOT_YET,
    isDanger: false,
  },
  [ACTIONS.accept]: {
    title: 'Accept it as it is?',
    text: `The decision then holds, with what is open in it. ${BY_NAME}`,
    yes: 'Accept it',
    no: NOT_YET,
    isDanger: false,
  },
  [ACTIONS.goOn]: {
    title: 'Go on without the thread?',
    text: `Its people cannot be asked or told anything there, and it goes on costing money. ${BY_NAME}`,
    yes: 'Go on',
    no: NOT_YET,
    isDanger: false,
  },
  [ACTIONS.goOnWithRest]: {
    title: 'Go on with what there is?',
    text: `Nobody is asked for this again. ${BY_NAME}`,
    yes: 'Go on',
    no: NOT_YET,
    isDanger: false,
  },
  [ACTIONS.endUndecided]: {
    title: 'Go on without a decision?',
    text: `It then ends with the proposals side by side. ${BY_NAME}`,
    yes: 'Go on',
    no: NOT_YET,
    isDanger: false,
  },
  [ACTIONS.again]: {
    title: 'Ask them again?',
    text: `Everybody is asked once more, which takes time and money. ${BY_NAME}`,
    yes: 'Ask again',
    no: NOT_YET,
    isDanger: false,
  },
  [ACTIONS.stop]: {
    title: 'Stop here?',
    text: `It ends as it is, marked for review. ${BY_NAME}`,
    yes: 'Stop it',
    no: NOT_YET,
    isDanger: true,
  },
  [ACTIONS.settle]: {
    title: 'Settle this point?',
    text: '',
    yes: 'Settle it',
    no: NOT_YET,
    isDanger: false,
  },
  [ACTIONS.cancel]: {
    title: TEXTS.cancelTitle,
    text: TEXTS.cancelText,
    yes: TEXTS.cancelYes,
    no: TEXTS.cancelNo,
    isDanger: true,
  },
};

/** `null` where a click is carried out at once. `chosen`: what the button says. */
export function confirmationOf(action: ActionId, chosen: string): Confirmation | null {
  const confirmation = CONFIRMATIONS[action] ?? null;
  if (confirmation === null || action !== ACTIONS.settle) return confirmation;
  const words = cutWords(oneLine(chosen), CHOSEN_CHARACTERS);
  const text = `“${words}” then holds. A decision that is written already is revised and signed again, which takes time and money. ${BY_NAME}`;
  return { ...confirmation, text };
}

/**
 * Why this person may not do what a click asks for, in words for them, before anything is typed or confirmed in vain; how many
 * designs they have started today is looked up when they do it. `null` if they may.
 */
export function whyNotPress(
  policy: Policy,
  action: ActionId,
  design: Design,
  { person, channel }: Pick<Request, 'person' | 'channel'>,
): string | null {
  if (action === ACTIONS.followUp) return whyNotFollowUp(design) ?? whyNotStart(policy, person, channel, 0);
  if (design.end !== null) return TEXTS.overAlready;
  if (action === ACTIONS.cancel) return whyNotCancel(policy, person, design);
  const isEnd = action === ACTIONS.doneAnswering || action === ACTIONS.skip;
  return whyNotDecide(policy, person, design, isEnd ? 'end the wait for answers' : undefined);
}

/** What is asked before a click is carried out, or why it cannot be; `null` where it is done at once. */
export function askedBefore(
  policy: Policy,
  action: ActionId,
  design: Design,
  about: string,
  request: Pick<Request, 'person' | 'channel'>,
): Confirmation | { readonly refusal: string } | null {
  const [difference, position] = about.split('/', 2);
  const divergence = design.divergences.find(({ id }) => id === difference);
  const chosen = divergence?.positions.find(({ id }) => id === position)?.statement ?? '';
  const confirmation = confirmationOf(action, chosen);
  if (confirmation === null) return null;
  const refusal = whyNotPress(policy, action, design, request);
  return refusal === null ? confirmation : { refusal };
}

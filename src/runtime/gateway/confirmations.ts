import type { Design } from '../../core/design.ts';
import { cutWords } from '../../core/text.ts';
import { whyNotFollowUp } from '../engine/follow-up.ts';
import { oneLine } from '../message/plain.ts';
import { TEXTS } from '../message/texts.ts';
import { type Policy, whyNoForm, whyNotCancel, whyNotDecide } from '../permission.ts';
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

/** Asked of what everybody then sees by name. */
function byName(title: string, text: string, yes: string, isDanger = false): Confirmation {
  return { title, text: `${text} The thread shows that it was you.`, yes, no: 'Not yet', isDanger };
}

const CONFIRMATIONS: Readonly<Partial<Record<ActionId, Confirmation>>> = {
  [ACTIONS.doneAnswering]: byName(
    'Is that all?',
    'Nobody is waited for any more, and what is unanswered becomes a stated assumption.',
    'That is all',
  ),
  [ACTIONS.skip]: byName(
    'Skip what is unanswered?',
    'Every question without an answer becomes a stated assumption.',
    'Skip them',
  ),
  [ACTIONS.accept]: byName(
    'Accept it as it is?',
    'The decision then holds, with what is open in it.',
    'Accept it',
  ),
  [ACTIONS.goOn]: byName(
    'Go on without the thread?',
    'Its people cannot be asked or told anything there, and it goes on costing money.',
    'Go on',
  ),
  [ACTIONS.goOnWithRest]: byName('Go on with what there is?', 'Nobody is asked for this again.', 'Go on'),
  [ACTIONS.endUndecided]: byName(
    'Go on without a decision?',
    'It then ends with the proposals side by side.',
    'Go on',
  ),
  [ACTIONS.again]: byName(
    'Ask them again?',
    'Everybody is asked once more, which takes time and money.',
    'Ask again',
  ),
  [ACTIONS.stop]: byName('Stop here?', 'It ends as it is, marked for review.', 'Stop it', true),
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
  if (action !== ACTIONS.settle) return CONFIRMATIONS[action] ?? null;
  const holds = `“${cutWords(oneLine(chosen), CHOSEN_CHARACTERS)}” then holds.`;
  const costs = 'A decision that is written already is revised and signed again, which takes time and money.';
  return byName('Settle this point?', `${holds} ${costs}`, 'Settle it');
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
  if (action === ACTIONS.followUp) return whyNotFollowUp(design) ?? whyNoForm(policy, person, channel);
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

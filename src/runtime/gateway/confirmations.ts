import { cutWords } from '../../core/text.ts';
import { oneLine } from '../message/plain.ts';
import { TEXTS } from '../message/texts.ts';
import { ACTIONS, type ActionId } from './actions.ts';

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
  const text = `“${words}” then holds. What is being written now is still shown. ${BY_NAME}`;
  return { ...confirmation, text };
}

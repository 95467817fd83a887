import { choiceLabel } from '../../core/telling/facts/gate.ts';
import { TEXTS } from '../../core/telling/message/texts.ts';
import { oneLine } from '../../core/telling/plain.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { Accepted } from '../../core/vocabulary/sets.ts';
import { acceptedAt } from '../../core/vocabulary/status.ts';
import { cutWords } from '../../core/vocabulary/text.ts';
import { whyNotFollowUp } from '../engine/follow-up.ts';
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

/** A button that was clicked. `accepts`: of one that accepts at a gate. */
interface Clicked {
  readonly action: ActionId;
  readonly label: string;
  readonly accepts?: Accepted;
}

const LABELS: Readonly<Partial<Record<ActionId, string>>> = {
  [ACTIONS.doneAnswering]: TEXTS.doneAnswering,
  [ACTIONS.skip]: TEXTS.skip,
  [ACTIONS.again]: choiceLabel('again', 'decision'),
  [ACTIONS.stop]: choiceLabel('stop', 'decision'),
};

/** Slack takes 300 in the whole text. */
const CHOSEN_CHARACTERS = 150;

/** Consequences of a click that binds everybody; those of accepting depend on the gate. */
const CONSEQUENCES: Readonly<Partial<Record<ActionId, string>>> = {
  [ACTIONS.doneAnswering]:
    'Nobody is waited for any more, and what is unanswered becomes a stated assumption.',
  [ACTIONS.skip]: 'Every question without an answer becomes a stated assumption.',
  [ACTIONS.again]: 'Everybody is asked once more, which takes time and money.',
  [ACTIONS.stop]: 'It ends as it is, marked for review.',
};
const ACCEPTING: Readonly<Record<Accepted, string>> = {
  decision: 'The decision then holds, with what is open in it.',
  no_thread: 'Nobody can be asked or told anything in its thread, and it goes on costing money.',
  no_contribution: 'Nobody is asked for this again.',
  no_decision: 'It then ends with the proposals side by side.',
};

/** `null` where a click is carried out at once. */
export function confirmationOf({ action, label, accepts }: Clicked): Confirmation | null {
  const isSettle = action === ACTIONS.settle;
  const consequence = accepts === undefined ? CONSEQUENCES[action] : ACCEPTING[accepts];
  const what = isSettle ? settled(label) : consequence;
  if (what === undefined) return null;
  const done = isSettle ? 'Settle it' : label;
  // Everybody then sees it by name.
  const all = `${what} The thread shows that it was you.`;
  return { title: `${done}?`, text: all, yes: done, no: 'Not yet', isDanger: action === ACTIONS.stop };
}

function settled(position: string): string {
  const holds = `“${cutWords(oneLine(position), CHOSEN_CHARACTERS)}” then holds.`;
  return `${holds} A decision that is written already is revised and signed again, which takes time and money.`;
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
  const confirmation = confirmationOf(clicked(action, design, about));
  if (confirmation === null) return null;
  const refusal = whyNotPress(policy, action, design, request);
  return refusal === null ? confirmation : { refusal };
}

/** The button as it was drawn. */
function clicked(action: ActionId, { divergences, gates, ...design }: Design, about: string): Clicked {
  const gate = gates.find(({ id }) => id === about);
  if (action === ACTIONS.accept && gate !== undefined) {
    const accepts = acceptedAt(design, gate);
    return { action, accepts, label: choiceLabel('accept', accepts) };
  }
  const [difference, position] = about.split('/', 2);
  const divergence = divergences.find(({ id }) => id === difference);
  const statement = divergence?.positions.find(({ id }) => id === position)?.statement;
  return { action, label: LABELS[action] ?? statement ?? '' };
}

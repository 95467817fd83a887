import type { Clickable, Folded } from '../../core/telling/document.ts';
import { choiceLabel, TEXTS } from '../../core/telling/message/texts.ts';
import { oneLine } from '../../core/telling/plain.ts';
import type { Control } from '../../core/telling/thread/controls.ts';
import { DesignId } from '../../core/vocabulary/ids.ts';
import { cutWords } from '../../core/vocabulary/text.ts';

/** Ids of what can be clicked: the kind of a control, or the choice that a gate gives; which gate, says the value. */
export const ACTIONS = {
  peek: 'charrette.peek',
  doneAnswering: 'charrette.done_answering',
  skip: 'charrette.skip',
  cancel: 'charrette.cancel',
  /** The same, of somebody who was asked about this design, by its topic. */
  cancelNow: 'charrette.cancel_now',
  runAgain: 'charrette.run_again',
  /** The same, of somebody who has read what it does and costs. */
  runAgainNow: 'charrette.run_again_now',
  followUp: 'charrette.follow_up',
  /** Shows what is folded away under a message. */
  show: 'charrette.show',
  accept: 'charrette.accept',
  sendBack: 'charrette.send_back',
  again: 'charrette.again',
  stop: 'charrette.stop',
  settle: 'charrette.settle',
  /** Of the menu of replies under the questions; and of the menu of what the chosen one answers. */
  correct: 'charrette.correct',
  reading: 'charrette.reading',
  /** Of the menu under a list of designs: which one is meant. */
  choose: 'charrette.choose',
  /** Starts what was offered; its value names no design. */
  start: 'charrette.start',
} as const;
export type ActionId = (typeof ACTIONS)[keyof typeof ACTIONS];
/** Those that need a few words, which a form asks for. */
export type WordsAction = typeof ACTIONS.sendBack | typeof ACTIONS.followUp;

export function actionValue(designId: DesignId, about = ''): string {
  return about === '' ? designId : `${designId} ${about}`;
}

/** What a control is about: a design and, where there is one, the gate or the participant within it. `null` for what we cannot have written. */
export function parsedActionValue(
  value: string,
): { readonly designId: DesignId; readonly about: string } | null {
  const [id, about = '', ...rest] = value.slice(0, 200).split(' ');
  const designId = DesignId.safeParse(id);
  return designId.success && rest.length === 0 ? { designId: designId.data, about } : null;
}

const LABELS: Record<
  Exclude<Control['kind'], 'peek' | 'decide' | 'settle' | 'correct' | 'reading'>,
  string
> = {
  done_answering: TEXTS.doneAnswering,
  skip: TEXTS.skip,
  run_again: TEXTS.runAgain,
  follow_up: TEXTS.followUp,
  cancel: TEXTS.cancel,
};

export interface ButtonElement {
  readonly kind: 'button';
  readonly action: ActionId;
  /** The action, and what tells it apart from another of its kind under the same message. */
  readonly name: string;
  readonly label: string;
  readonly value: string;
  /** What is most likely meant to be done: one in a message at most. */
  readonly isPrimary: boolean;
}

export interface MenuElement {
  readonly kind: 'menu';
  readonly action: ActionId;
  /** What the menu is about, besides the values of its entries. */
  readonly about: string;
  readonly placeholder: string;
  readonly entries: readonly MenuEntry[];
}

interface MenuEntry {
  readonly label: string;
  /** Behind the label, which gives way to it. */
  readonly tail?: string;
  readonly value: string;
}

/** What an entry of a menu says within this many characters. */
export function entryLabel({ label, tail = '' }: Pick<MenuEntry, 'label' | 'tail'>, most: number): string {
  return `${cutWords(oneLine(label), most - tail.length)}${tail}` || '…';
}

const PRIMARY: readonly ActionId[] = [
  ACTIONS.doneAnswering,
  ACTIONS.accept,
  ACTIONS.runAgain,
  ACTIONS.runAgainNow,
  ACTIONS.start,
];

/** Buttons that end something, drawn so that they are not pressed by accident. */
export const DESTRUCTIVE: readonly string[] = [ACTIONS.cancel, ACTIONS.cancelNow];

/** What can be clicked under a message, in order, before a platform draws it. `folded`: where a button shows that. */
export function elementsOf(
  clickable: Clickable | null,
  folded: Folded | null = null,
): (ButtonElement | MenuElement)[] {
  return [
    ...(folded === null
      ? []
      : [buttonOf(ACTIONS.show, folded.button, actionValue(folded.designId, folded.about))]),
    ...(clickable === null ? [] : clicksOf(clickable)),
  ];
}

const ONE_BUTTON = {
  start: { action: ACTIONS.start, label: TEXTS.startDesign },
  run_again: { action: ACTIONS.runAgainNow, label: TEXTS.runAgainNow },
  cancel: { action: ACTIONS.cancelNow, label: TEXTS.cancelYes },
} as const;

function clicksOf(clickable: Clickable): (ButtonElement | MenuElement)[] {
  if (clickable.kind === 'controls')
    return clickable.controls.map((control) => elementOf(clickable.designId, control));
  if (clickable.kind !== 'choice') {
    const { action, label } = ONE_BUTTON[clickable.kind];
    return [buttonOf(action, label, clickable.value)];
  }
  const { of, designs } = clickable;
  const entries = designs.map(({ topic, tail, id }) => ({ label: topic, tail, value: id }));
  return [{ kind: 'menu', action: ACTIONS.choose, about: of, placeholder: TEXTS.choose[of], entries }];
}

function elementOf(designId: DesignId, control: Control): ButtonElement | MenuElement {
  const menu = (action: ActionId, placeholder: string, entries: MenuElement['entries']) =>
    ({ kind: 'menu', action, about: designId, placeholder, entries }) as const;
  switch (control.kind) {
    case 'peek': {
      const entries = control.people.map(({ id, title, emoji }) => ({
        label: `${emoji} ${title}`,
        value: actionValue(designId, id),
      }));
      return menu(ACTIONS.peek, TEXTS.peek, entries);
    }
    case 'decide': {
      const { choice, gateId, accepts } = control;
      const about = actionValue(designId, gateId);
      return buttonOf(`charrette.${choice}`, choiceLabel(choice, accepts), about);
    }
    case 'correct': {
      const entries = control.questions.map(({ id, label }) => ({ label, value: actionValue(designId, id) }));
      return menu(ACTIONS.correct, TEXTS.correct, entries);
    }
    case 'reading': {
      const { questionId } = control;
      const entries = control.replies.map(({ since, label }) => ({
        label,
        value: actionValue(designId, `${questionId}/R${since}`),
      }));
      const none = { label: TEXTS.notAnswered, value: actionValue(designId, `${questionId}/none`) };
      return menu(ACTIONS.reading, TEXTS.whatAnswersIt, [none, ...entries]);
    }
    case 'settle': {
      const { divergenceId, position, statement } = control;
      const about = `${divergenceId}/${position}`;
      return {
        ...buttonOf(ACTIONS.settle, statement, actionValue(designId, about)),
        name: `${ACTIONS.settle}.${about}`,
      };
    }
    default:
      return buttonOf(`charrette.${control.kind}`, LABELS[control.kind], designId);
  }
}

function buttonOf(action: ActionId, label: string, value: string): ButtonElement {
  return { kind: 'button', action, name: action, label, value, isPrimary: PRIMARY.includes(action) };
}

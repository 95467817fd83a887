import { DesignId } from '../../core/vocabulary/ids.ts';
import { cutWords } from '../../core/vocabulary/text.ts';
import type { Control } from '../../presentation/controls.ts';
import { runAgainLabel } from '../../presentation/cost.ts';
import { FACT_LABELS } from '../../presentation/facts.ts';
import type { Clickable, Folded } from '../../presentation/format/document.ts';
import { oneLine } from '../../presentation/format/plain.ts';
import { choiceLabel } from '../../presentation/gate-words.ts';
import { LABELS, type Question } from '../../presentation/verb-words.ts';
import { VERB_NAMES, type VerbName, verbNamed, verbNameIn } from './verbs/verbs.ts';

type Camel<Name extends string> = Name extends `${infer First}_${infer Rest}`
  ? `${First}${Capitalize<Camel<Rest>>}`
  : Name;
type VerbIds = { readonly [Name in VerbName as Camel<Name>]: `charrette.${Name}` };

const camel = (name: string): string => name.replaceAll(/_([a-z])/g, (_, letter) => letter.toUpperCase());

/** Ids of everything clickable: all verbs, and clicks that concern no design or confirm another click. */
export const ACTIONS = {
  ...(Object.fromEntries(VERB_NAMES.map((name) => [camel(name), idOf(name)])) as VerbIds),
  choose: 'charrette.choose',
  answer: 'charrette.answer',
  agree: 'charrette.agree',
  /** Answers to a confirmation. The value has the confirmed click, then its subject. */
  sure: 'charrette.sure',
  notSure: 'charrette.not_sure',
  /** Offers for a message; their values name no design. */
  start: 'charrette.start',
  running: 'charrette.running',
  help: 'charrette.help',
  /** Starts what was held because its question was asked before. */
  startAnyway: 'charrette.start_anyway',
  /** Replies to *is this message outside the thread an answer?* `take` also names the design. */
  take: 'charrette.take',
  notAnswer: 'charrette.no_answer',
} as const;

/** Buttons of private questions. The answer replaces the question. */
export const ONCE: readonly string[] = [
  ACTIONS.sure,
  ACTIONS.notSure,
  ACTIONS.askStarter,
  ACTIONS.startAnyway,
  ACTIONS.take,
  ACTIONS.notAnswer,
];

export function idOf(name: VerbName): string {
  return `charrette.${name}`;
}

/** Verb of a control; `null` for others. Text after a second dot only distinguishes equal controls. */
export function verbOf(id: string): VerbName | null {
  const [prefix, name = ''] = id.split('.');
  return prefix === 'charrette' ? verbNameIn(name) : null;
}

export function actionValue(designId: DesignId, about = ''): string {
  return about === '' ? designId : `${designId} ${about}`;
}

/**
 * Parses a control's value: a design, and perhaps a gate or participant in it. `null` for a value that Charrette cannot
 * have written.
 */
export function parsedActionValue(
  value: string,
): { readonly designId: DesignId; readonly about: string } | null {
  const [id, about = '', ...rest] = value.slice(0, 200).split(' ');
  const designId = DesignId.safeParse(id);
  return designId.success && rest.length === 0 ? { designId: designId.data, about } : null;
}

export interface ButtonElement {
  readonly kind: 'button';
  readonly action: string;
  /** The action, with a suffix if a message has several of them. */
  readonly name: string;
  readonly label: string;
  readonly value: string;
  /**
   * Primary: the most likely choice, at most one per message. Danger: ends something, so that nobody presses it by
   * accident.
   */
  readonly look: 'primary' | 'danger' | 'plain';
  /** Confirmation for platforms that ask by themselves; `null` for none. */
  readonly question: Question | null;
}

export interface MenuElement {
  readonly kind: 'menu';
  readonly action: string;
  readonly about: string;
  readonly placeholder: string;
  readonly entries: readonly MenuEntry[];
}

interface MenuEntry {
  readonly label: string;
  /** Follows the label, which is cut to make room. */
  readonly tail?: string;
  readonly value: string;
}

export function entryLabel(
  { label, tail = '' }: Pick<MenuEntry, 'label' | 'tail'>,
  maxChars: number,
): string {
  return `${cutWords(oneLine(label), maxChars - tail.length)}${tail}` || '…';
}

const PRIMARY: readonly string[] = [ACTIONS.answer, ACTIONS.accept];

/** Controls under a message, in order. `folded`: for platforms that show it by a button. */
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

function clicksOf(clickable: Clickable): (ButtonElement | MenuElement)[] {
  switch (clickable.kind) {
    case 'controls':
      return clickable.controls.map((control) => elementOf(clickable.designId, control));
    case 'buttons':
      return clickable.buttons.map((each) => ({ ...buttonOf(each.action, each.label, each.value), ...each }));
    case 'choice': {
      const { of, label: placeholder, designs } = clickable;
      const entries = designs.map(({ topic, tail, id }) => ({
        label: topic,
        tail,
        value: actionValue(id, of),
      }));
      return [{ kind: 'menu', action: ACTIONS.choose, about: of, placeholder, entries }];
    }
  }
}

function elementOf(designId: DesignId, control: Control): ButtonElement | MenuElement {
  const menu = (action: string, placeholder: string, entries: MenuElement['entries']) =>
    ({ kind: 'menu', action, about: designId, placeholder, entries }) as const;
  switch (control.kind) {
    case 'peek': {
      const entries = control.people.map(({ id, title, emoji }) => ({
        label: `${emoji} ${title}`,
        value: actionValue(designId, id),
      }));
      return menu(ACTIONS.peek, 'Look at a persona…', entries);
    }
    case 'decide': {
      const { choice, gateId, accepts, isLikely } = control;
      const about = actionValue(designId, gateId);
      const question = verbNamed(choice).asks?.({ accepts, statement: '' }) ?? null;
      const look = isLikely ? 'primary' : 'plain';
      return { ...buttonOf(idOf(choice), choiceLabel(choice, accepts), about), look, question };
    }
    case 'settle': {
      const { kind, divergenceId, position, statement, revisionUsd } = control;
      const about = `${divergenceId}/${position}`;
      return {
        ...buttonOf(idOf(kind), statement, actionValue(designId, about)),
        name: `${idOf(kind)}.${about}`,
        question: verbNamed(kind).asks?.({ accepts: 'decision', statement, revisionUsd }) ?? null,
      };
    }
    case 'fact': {
      const { kind, fact } = control;
      const button = buttonOf(idOf(kind), FACT_LABELS[fact], actionValue(designId, fact));
      return { ...button, name: `${idOf(kind)}.${fact}` };
    }
    case 'run_again':
      return buttonOf(ACTIONS.runAgain, runAgainLabel(control.budgetUsd, control.isAnyway), designId);
    case 'agree': {
      const about = `${control.questionId}/${control.since}`;
      const button = buttonOf(ACTIONS.agree, control.name, actionValue(designId, about));
      return { ...button, name: `${ACTIONS.agree}.${about}` };
    }
    case 'answer':
      return buttonOf(ACTIONS.answer, LABELS.answer, designId);
    case 'done_answering': {
      const look = control.isAllAnswered ? 'primary' : 'plain';
      const question = verbNamed(control.kind).asks?.({ accepts: 'decision', statement: '' }) ?? null;
      return { ...buttonOf(ACTIONS.doneAnswering, LABELS.done_answering, designId), look, question };
    }
    default: {
      const question = verbNamed(control.kind).asks?.({ accepts: 'decision', statement: '' }) ?? null;
      return { ...buttonOf(idOf(control.kind), LABELS[control.kind], designId), question };
    }
  }
}

function buttonOf(action: string, label: string, value: string): ButtonElement {
  const look = action === ACTIONS.cancel ? 'danger' : PRIMARY.includes(action) ? 'primary' : 'plain';
  return { kind: 'button', action, name: action, label, value, look, question: null };
}

import { DesignId } from '../../core/vocabulary/ids.ts';
import { cutWords } from '../../core/vocabulary/text.ts';
import type { ButtonControl, Control } from '../../presentation/format/control.ts';
import type { Clickable, Folded } from '../../presentation/format/document.ts';
import { foldToOneLine } from '../../presentation/format/plain.ts';
import { VERB_NAMES, type VerbName, verbNameIn } from './verbs/verbs.ts';

type Camel<Name extends string> = Name extends `${infer First}_${infer Rest}`
  ? `${First}${Capitalize<Camel<Rest>>}`
  : Name;
type VerbIds = { readonly [Name in VerbName as Camel<Name>]: `charrette.${Name}` };

const camel = (name: string): string => name.replaceAll(/_([a-z])/g, (_, letter) => letter.toUpperCase());

/** Ids of everything clickable: all verbs, and clicks that concern no design or confirm another click. */
export const ACTIONS = {
  ...(Object.fromEntries(VERB_NAMES.map((name) => [camel(name), idOf(name)])) as VerbIds),
  answer: 'charrette.answer',
  agree: 'charrette.agree',
  /** Answers to a confirmation. The value has the confirmed click, then its subject. */
  sure: 'charrette.sure',
  notSure: 'charrette.not_sure',
  /** Offers for a message; their values name no design. */
  start: 'charrette.start',
  running: 'charrette.running',
  /** Does what its value says, as if it was typed after a command. */
  typed: 'charrette.typed',
  /** Opens the form for a topic, which is its value. */
  topic: 'charrette.topic',
} as const;

/** Buttons of private questions. The answer replaces the question. */
export const ONCE: readonly string[] = [ACTIONS.sure, ACTIONS.notSure, ACTIONS.askStarter];

export function idOf(name: VerbName): string {
  return `charrette.${name}`;
}

/** Verb of a control; `null` for others. Text after a second dot only distinguishes equal controls. */
export function verbOf(id: string): VerbName | null {
  const [prefix, name = ''] = id.split('.');
  return prefix === 'charrette' ? verbNameIn(name) : null;
}

export function actionValueOf(designId: DesignId, about = ''): string {
  return about === '' ? designId : `${designId} ${about}`;
}

/**
 * Parses a control's value: a design, and perhaps a gate or participant in it. `null` for a value that Charrette cannot
 * have written.
 */
export function parseActionValue(
  value: string,
): { readonly designId: DesignId; readonly about: string } | null {
  const [id, about = '', ...rest] = value.slice(0, 200).split(' ');
  const designId = DesignId.safeParse(id);
  return designId.success && rest.length === 0 ? { designId: designId.data, about } : null;
}

export interface ButtonElement extends Pick<ButtonControl, 'label' | 'look' | 'question'> {
  readonly kind: 'button';
  readonly action: string;
  /** The action, with a suffix if a message has several of them. */
  readonly name: string;
  readonly value: string;
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
  readonly value: string;
}

/** `tail` follows the label, which is cut to make room. */
export function entryLabelOf(label: string, maxChars: number, tail = ''): string {
  return `${cutWords(foldToOneLine(label), maxChars - tail.length)}${tail}` || '…';
}

/** Controls under a message, in order. `folded`: for platforms that show it by a button. */
export function elementsOf(
  clickable: Clickable | null,
  folded: Folded | null = null,
): (ButtonElement | MenuElement)[] {
  return [
    ...(folded === null
      ? []
      : [buttonOf(ACTIONS.show, folded.button, actionValueOf(folded.designId, folded.about))]),
    ...(clickable === null ? [] : clicksOf(clickable)),
  ];
}

function clicksOf(clickable: Clickable): (ButtonElement | MenuElement)[] {
  switch (clickable.kind) {
    case 'controls':
      return clickable.controls.map((control) => elementOf(clickable.designId, control));
    case 'buttons':
      return clickable.buttons.map((each) => ({ ...buttonOf(each.action, each.label, each.value), ...each }));
  }
}

/** Buttons of which one message may have several. */
const SEVERAL: readonly Control['kind'][] = ['settle', 'fact', 'agree'];

function elementOf(designId: DesignId, control: Control): ButtonElement | MenuElement {
  const action = `charrette.${control.kind}`;
  if (control.kind === 'peek') {
    const entries = control.people.map(({ id, title, emoji }) => ({
      label: `${emoji} ${title}`,
      value: actionValueOf(designId, id),
    }));
    return { kind: 'menu', action, about: designId, placeholder: 'Look at a persona…', entries };
  }
  const { kind, about, label, look, question } = control;
  const name = SEVERAL.includes(kind) ? `${action}.${about}` : action;
  return { kind: 'button', action, name, label, value: actionValueOf(designId, about), look, question };
}

function buttonOf(action: string, label: string, value: string): ButtonElement {
  return { kind: 'button', action, name: action, label, value, look: 'plain', question: null };
}

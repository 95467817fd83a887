/**
 * A press on a control: what stands in the ids and values of buttons and menus, written where they
 * are drawn and parsed where a press comes in.
 */

import { DesignId } from '#core/vocabulary/ids.ts';
import { cutWords } from '#foundation/cut-text.ts';
import type { Action, ButtonControl, Control } from '#presentation/format/control.ts';
import type { Clickable, Folded } from '#presentation/format/document.ts';
import { foldToOneLine } from '#presentation/format/plain.ts';
import { VERB_NAMES, type VerbName } from './verbs.ts';

/** What is done with a design. */
type DesignAction = VerbName | 'answer';
const OF_DESIGN: readonly string[] = [...VERB_NAMES, 'answer'] satisfies DesignAction[];
/** Their values name no design, or only the one that they are about. */
const OTHERS = [
  'not_sure',
  'start',
  'running',
  'typed',
  'topic',
  'read',
] as const satisfies Action[];

/** A press on a control, as it was drawn. */
export type Press = DesignPress | OtherPress;
export interface DesignPress {
  readonly kind: 'of_design';
  readonly action: DesignAction;
  /** Asked once more, the person was sure. */
  readonly isSure: boolean;
  readonly designId: DesignId;
  /** A gate, participant or position in the design; empty for none. */
  readonly about: string;
}
export interface OtherPress {
  readonly kind: 'other';
  readonly action: (typeof OTHERS)[number];
  readonly value: string;
}

const PREFIX = 'charrette';

/** `mark` distinguishes equal controls of one message, for platforms where ids have to differ. */
export function controlId(action: Press['action'] | 'sure', mark = ''): string {
  return [PREFIX, action, ...(mark === '' ? [] : [mark])].join('.');
}

/**
 * Parses the id and value of a pressed control; `null` for those that Charrette cannot have
 * written.
 */
export function parsePress(id: string, value: string): Press | null {
  const [prefix, name = ''] = id.split('.');
  if (prefix !== PREFIX) return null;
  const other = OTHERS.find((each) => each === name);
  if (other !== undefined) return { kind: 'other', action: other, value };
  if (name !== 'sure') return designPress(name, value, false);
  const [confirmed = '', ...rest] = value.split(' ');
  return designPress(confirmed, rest.join(' '), true);
}

function designPress(name: string, value: string, isSure: boolean): DesignPress | null {
  const subject = parseActionValue(value);
  return isDesignAction(name) && subject !== null
    ? { kind: 'of_design', action: name, isSure, ...subject }
    : null;
}

function isDesignAction(name: string): name is DesignAction {
  return OF_DESIGN.includes(name);
}

/** True for buttons of private questions: the answer replaces the question. */
export function isOnce(press: Press | null): boolean {
  if (press === null) return false;
  return press.kind === 'other'
    ? press.action === 'not_sure'
    : press.isSure || press.action === 'ask_starter';
}

export function actionValueOf(designId: DesignId, about = ''): string {
  return about === '' ? designId : `${designId} ${about}`;
}

/** The value of the button that confirms a press. */
export function sureValueOf(action: VerbName, designId: DesignId, about: string): string {
  return `${action} ${actionValueOf(designId, about)}`;
}

/**
 * Parses a value: a design, and perhaps a gate or participant in it. `null` for one that Charrette
 * cannot have written.
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
  readonly action: Action;
  /** Distinguishes it from others of this action in one message; empty if there are none. */
  readonly mark: string;
  readonly value: string;
}

export interface MenuElement {
  readonly kind: 'menu';
  readonly action: Action;
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
      : [buttonOf('show', folded.button, actionValueOf(folded.designId, folded.about))]),
    ...(clickable === null ? [] : clicksOf(clickable)),
  ];
}

function clicksOf(clickable: Clickable): (ButtonElement | MenuElement)[] {
  switch (clickable.kind) {
    case 'controls':
      return clickable.controls.map((control) => elementOf(clickable.designId, control));
    case 'buttons':
      return clickable.buttons.map((each) => ({
        ...buttonOf(each.action, each.label, each.value),
        ...each,
      }));
  }
}

/** Buttons of which one message may have several. */
const SEVERAL: readonly Control['kind'][] = ['settle', 'fact', 'agree'];

function elementOf(designId: DesignId, control: Control): ButtonElement | MenuElement {
  if (control.kind === 'peek') {
    const entries = control.people.map(({ id, title, emoji }) => ({
      label: `${emoji} ${title}`,
      value: actionValueOf(designId, id),
    }));
    return {
      kind: 'menu',
      action: control.kind,
      about: designId,
      placeholder: 'Look at a persona…',
      entries,
    };
  }
  const { kind: action, about, label, look, question } = control;
  const mark = SEVERAL.includes(action) ? about : '';
  return {
    kind: 'button',
    action,
    mark,
    label,
    value: actionValueOf(designId, about),
    look,
    question,
  };
}

function buttonOf(action: Action, label: string, value: string): ButtonElement {
  return { kind: 'button', action, mark: '', label, value, look: 'plain', question: null };
}

import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIComponentInMessageActionRow,
  ButtonStyle,
  ComponentType,
} from 'discord.js';
import {
  actionValueOf,
  type ButtonElement,
  controlId,
  elementsOf,
  entryLabelOf,
  type MenuElement,
} from '#acts/gateway/verbs/presses.ts';
import { cutWords } from '#foundation/cut-text.ts';
import type { Action } from '#presentation/format/control.ts';
import type { Clickable, Folded } from '#presentation/format/document.ts';
import { foldToOneLine } from '#presentation/format/plain.ts';

type Row = APIActionRowComponent<APIComponentInMessageActionRow>;

const { Primary, Secondary, Danger } = ButtonStyle;

export function buttonRowsOf(clickable: Clickable | null): Row[] {
  const elements = elementsOf(clickable);
  const menus = elements.flatMap((element) =>
    element.kind === 'menu' ? [row([menu(element)])] : [],
  );
  const buttons = elements.flatMap((each) => (each.kind === 'button' ? [each] : []));
  const drawButton = ({ action, value, label, look }: ButtonElement) =>
    button(action, value, label, look);
  return [...menus, ...inRows(buttons).map((each) => row(each.map(drawButton)))];
}

/** Keeps buttons of one action, like the two verdicts, in one row. */
function inRows(buttons: readonly ButtonElement[]): ButtonElement[][] {
  const rows: ButtonElement[][] = [];
  for (let from = 0, to = 0; from < buttons.length; from = to) {
    const full = from + LIMITS.buttonsInRow;
    const firstOfAction = buttons.findIndex(({ action }) => action === buttons[full]?.action);
    to = firstOfAction > from && firstOfAction < full ? firstOfAction : full;
    rows.push(buttons.slice(from, to));
  }
  return rows;
}

export function showButton(folded: Folded): APIButtonComponentWithCustomId {
  return button('show', actionValueOf(folded.designId, folded.about), folded.button);
}

const STYLES = { primary: Primary, danger: Danger, plain: Secondary } as const;

function button(
  action: Action,
  value: string,
  label: string,
  look: ButtonElement['look'] = 'plain',
): APIButtonComponentWithCustomId {
  return {
    type: ComponentType.Button,
    custom_id: `${controlId(action)} ${value}`,
    label: cutWords(foldToOneLine(label), LIMITS.buttonLabel) || '…',
    style: STYLES[look],
  };
}

function menu({
  action,
  about,
  placeholder,
  entries,
}: MenuElement): APIComponentInMessageActionRow {
  return {
    type: ComponentType.StringSelect,
    custom_id: `${controlId(action)} ${about}`,
    placeholder: cutWords(placeholder, LIMITS.placeholder),
    options: entries.slice(0, LIMITS.options).map((entry) => ({
      label: entryLabelOf(entry.label, LIMITS.optionText),
      value: entry.value,
    })),
  };
}

function row(components: APIComponentInMessageActionRow[]): Row {
  return { type: ComponentType.ActionRow, components };
}

/**
 * Limits of Discord; see docs/discord.md. Lengths are in UTF-16 units, and Discord counts no more
 * than these.
 */
export const LIMITS = {
  /**
   * Limit for all text in one message of components. Discord takes 4,000, and mentions have to fit
   * as well.
   */
  messageCharacters: 3_400,
  buttonsInRow: 5,
  buttonLabel: 80,
  options: 25,
  optionText: 100,
  placeholder: 150,
  customId: 100,
} as const;

import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIComponentInMessageActionRow,
  ButtonStyle,
  ComponentType,
} from 'discord.js';
import type { Clickable, Folded } from '../../../core/telling/document.ts';
import { oneLine } from '../../../core/telling/plain.ts';
import { cutWords } from '../../../core/vocabulary/text.ts';
import {
  ACTIONS,
  type ActionId,
  actionValue,
  DESTRUCTIVE,
  elementsOf,
  entryLabel,
  type MenuElement,
} from '../../../runtime/gateway/actions.ts';
import type { Confirmation } from '../../../runtime/gateway/confirmations.ts';
import { DISCORD_TEXTS } from '../discord-texts.ts';

type Row = APIActionRowComponent<APIComponentInMessageActionRow>;

/** What there is in Discord besides: a form to answer in, and the question before what binds everybody, which Slack has itself. */
export const DISCORD_ACTIONS = {
  answer: 'charrette.answer',
  sure: 'charrette.sure',
  notSure: 'charrette.not_sure',
} as const;
type Action = ActionId | (typeof DISCORD_ACTIONS)[keyof typeof DISCORD_ACTIONS];

const { Primary, Secondary, Danger } = ButtonStyle;

/** Rows of controls: each menu in a separate row, and buttons five to a row. */
export function rowsOf(clickable: Clickable | null, withAnswer = false): Row[] {
  const elements = elementsOf(clickable);
  const menus = elements.flatMap((element) => (element.kind === 'menu' ? [row([menu(element)])] : []));
  const asked = elements.find(({ action }) => withAnswer && action === ACTIONS.doneAnswering);
  const buttons = [
    ...(asked?.kind === 'button'
      ? [button(DISCORD_ACTIONS.answer, asked.value, DISCORD_TEXTS.answer, true)]
      : []),
    ...elements.flatMap((each) =>
      each.kind === 'button'
        ? [button(each.action, each.value, each.label, each.isPrimary && asked === undefined)]
        : [],
    ),
  ];
  return [...menus, ...chunked(buttons, LIMITS.buttonsInRow).map(row)];
}

/** Beside what is folded away. */
export function showButton(folded: Folded): APIButtonComponentWithCustomId {
  return button(ACTIONS.show, actionValue(folded.designId, folded.about), folded.button);
}

/** Asks once more, privately. What is confirmed stands before what it is about. */
export function confirmRow(action: ActionId, value: string, { yes, no, isDanger }: Confirmation): Row {
  const sure = button(DISCORD_ACTIONS.sure, `${action} ${value}`, yes);
  return row([{ ...sure, style: isDanger ? Danger : Primary }, button(DISCORD_ACTIONS.notSure, value, no)]);
}

function button(
  action: Action,
  value: string,
  label: string,
  isPrimary = false,
): APIButtonComponentWithCustomId {
  return {
    type: ComponentType.Button,
    custom_id: `${action} ${value}`,
    label: cutWords(oneLine(label), LIMITS.buttonLabel) || '…',
    style: DESTRUCTIVE.includes(action) ? Danger : isPrimary ? Primary : Secondary,
  };
}

function menu({ action, about, placeholder, entries }: MenuElement): APIComponentInMessageActionRow {
  return {
    type: ComponentType.StringSelect,
    custom_id: `${action} ${about}`,
    placeholder: cutWords(placeholder, LIMITS.placeholder),
    options: entries
      .slice(0, LIMITS.options)
      .map((entry) => ({ label: entryLabel(entry, LIMITS.optionText), value: entry.value })),
  };
}

function row(components: APIComponentInMessageActionRow[]): Row {
  return { type: ComponentType.ActionRow, components };
}

/** What Discord takes; see docs/discord.md. Lengths in UTF-16 units, as Discord counts no less than these. */
export const LIMITS = {
  /** Of all text in one message of components: Discord takes 4,000, and the names of those who are called have to fit. */
  messageCharacters: 3_400,
  buttonsInRow: 5,
  buttonLabel: 80,
  options: 25,
  optionText: 100,
  placeholder: 150,
  customId: 100,
} as const;

function chunked<Item>(items: readonly Item[], size: number): Item[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, at) => items.slice(at * size, (at + 1) * size));
}

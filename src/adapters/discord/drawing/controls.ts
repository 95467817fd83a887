import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIComponentInMessageActionRow,
  type APIStringSelectComponent,
  ButtonStyle,
  ComponentType,
} from 'discord.js';
import type { GateChoice } from '../../../core/events.ts';
import type { DesignId } from '../../../core/ids.ts';
import type { Control } from '../../../core/thread/controls.ts';
import { ACTIONS, type ActionId, actionValue } from '../../../runtime/gateway/actions.ts';
import { cut } from '../../../runtime/message/cut.ts';
import type { Clickable } from '../../../runtime/message/document.ts';
import { oneLine } from '../../../runtime/message/plain.ts';
import { CHOICE_LABELS, TEXTS } from '../../../runtime/message/texts.ts';
import { DISCORD_TEXTS } from '../texts.ts';
import { LIMITS } from './limits.ts';

export type Row = APIActionRowComponent<APIComponentInMessageActionRow>;

/** What there is in Discord besides: a form to answer in, and the second thought before a cancellation, which Slack has itself. */
export const DISCORD_ACTIONS = {
  answer: 'charrette.answer',
  cancelYes: 'charrette.cancel_yes',
  cancelNo: 'charrette.cancel_no',
} as const;
type Action = ActionId | (typeof DISCORD_ACTIONS)[keyof typeof DISCORD_ACTIONS];

const CHOICE_ACTIONS: Record<GateChoice, ActionId> = {
  accept: ACTIONS.accept,
  send_back: ACTIONS.sendBack,
  stop: ACTIONS.stop,
};

/** Rows of what can be clicked: buttons five to a row, and each menu in a row of its own. */
export function rowsOf(clickable: Clickable | null, withAnswer = false): Row[] {
  if (clickable === null) return [];
  if (clickable.kind === 'choice') {
    const { of, designs } = clickable;
    const entries = designs.map(({ topic, id }) => [topic, id] as const);
    return [menu(ACTIONS.choose, of, TEXTS.choose[of], entries)];
  }
  const { designId, controls } = clickable;
  const isAsked = withAnswer && controls.some(({ kind }) => kind === 'done_answering');
  const answer = isAsked
    ? [button(DISCORD_ACTIONS.answer, designId, DISCORD_TEXTS.answer, ButtonStyle.Primary)]
    : [];
  const buttons = [...answer, ...controls.flatMap((control) => buttonOf(designId, control))];
  const menus = controls.flatMap((control) => menuOf(designId, control));
  const rows = Array.from({ length: Math.ceil(buttons.length / LIMITS.buttonsInRow) }, (_, at) =>
    row(buttons.slice(at * LIMITS.buttonsInRow, (at + 1) * LIMITS.buttonsInRow)),
  );
  return [...menus, ...rows];
}

/** Asks once more, privately. */
export function confirmRow(designId: DesignId): Row {
  return row([
    button(DISCORD_ACTIONS.cancelYes, designId, TEXTS.cancelYes, ButtonStyle.Danger),
    button(DISCORD_ACTIONS.cancelNo, designId, TEXTS.cancelNo, ButtonStyle.Secondary),
  ]);
}

function menuOf(designId: DesignId, control: Control): Row[] {
  if (control.kind !== 'peek') return [];
  const entries = control.people.map(
    ({ id, title, emoji }) => [`${emoji} ${title}`, actionValue(designId, id)] as const,
  );
  return [menu(ACTIONS.peek, designId, TEXTS.peek, entries)];
}

function buttonOf(designId: DesignId, control: Control): APIButtonComponentWithCustomId[] {
  switch (control.kind) {
    case 'peek':
      return [];
    case 'done_answering':
      return [button(ACTIONS.doneAnswering, designId, TEXTS.doneAnswering, ButtonStyle.Secondary)];
    case 'skip':
      return [button(ACTIONS.skip, designId, TEXTS.skip, ButtonStyle.Secondary)];
    case 'run_again':
      return [button(ACTIONS.runAgain, designId, TEXTS.runAgain, ButtonStyle.Primary)];
    case 'cancel':
      return [button(ACTIONS.cancel, designId, TEXTS.cancel, ButtonStyle.Danger)];
    case 'decide': {
      const { choice, gateId } = control;
      const style = choice === 'accept' ? ButtonStyle.Success : ButtonStyle.Secondary;
      const value = actionValue(designId, gateId);
      return [button(CHOICE_ACTIONS[choice], value, CHOICE_LABELS[choice], style)];
    }
  }
}

function button(
  action: Action,
  value: string,
  label: string,
  style: APIButtonComponentWithCustomId['style'],
): APIButtonComponentWithCustomId {
  const custom_id = `${action} ${value}`;
  return { type: ComponentType.Button, custom_id, label: cut(label, LIMITS.buttonLabel), style };
}

function menu(
  action: Action,
  value: string,
  placeholder: string,
  entries: readonly (readonly [string, string])[],
): Row {
  const select: APIStringSelectComponent = {
    type: ComponentType.StringSelect,
    custom_id: `${action} ${value}`,
    placeholder: cut(placeholder, LIMITS.placeholder),
    options: entries
      .slice(0, LIMITS.options)
      .map(([label, meant]) => ({ label: cut(oneLine(label), LIMITS.optionText) || '…', value: meant })),
  };
  return row([select]);
}

function row(components: APIComponentInMessageActionRow[]): Row {
  return { type: ComponentType.ActionRow, components };
}

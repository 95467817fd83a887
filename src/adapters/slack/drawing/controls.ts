import type { ActionsBlock, ActionsBlockElement, Button, StaticSelect } from '@slack/types';
import type { GateChoice } from '../../../core/events.ts';
import type { DesignId } from '../../../core/ids.ts';
import type { Control } from '../../../core/thread/controls.ts';
import { ACTIONS, type ActionId, actionValue } from '../../../runtime/gateway/actions.ts';
import { cut } from '../../../runtime/message/cut.ts';
import type { Clickable } from '../../../runtime/message/document.ts';
import { oneLine } from '../../../runtime/message/plain.ts';
import { CHOICE_LABELS, TEXTS } from '../../../runtime/message/texts.ts';
import { LIMITS } from './limits.ts';

const CHOICE_ACTIONS: Record<GateChoice, ActionId> = {
  accept: ACTIONS.accept,
  send_back: ACTIONS.sendBack,
  stop: ACTIONS.stop,
};

/** What can be clicked, in a row; no block at all where there is nothing. */
export function clickableBlocks(clickable: Clickable | null): ActionsBlock[] {
  if (clickable === null) return [];
  if (clickable.kind === 'controls') {
    const { designId, controls } = clickable;
    const elements = controls.slice(0, LIMITS.actions).map((control) => element(designId, control));
    return [{ type: 'actions', elements }];
  }
  const { of, designs } = clickable;
  const entries = designs.map(({ topic, id }) => [topic, id] as const);
  return [{ type: 'actions', block_id: of, elements: [menu(ACTIONS.choose, TEXTS.choose[of], entries)] }];
}

function element(designId: DesignId, control: Control): ActionsBlockElement {
  switch (control.kind) {
    case 'peek':
      return menu(
        ACTIONS.peek,
        TEXTS.peek,
        control.people.map(({ id, title, emoji }) => [`${emoji} ${title}`, actionValue(designId, id)]),
      );
    case 'done_answering':
      return { ...button(ACTIONS.doneAnswering, TEXTS.doneAnswering, designId), style: 'primary' };
    case 'skip':
      return button(ACTIONS.skip, TEXTS.skip, designId);
    case 'run_again':
      return button(ACTIONS.runAgain, TEXTS.runAgain, designId);
    case 'decide':
      return button(
        CHOICE_ACTIONS[control.choice],
        CHOICE_LABELS[control.choice],
        actionValue(designId, control.gateId),
      );
    case 'cancel':
      return { ...button(ACTIONS.cancel, TEXTS.cancel, designId), confirm: CONFIRM_CANCEL };
  }
}

const CONFIRM_CANCEL = {
  title: plain(TEXTS.cancelTitle),
  text: plain(TEXTS.cancelText),
  confirm: plain(TEXTS.cancelYes),
  deny: plain(TEXTS.cancelNo),
  style: 'danger',
} as const;

function button(id: ActionId, label: string, value: string): Button {
  return { type: 'button', action_id: id, text: plain(cut(label, LIMITS.buttonText)), value };
}

/** A menu of labels and the values they stand for. */
function menu(
  id: ActionId,
  placeholder: string,
  entries: readonly (readonly [string, string])[],
): StaticSelect {
  return {
    type: 'static_select',
    action_id: id,
    placeholder: plain(placeholder),
    options: entries
      .slice(0, LIMITS.options)
      .map(([label, value]) => ({ text: plain(cut(oneLine(label), LIMITS.optionText)), value })),
  };
}

function plain(text: string) {
  return { type: 'plain_text', text, emoji: false } as const;
}

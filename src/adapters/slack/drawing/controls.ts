import type { ActionsBlock, ActionsBlockElement, Button, StaticSelect } from '@slack/types';
import type { GateChoice } from '../../../core/events.ts';
import type { DesignId } from '../../../core/ids.ts';
import type { Control } from '../../../core/thread/controls.ts';
import { ACTIONS, type ActionId, actionValue } from './actions.ts';
import { cut, LIMITS } from './limits.ts';
import { oneLine } from './safe.ts';
import { CHOICE_LABELS, TEXTS } from './texts.ts';

const CHOICE_ACTIONS: Record<GateChoice, ActionId> = {
  accept: ACTIONS.accept,
  send_back: ACTIONS.sendBack,
  stop: ACTIONS.stop,
};

/** The controls in a row; no block at all where there are none. */
export function controlsBlock(designId: DesignId, controls: readonly Control[]): ActionsBlock[] {
  const elements = controls.slice(0, LIMITS.actions).map((control) => element(designId, control));
  return elements.length === 0 ? [] : [{ type: 'actions', elements }];
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
export function menu(
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

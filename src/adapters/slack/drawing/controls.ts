import type { ActionsBlock, Button, StaticSelect } from '@slack/types';
import { cutWords } from '../../../core/text.ts';
import {
  ACTIONS,
  type ButtonElement,
  elementsOf,
  type MenuElement,
} from '../../../runtime/gateway/actions.ts';
import type { Clickable } from '../../../runtime/message/document.ts';
import { oneLine } from '../../../runtime/message/plain.ts';
import { TEXTS } from '../../../runtime/message/texts.ts';
import { LIMITS } from './limits.ts';

/** What can be clicked, in a row; no block at all where there is nothing. A menu of designs says with its id what it is for. */
export function clickableBlocks(clickable: Clickable | null): ActionsBlock[] {
  if (clickable === null) return [];
  const elements = elementsOf(clickable)
    .slice(0, LIMITS.actions)
    .map((element) => (element.kind === 'button' ? button(element) : menu(element)));
  const named = clickable.kind === 'choice' ? { block_id: clickable.of } : {};
  return [{ type: 'actions', ...named, elements }];
}

const CONFIRM_CANCEL = {
  title: plain(TEXTS.cancelTitle),
  text: plain(TEXTS.cancelText),
  confirm: plain(TEXTS.cancelYes),
  deny: plain(TEXTS.cancelNo),
  style: 'danger',
} as const;

function button({ action, label, value }: ButtonElement): Button {
  const text = plain(cutWords(label, LIMITS.buttonText));
  return {
    type: 'button',
    action_id: action,
    text,
    value,
    ...(action === ACTIONS.doneAnswering ? { style: 'primary' } : {}),
    ...(action === ACTIONS.cancel ? { confirm: CONFIRM_CANCEL } : {}),
  };
}

function menu({ action, placeholder, entries }: MenuElement): StaticSelect {
  return {
    type: 'static_select',
    action_id: action,
    placeholder: plain(placeholder),
    options: entries
      .slice(0, LIMITS.options)
      .map(({ label, value }) => ({ text: plain(cutWords(oneLine(label), LIMITS.optionText)), value })),
  };
}

function plain(text: string) {
  return { type: 'plain_text', text, emoji: false } as const;
}

import type { DesignId } from '../../../core/ids.ts';
import { TEXTS } from '../../../runtime/message/texts.ts';
import { textDocument } from '../../../runtime/message/words.ts';
import { confirmRow } from './controls.ts';
import { type Drawing, draw } from './draw.ts';

/** Asks once more before a design is cancelled. */
export function drawConfirm(designId: DesignId): Drawing {
  const { flags, components } = draw(textDocument(`**${TEXTS.cancelTitle}**\n\n${TEXTS.cancelText}`));
  return { flags, components: [...components, confirmRow(designId)] };
}

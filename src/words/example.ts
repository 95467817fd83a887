/** What stands first in every text of a rehearsal. */

import type { Design } from '#design/state.ts';
import { type Markdown, md } from './md.ts';

export function exampleLine(design: Design): Markdown | null {
  return design.isRehearsal
    ? md`*This is an example: its words were written beforehand, and no model took part.*`
    : null;
}

/** How to call Charrette where it was called from, for sentences that say what to type. */

import { EXAMPLE_TOPIC } from '#models/example.ts';

/** In a clone no command is called `charrette`: npm runs it. */
const isClone = process.env.npm_lifecycle_event !== undefined;
const PROGRAM = isClone ? 'npm run charrette --' : 'charrette';

/** @example commandOf('watch', id) // charrette watch a39b0668 */
export function commandOf(verb: string, id = ''): string {
  return `${PROGRAM} ${verb} ${id.slice(-8)}`.trim();
}

export function noModelWords(keyNames: readonly string[]): string {
  const design = isClone ? 'npm run design --' : 'charrette design';
  return `No model’s key is set. Set ${keyNames.join(' or ')}. To see the written example: ${design} "${EXAMPLE_TOPIC}". CHARRETTE_REHEARSAL=1 plays it for any topic.`;
}

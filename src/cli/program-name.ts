/** How to call Charrette where it was called from, for sentences that say what to type. */

import { EXAMPLE_TOPIC } from '#models/example.ts';

/** In a clone no command is called `charrette`: npm runs it. */
export const PROGRAM =
  process.env.npm_lifecycle_event === undefined ? 'charrette' : 'npm run charrette --';

/** @example commandOf('watch', id) // charrette watch a39b0668 */
export function commandOf(verb: string, id = ''): string {
  return `${PROGRAM} ${verb} ${id.slice(-8)}`.trim();
}

export function noModelWords(missing: string): string {
  return `No model can be called: ${missing}. To see the written example: ${commandOf('design')} "${EXAMPLE_TOPIC}". CHARRETTE_REHEARSAL=1 plays it for any topic.`;
}

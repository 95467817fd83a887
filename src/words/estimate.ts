/** What a design costs and takes, before it starts. */

import { countOf, dollars, duration } from './figures.ts';

export interface Estimate {
  readonly personas: number;
  /** `null`: the model has no known price. */
  readonly usd: number | null;
  readonly ms: number;
  readonly isRehearsal: boolean;
}

/** `6 personas, about $1.30 and 7 min of their time.` */
export function estimateWords({ personas, usd, ms, isRehearsal }: Estimate): string {
  const who = countOf(personas, 'persona');
  if (isRehearsal) return `An example: ${who} play a written text, at no cost.`;
  const cost = usd === null ? 'at an unknown price' : `about ${dollars(usd)}`;
  return `${who}, ${cost} and ${duration(ms)} of their time.`;
}

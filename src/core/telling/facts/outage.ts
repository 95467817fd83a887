import type { Outage } from '../../vocabulary/sets.ts';

/** Why no model can be used, each as a sentence without its end. */
export const OUTAGE_WORDS: Record<Outage, string> = {
  unauthorized: 'The model refused our key (401)',
  unpaid: 'The account of our key has no credit (402)',
  forbidden: 'Our key may not use the model (403)',
  unknown_model: 'The endpoint knows no such model (404)',
  unreachable: 'The model cannot be reached',
};

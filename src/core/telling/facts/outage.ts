import type { Lapse, Outage } from '../../vocabulary/sets.ts';

/** Why no model can be used, each as a sentence without its end. */
export const OUTAGE_WORDS: Record<Outage, string> = {
  unauthorized: 'The model refused our key (401)',
  unpaid: 'The account of our key has no credit (402)',
  forbidden: 'Our key may not use the model (403)',
  unknown_model: 'The endpoint knows no such model (404)',
  unreachable: 'The model cannot be reached',
};

/** Why the last call of a model brought no answer, for what may pass by itself; behind the model's name. */
export const LAPSE_WORDS: Record<Lapse, string> = {
  connect_timeout: 'takes no connection in time',
  first_token_timeout: 'does not begin to answer in time',
  stall_timeout: 'falls silent within its answers',
  total_timeout: 'does not end its answers in time',
  connection_lost: 'breaks its answers off',
  rate_limited: 'takes no more requests for now (429)',
  overloaded: 'is overloaded',
  server_error: 'answers with an error of its own (5xx)',
};

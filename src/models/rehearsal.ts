/** placeholder */
import type { Model } from './model.ts';
export const EXAMPLE_TOPIC = 'Should the job queue move from Redis to Postgres?';
export function createRehearsal(_l: number): Model {
  throw new Error('x');
}

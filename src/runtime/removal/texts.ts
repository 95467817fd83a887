import { REMOVED } from '../words.ts';
import type { Quoting } from './quoting.ts';

/** Names of fields whose values code has written: ids, members of closed sets, places. */
const CODES: ReadonlySet<string> = new Set([
  'type',
  'kind',
  'id',
  'turnId',
  'designId',
  'participant',
  'sessionId',
  'roundId',
  'replyId',
  'authorId',
  'questionId',
  'outcome',
  'class',
  'result',
  'tool',
  'stop',
  'fault',
  'model',
  'sha256',
  'commit',
  'platform',
  'channel',
  'thread',
  'starter',
]);

/** Returns the same value, in which every text that quotes reads `REMOVED`. */
export function withoutQuotes<Value>(value: Value, quoting: Pick<Quoting, 'quotes'>): Value;
export function withoutQuotes(value: unknown, quoting: Pick<Quoting, 'quotes'>): unknown {
  if (typeof value === 'string') return quoting.quotes(value) ? REMOVED : value;
  if (Array.isArray(value)) return value.map((each: unknown) => withoutQuotes(each, quoting));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name,
      typeof each === 'string' && CODES.has(name) ? each : withoutQuotes(each, quoting),
    ]),
  );
}

/** Returns a text line by line: of the diagnostics of a crash those lines stay that quote nothing. */
export function withoutQuotingLines(text: string, quoting: Pick<Quoting, 'quotes'>): string {
  return text
    .split('\n')
    .map((line) => (quoting.quotes(line) ? REMOVED : line))
    .join('\n');
}

/** Every text below a value, with the name of its field. */
export function textsIn(value: unknown, field = ''): { readonly field: string; readonly text: string }[] {
  if (typeof value === 'string') return [{ field, text: value }];
  if (Array.isArray(value)) return value.flatMap((each: unknown) => textsIn(each, field));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) =>
    typeof each === 'string' && CODES.has(name) ? [] : textsIn(each, name),
  );
}

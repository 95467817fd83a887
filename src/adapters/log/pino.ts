import { createRequire } from 'node:module';
import type { DestinationStream } from 'pino';
import * as z from 'zod';
import { errorMessage, Fault, SEE_LOG } from '../../runtime/fault.ts';
import type { Log } from '../../runtime/ports/log.ts';
import { redacted } from '../../runtime/redaction.ts';

const require = createRequire(import.meta.url);
/** Characters of a fault's cause. */
const MAX_CAUSE = 500;
const ignore = (): void => undefined;
/** What a command in a terminal has, which is done before the library would be loaded. */
const SILENT: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/**
 * Operator's log on standard error: JSON lines, or for people at a terminal (`isForPeople`) the same in words. `redact`
 * goes over every text before it is written (D6), each by itself: what has the form of a secret across two of them would take
 * the signs between them along.
 */
export function createLog(options: {
  readonly level: string;
  readonly redact: (text: string) => string;
  readonly write: (line: string) => void;
  readonly isForPeople?: boolean;
}): Log {
  const { level, redact, write, isForPeople = false } = options;
  if (level === 'silent') return SILENT;
  const { pino } = require('pino') as typeof import('pino');
  const destination: DestinationStream = {
    write: (line) => write(`${visible(isForPeople ? readable(line) : line.trimEnd())}\n`),
  };
  const logger = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (name) => ({ level: name }) },
    },
    destination,
  );
  const at =
    (each: keyof Log): Log[keyof Log] =>
    (event, facts = {}) => {
      if (!logger.isLevelEnabled(each)) return;
      logger[each](redacted(plain(facts, redact), redact), event);
    };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** The facts as JSON holds them; where it cannot, as of what contains itself, the reason: to log something never throws. */
function plain(facts: object, redact: (text: string) => string): object {
  try {
    const said = JSON.stringify(facts, function (this: Record<string, unknown>, name, value) {
      // Not `value`, which is what an error with a toJSON makes of itself.
      const fact = this[name];
      if (fact instanceof Error) return told(fact, redact);
      return typeof value === 'bigint' ? String(value) : value;
    });
    return JSON.parse(said);
  } catch (error) {
    return { unwritable: errorMessage(error) };
  }
}

/**
 * An error inside the facts becomes its name and message, and a fault's cause; a stack is of no use to an operator's query.
 * A cause is cut only once no secret is in it any more: of half a one nothing is recognised.
 */
function told(error: Error, redact: (text: string) => string): string {
  const words = `${error.name}: ${error.message}`;
  const { cause } = error;
  if (!(error instanceof Fault && cause instanceof Error) || words.includes(cause.message)) return words;
  return `${words.replace(SEE_LOG, '').trimEnd()} The cause: ${redact(cause.message).slice(0, MAX_CAUSE)}`;
}

const Line = z.looseObject({ time: z.string(), level: z.string(), msg: z.string() });

/** What commands a terminal, turns the reading order around or is not seen. JSON has all of it inside strings. */
const UNSEEN = /[\p{Cc}\p{Cf}]/gu;
const WORD = /^[\w.:/@+-]+$/;
const LEVEL_WIDTH = 5;

/** A line of the log for people: time, level, event, then `name=value` for each fact. */
function readable(line: string): string {
  const { time, level, msg, ...facts } = Line.parse(JSON.parse(line));
  const said = Object.entries(facts).map(([name, value]) => `${name}=${wordsFor(value)}`);
  return [time, level.toUpperCase().padEnd(LEVEL_WIDTH), msg, ...said].join(' ');
}

function wordsFor(value: unknown): string {
  return typeof value === 'string' && WORD.test(value) ? value : JSON.stringify(value);
}

/** As JSON writes it, in both forms: each unit of UTF-16 by its number. */
function visible(line: string): string {
  const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return line.replace(UNSEEN, (sign) => sign.split('').map(escaped).join(''));
}

import { createRequire } from 'node:module';
import type { DestinationStream } from 'pino';
import * as z from 'zod';
import { unseenEscaped } from '../../core/vocabulary/text.ts';
import { errorMessage, Fault, SEE_LOG } from '../../foundation/fault.ts';
import type { Log } from '../../foundation/log.ts';
import { redacted } from '../../foundation/redaction.ts';

const require = createRequire(import.meta.url);
/** Characters kept of a fault's cause. */
const MAX_CAUSE = 500;
const ignore = (): void => undefined;
/** The log of a command in a terminal, which finishes before the library would be loaded. */
const SILENT: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/**
 * Writes the operator's log on standard error: JSON lines, or the same in words for people at a terminal (`isForPeople`).
 * `redact` goes over each text separately before it is written (D6): a match across two of them would swallow the characters
 * between.
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
    // JSON has all of it inside strings.
    write: (line) => write(`${unseenEscaped(isForPeople ? readable(line) : line.trimEnd())}\n`),
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

/** Returns the facts as JSON holds them, or the reason where it cannot, like a cycle. Logging never throws. */
function plain(facts: object, redact: (text: string) => string): object {
  try {
    const said = JSON.stringify(facts, function (this: Record<string, unknown>, name, value) {
      // Not `value`, which is the result of an error's own toJSON.
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
 * Returns an error's name and message, and a fault's cause; a stack is of no use to an operator's query. The cause is cut only
 * after redaction, since half a secret is not recognised.
 */
function told(error: Error, redact: (text: string) => string): string {
  const words = `${error.name}: ${error.message}`;
  const { cause } = error;
  if (!(error instanceof Fault && cause instanceof Error) || words.includes(cause.message)) return words;
  return `${words.replace(SEE_LOG, '').trimEnd()} The cause: ${redact(cause.message).slice(0, MAX_CAUSE)}`;
}

const Line = z.looseObject({ time: z.string(), level: z.string(), msg: z.string() });

const WORD = /^[\w.:/@+-]+$/;
const LEVEL_WIDTH = 5;

/** Formats a log line for people: time, level, event, then `name=value` for each fact. */
function readable(line: string): string {
  const { time, level, msg, ...facts } = Line.parse(JSON.parse(line));
  const said = Object.entries(facts).map(([name, value]) => `${name}=${wordsFor(value)}`);
  return [time, level.toUpperCase().padEnd(LEVEL_WIDTH), msg, ...said].join(' ');
}

function wordsFor(value: unknown): string {
  return typeof value === 'string' && WORD.test(value) ? value : JSON.stringify(value);
}

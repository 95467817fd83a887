import { createRequire } from 'node:module';
import type { DestinationStream } from 'pino';
import * as z from 'zod';
import { escapeUnseen } from '../../core/vocabulary/text.ts';
import { errorMessageOf, messageWithCauseOf } from '../../foundation/fault.ts';
import type { Log } from '../../foundation/log.ts';
import { redactIn } from '../../foundation/redaction.ts';

const require = createRequire(import.meta.url);
const ignore = (): void => undefined;
/** For short commands in a terminal, which end before the library would be loaded. */
const SILENT: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/**
 * The operator's log on standard error: JSON lines, or with `isForPeople` lines for a terminal.
 * `redact` runs on each text separately, since a match across two would swallow what is between.
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
    // In JSON, only strings can contain these characters.
    write: (line) => write(`${escapeUnseen(isForPeople ? drawLine(line) : line.trimEnd())}\n`),
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
      logger[each](redactIn(readFacts(facts, redact), redact), event);
    };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** The facts as JSON, or the reason why there is none, like a cycle. Never throws. */
function readFacts(facts: object, redact: (text: string) => string): object {
  try {
    const json = JSON.stringify(facts, function (this: Record<string, unknown>, name, value) {
      // `value` would be the result of an error's own toJSON.
      const fact = this[name];
      if (fact instanceof Error) return `${fact.name}: ${messageWithCauseOf(fact, redact)}`;
      return typeof value === 'bigint' ? String(value) : value;
    });
    return JSON.parse(json);
  } catch (error) {
    return { unwritable: errorMessageOf(error) };
  }
}

const Line = z.looseObject({ time: z.string(), level: z.string(), msg: z.string() });

const WORD = /^[\w.:/@+-]+$/;
const LEVEL_WIDTH = 5;

/** Time, level, event, then `name=value` for each fact. */
function drawLine(line: string): string {
  const { time, level, msg, ...facts } = Line.parse(JSON.parse(line));
  const words = Object.entries(facts).map(([name, value]) => `${name}=${wordsFor(value)}`);
  return [time, level.toUpperCase().padEnd(LEVEL_WIDTH), msg, ...words].join(' ');
}

function wordsFor(value: unknown): string {
  return typeof value === 'string' && WORD.test(value) ? value : JSON.stringify(value);
}

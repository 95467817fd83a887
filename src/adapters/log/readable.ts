import * as z from 'zod';

const Line = z.looseObject({ time: z.string(), level: z.string(), msg: z.string() });

/** What commands a terminal, turns the reading order around or is not seen. */
const UNSEEN = /[\p{Cc}\p{Cf}]/gu;
const WORD = /^[\w.:/@+-]+$/;
const LEVEL_WIDTH = 5;

/** A line of the log for people: time, level, event, then `name=value` for each fact. */
export function readable(line: string): string {
  const { time, level, msg, ...facts } = Line.parse(JSON.parse(line));
  const said = Object.entries(facts).map(([name, value]) => `${name}=${wordsFor(value)}`);
  const words = [time, level.toUpperCase().padEnd(LEVEL_WIDTH), msg, ...said].join(' ');
  return `${words.replace(UNSEEN, escaped)}\n`;
}

function wordsFor(value: unknown): string {
  return typeof value === 'string' && WORD.test(value) ? value : JSON.stringify(value);
}

function escaped(sign: string): string {
  return `\\u${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
}

/** Amounts with their units, and texts cut for the thread. */

import { costOf } from '#design/money.ts';
import type { Design } from '#design/state.ts';
import { cut } from '#support/text.ts';

/** The longest first line of a result. A longer caveat is cut here, and stands whole in the list below. */
export const FIRST_LINE_CHARACTERS = 160;

export function dollars(usd: number): string {
  return `$${usd.toFixed(2)}`;
}

/** `unknown`: the model has no known price. */
export function costWords(cost: { usd: number; isAtLeast: boolean; isUnknown: boolean }): string {
  if (cost.isUnknown && cost.usd === 0) return 'cost unknown';
  return `${cost.isAtLeast || cost.isUnknown ? 'at least ' : ''}${dollars(cost.usd)}`;
}

/** What a design has cost so far; nothing for an example, which costs nothing. */
export function spentOn(design: Design): string[] {
  return design.isRehearsal ? [] : [costWords(costOf(design))];
}

/** `40 s`, `9 min`, `2 h`, `3 days` */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  if (hours < 48) return `${hours} h`;
  return `${Math.round(hours / 24)} days`;
}

/** `1 reply`, `2 replies` */
export function countOf(count: number, noun: string, nouns = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : nouns}`;
}

/** `2026-11-30 11:12 UTC`, for files. */
export function dateWords(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

export function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

/** Cut behind a word, for the thread: the whole stands in the files. */
export function shorten(text: string, maxCharacters: number): string {
  const line = oneLine(text);
  if (line.length <= maxCharacters) return line;
  const short = cut(line, maxCharacters - 1);
  const end = short.lastIndexOf(' ');
  return end > maxCharacters / 2 ? `${short.slice(0, end).replace(/[,;:.]$/, '')} …` : short;
}

/** Cuts after the last whole sentence that fits, or after a word; closes a quotation that was cut. */
export function firstSentences(text: string, maxCharacters: number): string {
  const line = oneLine(text);
  if (line.length <= maxCharacters) return line;
  const room = maxCharacters - 3;
  const sentences = /^.+[.!?…][”"]?(?= )/.exec(line.slice(0, room + 1))?.[0];
  const short = sentences ?? shorten(line, room);
  const isQuoting = short.lastIndexOf('“') > short.lastIndexOf('”');
  return isQuoting ? `${short.replace(/ …$/, '')} …”` : short;
}

/** Removes the full stop at the end, for a sentence that a colon follows. */
export function clause(text: string): string {
  return text.trim().replace(/[.。]$/, '');
}

/** Ends with a full stop, unless it ends otherwise. */
export function endSentence(text: string): string {
  const line = text.trim();
  return line === '' || /[.!?…:”"]$/.test(line) ? line : `${line}.`;
}

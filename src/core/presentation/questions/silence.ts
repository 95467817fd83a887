import type { Design, Silence } from '../../vocabulary/design.ts';
import { participant } from '../../vocabulary/participants.ts';
import { listed } from '../../vocabulary/text.ts';
import { ago, type Line, line, moment, untrusted } from '../format/document.ts';
import { linePlain } from '../format/plain-document.ts';
import { awaitedLine } from '../run/weather.ts';

const NAMED = 2;

export function silenceLine(design: Design, maxChars: number): Line {
  const { silence } = design;
  if (silence === undefined) return [];
  const { since, againAt, weather } = silence;
  if (weather !== undefined) return awaitedLine(design, weather);
  const again = againAt === null ? [] : line`; tried again at ${moment(againAt, since)}`;
  return line`Waiting for the model (${untrusted(whose(design, silence), maxChars)}): the wait began ${ago(since, since)}${again}`;
}

/** For clients with their own clock: `waiting 0:32 for the model (Outsider); tried again at 2:00`. */
export function silenceWords(design: Design, silence: Silence, now: number): string {
  const { since, againAt, weather } = silence;
  if (weather !== undefined) return linePlain(awaitedLine(design, weather));
  const again = againAt === null ? '' : `; tried again at ${minutes(againAt - since)}`;
  return `waiting ${minutes(now - since)} for the model (${whose(design, silence)})${again}`;
}

function whose(design: Design, { participants }: Silence): string {
  const titles = participants.map((id) => participant(design, id).title);
  return titles.length <= NAMED ? listed(titles) : `${titles.length} of those who are asked`;
}

/** `0:32`, `12:05`. */
function minutes(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

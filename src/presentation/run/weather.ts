import type { Design, Silence } from '../../core/vocabulary/design.ts';
import type { AwaitedModel, Unavailable } from '../../core/vocabulary/event-parts.ts';
import { participant } from '../../core/vocabulary/participants.ts';
import { listed } from '../../core/vocabulary/text.ts';
import { spellOf } from '../../core/workflow/rounds/weather.ts';
import { ago, type Line, line, moment, untrusted } from '../format/document.ts';
import { linePlain } from '../format/plain-document.ts';
import { LASTING_WORDS } from '../unavailable.ts';

const NAME_CHARACTERS = 200;

/** The model that all open turns wait for. It may have been unavailable since before a pause. */
function awaitedLine(design: Design, awaited: AwaitedModel): Line {
  const since = spellOf(design, awaited.model)[0]?.since ?? awaited.since;
  return line`The ${unavailableLine({ ...awaited, since })}; trying until ${moment(awaited.until, since)}`;
}

/** A design that waits for a model. `now`: set where resuming may be late. */
export function pausedLine(pause: Design['pauses'][number], now?: number): Line {
  const { at, until, since } = pause;
  const goesOn = now !== undefined && until <= now ? 'was due to go on' : 'goes on';
  return line`Paused since ${moment(at, at)}: the ${unavailableLine(pause)}; ${goesOn} at ${moment(until, since)}`;
}

export function gaveUpWords(weather: Unavailable): string {
  const { againAt, since } = weather;
  const next = againAt === null ? line`when it answers` : line`after ${moment(againAt, since)}`;
  return linePlain(line`the ${unavailableLine(weather)}; run it again ${next}`);
}

/** `model (claude-opus-5-5 at Anthropic) has been overloaded since 14:02` */
function unavailableLine({ cause, model, endpoint, since }: Omit<Unavailable, 'againAt'>): Line {
  const which = untrusted(endpoint === '' ? model : `${model} at ${endpoint}`, NAME_CHARACTERS);
  return line`model (${which}) ${LASTING_WORDS[cause]} since ${moment(since, since)}`;
}

const NAMED = 2;

export function silenceLine(design: Design, maxChars: number): Line {
  const { silence } = design;
  if (silence === undefined) return [];
  const { since, againAt, weather } = silence;
  if (weather !== undefined) return awaitedLine(design, weather);
  const again = againAt === null ? [] : line`; next try at ${moment(againAt, since)}`;
  return line`Waiting for the model (${untrusted(whose(design, silence), maxChars)}): the wait began ${ago(since, since)}${again}`;
}

/** For clients with their own clock: `waiting 0:32 for the model (Outsider); next try at 2:00`. */
export function silenceWords(design: Design, silence: Silence, now: number): string {
  const { since, againAt, weather } = silence;
  if (weather !== undefined) return linePlain(awaitedLine(design, weather));
  const again = againAt === null ? '' : `; next try at ${minutes(againAt - since)}`;
  return `waiting ${minutes(now - since)} for the model (${whose(design, silence)})${again}`;
}

function whose(design: Design, { participants }: Silence): string {
  const titles = participants.map((id) => participant(design, id).title);
  return titles.length <= NAMED ? listed(titles) : `${titles.length} participants`;
}

/** `0:32`, `12:05`. */
function minutes(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

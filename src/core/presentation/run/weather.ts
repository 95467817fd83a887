import type { Design } from '../../vocabulary/design.ts';
import type { AwaitedModel, Unavailable } from '../../vocabulary/events.ts';
import { spellOf } from '../../workflow/rounds/weather.ts';
import { type Line, line, moment, untrusted } from '../format/document.ts';
import { linePlain } from '../format/plain-document.ts';
import { LAPSE_WORDS } from './outage.ts';

const NAME_CHARACTERS = 200;

/** A model all open turns wait for. It may have become unavailable before a pause. */
export function awaitedLine(design: Design, awaited: AwaitedModel): Line {
  const since = spellOf(design, awaited.model)[0]?.since ?? awaited.since;
  return line`The ${unavailableLine({ ...awaited, since })}; trying until ${moment(awaited.until, since)}`;
}

/** A design that waits for a model. `now`: set where resuming may be late. */
export function pausedLine(pause: Design['pauses'][number], now?: number): Line {
  const { at, until, since } = pause;
  const goesOn = now !== undefined && until <= now ? 'was to go on' : 'goes on';
  return line`Paused since ${moment(at, at)}: the ${unavailableLine(pause)}; ${goesOn} at ${moment(until, since)}`;
}

export function gaveUpWords(weather: Unavailable): string {
  const { againAt, since } = weather;
  const next = againAt === null ? line`when it answers` : line`after ${moment(againAt, since)}`;
  return linePlain(line`the ${unavailableLine(weather)}; run it again ${next}`);
}

/** `model (claude-opus-5-5 at Anthropic) is overloaded since 14:02` */
function unavailableLine({ cause, model, endpoint, since }: Omit<Unavailable, 'againAt'>): Line {
  const which = untrusted(endpoint === '' ? model : `${model} at ${endpoint}`, NAME_CHARACTERS);
  return line`model (${which}) ${LAPSE_WORDS[cause]} since ${moment(since, since)}`;
}

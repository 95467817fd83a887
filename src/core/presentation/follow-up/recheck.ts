import { decisionInForce } from '../../outcome/outcome.ts';
import type { Design } from '../../vocabulary/design.ts';
import type { LINE_STATES, Recheck } from '../../vocabulary/event-parts.ts';
import type { EventOf } from '../../vocabulary/events.ts';
import { counted } from '../../vocabulary/figures.ts';
import { codeSpan, joined, type Line, line, untrustedMarkdown, WHOLE } from '../format/document.ts';
import { person } from '../format/people.ts';

type Found = Pick<Recheck, 'commit' | 'places' | 'revisit' | 'contradicted'>;

const STATE_WORDS: Readonly<Record<(typeof LINE_STATES)[number], string>> = {
  same: 'unchanged',
  moved: 'moved',
  changed: 'changed',
  gone: 'gone',
  unknown: 'not followed',
};

const CONTRADICTED_WORDS: Readonly<Record<Recheck['contradicted'][number], string>> = {
  superseded: 'A later design has decided otherwise.',
  declined: 'People have declined this decision.',
  earlier_superseded: 'The decision it follows up was superseded.',
  earlier_declined: 'The decision it follows up was declined.',
};

/** *Ada rechecked it at 08aa129: cited places: 3 unchanged, 1 changed.* */
export function recheckedLine(event: EventOf<'decision_rechecked'>): Line {
  return line`${person(event.by)} rechecked it${recheckSummary(event)}`;
}

/** ` at 08aa129: cited places: 3 unchanged, 1 changed; 1 fact to look at.` */
export function recheckSummary(found: Found): string {
  const { commit, places, revisit, contradicted } = found;
  const states = Object.entries(STATE_WORDS).flatMap(([state, words]) => {
    const count = places.filter((place) => place.state === state).length;
    return count === 0 ? [] : [`${count} ${words}`];
  });
  const due = revisit.filter(({ state }) => state !== 'open').length;
  const facts = [
    states.length === 0 ? 'no cited lines' : `cited places: ${states.join(', ')}`,
    ...(due === 0 ? [] : [`${counted(due, 'fact')} to look at`]),
    ...(contradicted.length === 0 ? [] : ['a later decision or verdict speaks against it']),
  ];
  return `${commit === '' ? '' : ` at ${commit.slice(0, 7)}`}: ${facts.join('; ')}.`;
}

/** `src/queue.ts:12`: moved, now `src/queue.ts:14` */
export function placeLine({ place, state, now }: Recheck['places'][number]): Line {
  return now === ''
    ? line`${codeSpan(place)}: ${STATE_WORDS[state]}`
    : line`${codeSpan(place)}: ${STATE_WORDS[state]}, now ${codeSpan(now)}`;
}

export function recheckLines(design: Design, { places, revisit, contradicted }: Found): Line[] {
  const facts = decisionInForce(design)?.decision.revisitIf ?? [];
  return [
    ...places.filter(({ state }) => state !== 'same').map(placeLine),
    ...revisit.flatMap(({ fact, state }) => {
      const found = facts[fact - 1];
      if (found === undefined || state === 'open') return [];
      const why =
        state === 'due'
          ? line`its date has passed (${untrustedMarkdown(found.until, WHOLE)})`
          : line`its place has changed`;
      return [line`To look at: ${joined([untrustedMarkdown(found.fact, WHOLE)], '')} — ${why}`];
    }),
    ...contradicted.map((each) => line`${CONTRADICTED_WORDS[each]}`),
  ];
}

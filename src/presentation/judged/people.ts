import type { Outcome } from '../../core/outcome/outcome.ts';
import type { partOf } from '../../core/outcome/participation.ts';
import { countOf, formatMoney } from '../../core/vocabulary/figures.ts';
import { findById, type ParticipantId } from '../../core/vocabulary/ids.ts';
import { listWords } from '../../core/vocabulary/text.ts';
import { compact } from '../../foundation/compact.ts';
import {
  bold,
  type Document,
  document,
  documentOfWords,
  italic,
  join,
  type Line,
  line,
  lines,
  untrusted,
  untrustedMarkdown,
} from '../format/document.ts';
import type { DesignView } from '../schema/view.ts';
import { sayDeaths, sayReplaced } from '../words/crash.ts';
import { drawSince } from '../words/waiting.ts';

/** A participant by name: people read names instead of letters. */
export function drawTitle(view: DesignView, id: ParticipantId): Line {
  return [untrusted(titleWordsOf(view, id))];
}

export function titleWordsOf(
  { personas }: { readonly personas: readonly Pick<Persona, 'id' | 'title'>[] },
  id: ParticipantId,
): string {
  return findById(personas, id)?.title ?? id;
}

/** In the personas' own order, which does not show who was faster. */
export function drawTitles(view: DesignView, ids: readonly ParticipantId[]): Line {
  const place = (id: ParticipantId) => view.personas.findIndex((each) => each.id === id);
  const ordered = ids.toSorted((one, other) => place(one) - place(other));
  return ordered.length === 0
    ? []
    : [untrusted(listWords(ordered.map((id) => titleWordsOf(view, id))))];
}

type Persona = DesignView['personas'][number];
export type Doing = Persona['doing'];

/** Activities with which facilitators are shown. */
const SHOWN: readonly Doing['kind'][] = ['working', 'retrying', 'dead'];

export function listShown({ personas, endedAt }: DesignView): Persona[] {
  return personas.filter(({ role, doing: { kind } }) =>
    role === 'persona' ? endedAt === null || kind !== 'resting' : SHOWN.includes(kind),
  );
}

/** Role, model, and how far it got. */
function factsOf({ rehearsal }: DesignView, persona: Persona): string[] {
  const { role, model, part, doing } = persona;
  // Released personas are listed with the question and count nowhere.
  return doing.kind === 'released' ? [role] : [role, rehearsal ? 'no model' : model, ...part];
}

/** A participant's line, with the facts that it unfolds to. */
interface PersonRow {
  readonly id: ParticipantId;
  readonly name: string;
  /** What it does or has done; empty for one that rests. */
  readonly state: string;
  readonly look: 'works' | 'lost' | 'rests';
  readonly cost: string;
  readonly facts: string;
}

const LOOK_OF: Partial<Record<Doing['kind'], PersonRow['look']>> = {
  dead: 'lost',
  retrying: 'lost',
  working: 'works',
  starting: 'works',
};

export function listPersonRows(view: DesignView): PersonRow[] {
  return view.personas.map((each) => {
    const { id, emoji, title, doing, turns, tokens, costUsd, costIsAtLeast = false } = each;
    return {
      id,
      name: `${emoji} ${title}`.trim(),
      state: doing.kind === 'resting' ? '' : doing.words,
      look: LOOK_OF[doing.kind] ?? 'rests',
      cost: turns === 0 ? '' : formatMoney(costUsd, costIsAtLeast),
      facts: compact(...factsOf(view, each), tokens > 0 && countOf(tokens, 'token')).join(', '),
    };
  });
}

/** Those of whom the phase says all that there is to say. */
const SILENT: readonly Doing['kind'][] = ['resting', 'released', 'starting'];

/** Everyone who has done something or is in trouble, by name; equal activities stand once. */
export function drawPeople(view: DesignView): Line {
  const active = listShown(view).filter(({ doing: { kind } }) => !SILENT.includes(kind));
  const alike = Map.groupBy(active, ({ doing }) => doing.words);
  return join(
    [...alike].map(([words, those]) => {
      const names = those.map(({ emoji, title }) => [untrusted(`${emoji} ${title}`.trim())]);
      return line`${join(names, ', ')}: ${untrusted(words)}`;
    }),
    ' · ',
  );
}

/** A look at one of them: what it does, what it said last, and what it took. */
export function drawPersonInFull(view: DesignView, id: string): Document {
  const who = view.personas.find((each) => each.id === id);
  if (who === undefined) return documentOfWords('Nobody in this design has that name.');
  const { title, emoji, doing, since, lastWords, replaced, model } = who;
  const facts = compact(
    countOf(who.turns, 'turn'),
    countOf(who.tokens, 'token'),
    formatMoney(who.costUsd, who.costIsAtLeast),
    !view.rehearsal && model,
    sayReplaced(replaced),
  );
  return document(`${title}: ${doing.words}`, [
    [
      lines(
        line`${bold(`${emoji} ${title}:`)} ${untrusted(doing.words)}${since === null ? [] : drawSince(since)}`,
        lastWords === ''
          ? line`Nothing to show yet.`
          : line`Said last: ${italic(untrustedMarkdown(lastWords))}`,
        untrusted(facts.join(' · ')),
      ),
    ],
  ]);
}

export function sayTakenPart({ personas, proposed, toTheEnd, lost }: Outcome['takenPart']): string {
  const [count, did] = toTheEnd > 0 ? [toTheEnd, 'finished'] : [proposed, 'wrote a proposal'];
  const deaths = sayDeaths(lost);
  return compact(
    (count > 0 || deaths.length === 0) && `${count} of ${personas} personas ${did}`,
    ...deaths,
  ).join('; ');
}

export const PARTICIPATION_WORDS: Record<ReturnType<typeof partOf>, string> = {
  to_the_end: 'finished',
  until_stopped: 'took part until it stopped',
  no_proposal: 'wrote no proposal',
  proposed: 'wrote a proposal',
};

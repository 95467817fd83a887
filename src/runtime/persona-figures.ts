import { LRUCache } from 'lru-cache';
import { movementsOf } from '../core/divergence/stances.ts';
import type { Design } from '../core/vocabulary/design.ts';
import { costOf, isAtLeast } from '../core/vocabulary/figures.ts';
import type { DesignId, ParticipantId } from '../core/vocabulary/ids.ts';
import { isOwnLoss } from '../core/vocabulary/session.ts';
import { loadedIfWhole } from './engine/loading.ts';
import type { DesignFilter, SharedStore } from './ports/store.ts';

/** The figures of one persona, over one design or several. */
export interface PersonaFigures {
  readonly id: ParticipantId;
  readonly title: string;
  readonly models: readonly string[];
  readonly designs: number;
  readonly turns: number;
  readonly crashes: number;
  readonly dissents: number;
  /** Differences on which it holds another position than before it argued. */
  readonly moves: number;
  /** `null` as soon as one price is unknown. */
  readonly costUsd: number | null;
  readonly costIsAtLeast: boolean;
}

/** The newest designs that are added up: a table over all of them would be read in whole for each visit. */
const MAX_DESIGNS = 50;

/** Figures of ended designs, which change no more but for what people do afterwards. */
const known = new LRUCache<
  DesignId,
  { readonly version: number; readonly figures: readonly PersonaFigures[] }
>({
  max: 500,
});

/** Adds up what each persona did in the newest ended designs that somebody may read. */
export async function figuresOfPersonas(
  store: Pick<SharedStore, 'list' | 'events'>,
  readable: Pick<DesignFilter, 'readable'>,
): Promise<{ readonly designs: number; readonly figures: readonly PersonaFigures[] }> {
  const listed = await store.list({ ...readable, limit: MAX_DESIGNS });
  const all: (readonly PersonaFigures[])[] = [];
  for (const { id, version, endedAt, setAside } of listed) {
    if (endedAt === null || setAside !== undefined) continue;
    const kept = known.get(id);
    if (kept?.version === version) all.push(kept.figures);
    else {
      const design = await loadedIfWhole(store, id);
      if (design === null) continue;
      const figures = figuresIn(design);
      known.set(id, { version, figures });
      all.push(figures);
    }
  }
  const byPersona = Map.groupBy(all.flat(), ({ id }) => id);
  const figures = [...byPersona.values()].map(together).toSorted((one, other) => other.designs - one.designs);
  return { designs: all.length, figures };
}

/** Returns the figures of every participant of one design. */
function figuresIn(design: Design): PersonaFigures[] {
  const movements = design.divergences.flatMap((divergence) => movementsOf(design, divergence));
  return design.participants.map(({ id, title, model, sessions }) => {
    const turns = design.turns.filter((turn) => turn.participant === id);
    return {
      id,
      title,
      models: [model],
      designs: 1,
      turns: turns.length,
      crashes: sessions.filter(({ cause }) => cause !== null && isOwnLoss(cause)).length,
      dissents: design.signatures.filter(
        ({ participant, verdict }) => participant === id && verdict === 'dissents',
      ).length,
      moves: movements.filter(({ participant, before, after }) => participant === id && before !== after)
        .length,
      costUsd: costOf(turns),
      costIsAtLeast: isAtLeast(turns),
    };
  });
}

/** Adds up the figures of one persona; it has the title of the newest design. */
function together(all: readonly PersonaFigures[]): PersonaFigures {
  const [first] = all;
  if (first === undefined) throw new Error('broken invariant: figures of nobody');
  const sum = (of: (each: PersonaFigures) => number) => all.reduce((total, each) => total + of(each), 0);
  const isPriced = all.every(({ costUsd }) => costUsd !== null);
  return {
    ...first,
    models: [...new Set(all.flatMap(({ models }) => models))],
    designs: sum(({ designs }) => designs),
    turns: sum(({ turns }) => turns),
    crashes: sum(({ crashes }) => crashes),
    dissents: sum(({ dissents }) => dissents),
    moves: sum(({ moves }) => moves),
    costUsd: isPriced ? sum(({ costUsd }) => costUsd ?? 0) : null,
    costIsAtLeast: all.some(({ costIsAtLeast }) => costIsAtLeast),
  };
}

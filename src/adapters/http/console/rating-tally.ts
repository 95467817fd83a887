import type { Rating } from '../../../engine/ports/store.ts';

export interface Tally {
  readonly name: string;
  readonly useful: number;
  readonly notUseful: number;
}

/** Ratings in total and by depth, model and persona. Each list has the most often rated first. */
interface Tallies {
  readonly all: Tally;
  readonly depths: readonly Tally[];
  readonly models: readonly Tally[];
  readonly personas: readonly Tally[];
}

export function talliesOf(ratings: readonly Rating[]): Tallies {
  const by = (namesOf: (rating: Rating) => readonly string[]): Tally[] => {
    const names = new Set(ratings.flatMap(namesOf));
    const tallies = [...names].map((name) =>
      tally(
        name,
        ratings.filter((each) => namesOf(each).includes(name)),
      ),
    );
    return tallies.toSorted((one, other) => votes(other) - votes(one) || (one.name < other.name ? -1 : 1));
  };
  return {
    all: tally('', ratings),
    depths: by(({ depth }) => [depth]),
    models: by(({ models }) => models),
    personas: by(({ personas }) => personas),
  };
}

function tally(name: string, ratings: readonly Rating[]): Tally {
  const useful = ratings.filter(({ isUseful }) => isUseful).length;
  return { name, useful, notUseful: ratings.length - useful };
}

function votes({ useful, notUseful }: Tally): number {
  return useful + notUseful;
}

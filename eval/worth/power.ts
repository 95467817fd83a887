import { pairedBootstrap, signTest, type Verdict, verdictOf } from './statistics.ts';

/** Two arms whose shares of right answers are known, and how alike they err. */
export interface World {
  readonly questions: number;
  /** Chances of a right answer, from 0 to 1. */
  readonly one: number;
  readonly other: number;
  /** 0: each errs by itself; 1: both err on the same questions as far as their shares allow; -1: on different ones. */
  readonly alike: number;
}

/** How often a run of such a world is called so, from 0 to 1. */
export interface Calls {
  readonly better: number;
  readonly worse: number;
}

/** Outcomes rarer than this are left out: all of them together change no figure that is shown. */
const RAREST = 1e-7;

/**
 * Returns how often the rule of `verdictOf` calls one arm better than another, and how often worse, summed over all counts of
 * questions won and lost (the trinomial distribution). It assumes that a right letter is all that differs, so that a question gains 1, 0
 * or -1: points for places that decide it are left out.
 */
export function callsIn({ questions, one, other, alike }: World): Calls {
  const bound = alike > 0 ? Math.min(one, other) : Math.max(0, one + other - 1);
  const both = Math.abs(alike) * bound + (1 - Math.abs(alike)) * one * other;
  const [won, lost] = [one - both, other - both];
  const calls = { better: 0, worse: 0 };
  for (let wins = 0; wins <= questions; wins++)
    for (let losses = 0; wins + losses <= questions; losses++) {
      const ties = questions - wins - losses;
      const chance =
        choose(questions, wins) *
        choose(questions - wins, losses) *
        won ** wins *
        lost ** losses *
        (1 - won - lost) ** ties;
      if (chance < RAREST) continue;
      const verdict = verdictFor(wins, losses, ties);
      if (verdict !== 'no difference shown') calls[verdict] += chance;
    }
  return calls;
}

function choose(count: number, chosen: number): number {
  let ways = 1;
  for (let each = 1; each <= chosen; each++) ways = (ways * (count - chosen + each)) / each;
  return ways;
}

/** A bootstrap takes milliseconds, and worlds share their counts. */
const known = new Map<string, Verdict>();

function verdictFor(wins: number, losses: number, ties: number): Verdict {
  const key = `${wins} ${losses} ${ties}`;
  const differences = [...Array(wins).fill(1), ...Array(losses).fill(-1), ...Array(ties).fill(0)];
  const verdict = known.get(key) ?? verdictOf(pairedBootstrap(differences), signTest(wins, losses));
  known.set(key, verdict);
  return verdict;
}

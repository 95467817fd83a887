/**
 * `node bench/reserve.ts`: what a standard design of six with a budget of $5 leaves out, and the
 * money that it leaves, where its proposals cost more than usual. Decided by the core alone; no
 * model is asked. `others`: the price of all other turns relative to the expected one.
 */
import { sumSpentUsd } from '../src/core/policy/reserve.ts';
import { sayLeftOut } from '../src/presentation/judged/rounds.ts';
import { playDear, wholeUsd } from '../test/core/policy/dear-proposals.ts';

const BUDGET_USD = 5;
const usd = (amount: number) => `$${amount.toFixed(2)}`;

const rows = [1, 1.5].flatMap((others) =>
  [0.17, 0.3, 0.45, 0.7].map((proposalUsd) => {
    const { design } = playDear({ budgetUsd: BUDGET_USD, proposalUsd, others });
    const spent = sumSpentUsd(design);
    return {
      proposal: usd(proposalUsd),
      others,
      'all of it': usd(wholeUsd({ proposalUsd, others })),
      spent: usd(spent),
      left: usd(Math.max(0, BUDGET_USD - spent)),
      argued: design.rounds.filter(({ kind }) => kind === 'argument').length,
      'left out': sayLeftOut(design.dropped).join('; ') || 'nothing',
    };
  }),
);
console.log(`a budget of ${usd(BUDGET_USD)}`);
for (const row of rows)
  console.log(
    Object.entries(row)
      .map(([name, value]) => `${name}: ${value}`)
      .join(' · '),
  );

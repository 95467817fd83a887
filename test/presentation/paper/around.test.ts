import { describe, expect, it } from 'vitest';
import { writeRecordMarkdown } from '#presentation/record/record.ts';
import { playToEnd } from '../../support/designs/sample-design.ts';

describe('who holds what', () => {
  it('the record names the holders of each position, and those of none', () => {
    const { design } = playToEnd({ difference: 'unresolved' });
    const divergences = design.divergences.map((each) => ({
      ...each,
      arguments: each.arguments.map((argument) =>
        ['subtractor', 'migrationist'].includes(argument.participant)
          ? { ...argument, position: '' as const, changedBy: ['A-2'] }
          : argument,
      ),
    }));
    expect(writeRecordMarkdown({ ...design, divergences })).toMatch(
      /- `1a` .*\n {2}- Held by Archaeologist and Failure analyst\..*\n\n- `1b` .*\n {2}- Held by no one now\..*\n\n.* switch to none of the positions/,
    );
  });
});

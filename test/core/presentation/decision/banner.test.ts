import { fromMarkdown } from 'mdast-util-from-markdown';
import { describe, expect, it, test } from 'vitest';
import { briefMarkdown } from '../../../../src/core/presentation/decision/brief.ts';
import { linePlain } from '../../../../src/core/presentation/format/plain-document.ts';
import { gateClosedLine } from '../../../../src/core/presentation/gates/gate.ts';
import { gateSubject } from '../../../../src/core/presentation/gates/gate-subject.ts';
import type { Caveat } from '../../../../src/core/vocabulary/caveat.ts';
import type { CheckedCitation } from '../../../../src/core/vocabulary/checked.ts';
import { given, type World } from '../../../support/given.ts';
import { DIVIDED, pointsFor, type Script } from '../../../support/given-start.ts';
import { argument, mapping } from '../../../support/given-submission.ts';
import { completed } from '../../../support/sample-design.ts';

const STAY: Script = {
  ...DIVIDED,
  mapping: () => mapping(['high', 'A', 'BC']),
  argument: (design, speaker) => argument(...pointsFor(design, speaker)),
};

test('words of a model in the first line are letters there, and forge nothing', () => {
  const description = 'It is **bold**, [here](http://evil.example) and `code` <b>x</b>';
  const open: Caveat = { kind: 'difference_open', id: 'D1', description, isArgued: true };
  const { design } = completed({ dissent: 'No.' });
  if (design.settled === null) throw new Error('it is settled');
  const settled = { ...design.settled, caveats: [open] };
  const { children } = fromMarkdown(briefMarkdown({ ...design, settled }) ?? '');
  const [banner] = children;
  const [line] = banner?.type === 'blockquote' ? banner.children : [];
  const [strong, ...others] = line?.type === 'paragraph' ? line.children : [];
  expect(others).toEqual([]);
  expect(strong).toMatchObject({ type: 'strong', children: [{ type: 'text' }] });
  expect(JSON.stringify(strong)).toContain('[here](http://evil.example) and `code` <b>x</b>');
});

describe('A6: the subject of a gate', () => {
  /** Two rounds: what each says first, and that it stands by it. */
  const sayings: Record<string, readonly [text: string, place: string]> = {
    subtractor: ['Short, but read.', 'src/queue.ts:12'],
    archaeologist: ['A much longer argument, of which nothing was read anywhere in the repository.', ''],
    migrationist: ['The outbox holds it.', ''],
  };
  const argued = (checked: CheckedCitation['status']): World => {
    const world = given({ says: STAY }).reach('arguing');
    while (world.design.step === 'arguing') {
      const isFirst = world.design.rounds.filter(({ kind }) => kind === 'argument').length === 1;
      for (const { id, participant } of world.openTurns()) {
        const [answer, place] = isFirst
          ? (sayings[participant] ?? ['', ''])
          : [
              'Nothing new was said: what I have said before stands, every word of it, and I hold to all of it.',
              '',
            ];
        const points = pointsFor(world.design, participant).map((point) => ({
          ...point,
          answer,
          citation: { place, quote: place === '' ? '' : 'retry twice' },
        }));
        const check = { item: 1, status: checked, path: 'src/queue.ts', from: 12, to: 12 };
        world.submits(participant, argument(...points), id, place === '' ? [] : [check]);
      }
    }
    return world.reach('deciding');
  };
  const shownFor = ({ design }: World) =>
    gateSubject(design).differences.flatMap(({ positions }) =>
      positions.map(({ arguments: said }) => said.map(({ text }) => text)),
    );

  it('A6: shows for each position the argument whose source stands', () => {
    expect(shownFor(argued('checked'))).toEqual([['The outbox holds it.'], ['Short, but read.']]);
  });

  it('A6: else the longest of the first round, and never that somebody still holds it', () => {
    const [one, other] = shownFor(argued('failed'));
    expect(one).toEqual(['The outbox holds it.']);
    expect(other?.[0]).toMatch(/^A much longer argument/);
  });

  it('A6: where nobody could argue, the strongest claim of each position', () => {
    const world = given({ says: STAY }).reach('arguing');
    while (world.design.step === 'arguing') world.fails(world.turn().participant);
    expect(shownFor(world.reach('deciding'))).toEqual([
      ['One table holds the jobs.'],
      ['One table holds the jobs.'],
    ]);
  });
});

test('J8: the end of a gate says what became of a settlement there', () => {
  const world = given({ says: STAY }).reach('deciding');
  const [gate] = world.design.gates;
  if (gate === undefined) throw new Error('a gate is open');
  const told = () => linePlain(gateClosedLine(world.design, world.design.gates[0] ?? gate));
  world.settles('D1', '1a');
  expect(told()).toBe('Ana settled it: Answer 1. The decision is being revised.');
  const failing = world.fork();
  world.reachEnd();
  expect(told()).toBe('Ana settled it: Answer 1. The decision was revised.');
  while (failing.design.step === 'revising') failing.fails(failing.turn().participant);
  const line = gateClosedLine(failing.design, failing.design.gates[0] ?? gate);
  expect(linePlain(line)).toBe('Ana settled it: Answer 1. The decision does not reflect it.');
});

import { fromMarkdown } from 'mdast-util-from-markdown';
import { expect, test } from 'vitest';
import type { Caveat } from '#core/vocabulary/caveat.ts';
import { writeBrief } from '#presentation/decision/brief.ts';
import { convertToPlain } from '#presentation/format/plain-document.ts';
import { viewOf } from '#presentation/view/view.ts';
import { drawClosedGate } from '#presentation/words/gate-words.ts';
import { given, type World } from '../../support/designs/given.ts';
import { DIVIDED, pointsFor, type Script } from '../../support/designs/given-start.ts';
import { argument, audit, mapping } from '../../support/designs/given-submission.ts';
import { playToEnd } from '../../support/designs/sample-design.ts';

const STAY: Script = {
  ...DIVIDED,
  mapping: () => mapping(['high', 'A', 'BC']),
  argument: (design, speaker) => argument(...pointsFor(design, speaker)),
};

test('words of a model in the first line are letters there, and forge nothing', () => {
  const language = '**b**, [here](http://evil.example) `code` <b>x</b>';
  const other: Caveat = { kind: 'other_language', language };
  const { design } = playToEnd({ dissent: 'No.' });
  if (design.settled === null) throw new Error('it is settled');
  const settled = { ...design.settled, caveats: [other] };
  const children = fromMarkdown(writeBrief({ ...design, settled }) ?? '').children.slice(2);
  const [banner] = children;
  const [line] = banner?.type === 'blockquote' ? banner.children : [];
  const [strong, ...others] = line?.type === 'paragraph' ? line.children : [];
  expect(others).toEqual([]);
  expect(strong).toMatchObject({ type: 'strong', children: [{ type: 'text' }] });
  expect(JSON.stringify(strong)).toContain('[here](http://evil.example) `code` <b>x</b>');
});

test('J8: the end of a gate says what became of a settlement there', () => {
  const world = given({ says: STAY }).reach('deciding');
  const told = ({ design }: World) =>
    viewOf(design).closedGates.map((gate) => convertToPlain(drawClosedGate(gate)))[0];
  world.settles('D1', '1a');
  expect(told(world)).toBe('Ana settled it: Answer 1. The decision is being revised.');
  const failing = world.fork();
  world.reachEnd();
  expect(told(world)).toBe('Ana settled it: Answer 1. The decision was revised.');
  while (failing.design.step === 'revising') failing.fails(failing.turn().participant);
  expect(told(failing)).toBe('Ana settled it: Answer 1. The decision does not reflect it.');
});

test('J8: each closed gate names the point that closed it, and the next one what has changed', () => {
  const mapped = () => mapping(['high', 'A', 'BC'], ['high', 'B', 'AC']);
  const world = given({ says: { ...STAY, mapping: mapped } }).reach('deciding');
  world.settles('D1', '1a');
  world.reach('deciding');
  expect(viewOf(world.design).gate?.changed).toBe(
    'Ana settled it: “Answer 1.” The decision was revised.',
  );
  world.settles('D2', '2b');
  const { closedGates } = viewOf(world.design);
  expect(closedGates.map(({ statement }) => statement)).toEqual(['Answer 1.', 'Answer 2.']);
});

test('a choice at the gate of a round is not why a decision was revised', () => {
  const world = given({ says: { ...STAY, audit: () => audit('major') } }).reach('composing');
  while (world.design.gates.length === 0) world.fails(world.turn().participant);
  world.decidesGate('again');
  expect(viewOf(world.reach('deciding').design).gate?.changed).toBe('');
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BOUNDS } from '#core/vocabulary/bounds.ts';
import type { Design } from '#core/vocabulary/design.ts';
import { ROUND_KINDS } from '#core/vocabulary/sets.ts';
import { cutInside } from '#foundation/cut-text.ts';
import { sha256Of } from '#foundation/digest.ts';
import { askFor } from '#turns/prompt/ask.ts';
import { askText } from '#turns/prompt/ask-text.ts';
import { limitEffort, readingsOf } from '#turns/prompt/conduct.ts';
import {
  limitBlocks,
  listContextLeftOut,
  makeContextBlock,
  makeSharedMaterial,
} from '#turns/prompt/material.ts';
import { wrapMaterial } from '#turns/prompt/material-text.ts';
import { SAID_ALONE, SAID_BESIDE, saySaid } from '#turns/prompt/revision-facts.ts';
import { ASKS, TOOL_DESCRIPTIONS } from '#turns/prompt/texts.ts';
import { answering, given, type World } from '../../support/designs/given.ts';
import { audit, composite, matching } from '../../support/designs/given-submission.ts';

test('the prompts and the README say in words how many questions a persona may ask', () => {
  const number = ['none', 'one', 'two', 'three', 'four'][BOUNDS.questionsOfPersona];
  expect(ASKS.questions).toContain(`at most ${number} questions`);
  expect(TOOL_DESCRIPTIONS.ask_questions).toContain(`up to ${number} questions`);
  const readme = readFileSync(join(import.meta.dirname, '../../../README.md'), 'utf8');
  expect(readme).toContain(`| questions | of one persona | ${number} |`);
});

test('A10: each kind of round has its readings and its most effort, at either depth', () => {
  const conduct = ROUND_KINDS.map((kind) => [
    kind,
    readingsOf(kind, 'standard'),
    readingsOf(kind, 'quick'),
    limitEffort(kind, 'standard', 'max'),
  ]);
  expect(Object.fromEntries(conduct.map(([kind, ...figures]) => [kind, figures]))).toEqual({
    framing: [0, 0, 'low'],
    questions: [3, 1, 'low'],
    matching: [0, 0, 'low'],
    proposals: [8, 3, 'max'],
    mapping: [0, 0, 'medium'],
    argument: [2, 1, 'medium'],
    composite: [0, 0, 'max'],
    audit: [4, 2, 'max'],
    revision: [0, 0, 'max'],
    confirmation: [0, 0, 'max'],
    reading: [0, 0, 'max'],
    signing: [0, 0, 'medium'],
  });
});

describe('A10: the bounds of a prompt', () => {
  const shared = ({ design }: World) => makeSharedMaterial(design).map(({ text }) => text);
  const ask = (world: World, name?: string) =>
    askText(world.design, askFor(world.design, world.turn(name)));
  const cutMarks = (text: string) =>
    [...text.matchAll(/\[cut here: (\d+) more/g)].map(([, count]) => Number(count));
  /** Characters that one reply takes besides its own. */
  const around = wrapMaterial('reply by Ben', '').length;

  test('A10: context is shown up to 600,000 characters, and the rest is on record', () => {
    const context = [
      { name: 'a.md', text: 'x'.repeat(599_998) },
      { name: 'b.md', text: 'yz' },
    ];
    expect(listContextLeftOut({ context })).toEqual([]);
    expect(cutMarks(makeContextBlock({ context }).join(''))).toEqual([]);
    const more = [...context, { name: 'c.md', text: 'left' }];
    expect(listContextLeftOut({ context: more })).toEqual([
      { name: 'c.md', bytes: 4, sha256: sha256Of('left') },
    ]);
    expect(cutMarks(makeContextBlock({ context: more }).join(''))).toEqual([4]);
  });

  test('A10: twenty blocks are sent, of which the last has all that is more', () => {
    const texts = Array.from({ length: 21 }, (_, at) => `text ${at}`);
    expect(limitBlocks(texts.slice(0, 20))).toEqual(texts.slice(0, 20));
    expect(limitBlocks(texts)).toEqual([...texts.slice(0, 19), 'text 19\n\ntext 20']);
  });

  test('A10: people’s replies are shown up to 200,000 characters', () => {
    const world = answering();
    for (let reply = 0; reply < 6; reply += 1) world.replies('x'.repeat(40_000));
    world.when({ type: 'go_on', by: 'Ana' });
    const text = shared(world.reach('proposing')).join('\n\n');
    expect(cutMarks(text)).toEqual([4 * around]);
    expect(text).toContain('[left out for lack of room: 1 more reply]');
  });

  test('A10: new replies are shown up to 4,000 characters each, and 40,000 in all', () => {
    const asked = (characters: number) => {
      const world = answering();
      world.when({ type: 'go_on', by: 'Ana' });
      world.reach('proposing');
      for (let reply = 0; reply < 10; reply += 1) world.replies('x'.repeat(characters));
      return cutMarks(ask(world.reach('arguing'), 'subtractor'));
    };
    expect(asked(1_000)).toEqual([]);
    expect(asked(4_000)).toEqual([9 * around]);
    expect(asked(4_001)[0]).toBe(1);
  });

  test('A10: a participant gets its last six notes', () => {
    const { design } = answering();
    const [turn] = design.turns.filter(({ participant }) => participant === 'subtractor');
    if (turn === undefined) throw new Error('it was asked');
    const notes = ['1', '2', '3', '4', '5', '6', '7'];
    const turns = notes.map((words) => ({ ...turn, notes: words }));
    expect(askFor({ ...design, turns }, turn).notes.map(({ text }) => text)).toEqual(
      notes.slice(1),
    );
  });

  test.each([SAID_BESIDE, SAID_ALONE])(
    'A10: of people’s sentences the bounds are in characters, each and in all: %j',
    (bounds) => {
      const [each, all] = bounds === SAID_BESIDE ? [60, 50_000] : [4_000, 200_000];
      const linesOf = (sizes: readonly number[]) => {
        const world = answering();
        for (const characters of sizes) world.replies('x'.repeat(characters));
        return saySaid(world.design, bounds).split('\n').slice(1, -1);
      };
      const [topic = ''] = linesOf([]);
      expect(linesOf([each, each + 1])).toEqual([
        topic,
        `R1.1, by Ben: ${'x'.repeat(each)}`,
        `R2.1, by Ben: ${cutInside('x'.repeat(each + 1), each)}`,
      ]);
      const sizes: number[] = [];
      const nameOf = (reply: number) => `R${reply}.1, by Ben: \n`.length;
      let room = all - topic.length - 1;
      for (; room >= 2 * each; room -= nameOf(sizes.length) + each) sizes.push(each);
      room -= nameOf(sizes.length + 1) + nameOf(sizes.length + 2);
      sizes.push(Math.floor(room / 2));
      const last = Math.ceil(room / 2);
      expect(linesOf([...sizes, last]).at(-1)).toMatch(/: x+$/);
      expect(linesOf([...sizes, last + 1]).at(-1)).toBe(
        '[left out for lack of room: 1 more sentence]',
      );
    },
  );

  test('A10: of a late submission 8,000 characters are shown', () => {
    const cut = (characters: number) => {
      const rationale = 'x'.repeat(characters - JSON.stringify({ rationale: '' }).length);
      const world = given().reach('mapping');
      const [turn] = world.design.turns;
      if (turn === undefined) throw new Error('there are turns');
      world.submits(turn.participant, { tool: 'pass', input: { rationale } }, turn.id);
      return cutMarks(shared(world).join(''));
    };
    expect([cut(8_000), cut(8_001)]).toEqual([[], [1]]);
  });

  test('A10: of an answer so far 300 characters stand under its question', () => {
    const answered = (characters: number) => {
      const world = answering();
      world.replies('x'.repeat(characters));
      world.replies('Then again.', 'Cleo');
      world.submits('synthesizer', matching(['Q1', 'R1', 'x'.repeat(characters)]));
      return /answered in R1, by Ben: (.*)/.exec(ask(world, 'synthesizer'))?.[1] ?? '';
    };
    expect(answered(300)).toBe('x'.repeat(300));
    expect(answered(301)).toMatch(/^x+ … x+$/);
  });

  test('A10: a part of a decision is known by its first 80 characters', () => {
    const begins = (characters: number) => {
      const risks = [{ risk: 'x'.repeat(characters - 2), signal: 'y' }];
      const drafted = (design: Design) => {
        const { input } = composite(design);
        return composite(design, { decision: { ...input.decision, risks } });
      };
      const says = { composite: drafted, audit: () => audit('major') };
      const world = given({ says }).reach('revising');
      const { revising } = askFor(world.design, world.turn());
      return revising?.parts.find(({ name }) => name.startsWith('risk'))?.begins;
    };
    expect(begins(80)).toBe(`${'x'.repeat(78)} y`);
    expect(begins(81)).toBe(`${'x'.repeat(79)}…`);
  });

  test('A10: of the name of a source 120 characters are shown', () => {
    const source = 'x'.repeat(120);
    const shown = `<material source="${source}">\nIt is.\n</material>`;
    expect(wrapMaterial(source, 'It is.')).toBe(shown);
    expect(wrapMaterial(`${source}x`, 'It is.')).toBe(shown);
  });
});

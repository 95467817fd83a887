import { describe, expect, test } from 'vitest';
import { askFor } from '../../src/turns/prompt/ask.ts';
import { askText } from '../../src/turns/prompt/ask-text.ts';
import { makeSharedMaterial } from '../../src/turns/prompt/material.ts';
import { disputed } from '../support/designs/disputed.ts';
import { answering, type World } from '../support/designs/given.ts';
import { matching } from '../support/designs/given-submission.ts';

const FREE = 'Only the web app, and about 900 a minute.';

function shared({ design }: World): string[] {
  return makeSharedMaterial(design).map(({ text }) => text);
}

function ask(world: World, name: string): string {
  return askText(world.design, askFor(world.design, world.turn(name)));
}

describe('J10: the ask of a matching', () => {
  test('J10: the ask of a matching has all that one matching takes, however many wrote it', () => {
    const world = answering();
    world.replies('Thanks.', 'Cleo');
    const author = 'B'.repeat(200);
    for (let index = 1; index <= 1_000; index++)
      world.replies(`${index} ${'x'.repeat(195)}`, author);
    world.contributes('synthesizer');
    const text = ask(world, 'synthesizer');
    expect(text).toContain('\n498 x');
  });

  test('J10: the ask of a matching leaves out words that were taken back meanwhile, and the others keep their names', () => {
    const world = answering();
    world.replies('Wait.', 'Cleo');
    world.says('a', 'First.');
    world.says('b', 'Second.');
    world.contributes('synthesizer');
    world.when({ type: 'withdraw_reply', replyId: 'a' });
    expect(ask(world, 'synthesizer')).toContain('<material source="R3, by Ben">\nSecond.');
    expect(ask(world, 'synthesizer')).not.toContain('First.');
  });
});

describe('J10: people’s words in prompts', () => {
  function proposing(): World {
    const world = answering();
    world.replies(FREE);
    world.submits('synthesizer', matching(['Q1', 'R1', 'about 900 a minute']));
    world.replies('Q2: at once', 'Cleo');
    world.readsReplies().when({ type: 'go_on', by: 'Ana' });
    return world;
  }

  test('J13: who gives way stands with whose answer that takes, and what no longer holds', () => {
    const world = disputed();
    world.takes('Ben', 'Cem', 'U-cem');
    const text = shared(world.reach('proposing')).join('\n\n');
    const sources = [...text.matchAll(/<material source="(reply by [^"]*)">/g)].map(
      ([, source]) => source,
    );
    expect(sources).toEqual([
      'reply by Cem, whose answer to Q1 no longer holds',
      'reply by Ben, to Q1',
      'reply by Cem, to Q1, who takes the answer of Ben',
    ]);
  });

  test('J10: words that nobody could read make nobody silent', () => {
    const world = answering();
    world.replies(FREE);
    world.fails('synthesizer');
    world.deadline('answering');
    world.fails('synthesizer');
    const text = shared(world).join('\n\n');
    expect(text).toContain('The words of Ben were not read as an answer. Assumed:');
    expect(text).not.toContain('Nobody said anything');
    expect(text).toContain(`<material source="reply by Ben">\n${FREE}`);
  });

  test('J10: a later reply stands where it was said, and the shared prefix only grows', () => {
    const world = proposing();
    let before = shared(world);
    const said: string[] = [];
    const remark = (text: string) => {
      world.replies(text, 'Dana');
      // Everybody who is asked in this round still reads the same.
      expect(shared(world)).toEqual(before);
      said.push(text);
    };
    remark('Q3: in March, sorry');
    for (const step of ['mapping', 'arguing', 'composing', 'auditing'] as const) {
      world.reach(step);
      const now = shared(world);
      expect(now.slice(0, before.length)).toEqual(before);
      before = now;
      remark(`Said while ${step}.`);
    }
    world.reach('signing');
    const text = shared(world).join('\n\n');
    const places = [...said, 'Proposal A', 'Where the proposals agree'].map((each) =>
      text.indexOf(each),
    );
    expect(places.slice(0, 4)).toEqual(places.slice(0, 4).toSorted((one, other) => one - other));
    expect(text.indexOf('Proposal A')).toBeLessThan(text.indexOf('in March'));
    expect(text.indexOf('in March')).toBeLessThan(text.indexOf('Where the proposals agree'));
  });

  test('J10: everybody’s next turn has people’s words since their last, and says what they replace', () => {
    const world = proposing();
    expect(ask(world, 'subtractor')).not.toContain('New since');
    world.contributes('subtractor');
    world.replies('Q3: in March, sorry', 'Dana');
    world.reach('signing');
    const text = ask(world, 'subtractor');
    expect(ask(world, 'archaeologist')).not.toContain('# New since your last turn');
    expect(text).not.toContain('# New since your last turn');
    const arguing = proposing();
    arguing.replies('Q3: in March, sorry', 'Dana');
    arguing.reach('arguing');
    expect(ask(arguing, 'subtractor')).toContain(
      '# New since your last turn\n\nPeople in the thread have said this since.',
    );
    expect(ask(arguing, 'subtractor')).toContain('in March, sorry');
    expect(ask(arguing, 'subtractor')).toContain(
      '<material source="assumed for Q3 until now">\nWe assume an answer to: Since when?\n</material>',
    );
  });

  test.each([
    [11, '[left out for lack of room: 1 more reply]'],
    [10, null],
  ])('J10: of %i long replies since then, those without room are counted', (count, leftOut) => {
    const world = proposing();
    for (let index = 1; index <= count; index++)
      world.replies(`${index} ${'x'.repeat(4_000)}`, 'Dana');
    world.reach('arguing');
    const text = ask(world, 'subtractor');
    expect(text).toMatch(/\n10 x/);
    expect(/\[left out for .*\]/.exec(text)?.[0] ?? null).toBe(leftOut);
  });
});

import { describe, expect, it, test } from 'vitest';
import { shortenId } from '#core/vocabulary/figures.ts';
import { DesignId, isIdPart, ParticipantId, SessionId, TurnId } from '#core/vocabulary/ids.ts';
import { given, of } from '../../support/designs/given.ts';

describe('C15: one name', () => {
  test.each([
    'ab',
    'a1',
    'subtractor',
    'failure-analyst',
    'keeper-of-the-old-api',
    'a-b-c-d-e-f-g-h-i-j-k-l-m-n-o',
    'a--b',
    'v2-keeper',
    `a${'b'.repeat(30)}`,
  ])('C15: %s is an id', (id) => {
    expect(ParticipantId.parse(id)).toBe(id);
  });

  test.each([
    '',
    'a',
    'Subtractor',
    'failure analyst',
    'failure_analyst',
    'failure.analyst',
    'failure/analyst',
    '1st',
    '-a',
    'é-quipe',
    'ana\n',
    ' ana',
    'аna',
    '../ana',
    `a${'b'.repeat(31)}`,
  ])('C15: %j is none', (id) => {
    expect(ParticipantId.safeParse(id).success).toBe(false);
  });

  it('C15: what an id must look like is said in words', () => {
    expect(ParticipantId.safeParse('The Keeper').error?.issues[0]?.message).toContain(
      '2–31 characters',
    );
  });

  it('C15: names that begin alike, with several separators, are distinguished everywhere', () => {
    const personas = ['keeper', 'keeper-of', 'keeper-of-the', 'keeper-of-the-old-api'];
    const world = given({ personas }).reach('proposing');
    world.loses('keeper-of');
    world.ready('keeper-of');
    world.contributes('keeper');
    const states = personas.map((name) => world.sessions(name).length);
    expect(states).toEqual([1, 2, 1, 1]);
    world.fails('keeper-of-the');
    expect(Object.keys(world.askedIn()).toSorted()).toEqual(['keeper-of', 'keeper-of-the-old-api']);
    world.reachEnd();
    expect(of(world.history, 'signature_given').map(({ participant }) => participant)).toEqual([
      'keeper',
      'keeper-of',
      'keeper-of-the',
      'keeper-of-the-old-api',
    ]);
  });
});

describe('ids of runs', () => {
  const uuid = '0192f3aa-0000-7000-8000-00000000002a';

  test.each([
    [DesignId, 'dsn'],
    [SessionId, 'ses'],
    [TurnId, 'trn'],
  ] as const)('carry their prefix and a UUIDv7 (%#)', (schema, prefix) => {
    expect(schema.parse(`${prefix}_${uuid}`)).toBe(`${prefix}_${uuid}`);
    for (const wrong of [
      uuid,
      `xyz_${uuid}`,
      `${prefix}_${uuid}0`,
      `${prefix}_${uuid.toUpperCase()}`,
      `${prefix}_0192f3aa-0000-4000-8000-00000000002a`,
      `${prefix}_0192f3aa-0000-7000-c000-00000000002a`,
      ` ${prefix}_${uuid}`,
      `${prefix}_${uuid}\n`,
      '',
    ])
      expect(schema.safeParse(wrong).success, wrong).toBe(false);
  });
});

test('six characters of what people see of an id name its design, wherever they stand, and five do not', () => {
  const id = 'dsn_0192f3aa-1b2c-7d3e-8f40-9a8b7c6d5e4f';
  const seen = shortenId(id);
  for (const part of [
    id,
    id.slice(4),
    seen,
    seen.slice(0, 6),
    seen.slice(2),
    seen.slice(0, 6).toUpperCase(),
    '0192f3',
  ])
    expect(isIdPart(id, part), part).toBe(true);
  for (const part of [seen.slice(0, 5), seen.slice(3), `${seen}0`, ''])
    expect(isIdPart(id, part), part).toBe(false);
});

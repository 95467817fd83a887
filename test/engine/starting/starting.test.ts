import { describe, expect, it, test } from 'vitest';
import { systemIdentifiers } from '#adapters/system/identifiers.ts';
import type { StartRequest } from '#engine/parts/start-request.ts';
import { choosePersonas, findBudgetProblem, makeStartCommand } from '#engine/starting/starting.ts';
import type { Persona } from '#turns/prompt/persona.ts';
import { startDesign } from '../../support/designs/given-start.ts';

const NAMES = ['archaeologist', 'failure-analyst', 'outsider', 'subtractor'];

/** The persona files that there are, each with the model that it names. */
function personas(names: readonly string[] = NAMES, model: string | null = null): Persona[] {
  const { participants } = startDesign({ personas: names });
  return participants.map((profile) => ({ profile: { ...profile, model } }) as unknown as Persona);
}

function parts(changes: Partial<Parameters<typeof makeStartCommand>[1]> = {}) {
  return {
    personas: personas(),
    settings: startDesign().settings,
    defaultModel: 'known',
    spread: [],
    familyOf: () => null,
    vendorOf: () => 'Anthropic',
    rehearsal: false,
    identifiers: systemIdentifiers,
    priceOf: (model: string) => (model === 'unknown' ? null : 0),
    budgetUsdPerDay: null,
    isDefaultDayBudget: false,
    ...changes,
  };
}

function request(changes: Partial<StartRequest> = {}): StartRequest {
  const none = { context: [], personas: [], repository: null, thread: null, settings: {} };
  return { topic: 'Redis or Postgres?', startedBy: 'Ana', ...none, ...changes };
}

describe('the participants', () => {
  test.each([
    ['standard', [], NAMES],
    ['quick', [], ['failure-analyst', 'outsider', 'subtractor']],
    ['quick', ['archaeologist'], ['archaeologist']],
  ] as const)('at depth %s with %o chosen are %o', (depth, chosen, ids) => {
    expect(choosePersonas(personas(), chosen, depth)).toEqual(ids);
    const command = makeStartCommand(request({ personas: chosen, settings: { depth } }), parts());
    expect(
      command.participants.filter(({ role }) => role === 'persona').map(({ id }) => id),
    ).toEqual(ids);
    expect(command.drawnOrder.toSorted()).toEqual(ids);
  });

  it('the participants of a quick design are the existing ones of its three, and everybody where there is none', () => {
    expect(choosePersonas(personas(['subtractor', 'archaeologist']), [], 'quick')).toEqual([
      'subtractor',
    ]);
    expect(choosePersonas(personas(['archaeologist']), [], 'quick')).toEqual(['archaeologist']);
  });
});

test('J7: a start records the models and families over which personas are spread', () => {
  const spread = [
    { family: 'Claude', personas: 'sonnet', facilitators: 'opus' },
    { family: 'GPT', personas: 'gpt', facilitators: 'gpt' },
  ];
  const familyOf = (model: string) => (model === 'gpt' ? 'GPT' : 'Claude');
  const recorded = (changes: Parameters<typeof parts>[0]) =>
    makeStartCommand(
      request(),
      parts({ familyOf, defaultModel: 'opus', ...changes }),
    ).participants.map(({ role, model, family }) => `${role} ${model} ${family}`);
  const others = ['synthesizer opus Claude', 'auditor gpt GPT'];
  const four = ['sonnet Claude', 'gpt GPT', 'sonnet Claude', 'gpt GPT'].map(
    (each) => `persona ${each}`,
  );
  expect(recorded({ spread }).toSorted()).toEqual([...four, ...others].toSorted());
  expect(new Set(recorded({ spread: [] }).map((each) => each.split(' ')[1]))).toEqual(
    new Set(['opus']),
  );
});

describe('J3: the order of the proposals is drawn', () => {
  it('J3: the order is drawn by the source of chance, once for each design, and recorded with its start', () => {
    const draws: unknown[][] = [];
    const shuffle = <Item>(items: readonly Item[]): Item[] => {
      draws.push([...items]);
      return items.toReversed();
    };
    const identifiers = { ...systemIdentifiers, shuffle };
    const { drawnOrder, participants } = makeStartCommand(request(), parts({ identifiers }));
    expect(draws).toEqual([NAMES]);
    expect(drawnOrder).toEqual(NAMES.toReversed());
    expect(participants.filter(({ role }) => role === 'persona').map(({ id }) => id)).toEqual(
      NAMES,
    );
  });

  it('J3: the order holds everybody once, and everybody may be the first and the last', () => {
    const draws = Array.from(
      { length: 300 },
      () => makeStartCommand(request(), parts()).drawnOrder,
    );
    for (const drawn of draws) expect(drawn.toSorted()).toEqual(NAMES);
    for (const end of [0, -1])
      expect([...new Set(draws.map((drawn) => drawn.at(end)))].toSorted()).toEqual(NAMES);
  });
});

describe('the ceiling of a design', () => {
  test.each([
    ['nobody has said so', {}, {}, 5],
    ['the operator has said so', { settings: { ...startDesign().settings, budgetUsd: 3 } }, {}, 3],
    ['whoever starts it has said so', {}, { budgetUsd: 2 }, 2],
    ['a price is not known', { defaultModel: 'unknown' }, {}, null],
    ['no model is called', { rehearsal: true, defaultModel: 'unknown' }, {}, null],
  ] as const)('T7: where %s', (_, changes, settings, budgetUsd) => {
    const command = makeStartCommand(request({ settings }), parts(changes));
    expect(command.settings.budgetUsd).toBe(budgetUsd);
    expect(findBudgetProblem(command, parts(changes))).toBeNull();
  });

  it('T7: a ceiling cannot be kept where a price is not known, and the refusal names the model', () => {
    const changes = { defaultModel: 'unknown' };
    const command = makeStartCommand(request({ settings: { budgetUsd: 2 } }), parts(changes));
    expect(findBudgetProblem(command, parts(changes))).toBe(
      'The price of unknown is not known, so a budget of $2 cannot be enforced. Start it without a budget, or with another model.',
    );
  });

  it('T7: a ceiling for the day cannot be kept where a price is not known either', () => {
    const changes = { defaultModel: 'unknown', budgetUsdPerDay: 20 };
    expect(findBudgetProblem(makeStartCommand(request(), parts(changes)), parts(changes))).toBe(
      "The price of unknown is not known, so the day's budget of $20 cannot be enforced. Start it with another model; the operator may set CHARRETTE_BUDGET_USD_PER_DAY to none.",
    );
    const byDefault = { ...changes, isDefaultDayBudget: true };
    expect(
      findBudgetProblem(makeStartCommand(request(), parts(byDefault)), parts(byDefault)),
    ).toBeNull();
  });
});

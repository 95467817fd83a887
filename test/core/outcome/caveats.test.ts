import { describe, expect, it, test } from 'vitest';
import { findCaveats } from '#core/outcome/caveats/all.ts';
import {
  CAVEATS,
  type Caveat,
  Caveats,
  caveatLinesOf,
  orderCaveats,
} from '#core/vocabulary/caveat.ts';
import { writeBrief } from '#presentation/decision/brief.ts';
import { plainOf } from '#presentation/format/plain-document.ts';
import { writeTranscript } from '#presentation/history/transcript.ts';
import { drawCaveats, nameGravest, sayCaveat } from '#presentation/judged/caveats.ts';
import { writeRecordMarkdown } from '#presentation/record/record.ts';
import { drawCard } from '#presentation/thread/card.ts';
import { drawReasons, drawResultMessage } from '#presentation/thread/result.ts';
import { viewOf } from '#presentation/view/view.ts';
import { pointsFor, type Script } from '../../support/designs/given-start.ts';
import {
  argument,
  audit,
  differ,
  dissent,
  finding,
  mapping,
  matching,
  revision,
  signature,
} from '../../support/designs/given-submission.ts';
import { id } from '../../support/designs/sample-design.ts';
import { asking, ended, held } from './ways/story.ts';

const OF_PEOPLE: readonly string[] = ['contradicts_person', 'people_differ', 'not_reflected'];

describe('J11: a run that was challenged and held is ready, without a word more', () => {
  it('J11: with nobody asked, and nothing to argue about', () => {
    const world = ended({
      questions: () => ({ tool: 'pass', input: { rationale: 'Clear.' } }),
      mapping: () => mapping(),
    });
    expect(viewOf(world.design).banner.headline).toBe('Decision ready.');
  });
});

const leavingOpen =
  (...findings: readonly string[]): NonNullable<Script['revision']> =>
  (design) =>
    revision(design, {
      findings: findings.map((finding) => ({ finding, where: 'No.', done: 'left_open' })),
      changes: [],
    });

const MANY: Script = {
  mapping: () => mapping(['high', 'A', 'BC']),
  argument: (design, speaker) => argument(...pointsFor(design, speaker)),
  audit: () => audit('major', 'major'),
  revision: leavingOpen('F1', 'F2'),
  signing: (_, speaker) =>
    speaker === 'subtractor' ? dissent('No.') : signature({ weakest: speaker }, speaker),
};

describe('several caveats', () => {
  it('J11: two are named in the first line, and all of them stand in a list right below it', () => {
    const { banner, caveats } = viewOf(ended(MANY).design);
    const { headline, level } = banner;
    expect(level).toBe('warning');
    expect(headline).toMatch(/ \(twice\); .*; and 1 more\.$/);
    expect(caveats).toHaveLength(4);
  });

  it('J11: at a gate, those named and those counted are as many as the list has lines', () => {
    const split: Script = {
      ...MANY,
      audit: () => audit('blocking', 'major', 'major'),
      revision: leavingOpen('F1', 'F2', 'F3'),
    };
    const view = viewOf(held(split, { settings: { gates: 'ask' } }).reach('deciding').design);
    expect(view.gate?.heading).toMatch(
      /: a blocking finding .* is left open; a major finding .* is left open \(twice\); and 2 more\.$/,
    );
    // The point to settle stands below, with its choices.
    expect(plainOf(drawCaveats(view)).match(/^- /gm)).toHaveLength(4);
    expect(view.gate?.points).toHaveLength(1);
  });

  it('J11: two are named and the others counted, also that nobody answered any question (R10)', () => {
    const world = asking({
      audit: judging({ 'R1.1': 'not_used' }),
      signing: (_, speaker) => (speaker === 'subtractor' ? dissent('No.') : signature({}, speaker)),
    });
    world.says('m1', 'Legal forbids it.', 'Ben');
    const { banner } = viewOf(world.reachEnd().design);
    expect(banner.headline).toBe(
      '3 caveats: what Ben said is not in the decision; The subtractor dissents; and 1 more.',
    );
  });

  it('J11: the heading of a gate names the gravest first, whether or not they open gates', () => {
    const says: Script = {
      audit: judging({ 'R1.1': 'not_used' }),
      signing: (_, speaker) => dissent('No.', speaker),
    };
    const world = held(says, { settings: { gates: 'ask' } }).reach('proposing');
    world.says('m1', 'Legal forbids it.', 'Ben');
    const { gate } = viewOf(world.reach('deciding').design);
    expect(gate?.reasons).toEqual(['dissent']);
    expect(gate?.heading).toBe(
      'The draft is ready and needs you: what Ben said is not in the decision; 3 of 3 personas dissent.',
    );
  });

  it('J11: a gate names its only reason as a result does, and its list says it in full', () => {
    const says: Script = { audit: () => audit('blocking'), revision: leavingOpen('F1') };
    const view = viewOf(held(says, { settings: { gates: 'ask' } }).reach('deciding').design);
    expect(view.gate?.heading).toMatch(/: a blocking finding of the audit is left open\.$/);
    expect(plainOf(drawCaveats(view))).toMatch(
      /^- A blocking finding of the audit is left open: Delayed jobs [^\n]*$/,
    );
  });

  it('J11: all of them stand in every file but decision.md, and in the result', () => {
    const { design, history } = ended(MANY);
    const caveats = viewOf(design).caveats.map(({ text }) => text);
    const result = drawResultMessage(viewOf(design)).sections.map(plainOf).join('\n');
    const files = [writeBrief(design), writeRecordMarkdown(design)];
    const transcript = writeTranscript(design, history);
    for (const text of [...files, transcript, result]) expect(text).toContain(caveats.at(-1));
  });

  it('J11: all of them are in the design that outsiders read, with their kinds', () => {
    expect(viewOf(ended(MANY).design).caveats.map(({ kind }) => kind)).toEqual([
      'finding_open',
      'finding_open',
      'difference_open',
      'dissent',
    ]);
  });

  it('J11: several caveats are told as they were recorded when the outcome was settled', () => {
    const { design } = ended(MANY);
    const { settled } = design;
    if (settled === null) throw new Error('it is settled');
    const recorded = settled.caveats.slice(1);
    expect(
      findCaveats({ ...design, signatures: [], settled: { ...settled, caveats: recorded } }),
    ).toEqual(recorded);
  });
});

/** An audit that gives these sentences of people these fates. */
const judging =
  (fates: Readonly<Record<string, 'contradicted' | 'not_used'>>): NonNullable<Script['audit']> =>
  () => {
    const { tool, input } = audit();
    const said = Object.entries(fates).map(([name, fate]) => {
      return { said: name, why: `It is not what ${name} says.`, sentence: '1', fate };
    });
    return { tool, input: { ...input, said } };
  };

test('J13: what the text does with answers on which people differ is told once, with them', () => {
  const world = asking({ audit: judging({ 'R1.1': 'contradicted', 'R2.1': 'not_used' }) });
  world.says('m1', 'There are 3 incidents.', 'Ana');
  world.submits('synthesizer', matching(['Q1', 'R1', '3 incidents']));
  world.says('m2', 'No, 1 incident.', 'Ben');
  world.submits('synthesizer', differ(matching(['Q1', 'R2', '1 incident']), 'Q1', 'R1', 'R2'));
  const told = findCaveats(world.reach('writing').design).filter(({ kind }) =>
    OF_PEOPLE.includes(kind),
  );
  expect(told).toEqual([
    {
      kind: 'people_differ',
      question: 'Q1',
      answers: [
        { by: 'Ana', words: 'There are 3 incidents.', fate: 'not_taken' },
        { by: 'Ben', words: 'No, 1 incident.', fate: 'not_taken' },
      ],
    },
  ]);
});

test('J8: a person whom the text contradicts is told before the question that it contradicts', () => {
  const world = held({ audit: judging({ 'T.1': 'contradicted', 'R1.1': 'contradicted' }) }).reach(
    'proposing',
  );
  world.says('m1', 'Legal forbids it.', 'Ben');
  const told = findCaveats(world.reach('revising').design).filter(({ kind }) =>
    OF_PEOPLE.includes(kind),
  );
  const contradicted = { kind: 'contradicts_person', about: '' };
  expect(told).toEqual([
    { ...contradicted, by: 'Ben', source: 'reply', words: 'Legal forbids it.' },
    {
      ...contradicted,
      by: 'Ana',
      source: 'topic',
      words: 'Should the job queue move from Redis to Postgres?',
    },
  ]);
});

test('J11: messages that changed nothing come last, and are named first only where nothing else is', () => {
  const least: Caveat = {
    kind: 'not_reflected',
    why: 'changes_nothing',
    by: 'Cem',
    words: [],
    count: 6,
  };
  const notAudited: Caveat = { kind: 'not_audited', missing: 'audit' };
  const ordered = orderCaveats([least, notAudited]);
  expect(ordered).toEqual([notAudited, least]);
  expect(nameGravest(ordered)).toBe('it was not audited; and 1 more');
  expect(nameGravest([least])).toBe('6 messages of Cem’s changed nothing');
});

test('J11: caveats that the first line names once are counted there, so that its sum is that of the list', () => {
  const by = [{ id: id('outsider'), title: 'Outsider' }];
  const reserved = (reservation: string): Caveat => {
    return { kind: 'not_signed', why: 'reservation', by, reservation, of: 6 };
  };
  const all = ['It is slow.', 'It is dear.', 'It is late.'].map(reserved);
  expect(nameGravest(all)).toBe('Outsider signs with a reservation (three times)');
  expect(nameGravest(all.slice(1, 2))).toBe('Outsider signs with a reservation');
  const words = ['Not in June.', 'Not in July.', 'Not in May.'];
  const unused: Caveat = { kind: 'not_reflected', why: 'not_used', by: 'Ana', words, count: 0 };
  expect(nameGravest([unused, ...all])).toBe(
    'what Ana said is not in the decision (three times); Outsider signs with a reservation (three times)',
  );
});

test('J11: late words that were read as changing nothing are counted above the decision, and stand below it, each', () => {
  const world = held().reach('signing');
  const late = Array.from({ length: 23 }, (_, index) => `Late sentence ${index + 1} is here.`);
  world.says('m1', late.join(' '), 'Cem');
  const { design } = world.reachEnd();
  const view = viewOf(design);
  expect(view.banner.headline).toContain('1 message of Cem’s changed nothing');
  for (const paper of [writeBrief(design), writeRecordMarkdown(design)]) {
    const top = paper?.split('\n').slice(0, 20).join('\n');
    expect(top).toContain('1 message of Cem’s changed nothing');
    expect(top).not.toContain('Late sentence');
  }
  expect(drawCard(view).sections.map(plainOf).join()).not.toContain('Late sentence');
  const folded = drawReasons(view)?.sections.map(plainOf).join();
  expect(folded).toContain(`Cem: “${late[0]}”`);
  for (const sentence of late) expect(writeBrief(design)).toContain(`- Cem: “${sentence}”`);
});

test('J11: a caveat that ends with somebody’s full stop has no second one', () => {
  const said = { kind: 'contradicts_person', by: 'Ana', source: 'reply', about: '' } as const;
  const ends = ['Stop.', '**Stop.**', 'They said “Stop.”', 'They said "Stop."'];
  for (const words of ends)
    expect(sayCaveat({ ...said, words })).toBe(`It contradicts Ana: “${words}”`);
});

test('J11: a persona whose model may have read only a part of its prompt is named once', () => {
  const world = held().reach('proposing');
  const inPart = () => world.spends('subtractor', 0.01, { readInPart: true });
  inPart();
  world.spends('archaeologist', 0.01);
  inPart();
  expect(findCaveats(world.reach('revising').design)).toContainEqual({
    kind: 'read_in_part',
    by: [{ id: 'subtractor', title: 'The subtractor' }],
  });
});

test('A6: money that ran short is named with what was left out, and called used up only if so', () => {
  const dropped = (['argument', 'audit'] as const).map((kind) => ({
    kind,
    reason: 'money_used_up' as const,
  }));
  const short = { kind: 'cut_short', why: 'money', by: '', dropped } as const;
  const linesOf = (caveat: Caveat) => caveatLinesOf(caveat).map(sayCaveat);
  expect(linesOf({ ...short, isUsedUp: false })).toEqual([
    'Without arguing, for lack of money.',
    'Without the audit, for lack of money.',
  ]);
  expect(linesOf({ ...short, isUsedUp: true })).toEqual(['The money was used up.']);
});

describe('a line of the list', () => {
  const LONG = 'a word and another one, '.repeat(25).trim();
  const by = LONG.slice(0, 199);
  const persona = { id: id('outsider'), title: LONG.slice(0, 60) };
  const missing = {
    ...persona,
    hasFinished: false,
    causes: [{ kind: 'killed' as const, detail: LONG }],
    rounds: [],
  };
  const LONGEST: readonly Caveat[] = [
    { kind: 'unread_words', by, words: [LONG, LONG] },
    { kind: 'contradicts_person', by, source: 'settlement', words: LONG, about: LONG },
    {
      kind: 'people_differ',
      question: 'Q1',
      answers: [
        { by, words: LONG, fate: 'taken' },
        { by: 'Ben', words: LONG, fate: 'not_taken' },
      ],
    },
    { kind: 'not_reflected', why: 'late', by, words: [LONG, LONG], count: 0 },
    { kind: 'question_not_answered', reason: LONG },
    { kind: 'finding_open', id: 'F1', text: LONG, severity: 'blocking', left: 'unconfirmed' },
    { kind: 'difference_open', id: 'D1', description: LONG, isArgued: false },
    {
      kind: 'dissent',
      dissents: [
        { ...persona, reason: LONG },
        { ...persona, reason: LONG },
      ],
      of: 4,
    },
    { kind: 'citation_failed', claim: 'A-1', text: LONG, place: LONG, why: 'failed' },
    { kind: 'nobody_answered' },
    { kind: 'not_audited', missing: 'real_audit' },
    { kind: 'step_missing', step: null, attempts: 0, role: 'synthesizer', by: [persona, persona] },
    { kind: 'read_in_part', by: [persona] },
    { kind: 'persona_missing', missing: [missing, missing], toTheEnd: 2, of: 4 },
    { kind: 'not_signed', why: 'reservation', by: [persona], reservation: LONG, of: 4 },
    { kind: 'fact_not_used', claim: 'A-1', title: persona.title, text: LONG },
    { kind: 'not_carried', about: 'decision', why: 'refuted', words: LONG },
    { kind: 'change_not_confirmed', part: 'claims it rests on', words: LONG, why: 'harms' },
    { kind: 'other_language', language: LONG.slice(0, 40) },
    {
      kind: 'cut_short',
      why: 'time',
      by: '',
      isUsedUp: false,
      dropped: [
        { kind: 'matching', reason: 'time_used_up' },
        { kind: 'audit', reason: 'time_used_up' },
      ],
    },
  ];

  it('J11: every kind has been made as long as it can be', () => {
    expect(LONGEST.map(({ kind }) => kind)).toEqual(CAVEATS);
  });

  it.each(LONGEST.map((each) => [each.kind, each] as const))(
    'J11: a caveat of kind %s has a line of at most 25 words for each thing, without counted rest',
    (_, longest) => {
      const lines = caveatLinesOf(longest).map(sayCaveat);
      for (const each of lines) {
        expect(each.split(' ').length).toBeLessThanOrEqual(25);
        expect(each).not.toContain('more');
      }
    },
  );
});

test('J11: the longest finding, reservation and dissent are caveats that a record may keep', () => {
  const long = 'It is so. '.repeat(100);
  const { design } = ended({
    audit: () => {
      const { tool, input } = audit();
      const findings = [finding({ severity: 'blocking', text: long.slice(0, 1_000) })];
      return { tool, input: { ...input, findings } };
    },
    signing: (_, speaker) =>
      speaker === 'archaeologist'
        ? dissent(long.slice(0, 600))
        : signature({ verdict: 'with_reservation', reason: long.slice(0, 200) }),
  });
  const found = findCaveats(design);
  expect(found.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['finding_open', 'dissent']),
  );
  expect(Caveats.parse(found)).toEqual(found);
  expect(Caveats.parse(design.settled?.caveats ?? design.gates.at(-1)?.caveats)).not.toEqual([]);
});

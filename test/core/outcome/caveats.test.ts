import { describe, expect, it, test } from 'vitest';
import { outcomeOf } from '../../../src/core/outcome/outcome.ts';
import { shouldGate } from '../../../src/core/outcome/should-gate.ts';
import { bannerOf } from '../../../src/core/presentation/decision/banner.ts';
import { caveatWords } from '../../../src/core/presentation/decision/caveat.ts';
import { viewOf } from '../../../src/core/presentation/web/design-view.ts';
import { claimsOf } from '../../../src/core/proposals/labels.ts';
import type { Design } from '../../../src/core/vocabulary/design.ts';
import { GATE_REASONS } from '../../../src/core/vocabulary/event-parts.ts';
import { BARE, cited } from '../../support/claims.ts';
import { causeOf, given, type World } from '../../support/given.ts';
import { type Beginning, pointsFor, type Script } from '../../support/given-start.ts';
import {
  argument,
  audit,
  composite,
  confirmation,
  dissent,
  mapping,
  mappingOf,
  proposal,
  revision,
  signature,
} from '../../support/given-submission.ts';
import { tellDead } from '../../support/told-design.ts';

const REPOSITORY = { name: 'shop', commit: '08aa129'.padEnd(40, '0'), digest: '' };
/** What each proposes by default, which is no other's. What the last one claims is a reason, which may move somebody. */
const proposing: NonNullable<Script['proposals']> = (design, speaker) =>
  proposal({
    headline: `What the ${speaker} wants`,
    claims: [{ ...BARE, kind: kindOf(design, speaker), text: `The ${speaker} says: one table.` }],
  });
const kindOf = ({ drawnOrder }: Design, speaker: string) =>
  drawnOrder.at(-1) === speaker ? ('reason' as const) : ('decision' as const);
/** The last one stands alone against all others, who are moved by its reason: to the smaller side. */
const onePersuadesAll: NonNullable<Script['mapping']> = (design) => {
  const claims = claimsOf(design);
  const letters = [...new Set(claims.map(({ label }) => label))];
  const ids = claims.map(({ id }) => id);
  return mappingOf(ids, ['high', letters.slice(0, -1).join(''), letters.at(-1) ?? '']);
};
const staying: NonNullable<Script['argument']> = (design, speaker) => argument(...pointsFor(design, speaker));
const dissentOf =
  (...names: readonly string[]): NonNullable<Script['signing']> =>
  (_, speaker) =>
    names.includes(speaker)
      ? signature(
          { verdict: 'dissents', reason: `${speaker} fears for step 1.`, dissent: 'I do not sign.' },
          speaker,
        )
      : signature({}, speaker);

/** Challenged, with two of three persuaded by the reason of the third; each row of the table changes one thing. */
function ended(says: Script = {}, beginning: Beginning = {}): World {
  const { settings, ...rest } = beginning;
  return given({
    ...rest,
    settings: { gates: 'none', ...settings },
    says: { proposals: proposing, mapping: onePersuadesAll, ...says },
  });
}

function read({ design }: World) {
  const outcome = outcomeOf(design);
  const { headline, level } = bannerOf(outcome);
  return { headline, level, status: outcome.status };
}

/** What happens on the way, where a script cannot say it. */
type Way = (world: World) => World;
const toEnd: Way = (world) => world.reachEnd();
const failing =
  (step: Parameters<World['reach']>[0]): Way =>
  (world) => {
    world.reach(step);
    while (world.design.step === step) world.fails(world.turn().participant);
    return world.reachEnd();
  };

describe('J11: a run that was challenged and held is ready, without a word more', () => {
  const CHECKED = { item: 1, status: 'checked', path: 'src/queue.ts', from: 12, to: 12 } as const;
  function sourced(): World {
    const world = ended({}, { repository: REPOSITORY }).reach('proposing');
    while (world.design.step === 'proposing') {
      const { participant: speaker } = world.turn();
      const text = `The ${speaker} says so.`;
      const claim = { ...cited('src/queue.ts:12', 'retry'), kind: kindOf(world.design, speaker), text };
      const submission = proposal({ headline: `What the ${speaker} wants`, claims: [claim] });
      world.submits(speaker, submission, undefined, [CHECKED]);
    }
    return world;
  }

  it.each<[string, World, string]>([
    ['without a repository', ended(), 'no repository'],
    ['with a repository', sourced(), 'repository shop at 08aa129'],
  ])('J11: %s', (_, world, fact) => {
    const { headline, level, facts } = bannerOf(outcomeOf(world.reachEnd().design));
    expect(headline).toBe('Decision ready.');
    expect(level).toBe('success');
    expect(facts).toContain(fact);
    expect(facts).toContain('1 assumption');
    expect(facts.length).toBeLessThan(9);
    expect(outcomeOf(world.design)).toMatchObject({ status: 'completed', caveats: [] });
  });

  it('J11: with nobody asked, and nothing to argue about, which are facts', () => {
    const world = ended({
      questions: () => ({ tool: 'pass', input: { rationale: 'Clear.' } }),
      mapping: () => mapping(),
    });
    const { headline, facts } = bannerOf(outcomeOf(world.reachEnd().design));
    expect(headline).toBe('Decision ready.');
    expect(facts).toContain('no questions for people');
    expect(facts).toContain('nothing to argue about');
  });

  it('J11: that there was nothing to argue about is only said where proposals were compared', () => {
    const { facts } = bannerOf(outcomeOf(failing('mapping')(ended()).design));
    expect(facts).not.toContain('nothing to argue about');
  });
});

/** The one finding is acted on, in the paragraph. */
const acting: NonNullable<Script['revision']> = (design) => {
  const text = 'One store is easier to run than two, and delayed jobs move last.';
  return revision(design, {
    findings: [{ finding: 'F1', where: 'This was considered.', done: 'acted_on' }],
    changes: [
      {
        answers: ['F1'],
        part: 'paragraph',
        number: '',
        how: 'replace',
        fields: [{ name: 'text', text }],
        rests: [],
      },
    ],
  });
};
const leavingOpen =
  (...findings: readonly string[]): NonNullable<Script['revision']> =>
  (design) =>
    revision(design, {
      findings: findings.map((finding) => ({ finding, where: 'No.', done: 'left_open' })),
      changes: [],
    });

const HELD: Script = { mapping: () => mapping(['medium', 'A', 'BC']) };

describe('J11: a caveat is named in the first line, and the design is completed', () => {
  it.each<[string, Script, Way, string]>([
    [
      'a dissent',
      { signing: dissentOf('subtractor') },
      toEnd,
      'The subtractor dissents: subtractor fears for step 1',
    ],
    [
      'a difference of medium impact, which nobody argues',
      HELD,
      toEnd,
      '“Point 1?” was not argued and is for you to decide',
    ],
    [
      'a major finding that is left open',
      {
        audit: () => audit('major'),
        revision: leavingOpen('F1'),
      },
      toEnd,
      'a major finding of the audit is left open: Delayed jobs are not spoken of',
    ],
    [
      'one proposal under several names',
      { proposals: () => proposal(), mapping: () => mapping() },
      toEnd,
      'there was really only one proposal',
    ],
    [
      'proposals of which no author is sure',
      {
        proposals: (_, speaker) =>
          proposal({ headline: `For ${speaker}`, confidence: speaker === 'subtractor' ? 0.05 : 0.3 }),
        mapping: () => mapping(),
      },
      toEnd,
      'no persona was sure of its own proposal',
    ],
    [
      'a revision that nobody could write, in one line',
      { audit: () => audit('minor') },
      failing('revising'),
      'the revision failed: the synthesizer and a stand-in tried',
    ],
    [
      'somebody who missed a round',
      {},
      (world) => {
        world.reach('asking').fails('migrationist');
        return world.reachEnd();
      },
      'The migrationist missed questions',
    ],
    [
      'a stand-in',
      {},
      (world) => {
        world.reach('composing').fails('synthesizer');
        return world.reachEnd();
      },
      'The migrationist stood in as synthesizer',
    ],
    [
      'somebody who was lost',
      {},
      (world) => {
        tellDead(world.reach('signing'), 'subtractor', causeOf('out_of_memory', 'out of memory'));
        return world.reachEnd();
      },
      'The subtractor crashed twice: out of memory',
    ],
  ])('J11: %s', (_, says, way, words) => {
    const world = way(ended(says));
    expect(read(world)).toEqual({
      headline: `One caveat: ${words}.`,
      level: 'warning',
      status: 'completed',
    });
    expect(outcomeOf(world.design).caveats).toHaveLength(1);
    expect(shouldGate(world.design)).toEqual([]);
  });

  it('J11: no source that was checked is one where a repository was read', () => {
    const world = ended({}, { repository: REPOSITORY }).reachEnd();
    expect(read(world).headline).toBe('One caveat: no claim has a source that was found.');
  });

  it('J11: differences of a quick design are for people to decide, and a low one is a fact', () => {
    const says: Script = { mapping: () => mapping(['medium', 'A', 'BC'], ['low', 'A', 'C']) };
    const world = ended(says, { settings: { depth: 'quick' } }).reachEnd();
    expect(read(world).headline).toBe('One caveat: “Point 1?” was not argued and is for you to decide.');
    expect(bannerOf(outcomeOf(world.design)).facts).toContain('one minor difference was not argued');
  });
});

describe('A6: what needs a person is named by its matter, and the design needs review', () => {
  it.each<[string, Script, Way, string]>([
    ['a high difference without agreement', { argument: staying }, toEnd, '“Point 1?” is open'],
    [
      'half of them dissent',
      { signing: dissentOf('subtractor', 'archaeologist') },
      toEnd,
      '2 of 3 dissent (The subtractor: subtractor fears for step 1)',
    ],
    [
      'all dissent',
      { signing: (_, speaker) => dissent('No.', speaker) },
      toEnd,
      'nobody has signed it (all 3 dissent)',
    ],
    [
      'a blocking finding that is left open',
      { audit: () => audit('blocking'), revision: leavingOpen('F1') },
      toEnd,
      'a blocking finding of the audit is left open: Delayed jobs are not spoken of',
    ],
    [
      'a blocking finding that was acted on, and the auditor does not confirm it',
      {
        audit: () => audit('blocking'),
        revision: acting,
        confirmation: (design) =>
          confirmation(design, {
            findings: [{ finding: 'F1', isAnswered: false, reason: 'It says nothing.' }],
          }),
      },
      toEnd,
      'the auditor does not confirm that a blocking finding is answered: Delayed jobs are not spoken of',
    ],
    [
      'a blocking finding that was acted on, and nobody could confirm it',
      { audit: () => audit('blocking'), revision: acting },
      failing('confirming'),
      'nobody has confirmed that a blocking finding is answered: Delayed jobs are not spoken of; confirming the revision failed: the auditor and a stand-in tried',
    ],
    [
      'somebody it rests on who is not sure',
      { signing: (_, speaker) => signature({ confidence: speaker === 'subtractor' ? 0.2 : 0.8 }, speaker) },
      toEnd,
      'The subtractor is not sure of it',
    ],
    [
      'a mapping that failed',
      {},
      failing('mapping'),
      'the proposals were not compared; The migrationist stood in as synthesizer',
    ],
    ['an audit that failed', {}, failing('auditing'), 'it was not audited'],
    [
      'too few to the end',
      {},
      (world) => {
        world.reach('signing');
        for (const name of ['subtractor', 'archaeologist'])
          tellDead(world, name, causeOf('killed', 'killed'));
        return world.reachEnd();
      },
      'only 1 of 3 finished (The subtractor and The archaeologist crashed twice: killed)',
    ],
  ])('A6: %s', (_, says, way, words) => {
    const world = way(ended(says));
    expect(read(world)).toEqual({
      headline: `Needs review: ${words}.`,
      level: 'warning',
      status: 'needs_review',
    });
    // Each recorded reason stands there by its matter.
    const kinds = outcomeOf(world.design).caveats.map(({ kind }) => kind);
    expect(kinds).not.toContain('other_reason');
  });

  it('A6: a blocking finding counts as answered once the auditor has confirmed it', () => {
    const world = ended({
      audit: () => audit('blocking'),
      revision: acting,
    }).reachEnd();
    expect(read(world)).toMatchObject({ headline: 'Decision ready.', status: 'completed' });
  });

  it('A6: a person who accepts it is named, with what it was accepted over', () => {
    const world = ended({ argument: staying }, { settings: { gates: 'ask' } }).reach('deciding');
    world.decidesGate('accept');
    expect(read(world.reachEnd())).toEqual({
      headline: 'Decision accepted by Ana, with one caveat: “Point 1?” is open.',
      level: 'warning',
      status: 'completed',
    });
  });

  it('A6: so is one who stops it', () => {
    const world = ended({ argument: staying }, { settings: { gates: 'ask' } }).reach('deciding');
    world.decidesGate('stop');
    expect(read(world.reachEnd()).headline).toBe('Needs review: Ana stopped it; “Point 1?” is open.');
  });
});

describe('J8: a point that a person settled', () => {
  const asking: Beginning = { settings: { gates: 'ask' } };

  it('J8: stands beside the first line with the name, and is no caveat', () => {
    const world = ended({ argument: staying }, asking).reach('deciding');
    world.settles('D1', '1a');
    const { headline, facts } = bannerOf(outcomeOf(world.reachEnd().design));
    expect(headline).toBe('Decision ready.');
    expect(facts).toContain('Ana settled it: Answer 1');
  });

  it('J8: is one where the text does not reflect it', () => {
    const world = ended({ argument: staying }, asking).reach('deciding');
    world.settles('D1', '1a');
    while (world.design.step === 'revising') world.fails(world.turn().participant);
    world.decidesGate('accept');
    const { headline, facts } = bannerOf(outcomeOf(world.reachEnd().design));
    expect(headline).toBe(
      'Decision accepted by Ana, with one caveat: Ana settled “Point 1?”, but the decision does not reflect it: Answer 1.',
    );
    expect(facts.join()).not.toContain('Ana settled it');
  });
});

describe('several caveats', () => {
  const many: Script = {
    mapping: () => mapping(['medium', 'A', 'BC'], ['medium', 'B', 'AC']),
    argument: staying,
    audit: () => audit('major', 'major'),
    revision: leavingOpen('F1', 'F2'),
    signing: dissentOf('subtractor'),
  };

  it('J11: are counted, and the two gravest of them named', () => {
    const { headline } = read(ended(many).reachEnd());
    expect(headline).toBe(
      '5 caveats: a major finding of the audit is left open: Delayed jobs are not spoken of; a major finding of the audit is left open: Delayed jobs are not spoken of; and 3 more.',
    );
  });

  it('J11: are named while they fit, at least one of them', () => {
    const long = 'word '.repeat(60);
    const world = ended({
      ...many,
      signing: (_, speaker) => (speaker === 'subtractor' ? dissent(long) : signature({}, speaker)),
      audit: () => audit('major'),
      revision: leavingOpen('F1'),
    });
    expect(read(world.reachEnd()).headline.length).toBeLessThan(400);
  });

  it('J11: all of them are in the design that outsiders read, with their kinds', () => {
    const { outcome } = viewOf(ended(many).reachEnd().design);
    expect(outcome?.level).toBe('warning');
    expect(outcome?.caveats.map(({ kind }) => kind)).toEqual([
      'major_finding',
      'major_finding',
      'open_difference',
      'open_difference',
      'dissent',
    ]);
  });
});

test('A6: every reason for a gate has words where the record holds no more of it', () => {
  for (const reason of GATE_REASONS)
    expect(caveatWords({ kind: 'other_reason', reason })).toMatch(/^[a-z].{9,}[a-z]$/);
});

test('A6: money that ran short is named with what was left out, and is called used up only if it is', () => {
  const dropped = (['argument', 'audit'] as const).map((kind) => ({
    kind,
    reason: 'money_used_up' as const,
  }));
  const short = { kind: 'budget', dropped } as const;
  expect(caveatWords({ ...short, isUsedUp: false })).toBe('left out for lack of money: arguing, the audit');
  expect(caveatWords({ ...short, isUsedUp: true })).toBe('the money was used up');
});

test('A6: a composite of which its author is not sure is named by its author', () => {
  const world = ended({
    composite: (design) => composite(design, undefined, { confidence: 0.2 }),
    mapping: () => mapping(),
    audit: () => audit(),
  });
  expect(read(world.reachEnd()).headline).toBe('Needs review: The synthesizer is not sure of it.');
});

test('A6: where nobody who judged the decision is sure of it, the gate and the first line say so', () => {
  const world = ended(
    {
      revision: (design) => revision(design, { confidence: 0.39 }),
      signing: (_, speaker) => signature({ confidence: 0.3 }, speaker),
    },
    { settings: { gates: 'ask' } },
  ).reach('deciding');
  const gate = viewOf(world.design).gate;
  expect(gate?.because).toEqual(['nobody who judged this is sure of it']);
  expect(gate?.about.unsure).toHaveLength(4);
  world.decidesGate('stop');
  expect(read(world.reachEnd()).headline).toContain('nobody who judged this is sure of it');
});

it('J11: an adopted claim that its author finds contradicted when signing is a caveat', () => {
  const says: Script = {
    signing: (design, speaker) =>
      signature(
        design.drawnOrder.at(-1) === speaker
          ? { contradicted: [{ claim: 'C-1', how: 'The step says the opposite.' }] }
          : {},
        speaker,
      ),
  };
  expect(read(ended(says).reachEnd()).headline).toMatch(
    /^One caveat: it contradicts what it adopts: “The .+ says: one table\.” \(/,
  );
});

import { describe, expect, it } from 'vitest';
import { claimsOf } from '#core/proposals/labels.ts';
import { replay } from '#core/workflow/evolve.ts';
import { listedRowOf } from '#presentation/answers/console-row.ts';
import { drawPageState, drawStarted, sayGists } from '#presentation/answers/design-page.ts';
import { drawStartedTail } from '#presentation/answers/lists.ts';
import { drawDecisionItems } from '#presentation/decision/decision-items.ts';
import { convertToPlain } from '#presentation/format/plain-document.ts';
import { listPersonRows } from '#presentation/judged/people.ts';
import { DesignView } from '#presentation/schema/view.ts';
import { viewOf } from '#presentation/view/view.ts';
import { designInDispute, wholeDesign } from '../../golden/designs.ts';
import { given, type World } from '../../support/designs/given.ts';
import { GATED, NOTHING_CARRIED } from '../../support/designs/given-start.ts';
import {
  argument,
  mapping,
  pass,
  point,
  proposal,
  questions,
  signature,
} from '../../support/designs/given-submission.ts';
import { shipped } from '../../support/designs/shipped-personas.ts';

function persona(world: World, name: string) {
  const found = viewOf(world.design).personas.find(({ id }) => id === name);
  if (found === undefined) throw new Error(`nobody is called ${name}`);
  return found;
}

describe('a participant, as outsiders see it', () => {
  it('C4: a crash shows as one retry, a new session, and the old one among the previous', () => {
    const world = given().reach('proposing');
    const first = world.session('subtractor').id;
    expect(persona(world, 'subtractor')).toMatchObject({
      state: 'alive',
      sessionId: first,
      previousSessionIds: [],
      pid: 4_000,
      retried: false,
      cause: null,
    });
    world.loses('subtractor', {
      kind: 'killed',
      detail: 'killed by SIGKILL',
      diagnostics: 'failures/s.log',
    });
    expect(persona(world, 'subtractor')).toMatchObject({
      state: 'retrying',
      sessionId: world.session('subtractor').id,
      previousSessionIds: [first],
      pid: null,
      retried: true,
      cause: 'killed by SIGKILL [diagnostics: failures/s.log]',
    });
  });

  it('C18: a resumption is no retry', () => {
    const world = given().everyoneReady();
    world.when({ type: 'resume', promised: [] });
    expect(persona(world, 'subtractor')).toMatchObject({ retried: false, state: 'retrying' });
  });

  it('a participant as outsiders see it costs what its turns cost, and an unknown price is not shown as none', () => {
    const world = given().reach('asking');
    world.spends('subtractor', 0.5);
    expect(persona(world, 'subtractor')).toMatchObject({ tokens: 15, costUsd: 0.5 });
    world.spends('subtractor', null);
    expect(persona(world, 'subtractor')).toMatchObject({ tokens: 30, costUsd: null });
    expect(persona(world, 'archaeologist')).toMatchObject({ tokens: 0, costUsd: 0 });
  });
});

describe('a design, as outsiders see it', () => {
  it.each([
    ['of one that is agreed on', wholeDesign],
    ['of one in dispute, with a gate', designInDispute],
  ])(
    'a design, as outsiders see it, has after each event %s what its schema says, and nothing else',
    (_, told) => {
      const { history } = told(shipped);
      for (let many = 1; many <= history.length; many += 1) {
        const design = replay(history.slice(0, many));
        if (design === null) throw new Error('a history begins with a start');
        const view = viewOf(design);
        expect(DesignView.parse(view)).toEqual(view);
      }
    },
  );

  it('J1: a design as outsiders see it shows seals, and nothing of what is sealed', () => {
    const world = given().reach('proposing');
    world.submits('subtractor', proposal({ headline: 'SECRET', summary: 'SECRET' }, 'SECRET'));
    const view = viewOf(world.design);
    expect(view.seals).toEqual([
      { persona: 'subtractor', sha256: expect.stringMatching(/^[0-9a-f]{64}$/), revealed: false },
    ]);
    expect(JSON.stringify(view)).not.toContain('SECRET');
  });

  it('C14: a design as outsiders see it says which divergence is argued while its round is open', () => {
    const points = () => mapping(['high', 'A', 'B'], ['medium', 'B', 'C'], ['low', 'A', 'C']);
    const world = given({ says: { mapping: points } }).reach('arguing');
    const statuses = () => viewOf(world.design).divergences.map(({ status }) => status);
    expect(statuses()).toEqual(['arguing', 'noted', 'noted']);
    expect(viewOf(world.design).round).toMatchObject({ kind: 'argument', divergences: ['D1'] });
    world.cancels();
    expect(statuses()).toEqual(['open', 'noted', 'noted']);
    expect(viewOf(world.design).round).toBeNull();
  });

  it('a design as outsiders see it shows each position of a difference with those who hold it now', () => {
    const world = given({ says: { mapping: () => mapping(['high', 'AB', 'C']) } }).reach('arguing');
    for (const name of ['migrationist', 'subtractor'])
      world.submits(name, argument(point('1a>1b', ['C-1'], { changedBy: ['C-1'] })));
    expect(viewOf(world.design).divergences).toMatchObject([
      {
        id: 'D1',
        positions: [
          { id: 'P1', text: 'Answer 1.', personas: [] },
          {
            id: 'P2',
            text: 'Answer 2.',
            personas: ['migrationist', 'subtractor', 'archaeologist'],
          },
        ],
        outcome: null,
      },
    ]);
    world.settles('D1', 'P1', 'It was measured.');
    expect(viewOf(world.design).divergences).toMatchObject([
      {
        status: 'settled',
        outcome: {
          outcome: 'settled_by_person',
          position: 'P1',
          person: 'Ana',
          reason: 'It was measured.',
        },
      },
    ]);
  });

  it('a design as outsiders see it shows each question with its answers by name, or with what was assumed', () => {
    const ask = (_: unknown, speaker: string) =>
      speaker === 'subtractor' ? questions('One?', 'Two?') : pass();
    const world = given({ says: { questions: ask } }).reach('answering');
    world.replies('Q1: yes', 'Ben');
    world.replies('Q1: no', 'Cleo');
    world.readsReplies().deadline('answering');
    expect(viewOf(world.design).questions).toMatchObject([
      {
        id: 'Q1',
        status: 'answered',
        answer: 'yes\n\nno',
        answers: [
          { author: 'Ben', quote: 'yes' },
          { author: 'Cleo', quote: 'no' },
        ],
      },
      { id: 'Q2', status: 'assumed', assumption: 'We assume an answer to: Two?' },
    ]);
  });

  it('a design as outsiders see it has a draft and no decision before its end, and after a cancellation', () => {
    const world = given().reach('signing');
    const isDraft = { decision: null, text: { isDraft: true } };
    expect(viewOf(world.design)).toMatchObject(isDraft);
    world.cancels();
    expect(viewOf(world.reachEnd().design)).toMatchObject({
      ...{ status: 'cancelled', ...isDraft, ending: 'cancelled' },
      deciders: [{ name: 'Ana', did: ['cancelled it'] }],
    });
    const { decision, text } = viewOf(given().reachEnd().design);
    expect(text).toMatchObject({ isDraft: false, decision: { sentence: decision?.sentence } });
  });

  it('a third run is called by its number', () => {
    const { design } = given({ carried: { ...NOTHING_CARRIED, runsBefore: 2 } });
    expect(viewOf(design).carried).toMatch(/^Run 3: /);
  });

  it('a point that a person settled is not among the open ones any more', () => {
    const mapped = () => mapping(['high', 'A', 'B'], ['medium', 'B', 'C']);
    const world = given({ says: { mapping: mapped } }).reach('arguing');
    world.settles('D1', '1a');
    const { design } = world.reachEnd();
    const open = ['1', '2'].map((difference) => ({ difference, text: 'A week.' }));
    const composites = design.composites.map((each) => {
      const decision = { ...each.composite.decision, open };
      return { ...each, composite: { ...each.composite, decision } };
    });
    const view = viewOf({ ...design, composites, revisions: [] });
    const items = view.text === null ? [] : drawDecisionItems(view, view.text).open;
    expect(items.map(({ head }) => convertToPlain(head))).toEqual([
      expect.stringMatching(/^Point 2\?/),
    ]);
  });

  it('what a persona unfolds to names no state of its process', () => {
    for (const { facts } of listPersonRows(viewOf(given().reach('asking').design)))
      expect(facts).not.toMatch(/alive|parked|\b0 tokens/);
  });

  it('J11: a signature with a reservation is told apart from one without', () => {
    const signing = () =>
      signature({ verdict: 'with_reservation' as const, reason: 'It needs a second look.' });
    const { design } = given({ says: { signing } }).reachEnd();
    const view = viewOf(design);
    expect(sayGists(view).audit).toMatch(/\d signed with a reservation$/);
    expect(view.personas.filter(({ doing }) => doing.words === 'signed')).toEqual([]);
  });

  it('a page says nothing small about a rehearsal, which sends nothing and reads nothing', () => {
    const { design } = given().reach('asking');
    const smallOf = (rehearsal: boolean) =>
      drawPageState(viewOf({ ...design, rehearsal }))
        ?.below.sections.flat()
        .filter(({ kind }) => kind === 'small');
    expect(smallOf(false)).toHaveLength(1);
    expect(smallOf(true)).toEqual([]);
  });

  it('D8: whoever is unnamed has one name, on the page and among those who decided', () => {
    const startedBy = 'somebody, by the API (token admin)';
    const via = { way: 'api', token: 'admin' } as const;
    const world = given({ startedBy, start: { via } });
    world.when({ type: 'cancel', by: startedBy, via, reason: '' });
    const view = viewOf(world.reachEnd().design);
    expect(view.deciders).toEqual([{ name: startedBy, did: ['cancelled it'] }]);
    expect(convertToPlain(drawStarted(view, ''))).toContain(startedBy);
    expect(listedRowOf(view).by).toBe('token admin');
    expect(drawStartedTail({ startedBy, startedAt: 0 }, 0)).toContain('token admin');
  });

  it('equal reasons of several proposals stand once', () => {
    const { design } = given().reachEnd();
    const equal = design.proposals.map((each) => {
      const claims = each.proposal.claims.map((claim) => ({
        ...claim,
        kind: 'fact' as const,
        text: 'Equal.',
      }));
      return { ...each, proposal: { ...each.proposal, claims } };
    });
    const rests = claimsOf(design).map(({ id }) => id);
    const composites = design.composites.map((each) => {
      const decision = { ...each.composite.decision, rests };
      return { ...each, composite: { ...each.composite, decision } };
    });
    const view = viewOf({ ...design, proposals: equal, composites, revisions: [] });
    expect(view.text?.because.filter(({ text }) => text === 'Equal.')).toHaveLength(1);
  });

  it('A7: a design as outsiders see it shows the gate that is open, and until when', () => {
    const world = given({ says: GATED }).reach('deciding');
    const view = viewOf(world.design);
    expect(view.status).toBe('awaiting_input');
    expect(view.gate).toMatchObject({ id: 'gate-1', reasons: ['dissent', 'not_signed'] });
    expect(view.banner).toMatchObject({ headline: view.gate?.heading, level: 'warning' });
    expect(view.gate?.deadline).toBe(new Date(world.now + 3_600_000).toISOString());
    world.decidesGate('stop');
    expect(viewOf(world.design).gate).toBeNull();
  });

  it('P7: a design as outsiders see it is plain JSON at every step of its life', () => {
    const world = given({ says: GATED });
    for (const step of [
      'asking',
      'answering',
      'arguing',
      'signing',
      'deciding',
      'writing',
    ] as const) {
      const view = viewOf(world.reach(step).design);
      expect(JSON.parse(JSON.stringify(view))).toEqual(view);
    }
    expect(viewOf(world.reachEnd().design)).toMatchObject({ status: 'completed', step: 'writing' });
  });
});

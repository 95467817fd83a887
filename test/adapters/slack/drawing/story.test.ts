import { describe, expect, it } from 'vitest';
import { draw, drawPost } from '../../../../src/adapters/slack/drawing/draw.ts';
import {
  participantDocument,
  statusDocument,
} from '../../../../src/core/presentation/thread/private-answers.ts';
import { given } from '../../../support/given.ts';
import { matching, pass, questions } from '../../../support/given-submission.ts';
import { id, POSTS, sampleDesign, toldToTheEnd } from '../../../support/sample-design.ts';
import { tellAllDead, tellDead } from '../../../support/told-design.ts';
import { readable } from './readable.ts';

describe('one design, as the people of a thread read it', () => {
  it('the card in its words alone, as a preview of a link to it shows it, says what it is about and how that stands', () => {
    const shown: string[] = [];
    const look = (design: Parameters<typeof drawPost>[1]): void => {
      const { text } = drawPost({ kind: 'card' }, design);
      if (shown.at(-1) !== text) shown.push(text);
    };
    sampleDesign((_, world) => look(world.design));
    look(toldToTheEnd().design);
    expect(shown).toMatchInlineSnapshot(`
      [
        "Should the job queue move from Redis to Postgres? · Waiting for your answers: 3 of 3 questions open",
        "Should the job queue move from Redis to Postgres? · Proposals",
        "Should the job queue move from Redis to Postgres? · Where they differ",
        "Should the job queue move from Redis to Postgres? · Waiting for a person to decide",
        "Should the job queue move from Redis to Postgres? · Move the queue to Postgres in four steps, and stop after step two if the replica lags. · Decision accepted by Ana, with 4 caveats: “can the outbox table carry 900 jobs a second without a second replica?” is open; Migrationist dissents: It rests…",
      ]
    `);
    const design = toldToTheEnd().design;
    const long = { ...design, topic: `${design.topic} `.repeat(20) };
    expect(drawPost({ kind: 'card' }, long).text).toMatch(
      /^Should the job queue .*… · Move the queue .* · Decision accepted by Ana, /,
    );
    expect(drawPost({ kind: 'card' }, { ...long, rehearsal: true }).text).toMatch(
      /^REHEARSAL: .* · Move the queue /,
    );
  });

  it('at its end the thread says what happened, in order, and once', () => {
    const design = toldToTheEnd().design;
    expect(POSTS.map((post) => readable(drawPost(post, design))).join('\n\n')).toMatchInlineSnapshot(`
      "# Should the job queue move from Redis to Postgres?
      *Move the queue to Postgres in four steps, and stop after step two if the replica lags.*
      [warning] Decision accepted by Ana, with 4 caveats: “can the outbox table carry 900 jobs a second without a second replica?” is open; Migrationist dissents: It rests on a guess; and 2 more.
      -# Asked by Ana
      [ Decline… ] [ Follow up… ] [ Ask… ]

      *3 questions before they write.* 2 answered, 1 assumed.
      ~Q1 How many jobs a minute at peak, and how long may one wait?~ ✓ Ana: “_About 900, and half a second._”
      *Q2 *Has the replica ever lagged for a minute? → _assumed: _Not this year.
      ~Q3 Who besides the web app reads the Redis keys?~ ✓ Ben: “_The billing export._”

      4 proposals, each written without sight of the others and attached in full.
      *🏺 Archaeologist: move to the **\`outbox\`** table, which already carries the same load* (0.7) \`0d9a8708\`
      *💥 Failure analyst: move, but only with an alarm on replica lag* (0.7) \`e6fbbcf2\`
      *🪜 Migrationist: move in four steps, each of which can be taken back* (0.7) \`df24d4e9\`
      *✂️ Subtractor: keep Redis and delete the scheduler that makes you want to move* (0.7) \`f26b807a\`
      <archaeologist.md> <failure-analyst.md> <migrationist.md> <subtractor.md>

      *They differ on something that matters: can the outbox table carry 900 jobs a second without a second replica?*
      • *It can* · Archaeologist (0.7), Failure analyst (0.7)
      • *It cannot* · Migrationist (0.7), Subtractor (0.3)
      _Subtractor_ switches to _It can_, _without a reason_
      → *Unresolved* (still open after they argued it).
      ▸ The argument (4 replies)
        • *It can*
        • *It cannot*
        _Archaeologist to Migrationist:_ The March incident (\`ops/2026-03.md:41\`) ran at 1,150 a second on the smaller instance. (0.7)
        _Subtractor to Archaeologist:_ I had not seen the figure from March. (0.3)
        _Failure analyst to Migrationist:_ It did, and nobody was called. (0.7)
        _Migrationist to Archaeologist:_ That figure is older than the row triggers in \`schema.sql:212\`. Let it be measured with them. (0.7)

      # Move the queue to Postgres in four steps, and stop after step two if the replica lags.
      [warning] Decision accepted by Ana, with 4 caveats: “can the outbox table carry 900 jobs a second without a second replica?” is open; Migrationist dissents: It rests on a guess; and 2 more.
      > Watch the lag.
      -# 4 of 5 finished (Contract keeper crashed twice: out of memory) · no repository · 1 assumption · one model (claude-opus-5-5), audited by the same model family · $1.00 · 22 min of work in 27 min
      One store is easier to run than two, and the load is within what Postgres carries.
      *Steps*
      1. Write to both.
      *For you to decide*
      • *can the outbox table carry 900 jobs a second without a second replica?* It can / It cannot
      • Who owns the flag?
      Migrationist dissents: It rests on a guess.
      -# To check the files: charrette verify 00000000 --head 9f2c9f2c9f2c9f2c9f2c9f2c9f2c9f2c
      ▸ Why, at what cost, and what was assumed
        *What could make you wrong*
        • “can the outbox table carry 900 jobs a second without a second replica?” is open
        • Migrationist dissents: It rests on a guess
        • the audit found nothing, although the proposals differ on what matters most
        • Contract keeper crashed twice: out of memory
        *Because*
        • One store is easier to run than two _(Archaeologist; src/queue.ts:41@0a1b2c3, not looked up)_
        *Steps*
        • *Write to both*: Behind a flag.
        *Risks*
        • The replica lags._ We would notice: _Lag above 5 s for a minute.
        *We assumed*
        • _Has the replica ever lagged for a minute?_ Not this year.
        *Migrationist dissents: It rests on a guess.*
        > The load was never measured with triggers.
        > Measure it first.
      [ Decline… ] [ Follow up… ] [ Ask… ]
      <brief.md> <adr.md> <transcript.md> <manifest.json>

      # Move the queue to Postgres in four steps, and stop after step two if the replica lags.
      [warning] Decision accepted by Ana, with 4 caveats: “can the outbox table carry 900 jobs a second without a second replica?” is open; Migrationist dissents: It rests on a guess; and 2 more.
      > Watch the lag.
      -# 4 of 5 finished (Contract keeper crashed twice: out of memory) · no repository · 1 assumption · one model (claude-opus-5-5), audited by the same model family · $1.00 · 22 min of work in 27 min
      One store is easier to run than two, and the load is within what Postgres carries.
      *Steps*
      1. Write to both.
      *For you to decide*
      • *can the outbox table carry 900 jobs a second without a second replica?* It can / It cannot
      • Who owns the flag?
      Migrationist dissents: It rests on a guess.
      -# To check the files: charrette verify 00000000 --head 9f2c9f2c9f2c9f2c9f2c9f2c9f2c9f2c
      ▸ Why, at what cost, and what was assumed
        *What could make you wrong*
        • “can the outbox table carry 900 jobs a second without a second replica?” is open
        • Migrationist dissents: It rests on a guess
        • the audit found nothing, although the proposals differ on what matters most
        • Contract keeper crashed twice: out of memory
        *Because*
        • One store is easier to run than two _(Archaeologist; src/queue.ts:41@0a1b2c3, not looked up)_
        *Steps*
        • *Write to both*: Behind a flag.
        *Risks*
        • The replica lags._ We would notice: _Lag above 5 s for a minute.
        *We assumed*
        • _Has the replica ever lagged for a minute?_ Not this year.
        *Migrationist dissents: It rests on a guess.*
        > The load was never measured with triggers.
        > Measure it first.
      [ Decline… ] [ Follow up… ] [ Ask… ]
      <brief.md> <adr.md> <transcript.md> <manifest.json>"
    `);
  });

  it('J10: every answer is quoted with its author, and one apart from another', () => {
    const world = given({
      says: {
        questions: (_, speaker) => (speaker === 'subtractor' ? questions('How many?', 'How fast?') : pass()),
      },
    }).reach('answering');
    world.replies('About 900.', 'Ben');
    world.submits('synthesizer', matching(['Q1', 'R1', 'About 900.']));
    world.replies('Fewer at night. In 20 ms.', 'Ana');
    world.submits('synthesizer', matching(['Q1', 'R1', 'Fewer at night.'], ['Q2', 'R1', 'In 20 ms.']));
    expect(readable(drawPost({ kind: 'card' }, world.design))).toContain(
      '\n*All answered*; the personas go on at ',
    );
    const asked = () => readable(drawPost({ kind: 'questions' }, world.design));
    const read = 'read from a reply by Ben: “_About 900._”; read from a reply by Ana: “_Fewer at night._”';
    // J13: two answers, so nothing is ticked.
    expect(asked()).toContain(`*Q1 *How many? · ${read}\n`);
    const long = 'never more than that '.repeat(20).trim();
    world.replies(`Q1: ${long}`, 'Eve');
    world.submits('synthesizer', matching(['Q1', 'R1', long]));
    expect(asked()).toMatch(/; Eve: “_never more [^”]{30,60} … [^”]{30,60} that_”\n/);
  });

  it('C6: a design without a decision offers none to accept, and claims none that holds', () => {
    const world = given().reach('composing');
    while (world.openTurns().length > 0) world.fails(world.openTurns()[0]?.participant ?? '');
    const gate = { kind: 'gate', gateId: 'gate-1' } as const;
    const asked = drawPost(gate, world.design);
    expect(readable(asked)).toMatch(
      /^\[warning\] The model is overloaded, so nobody could put one decision together: try again when it answers\.$/m,
    );
    expect(readable(asked)).toContain('[ Go on without a decision ] [ Try again ] [ Stop here ]');
    expect(JSON.stringify(asked)).toContain('It then ends with the proposals side by side.');
    const stopped = world.fork();
    stopped.decidesGate('stop');
    stopped.reachEnd();
    expect(readable(drawPost({ kind: 'outcome' }, stopped.design))).toContain(
      'stopped by Ana, who was told: nobody could put one decision together',
    );
    world.decidesGate('accept');
    expect(readable(drawPost(gate, world.design))).toBe('Ana let it end without a decision.');
    world.reachEnd();
    const card = readable(drawPost({ kind: 'card' }, world.design));
    expect(card).toContain('Needs review: the model is overloaded; run it again when it answers.');
    expect(card).not.toContain('holds');
  });

  it('A6: a gate for too few who took part says how many and who', () => {
    const world = given().reach('signing');
    for (const name of ['subtractor', 'archaeologist']) tellDead(world, name);
    world.reach('deciding');
    expect(readable(drawPost({ kind: 'gate', gateId: 'gate-1' }, world.design))).toMatch(
      /only 1 of 3 finished \(The subtractor and The archaeologist crashed twice: /,
    );
  });

  it('while it runs each message is true of the moment', () => {
    const seen: string[] = [];
    sampleDesign((moment, world) => {
      const design = world.design;
      const post = {
        asked: { kind: 'questions' },
        'two have sealed': { kind: 'card' },
        argued: { kind: 'differences' },
        'at the gate': { kind: 'gate', gateId: 'gate-1' },
      }[moment] as Parameters<typeof drawPost>[0];
      const card = readable(drawPost({ kind: 'card' }, design));
      const other = post.kind === 'card' ? '' : `\n\n${readable(drawPost(post, design))}`;
      seen.push(`— ${moment} —\n${card}${other}`);
    });
    expect(seen.join('\n\n')).toMatchInlineSnapshot(`
      "— asked —
      # Should the job queue move from Redis to Postgres?
      2 of 5: Questions: Reading in complete, Questions in_progress, Proposals pending, Where they differ pending, Decision pending
      ✂️ Subtractor has no questions · 🏺 Archaeologist has no questions · 💥 Failure analyst asked 2 · 📜 Contract keeper asked 1 · 🪜 Migrationist has no questions
      *Waiting for your answers: 3 of 3 questions open* since 09:06 UTC, until 09:16 UTC
      -# 4 min of work in 7 min · $0.25 of $5.00 · claude-opus-5-5
      [ Done answering ] [ Skip: assume everything ] [ Show one participant… ▾ ] [ Cancel ]

      *3 questions before they write.* Answer in any order, in your own words. A line that begins with “Q2:” answers question 2. Anything unanswered at 09:16 UTC becomes a stated assumption.
      *Q1 *How many jobs a minute at peak, and how long may one wait? — _💥 Failure analyst: Decides whether polling is an option at all._
      *Q2 *Has the replica ever lagged for a minute? — _💥 Failure analyst: Decides what has to be watched._
      *Q3 *Who besides the web app reads the Redis keys? — _📜 Contract keeper: They would break without a sound._
      [ Answer… ] [ Done answering ] [ Skip: assume everything ]

      — two have sealed —
      # Should the job queue move from Redis to Postgres?
      3 of 5: Proposals: Reading in complete, Questions complete, Proposals in_progress, Where they differ pending, Decision pending
      ✂️ Subtractor sealed · 🏺 Archaeologist sealed · 💥 Failure analyst writing · 📜 Contract keeper crashed twice: out of memory · 🪜 Migrationist writing
      4 personas remaining
      Waiting for Failure analyst and Migrationist, until 09:13 UTC
      -# 2 of 5 sealed: Subtractor f26b807a, Archaeologist 0d9a8708 · 7 min of work in 11 min · $0.35 of $5.00 · claude-opus-5-5
      [ Show one participant… ▾ ] [ Cancel ]

      — argued —
      # Should the job queue move from Redis to Postgres?
      4 of 5: Where they differ: Reading in complete, Questions complete, Proposals complete, Where they differ in_progress, Decision pending
      ✂️ Subtractor has argued · 🏺 Archaeologist has argued · 💥 Failure analyst arguing · 📜 Contract keeper crashed twice: out of memory · 🪜 Migrationist arguing
      4 personas remaining
      Waiting for Failure analyst and Migrationist (1 difference), until 09:19 UTC
      -# 13 min of work in 17 min · $0.60 of $5.00 · claude-opus-5-5
      [ Show one participant… ▾ ] [ Cancel ]

      *They differ on something that matters: can the outbox table carry 900 jobs a second without a second replica?*
      If the choice is wrong: A week without receipts.
      • *It can* · Archaeologist (0.7), Failure analyst (0.7)
      • *It cannot* · Migrationist (0.7), Subtractor (0.3)
      _Subtractor_ switches, because of “One store is easier to run than two” (Archaeologist)
      Settle it:
      [ It can ] [ It cannot ]
      ▸ The argument (2 replies)
        • *It can*
        • *It cannot*
        _Archaeologist to Migrationist:_ The March incident (\`ops/2026-03.md:41\`) ran at 1,150 a second on the smaller instance. (0.7)
        _Subtractor to Archaeologist:_ I had not seen the figure from March. (0.3)

      — at the gate —
      # Should the job queue move from Redis to Postgres?
      5 of 5: Decision: Reading in complete, Questions complete, Proposals complete, Where they differ complete, Decision in_progress
      ✂️ Subtractor signed · 🏺 Archaeologist signed · 💥 Failure analyst signed · 📜 Contract keeper crashed twice: out of memory · 🪜 Migrationist dissents
      4 personas remaining
      *Waiting for a person to decide* since 09:26 UTC, until 10:26 UTC
      -# 22 min of work in 26 min · $1.00 of $5.00 · claude-opus-5-5
      [ Accept as it is ] [ Send back once… ] [ Stop here ] [ Show one participant… ▾ ]

      [warning] There is a decision, but a person has to look at it first: “can the outbox table carry 900 jobs a second without a second replica?” is open.
      What do you want to do? If nobody decides by 10:26 UTC, it closes as _needs review_.
      *Still open: *can the outbox table carry 900 jobs a second without a second replica?
      • It can
      • It cannot
      [ It can ] [ It cannot ]
      # Move the queue to Postgres in four steps, and stop after step two if the replica lags.
      One store is easier to run than two, and the load is within what Postgres carries.
      *Steps*
      1. Write to both.
      *For you to decide*
      • Who owns the flag?
      Migrationist dissents: It rests on a guess.
      ▸ Why, at what cost, and what was assumed
        *What could make you wrong*
        • “can the outbox table carry 900 jobs a second without a second replica?” is open
        • Migrationist dissents: It rests on a guess
        • the audit found nothing, although the proposals differ on what matters most
        • Contract keeper crashed twice: out of memory
        *Because*
        • One store is easier to run than two _(Archaeologist; src/queue.ts:41@0a1b2c3, not looked up)_
        *Steps*
        • *Write to both*: Behind a flag.
        *Risks*
        • The replica lags._ We would notice: _Lag above 5 s for a minute.
        *We assumed*
        • _Has the replica ever lagged for a minute?_ Not this year.
        *Migrationist dissents: It rests on a guess.*
        > The load was never measured with triggers.
        > Measure it first.
      [ Accept as it is ] [ Send back once… ] [ Stop here ] [ Ask… ]"
    `);
  });

  it('C9: a design with every persona dead tells the causes, and what is kept', () => {
    const world = given({ personas: ['subtractor', 'archaeologist'] }).reach('answering');
    world.replies('Q1: some thirty.');
    tellAllDead(world, ['subtractor', 'archaeologist']);
    const { design } = world;
    const both = [drawPost({ kind: 'card' }, design), drawPost({ kind: 'outcome' }, design)];
    expect(both.map(readable).join('\n\n')).toMatchInlineSnapshot(`
      "# Should the job queue move from Redis to Postgres?
      [error] Cancelled: no persona is left.
      Both crashed twice: it was lost: killed
      What was said or proposed is kept: another run starts from it.
      -# Asked by Ana · 0 s · $0.00 · claude-opus-5-5
      [ Run again ]

      [error] Cancelled: no persona is left.
      Both crashed twice: it was lost: killed · no persona has read what Ben said last · one model (claude-opus-5-5) · $0.00 · 0 s · kept for another run: what people said
      [ Run again ]"
    `);
  });

  it('C19: a cancelled design says who cancelled it, and that it can be run again', () => {
    const world = given().reach('proposing');
    world.cancels();
    const both = [drawPost({ kind: 'card' }, world.design), drawPost({ kind: 'outcome' }, world.design)];
    expect(both.map(readable).join('\n\n')).toMatchInlineSnapshot(`
      "# Should the job queue move from Redis to Postgres?
      [info] Cancelled by Ana: there is no decision.
      reason: no longer needed
      -# Asked by Ana · 0 s · $0.00 · claude-opus-5-5
      [ Run again ]

      [info] Cancelled by Ana: there is no decision.
      reason: no longer needed · 0 of 3 wrote a proposal; nobody was asked to sign · 1 assumption · one model (claude-opus-5-5) · $0.00 · 0 s · nothing to carry over
      [ Run again ]"
    `);
  });

  it('a private answer shows one persona, or where the design stands', () => {
    const peeks: string[] = [];
    sampleDesign((moment, world) => {
      if (moment !== 'argued') return;
      for (const name of ['subtractor', 'migrationist'])
        peeks.push(readable(draw(participantDocument(world.design, id(name)))));
    });
    const status = readable(draw(statusDocument(toldToTheEnd().design, null)));
    expect([...peeks, status].join('\n\n')).toMatchInlineSnapshot(`
      "*✂️ Subtractor* has argued
      Said last: _I had not seen the figure from March._
      3 turns · 45 tokens · $0.15 · claude-opus-5-5 · never replaced

      *🪜 Migrationist* arguing since 09:14 UTC
      Said last: _move in four steps, each of which can be taken back_
      3 turns · 30 tokens · $0.10 · claude-opus-5-5 · never replaced

      # Should the job queue move from Redis to Postgres?
      *Move the queue to Postgres in four steps, and stop after step two if the replica lags.*
      ⚠ *Decision accepted by Ana, with 4 caveats: “can the outbox table carry 900 jobs a second without a second replica?” is open; Migrationist dissents: It rests on a guess; and 2 more.*
      -# Asked by Ana"
    `);
  });
});

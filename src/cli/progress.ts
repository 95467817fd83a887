/** What is said of a design while it runs: a line for each event that matters, and what runs now. */

import { isGrave } from '#design/audits.ts';
import type { DesignEvent, Phase } from '#design/events.ts';
import { costOf } from '#design/money.ts';
import { headlineOf } from '#design/outcome.ts';
import { openRound } from '#design/rounds.ts';
import { type Design, PHASE_OF } from '#design/state.ts';
import { openQuestions } from '#design/status.ts';
import { VERDICTS } from '#words/decision-file.ts';
import { lastCrash } from '#words/ending.ts';
import { costWords, countOf, dollars, duration, endSentence, shorten } from '#words/figures.ts';
import { bullets, lines, type Markdown, md, time } from '#words/md.ts';
import { markedTitleOf, nameOf, nameOfAuthor, titleOf } from '#words/people.ts';

const PHASE_WORDS: Record<Phase, string> = {
  spawning: 'Start',
  questioning: 'Questions',
  independent: 'Proposals',
  refinement: 'Differences',
  synthesis: 'Decision',
};

export function phaseWords({ step }: Design): string {
  return PHASE_WORDS[PHASE_OF[step]];
}

/** `design`: as the event left it. `isBrief`: for a log. `null`: nothing to say. */
export function lineOf(event: DesignEvent, design: Design, isBrief: boolean): Markdown | null {
  switch (event.type) {
    case 'session_lost': {
      const lost = design.participants.find(({ id }) => id === event.participant);
      if (lost === undefined) return null;
      const wasRetried = lost.sessions.some(({ origin }) => origin === 'retry');
      const next = wasRetried ? 'It is out.' : 'It starts again, once.';
      return md`${who(design, event)}: ${lastCrash(lost)}. ${next}`;
    }
    case 'session_ready': {
      const found = design.participants.find(({ id }) => id === event.participant);
      const isRetry = found?.sessions.at(-1)?.origin === 'retry';
      return isRetry ? md`${who(design, event)} is back, with a new process.` : null;
    }
    case 'design_resumed':
      return md`It goes on where it was${event.crashed ? ' when its process died' : ''}.`;
    case 'participant_excused':
      return event.reason === 'turn_failed'
        ? md`${who(design, event)} could not: ${endSentence(event.detail)}`
        : null;
    case 'role_passed_on':
      return md`${titleOf(design, event.to)} stands in for ${titleOf(design, event.from)}.`;
    case 'answering_opened':
      return questions(design);
    case 'reply_recorded':
      return md`${nameOfAuthor(event.reply)}: “${shorten(event.reply.text, isBrief ? 90 : 300)}”`;
    case 'answering_closed': {
      const assumed = design.questions.filter(({ status }) => status === 'assumed').length;
      if (design.questions.length === 0) return md`They have no questions.`;
      const rest = assumed === 0 ? '' : ` with ${countOf(assumed, 'assumption')}`;
      return md`They go on${rest}.`;
    }
    case 'proposal_sealed':
      return md`${who(design, event)} has sealed its proposal.`;
    case 'proposals_revealed':
      return isBrief || design.settled !== null ? null : proposals(design);
    case 'divergences_mapped':
      return differences(design);
    case 'position_argued': {
      const moved = (design.differences ?? []).some((difference) =>
        difference.arguments.some(
          ({ participant, from, position }) =>
            participant === event.participant && from !== position,
        ),
      );
      if (isBrief && !moved) return null;
      return md`${who(design, event)} ${moved ? 'moves' : 'keeps its position'}.`;
    }
    case 'decision_submitted': {
      const isFirst = design.decisions.length === 1;
      return md`${isFirst ? 'Written' : 'Written again'}: ${event.decision.sentence}`;
    }
    case 'audit_submitted': {
      const { findings } = event.audit;
      const grave = findings.filter(isGrave).length;
      const ofThem = grave === 0 ? '' : `, ${grave} of them grave`;
      return md`The audit has ${countOf(findings.length, 'finding')}${ofThem}.`;
    }
    case 'signature_given': {
      const { verdict, words } = event.signature;
      if (verdict === 'signs') return isBrief ? null : md`${who(design, event)} signs.`;
      return md`${who(design, event)} ${VERDICTS[verdict]}: ${shorten(words, isBrief ? 120 : 300)}`;
    }
    case 'gate_decided': {
      if (event.by === null) return md`Nobody decided in time.`;
      const did = { accept: 'accepts it', send_back: 'sends it back', stop: 'stops it' } as const;
      return event.choice === 'unanswered' ? null : md`${nameOf(event.by)} ${did[event.choice]}.`;
    }
    default:
      return null;
  }
}

/** `The personas write their proposals. 3 of 6 · 2 min · ▰▱▱▱▱ $0.31 of $5.00` */
export function nowWords(design: Design, now: number): string {
  const round = openRound(design);
  const { usd } = costOf(design);
  const budget = design.settings.budgetUsd;
  const full = Math.min(5, Math.round((usd / budget) * 5));
  const bar = `${'▰'.repeat(full)}${'▱'.repeat(5 - full)}`;
  const facts = [
    ...(round === null || round.asked.length < 2
      ? []
      : [`${round.contributed.length} of ${round.asked.length}`]),
    duration(now - design.startedAt),
    `${bar} ${costWords(costOf(design))} of ${dollars(budget)}`,
  ];
  return `${headlineOf(design).line} ${facts.join(' · ')}`;
}

function who(design: Design, event: { readonly participant: string }): string {
  return markedTitleOf(design, event.participant);
}

export function questions(design: Design): Markdown {
  const open = openQuestions(design);
  const until = design.answering?.deadlineAt;
  return lines(
    md`**${countOf(open.length, 'question')}.** ${until === undefined ? '' : md`Without answers they go on at ${time(until)}, and say what they assumed.`}`,
    ...open.map(
      ({ id, text, why, participant }) =>
        md`**${id}** ${text} *${titleOf(design, participant)}: ${why}*`,
    ),
  );
}

function proposals(design: Design): Markdown {
  return bullets(
    design.proposals.map(
      ({ participant, proposal }) =>
        md`**${markedTitleOf(design, participant)}**: ${shorten(proposal.headline, 140)}`,
    ),
  );
}

function differences({ differences: found }: Design): Markdown {
  const count = found?.length ?? 0;
  if (found === null || count === 0) return md`They do not differ.`;
  const head = md`They differ on ${count === 1 ? 'one point' : `${count} points`}.`;
  return lines(head, ...found.map(({ description }) => md`${shorten(description, 160)}`));
}

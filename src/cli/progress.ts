/** What is said of a design while it runs: a line for each event that matters, and what runs now. */

import { isGrave } from '#design/audits.ts';
import type { DesignEvent, Phase } from '#design/events.ts';
import { costOf } from '#design/money.ts';
import { lastCrash, participantOf } from '#design/participants.ts';
import { openRound } from '#design/rounds.ts';
import { type Design, PHASE_OF } from '#design/state.ts';
import { openQuestions } from '#design/status.ts';
import { VERDICTS } from '#words/decision-file.ts';
import { renderDifferences } from '#words/differences.ts';
import { costWords, countOf, dollars, duration, endSentence, shorten } from '#words/figures.ts';
import { firstLineOf } from '#words/headline.ts';
import { lines, Markdown, md, time } from '#words/md.ts';
import { markedTitleOf, nameOf, nameOfAuthor, titleOf } from '#words/people.ts';
import { renderProposals } from '#words/proposals.ts';

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
      const lost = participantOf(design, event.participant);
      const wasRetried = lost.sessions.some(({ origin }) => origin === 'retry');
      const next = wasRetried ? 'It is out.' : 'It starts again, once.';
      return md`${who(design, event)}: ${lastCrash(lost)}. ${next}`;
    }
    case 'participant_excused':
      return event.reason === 'turn_failed'
        ? md`${who(design, event)} could not: ${endSentence(event.detail)}`
        : null;
    case 'answering_opened':
      return questions(design);
    case 'reply_recorded':
      return md`${nameOfAuthor(event.reply)}: “${shorten(event.reply.text, isBrief ? 90 : 300)}”`;
    case 'answering_closed':
      return md`The personas go on, and assume what nobody answered.`;
    case 'proposal_sealed':
      return md`${who(design, event)} has sealed its proposal.`;
    case 'proposals_revealed':
      return isBrief || design.settled !== null ? null : new Markdown(renderProposals(design).text);
    case 'divergences_mapped': {
      const count = event.map.differences.length;
      if (isBrief || count === 0) return md`They differ on ${countOf(count, 'point')}.`;
      return new Markdown(renderDifferences(design)?.text ?? '');
    }
    case 'position_argued': {
      const hasMoved = event.argument.points.some(({ movedBy }) => movedBy !== '');
      return hasMoved ? md`${who(design, event)} has moved.` : null;
    }
    case 'decision_submitted':
      return md`${design.decisions.length > 1 ? 'Written again' : 'Written'}: ${event.decision.sentence}`;
    case 'audit_submitted': {
      const grave = event.audit.findings.filter(isGrave).length;
      return md`The audit has ${countOf(event.audit.findings.length, 'finding')}, ${grave} of them grave.`;
    }
    case 'signature_given': {
      const { verdict, words } = event.signature;
      if (verdict === 'signs') return isBrief ? null : md`${who(design, event)} signs.`;
      return md`${who(design, event)} ${VERDICTS[verdict]}: ${shorten(words, 120)}`;
    }
    case 'gate_decided':
      return event.by === null
        ? md`Nobody decided in time.`
        : md`${nameOf(event.by)}: ${event.choice.replace('_', ' ')}.`;
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
  return `${firstLineOf(design)} ${facts.join(' · ')}`;
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

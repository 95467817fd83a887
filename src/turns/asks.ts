/**
 * The ask of each kind of round: two sentences of purpose, at most three checks, a good and a bad
 * example where they help. The examples are about an export that runs each night, so that nobody
 * takes one for a fact of the case.
 */

import { findingsToAnswer, NOTE, newestAudit } from '#design/audits.ts';
import type { RoundKind } from '#design/events.ts';
import { positionOf } from '#design/evolve-differences.ts';
import { pointsOf } from '#design/refinement.ts';
import { conductOf, type Work } from './conduct.ts';
import { joinParts } from './material.ts';

export const ASKS: Readonly<Record<RoundKind, string>> = {
  framing: `# Now: frame the question

Say whether there is something to decide, before anybody spends time on it. You hold no opinion on the topic.

- \`isDesignQuestion\` is false only where nothing is to be decided: a greeting, a test, a request for a fact or for a piece of work. A vague or short question is one, in any language.
- If it is false, \`reason\` tells the asker in one sentence what to ask instead.
- \`restated\` holds no answer, and is neither narrower nor wiser than what was asked.

Good: “Shall the nightly export leave the web server?” Bad: “How do we move the nightly export to a queue?”, which answers what nobody has decided.`,

  questions: `# Now: what do you need to know?

Ask people at most two questions whose answers would change your proposal. If no answer would change it, pass; that is a good answer too.

- Ask what only people can know: intent, load, deadlines, who else depends on it. Look up whatever can be looked up.
- A question asks one thing, in a sentence or two, of somebody who is busy and has not read your file.
- Say what the answer decides, and what you assume if nobody answers: the decision then rests on that.

Good: “How many nightly exports failed last month?” (above five I propose a retry). Bad: “What are your requirements for reliability?”, which nobody can answer in a sentence, and which decides nothing.`,

  matching: `# Now: which replies answer which question?

Say of each question which replies answer it; what nobody answers becomes an assumption. You hold no opinion, and which of two people is right is not yours to say.

- A reply answers a question if its author says what was asked, in whatever words, also in passing or under another number. To mention the subject is no answer.
- \`unknown\`: somebody says that nobody knows, and no reply answers it.
- \`differ\`: two of its replies cannot both hold. Who corrects an earlier reply of their own does not differ: name the later one alone.`,

  proposals: `# Now: your proposal

Answer the whole question, as if you alone had to decide on Monday: what is to be done, why, and why not the next best way. Your file says where you look first, not all that you answer for; proposals are sealed, and revealed together.

- \`claims\`: what your answer stands on. Each can be false, and can be adopted or rejected by itself; put those that carry most first. At least one speaks against your own answer. A fact that only you have found is worth more than a thought that everybody has.
- What people said holds: use it under their names. Where a question was left open, its assumption holds; say so if your answer depends on it.
- \`changesMind\` names something that can happen or be found: a figure, a test, an event.

A good claim: “Nobody notices a failed export before nine: its error goes to a file that no alert reads.” A bad one: “Observability should be improved.” The first can be false, and its lines can be cited; nobody could act against the second.

A good \`changesMind\`: “one night in which two exports overlap”. A bad one: “better arguments for a queue”.`,

  mapping: `# Now: map where they differ

Find the points on which the proposals cannot all be carried out, so that those who differ can argue them. You hold no opinion on the topic; no difference is a valid result.

- A difference is a question on whose answer somebody would act differently next Monday. Say what a wrong choice costs, then grade the impact by that: high only where it cannot be undone, or makes another decision.
- State each position at its strongest; nobody could hold two. Silence is no position. Write no letters into descriptions and statements: those who argue must not learn who holds what.
- \`loneFacts\`: facts of one proposal alone that would change the answer.

Good: “May the export run twice in a night?” (if wrong, customers are billed twice). Bad: “How robust should the export be?”, to which both sides say “very”.`,

  argument: `# Now: argue your differences

Test your position against the strongest case for another one, and say whether that moves you. Stay if nothing does: nobody needs you to agree.

- \`claim\` is the strongest claim of another position (1b-2); answer it as its author would put it.
- \`movedBy\` is the claim of another position that moved you: a reason, risk, cost or fact, never what others want or how many they may be. Empty if you stay.
- \`position\` is yours after that.

Good: “The lock of 1b-1 covers a second start, but not a restart between its two writes.” Bad: “A valid point, but robustness matters more.”`,

  draft: `# Now: choose, and write the decision

Choose the best proposal as \`base\`, take from others what makes it better, and write the decision in some 350 words for a reader who was not there. You hold no opinion on the topic, and you count no heads.

- Each other proposal is taken from or rejected: at its best, with the fact, cost or person that outweighs it. Half of each has both costs.
- What people said holds; where they differ, say whose word it takes. \`rests\` names the claims and replies that bear a sentence, which says no more than they do.
- A step that rests on an open difference waits for people. \`undo\` brings back what the step destroys, or is empty.

A good \`undo\`: “Restore the table from the copy of step 1; rows written since are lost.” A bad one: “Revert the change.”`,

  audit: `# Now: attack the decision

Find what would embarrass this text in a year: try to prove it wrong, as the engineer who carries it out on Monday and has read nothing else. To find nothing is no failure; ten small findings hide the one that matters.

- Each step: has it what it needs, and does its *undo* bring back what it destroys? Each reason: does what it rests on carry it, with its unit, date, scope and speaker? Each rejected way: is its best reason answered? Read the cited lines again, with what stands around them.
- \`replies\`: go through people's words, R0 too. A condition dropped, a scope widened, a unit or date changed is \`contradicted\`. \`left_out\`: it matters, and the text does without it. Thanks and jokes are neither.
- \`blocking\`: it cannot be carried out, or does harm that cannot be undone. \`major\`: mending it changes the decision or a step. \`minor\`: the rest.

A good finding: “Step 3 deletes the file that step 4 reads, and nothing copies it before.” A bad one: “The plan may be risky.”

A good row: R2, “at most 40 exports a day”, is contradicted by “the queue holds 40 exports a second”: the unit changed. A bad row: left out, since R2 has more detail.`,

  revision: `# Now: write the decision again

Mend what the findings and the people named above ask for, and keep every other sentence word for word. You hold no opinion on the topic.

- \`answers\` has a line for each finding and for the note N1, if there is one: mended how, or why not. A sentence that asks for care mends nothing. The note comes first, then replies that are contradicted.
- Where a finding or a person hits the decision itself, write it anew, on another base if need be, and every part that falls with it.
- The rules of the draft hold: an open difference stays open, \`rests\` names what bears a sentence, \`undo\` brings back what is destroyed.

Good, for “step 3 deletes what step 4 reads”: the two steps change places. Bad: step 3 gets a warning.`,

  signing: `# Now: sign it, sign with a reservation, or dissent

The decision above is what people will read, byte for byte; your name goes under this text and no other. Read it beside what people said, as if you had to live with it.

- Sign if you would stand by it, with a reservation if something is to be watched or changed, dissent if it is wrong or has lost what it should have kept. Your \`words\` stand beside it, unchanged: name the fact, the step or the figure.
- \`weakest\`: every text has a weakest part.
- What the others do is no reason for any of these.

Good: “Step 2 drops the index that the nightly export reads.” Bad: “I have concerns about performance.”`,
};

/** Ends with the tools that end the turn: newer models refuse to be forced to one. */
export function askOf(work: Work): string {
  const { design, kind } = work;
  const { tools, readings } = conductOf(kind, design.depth, design.repository !== null);
  return joinParts(
    ASKS[kind],
    factsOf(work),
    readings === 0
      ? ''
      : `You may read in the repository ${readings === 1 ? 'once' : `${readings} times`} in this turn, ${readings === 1 ? '' : 'one call after the other, '}and stop when the next reading would change nothing.`,
    `End this turn with ${tools.map((tool) => `\`${tool}\``).join(' or ')}.`,
  );
}

/** Names of this case to which the submission refers, and what it has to do with its author. */
function factsOf({ design, round, kind, participant }: Work): string {
  switch (kind) {
    case 'matching':
      return `Questions: ${design.questions.map(({ id }) => id).join(', ')}.`;
    case 'mapping':
    case 'draft': {
      const letters = design.proposals.map(({ letter }) => letter).toSorted();
      return `Proposals: ${letters.join(', ')}.`;
    }
    case 'argument':
      return pointsOf(design, participant.id)
        .map((each) => `Argue ${each.id}, on which you hold ${positionOf(each, participant.id)}.`)
        .join('\n');
    case 'audit':
      return round.kind === 'signing'
        ? 'The text was written again after your audit. Say whether each finding is mended, and what else the change did; a finding that still holds is named again.'
        : '';
    case 'revision': {
      const found = newestAudit(design)?.audit.findings ?? [];
      const named = findingsToAnswer(design).map((name) => {
        const severity = found[Number(name.slice(1)) - 1]?.severity;
        return `${name} (${name === NOTE ? 'the note of people' : severity})`;
      });
      return named.length === 0 ? '' : `To answer: ${named.join(', ')}.`;
    }
    case 'signing': {
      const mine = design.proposals.find((each) => each.participant === participant.id);
      const isAgain = design.rounds.filter((each) => each.kind === 'signing').length > 1;
      return joinParts(
        mine === undefined ? '' : `Your proposal was ${mine.letter}.`,
        isAgain ? 'The text was written again since it was signed: sign or dissent anew.' : '',
      );
    }
    case 'framing':
    case 'questions':
    case 'proposals':
      return '';
  }
}

import { listFoundAlone } from '../../core/proposals/cited.ts';
import { claimsOf } from '../../core/proposals/labels.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { cutInside } from '../../foundation/cut-text.ts';
import type { Ask } from './ask.ts';
import { listItems, wrapMaterial } from './material-text.ts';
import {
  listAuditFacts,
  listConfirmationFacts,
  listRevisionFacts,
  SAID_BESIDE,
  saySaid,
} from './revision-facts.ts';
import {
  ALL_TAKE_PART,
  ASKS,
  endThisTurnWith,
  omitRepository,
  SIGNED_AGAIN,
  STARTED_ANYWAY,
  sayReadings,
  TOPIC_AGAIN,
} from './texts.ts';
import { showNewWords } from './transcript-answers.ts';
import { saySettledBy } from './transcript-refinement.ts';

/**
 * The question itself: topic, people's words since the participant's last turn, the round's task,
 * the reading limit, and the facts that a submission may refer to. It ends with the terminal tools
 * in backticks, because newer models refuse forced tools.
 */
export function askText(design: Design, ask: Ask): string {
  const facts = factsFor(design, ask).filter((fact) => fact !== '');
  return [
    `${TOPIC_AGAIN}\n\n${wrapMaterial('topic', ask.topic)}`,
    showNewWords(design, ask.participant.id, ask.roundId),
    ask.hasRepository ? ASKS[ask.kind] : omitRepository(ASKS[ask.kind]),
    ask.hasRepository && ask.readings > 0 ? sayReadings(ask.readings) : '',
    facts.join('\n'),
    endThisTurnWith(ask.terminalTools),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function factsFor(design: Design, ask: Ask): string[] {
  switch (ask.kind) {
    case 'framing':
      return framingFacts(design, ask);
    case 'questions':
      return [];
    case 'audit':
      return listAuditFacts(ask);
    case 'confirmation':
      return [...listConfirmationFacts(design, ask), ...listAuditFacts(ask)];
    case 'matching':
    case 'reading':
      return matchingFacts(ask);
    case 'proposals':
      return [listItems('Unanswered questions', listAssumed(ask))];
    case 'mapping':
      return [
        proposalsFacts(ask),
        listItems(
          'Decision claims to place',
          ask.claims.filter(({ kind }) => kind === 'decision').map(({ id }) => id),
        ),
        alone(design),
      ];
    case 'argument':
      return argumentFacts(ask);
    case 'composite':
      return [proposalsFacts(ask), ...decisionFacts(ask), saySaid(design, SAID_BESIDE)];
    case 'signing':
      return design.rounds.filter(({ kind }) => kind === 'signing').length > 1
        ? [SIGNED_AGAIN]
        : [];
    case 'revision':
      return [...listRevisionFacts(ask), ...decisionFacts(ask), saySaid(design, SAID_BESIDE)];
  }
}

function proposalsFacts({ claims }: Ask): string {
  return listItems('Proposals', [...new Set(claims.map(({ label }) => label))]);
}

function framingFacts({ skipsVerdict }: Design, { choice }: Ask): string[] {
  return [
    choice.length === 0 ? ALL_TAKE_PART : listItems('Personas to choose from', choice),
    skipsVerdict === true ? STARTED_ANYWAY : '',
  ];
}

function decisionFacts(ask: Ask): string[] {
  return [
    listItems('Claims that it may rest on', listHolding(ask)),
    listItems('Settled differences', listSettled(ask)),
    listItems('Open differences', ask.openDifferences),
    listItems('Unanswered questions', listAssumed(ask)),
  ];
}

/** Claims that neither go against a settled point nor decide an open one. */
function listHolding({ claims, sides }: Ask): string[] {
  return claims.flatMap(({ id }) =>
    sides.some(({ against }) => against.includes(id)) ? [] : [id],
  );
}

/** Lists claims that are easily lost. */
function alone(design: Design): string {
  const claims = listFoundAlone(claimsOf(design)).map(({ id }) => id);
  return listItems('Found by one proposal alone, with a citation', claims);
}

/** Longest answer so far that is shown under its question. */
const ANSWER_CHARACTERS = 300;

function matchingFacts({ matching }: Ask): string[] {
  if (matching === null) return [];
  const questions = matching.questions
    .flatMap(({ id, text, answers }) => [
      `${id}: ${text}`,
      ...answers.map(
        ({ name, author, quote }) =>
          `  answered in ${name}, by ${author}: ${cutInside(quote, ANSWER_CHARACTERS)}`,
      ),
    ])
    .join('\n');
  const replies = matching.replies.map(({ name, author, text, answers }) => {
    const under = [...new Set(answers.map(({ questionId }) => questionId))];
    return wrapMaterial(
      `${name}, by ${author}${under.length === 0 ? '' : `, under ${under.join(', ')}`}`,
      text,
    );
  });
  return questions === '' ? replies : [wrapMaterial('questions', questions), ...replies];
}

function listAssumed(ask: Ask): string[] {
  return ask.assumptions.map(({ id }) => id);
}

/** `1a holds (A-1 B-1 and not C-1)` */
function listSettled({ sides }: Ask): string[] {
  const settledSides = sides.filter(({ position }) => position !== '');
  return settledSides.map(({ position, holds, against }) => {
    const parts = [holds.join(' '), against.length === 0 ? '' : `not ${against.join(' ')}`];
    return `${position} holds (${parts.filter((part) => part !== '').join(' and ')})`;
  });
}

/**
 * Differences that this participant is to argue; their texts are in the shared prefix, the same for
 * everybody.
 */
function argumentFacts({ points, settledMeanwhile }: Ask): string[] {
  return [
    listItems(
      'Your differences',
      points.map(({ difference }) => difference),
    ),
    ...settledMeanwhile.map(({ difference, position, person, note }) =>
      saySettledBy(
        person,
        `Difference ${difference}: ${position} holds and is no longer argued.`,
        note,
      ),
    ),
  ];
}

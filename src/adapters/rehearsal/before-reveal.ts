import type { Proposal, SubmissionInput } from '../../core/submission.ts';
import type { Scene } from './scene.ts';
import { cut, MARK, withoutFullStop } from './words.ts';

/** Of several personas the last one passes; the others ask two questions and one, in turn. */
export function hasQuestions({ place, count }: Scene): boolean {
  return count < 2 || place !== count - 1;
}

export function askQuestions({
  questions,
  title,
  firstMove,
  place,
}: Scene): SubmissionInput<'ask_questions'> {
  return {
    questions: questions.slice(0, place % 2 === 0 ? 2 : 1).map((question) => ({
      text: cut(question, 400),
      why: cut(`${MARK} How far the first move goes depends on it: ${firstMove}`, 300),
      assumption: 'The less comfortable answer, until somebody says otherwise.',
    })),
    confidence: 0.6,
    rationale: `${MARK} These are the first questions in the file of the persona ${title}.`,
  };
}

export function pass({ title, firstMove }: Scene): SubmissionInput<'pass'> {
  return {
    confidence: 0.7,
    rationale: cut(`${MARK} ${title} can begin without an answer: ${firstMove}`, 2_000),
  };
}

/** From the least to the most sure; each persona has one by its place. */
const CONFIDENCES = [0.7, 0.6, 0.75, 0.55, 0.65] as const;

export function submitProposal(scene: Scene): Proposal {
  const { title, firstMove, topic, questions, ownsPremortem, place } = scene;
  const open = questions.at(-1) ?? '';
  return {
    headline: cut(`${MARK} ${title} would begin so: ${firstMove}`, 200),
    summary: cut(summary(scene), 6_000),
    claims: claims(scene),
    steps: [
      cut(`On paper, before anything is built: ${firstMove}`, 600),
      cut(`Find out: ${questions[0]}`, 600),
      `Take ${topic} up again with the answer in hand, and stop here if it changes nothing.`,
    ],
    premortem: ownsPremortem
      ? cut(
          `${MARK} Some months have passed; what was decided on ${topic} was carried out, and it failed. The first sign was there in ` +
            `the first week. Nobody looked, because one question had been left for later: ${open}`,
          3_000,
        )
      : '',
    confidence: CONFIDENCES[Math.max(place, 0) % CONFIDENCES.length] ?? 0.6,
    rationale: `${MARK} The figure is fixed in advance; a model would say here what it rests on.`,
  };
}

/** Three, four or five, so that proposals differ in length too; each is of another kind. */
function claims({
  topic,
  firstMove,
  movedBy,
  distrusts,
  questions,
  title,
  place,
}: Scene): Proposal['claims'] {
  const all: Proposal['claims'] = [
    { kind: 'decision', text: `First on ${topic}: ${firstMove}`, citation: '' },
    { kind: 'reason', text: `What would settle this for ${title}: ${movedBy}`, citation: '' },
    { kind: 'risk', text: `The comfortable answer to distrust here: ${distrusts}`, citation: '' },
    {
      kind: 'assumption',
      text: `Nobody has said yet, so it is assumed to be bad news: ${questions.at(-1)}`,
      citation: '',
    },
    {
      kind: 'cost',
      text: `The time until the answer is there; ${title} would spend it before spending anything else.`,
      citation: '',
    },
  ];
  return all
    .slice(0, 5 - (Math.max(place, 0) % 3))
    .map((claim) => ({ ...claim, text: cut(claim.text, 800) }));
}

function summary({ title, topic, firstMove, questions, movedBy, distrusts, concedes }: Scene): string {
  return [
    `**${MARK}** This is put together from the file of the persona ${title} and the topic. It shows the form of a proposal and advises nothing.`,
    `**On ${topic}** ${title} would begin so: ${firstMove}`,
    `**It would go through these questions:**\n\n${questions.map((question) => `- ${question}`).join('\n')}`,
    `**What would move it.** ${movedBy}`,
    `**What it distrusts in itself.** ${distrusts}`,
    `**It would concede** when this holds: ${withoutFullStop(concedes)}.`,
  ].join('\n\n');
}

/**
 * Everything that was said so far, as one Markdown text. It depends on the design and the round
 * alone, and leaves out what the round itself has brought so far: everybody who is asked in it reads
 * the same bytes, and so does a replacement.
 */

import type { RoundKind } from '#design/events.ts';
import { nameOf, nameOfAuthor } from '#design/people.ts';
import type { Design, Question, Round } from '#design/state.ts';
import { decisionSections } from './decision-section.ts';
import { joinParts, list, oneLine, quote, section } from './material.ts';
import { arguedSection, differencesSection, proposalsSection } from './proposals-section.ts';

/**
 * `sealed`: before the reveal, nothing of a proposal (J1). `arguing`: positions and claims, without
 * holders or numbers (J2). `revealed`: proposals by letter, in the drawn order (J3).
 */
type Audience = 'sealed' | 'arguing' | 'revealed';

export function audienceOf(kind: RoundKind): Audience {
  switch (kind) {
    case 'framing':
    case 'questions':
    case 'matching':
    case 'proposals':
      return 'sealed';
    case 'argument':
      return 'arguing';
    case 'mapping':
    case 'draft':
    case 'audit':
    case 'revision':
    case 'signing':
      return 'revealed';
  }
}

export function transcriptOf(design: Design, round: Round): string {
  const audience = audienceOf(round.kind);
  return joinParts(
    topicSection(design),
    questionsSection(design, round),
    repliesSection(design, round),
    audience === 'revealed' ? proposalsSection(design) : '',
    audience === 'revealed' ? differencesSection(design) : '',
    audience === 'arguing' ? arguedSection(design) : '',
    audience === 'revealed' ? decisionSections(design, round) : '',
  );
}

function topicSection({ topic, context, startedBy, frame }: Design): string {
  return section(
    'The question',
    quote(`R0, ${nameOf(startedBy)}, who asks`, topic),
    ...context.map((item) => quote(`R0, context: ${item.name}`, item.text)),
    frame === null || frame.restated === '' ? '' : quote('Restated', frame.restated),
  );
}

function questionsSection({ questions, replies }: Design, { kind }: Round): string {
  // Questions of the round itself are still being asked.
  if (kind === 'questions') return '';
  return section('What people were asked', list(questions.map(describe)));

  function describe({ id, text, why, assumption, answers, status, isUnknown }: Question): string {
    const said = answers.map((number) => {
      const reply = replies.find((each) => each.number === number);
      return `R${number}${reply === undefined ? '' : ` (${oneLine(nameOfAuthor(reply))})`}`;
    });
    const lines = [
      `${id}: ${oneLine(text)} Why: ${oneLine(why)}`,
      said.length === 0 ? '' : `Answered in ${said.join(', ')}.`,
      status === 'differing' ? 'These cannot both hold: say whose word you take.' : '',
      isUnknown ? 'Somebody said that nobody knows.' : '',
      said.length > 0 ? '' : `${sayMissing(status, kind)}: ${oneLine(assumption)}`,
    ];
    return lines.filter((line) => line !== '').join('\n  ');
  }
}

function sayMissing(status: Question['status'], kind: RoundKind): string {
  if (status === 'assumed') return 'Nobody answered. Assumed';
  return kind === 'matching'
    ? 'Not answered. If it stays so, assumed'
    : 'Replies were not matched to it: see below whether one answers it. Else assumed';
}

function repliesSection({ replies }: Design, { repliesUpTo }: Round): string {
  return section(
    'What people said',
    ...replies
      .filter(({ number }) => number <= repliesUpTo)
      .map((reply) => {
        const { number, questionId, unreadFiles = [] } = reply;
        const question = questionId === '' ? '' : `, to ${questionId}`;
        return joinParts(
          quote(`R${number}, ${nameOfAuthor(reply)}${question}`, reply.text),
          unreadFiles.length === 0
            ? ''
            : quote(`Files that came with R${number}, not read`, unreadFiles.join('\n')),
        );
      }),
  );
}

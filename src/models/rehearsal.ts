/**
 * A model that plays the written example, for any topic and any personas, and costs nothing. All that
 * it does is put this design's letters and numbers into what was recorded.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { firstPositionOf } from '../design/evolve-differences.ts';
import { ParticipantId } from '../design/ids.ts';
import { pointsOf } from '../design/refinement.ts';
import type { Design, Difference } from '../design/state.ts';
import type { TerminalTool } from '../design/submissions.ts';
import { cut } from '../support/text.ts';
import { EXAMPLE_TOPIC, type Recording, readRecording } from './example.ts';
import { type Model, ModelFault, type ModelRequest } from './model.ts';
import { NO_USAGE } from './price.ts';

/** Its process is killed on purpose when the first call of this turn is made, and replaced. */
export const REHEARSAL_CRASH = {
  participant: ParticipantId.parse('failure-analyst'),
  kind: 'proposals',
} as const;

const NAME = 'rehearsal';

export function createRehearsal(latencyMs: number): Model {
  return {
    name: NAME,
    family: NAME,
    contextTokens: 100_000_000,
    price: { input: 0, output: 0, cacheWrite: 0, cacheRead: 0 },
    tools: 'plain',
    call: async (request, { signal, onFirstEvent }) => {
      onFirstEvent?.();
      await sleep(latencyMs, undefined, { signal }).catch((cause: unknown) => {
        throw new ModelFault('timed_out', 'the call was ended', { usage: NO_USAGE, cause });
      });
      const [name, input] = new Play(await readRecording(), request.about).next();
      const id = `call_${request.messages.length}`;
      return {
        content: [{ type: 'tool_use', id, name, input }],
        stopReason: 'tool_use',
        usage: NO_USAGE,
        model: NAME,
      };
    },
  };
}

type Turn = readonly [tool: TerminalTool, input: unknown];

class Play {
  readonly #recording: Recording;
  readonly #about: ModelRequest['about'];
  readonly #design: Design;

  constructor(recording: Recording, about: ModelRequest['about']) {
    this.#recording = recording;
    this.#about = about;
    this.#design = about.design;
  }

  next(): Turn {
    const persona = this.#persona(this.#about.participant);
    switch (this.#about.kind) {
      case 'framing':
        return ['frame', this.#frame()];
      case 'questions': {
        const { question, pass = 'Nothing needs asking.' } = persona;
        if (question === undefined) return ['pass', { rationale: pass }];
        const { answer: _answer, ...asked } = question;
        return ['ask_questions', { questions: [asked] }];
      }
      case 'matching':
        return ['match_answers', { questions: this.#matches() }];
      case 'proposals':
        return ['submit_proposal', withoutCitations(persona.proposal, 'claims')];
      case 'mapping':
        return ['map_divergences', this.#map()];
      case 'argument':
        return ['argue', this.#argue()];
      case 'draft':
        return ['submit_decision', this.#decide([])];
      case 'revision':
        return ['submit_decision', this.#revise()];
      case 'audit':
        return ['submit_audit', this.#audit()];
      case 'signing':
        return ['sign', this.#sign(persona.sign)];
    }
  }

  #frame(): object {
    const { frame } = this.#recording;
    const { topic } = this.#design;
    return topic.trim() === EXAMPLE_TOPIC ? frame : { ...frame, restated: cut(topic.trim(), 400) };
  }

  /** A reply that nobody has foreseen answers the first question that has no answer yet. */
  #matches(): object[] {
    const { questions, replies } = this.#design;
    const answers = new Map<string, string[]>(questions.map(({ id }) => [id, []]));
    for (const { number, text, questionId } of replies) {
      if (number > this.#repliesUpTo) continue;
      const question =
        questions.find(({ id }) => id === questionId) ??
        questions.find((each) => this.#persona(each.participant).question?.answer === text) ??
        questions.find(({ id }) => answers.get(id)?.length === 0);
      if (question !== undefined) answers.get(question.id)?.push(`R${number}`);
    }
    return questions.map(({ id }) => {
      return { question: id, replies: answers.get(id), unknown: false, differ: false };
    });
  }

  #map(): object {
    const { differences, loneFacts } = this.#recording.map;
    return {
      differences: differences.flatMap(({ id: _id, positions, ...difference }) => {
        const held = positions.flatMap(({ statement, personas }) => {
          const letters = this.#letters(personas);
          return letters.length === 0 ? [] : [{ statement, letters }];
        });
        return held.length < 2 ? [] : [{ ...difference, positions: held }];
      }),
      loneFacts: loneFacts.flatMap(({ claim, why }) => {
        const [name] = this.#claims([claim]);
        return name === undefined ? [] : [{ claim: name, why }];
      }),
    };
  }

  #argue(): object {
    const { participant } = this.#about;
    const recorded = this.#persona(participant).argue;
    const points = pointsOf(this.#design, participant).map((difference) => {
      const [written] = this.#recording.map.differences.filter(
        ({ description }) => description === difference.description,
      );
      const point = recorded.find((each) => each.difference === written?.id);
      const statement = written?.positions.find(({ id }) => id === point?.position)?.statement;
      const own = firstPositionOf(difference, participant) ?? '';
      const aim = difference.positions.find((each) => each.statement === statement)?.id ?? own;
      const others = this.#claimsAgainst(difference, own);
      const known = (names: readonly string[] = []) =>
        this.#claims(names).find((name) => others.includes(name));
      const movedBy = aim === own ? undefined : known(point?.movedBy);
      return {
        difference: difference.id,
        claim: known(point?.claims) ?? others[0] ?? '',
        answer: point?.answer ?? 'It is right as far as it goes, and does not outweigh mine.',
        movedBy: movedBy ?? '',
        position: movedBy === undefined ? own : aim,
      };
    });
    const { rationale = 'Nothing moved me.', confidence = 0.6 } = recorded[0] ?? {};
    return { points, rationale, confidence };
  }

  /** Claims of those who hold another position. */
  #claimsAgainst(difference: Difference, own: string): string[] {
    return this.#design.proposals.flatMap(({ letter, participant, proposal }) => {
      const position = firstPositionOf(difference, participant);
      if (position === null || position === own) return [];
      return proposal.claims.map((_, index) => `${letter}-${index + 1}`);
    });
  }

  #decide(answers: readonly object[]): object {
    const { base, taken, rejected, why, steps, ...decision } = this.#recording.decision;
    const [chosen = ''] = base.flatMap((persona) => this.#letters([persona]));
    const besides = (personas: readonly string[]) =>
      this.#letters(personas).filter((letter) => letter !== chosen);
    const supported = <Part extends { readonly rests: readonly string[] }>(part: Part) => {
      return { ...part, rests: this.#bases(part.rests) };
    };
    return {
      base: chosen,
      taken: taken.flatMap((each) => besides([each.from]).map((from) => ({ ...each, from }))),
      rejected: rejected.flatMap(({ personas, ...way }) => {
        const letters = besides(personas);
        return letters.length === 0 ? [] : [{ ...way, letters }];
      }),
      ...decision,
      why: why.map(supported),
      steps: steps.map(supported),
      answers,
    };
  }

  #revise(): object {
    const { revision, decision, audits } = this.#recording;
    const audited = this.#design.audits.length;
    const findings = this.#design.audits.at(-1)?.audit.findings ?? [];
    const answers = findings.map((_, index) => {
      const answer = audits[audited === 1 ? 0 : 1].findings[index]?.answer;
      return { finding: `F${index + 1}`, how: answer ?? 'Nothing was changed for it.' };
    });
    const written = { ...this.#decide(answers), rationale: revision.rationale };
    const steps = decision.steps.map(({ text, rests, ...step }, index) => {
      return { ...step, text: revision.steps[index + 1] ?? text, rests: this.#bases(rests) };
    });
    return { ...written, steps, open: [...decision.open, ...this.#sentBack()] };
  }

  /** A text that is sent back comes back as another one. */
  #sentBack(): string[] {
    return this.#design.gates.flatMap(({ decision }) =>
      decision?.choice === 'send_back'
        ? [cut(`It was sent back: ${decision.note || 'without a note.'}`, 300)]
        : [],
    );
  }

  #audit(): object {
    const { findings, replies, ...audit } =
      this.#recording.audits[this.#design.audits.length === 0 ? 0 : 1];
    return {
      ...audit,
      findings: findings.map(({ answer: _answer, ...finding }) => {
        return { ...finding, place: '', quote: '' };
      }),
      replies: replies.flatMap(({ answerTo, ...row }) =>
        this.#answers(answerTo).map((reply) => ({ ...row, reply })),
      ),
    };
  }

  /** Of one or two, one who dissents is half: a gate would open that the example does not tell of. */
  #sign(signature: Recording['personas'][string]['sign']): object {
    const isAlone = this.#design.letters.length < 3 && signature.verdict === 'dissents';
    return isAlone ? { ...signature, verdict: 'with_reservation' } : signature;
  }

  /** Number of the last reply that the round's prompts carry. */
  get #repliesUpTo(): number {
    return this.#design.rounds.at(-1)?.repliesUpTo ?? 0;
  }

  /** A persona of which nothing was recorded speaks as one of the others. */
  #partOf(participant: ParticipantId): string {
    const { personas } = this.#recording;
    if (Object.hasOwn(personas, participant)) return participant;
    const parts = Object.keys(personas);
    const place = this.#design.letters.indexOf(participant);
    return parts.at(Math.max(0, place) % parts.length) ?? participant;
  }

  #persona(participant: ParticipantId): Recording['personas'][string] {
    const persona = this.#recording.personas[this.#partOf(participant)];
    if (persona === undefined) throw new Error('the recording has no personas');
    return persona;
  }

  #letters(personas: readonly string[]): string[] {
    return personas.flatMap((persona) =>
      this.#design.proposals
        .filter(({ participant }) => this.#partOf(participant) === persona)
        .map(({ letter }) => letter),
    );
  }

  /** `B-3` for `migrationist-3`. */
  #claims(names: readonly string[]): string[] {
    return names.flatMap((name) => {
      const at = name.lastIndexOf('-');
      return this.#letters([name.slice(0, at)]).map((letter) => `${letter}${name.slice(at)}`);
    });
  }

  /** Replies that say what the example's answer to this persona says. */
  #answers(persona: string): string[] {
    const answer = this.#recording.personas[persona]?.question?.answer;
    return this.#design.replies
      .filter(({ number, text }) => text === answer && number <= this.#repliesUpTo)
      .map(({ number }) => `R${number}`);
  }

  /** What a sentence rests on: claims, answers, or else the topic. */
  #bases(names: readonly string[]): string[] {
    const bases = names.flatMap((name) =>
      name.startsWith('answer to ')
        ? this.#answers(name.slice('answer to '.length))
        : this.#claims([name]),
    );
    return bases.length === 0 ? ['R0'] : bases.slice(0, 12);
  }
}

/** It reads no repository. */
function withoutCitations(input: Readonly<Record<string, unknown>>, list: string): object {
  const entries = input[list];
  if (!Array.isArray(entries)) return input;
  return { ...input, [list]: entries.map((entry) => ({ ...entry, place: '', quote: '' })) };
}

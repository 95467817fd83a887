/**
 * A model that plays the written example, for any topic and any personas, and costs nothing. All that
 * it does is put this design's letters and numbers into what was recorded.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { findingsToAnswer } from '#design/audits.ts';
import { NO_USAGE } from '#design/events.ts';
import { ParticipantId } from '#design/ids.ts';
import { terminalToolsOf } from '#design/rounds.ts';
import type { Design } from '#design/state.ts';
import { type Recording, readExample } from './example.ts';
import { type Model, ModelFault, type ModelRequest } from './model.ts';

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
    price: { input: 0, output: 0, cacheWrite: 0, cacheRead: 0 },
    call: async ({ about, messages }, { signal, onFirstEvent }) => {
      onFirstEvent?.();
      await sleep(latencyMs, undefined, { signal }).catch((cause: unknown) => {
        throw new ModelFault('timed_out', 'the call was ended', { usage: NO_USAGE, cause });
      });
      const played = new Player(await readExample(), about.design).play(about);
      return {
        content: [{ type: 'tool_use', id: `call_${messages.length}`, ...played }],
        stopReason: 'tool_use',
        usage: NO_USAGE,
        model: NAME,
      };
    },
  };
}

class Player {
  readonly #recording: Recording;
  readonly #design: Design;

  constructor(recording: Recording, design: Design) {
    this.#recording = recording;
    this.#design = design;
  }

  play({ kind, participant }: ModelRequest['about']): { name: string; input: unknown } {
    const { personas, facilitators } = this.#recording;
    const { audits, decisions } = this.#design;
    const persona = personas[this.#partOf(participant)];
    const [tool = ''] = terminalToolsOf(kind, 'persona');
    if (kind === 'matching') return { name: tool, input: this.#match() };
    const part = kind === 'revision' ? 'draft' : kind;
    const recorded = persona?.[part] ?? facilitators[part];
    // It asks nothing.
    if (recorded === undefined) return { name: 'pass', input: persona?.pass };
    const written = [recorded].flat();
    const before = kind === 'audit' ? audits.length : decisions.length;
    const [input] = this.#fill(written[Math.min(before, written.length - 1)]);
    return { name: tool, input };
  }

  /** What became of a recorded value: nothing, or one, or for names in a list several. */
  #fill(value: unknown): unknown[] {
    if (typeof value === 'string') return value.startsWith('@') ? this.#resolve(value) : [value];
    if (Array.isArray(value)) {
      const filled = value.flatMap((each) => this.#fill(each));
      const hadNames = value.some((each) => typeof each === 'string');
      return hadNames && filled.length === 0 ? [] : [filled];
    }
    if (!(value instanceof Object)) return [value];
    const fields = Object.entries(value).map(([name, each]) => [name, this.#fill(each)[0]]);
    const filled = Object.fromEntries(fields);
    // It takes two positions to differ.
    if (fields.some(([, each]) => each === undefined) || filled.positions?.length < 2) return [];
    return [filled];
  }

  #resolve(reference: string): string[] {
    const [kind, ...names] = reference.split(' ');
    const phrase = names.join(' ');
    switch (kind) {
      case '@letter':
        return names.flatMap((name) => this.#letters(name));
      case '@other':
        return this.#resolve(`@letter ${phrase}`).filter((each) => each !== this.#base);
      case '@claim':
        return names.flatMap((name) => {
          const place = name.lastIndexOf('-');
          return this.#letters(name.slice(0, place)).map((each) => each + name.slice(place));
        });
      case '@answer':
        return this.#replies
          .filter(({ text }) => names.some((name) => this.#recording.answers[name] === text))
          .map(({ number }) => `R${number}`);
      case '@finding':
        return findingsToAnswer(this.#design).filter((name) => name === phrase);
      case '@difference':
      case '@position':
        return (this.#design.differences ?? [])
          .flatMap(({ id, description, positions }) => [
            { id, statement: description },
            ...positions,
          ])
          .flatMap(({ id, statement }) => (statement.startsWith(phrase) ? id : []));
      default:
        throw new Error(`the recording has an unknown name: ${reference}`);
    }
  }

  /** A reply that nobody has foreseen answers the first question that has no answer yet. */
  #match(): object {
    const matched = this.#design.questions.map(({ id, participant }) => {
      const answer = this.#recording.answers[this.#partOf(participant)];
      const replies: string[] = [];
      return { answer, row: { question: id, replies, unknown: false, differ: false } };
    });
    for (const { number, text, questionId } of this.#replies) {
      const match =
        matched.find(({ row }) => row.question === questionId) ??
        matched.find(({ answer }) => answer === text) ??
        matched.find(({ row }) => row.replies.length === 0);
      match?.row.replies.push(`R${number}`);
    }
    return { questions: matched.map(({ row }) => row) };
  }

  get #base(): unknown {
    const [draft] = [this.#recording.facilitators.draft].flat();
    return this.#fill(Object(draft).base)[0];
  }

  /** Those that the prompts of this round carry. */
  get #replies(): Design['replies'] {
    const upTo = this.#design.rounds.at(-1)?.repliesUpTo ?? 0;
    return this.#design.replies.filter(({ number }) => number <= upTo);
  }

  #letters(persona: string): string[] {
    return this.#design.proposals
      .filter(({ participant }) => this.#partOf(participant) === persona)
      .map(({ letter }) => letter);
  }

  /** A persona of which nothing was recorded speaks as one of the others. */
  #partOf(participant: ParticipantId): string {
    const parts = Object.keys(this.#recording.personas);
    const place = Math.max(0, this.#design.letters.indexOf(participant));
    const other = parts[place % parts.length] ?? participant;
    return parts.includes(participant) ? participant : other;
  }
}

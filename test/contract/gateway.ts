import { test } from 'vitest';
import type { DesignView } from '../../src/core/presentation/format/design-schema.ts';
import type { GateChoice } from '../../src/core/vocabulary/event-parts.ts';
import type { Voice } from './gateway-facts.ts';
import { STORIES, type StoryName } from './gateway-stories.ts';

export const PEOPLE = ['Ana', 'Ben'] as const;
/** Ana starts designs; Ben comes by. */
export type PersonName = (typeof PEOPLE)[number];

export interface StageOptions {
  /** How long the rehearsal model takes for each answer, in milliseconds. */
  readonly latencyMs: number;
  /** How many take part: two have a difference that nobody argues, and three argue theirs. */
  readonly personas: 2 | 3;
}

/** A gateway with people in front of it, as they use it and see it. */
export interface Stage {
  readonly voice: Voice;
  /** Ana starts a design; resolves once it is accepted. */
  begin(topic: string): Promise<void>;
  /** How many designs have begun. */
  begun(): Promise<number>;
  /** What everybody can read now: each message or line, in plain words without the platform's marks. */
  shown(): string[];
  /** The name under which this person stands on record: at a terminal it is only claimed. */
  named(person: PersonName): string;
  /** The ephemeral messages of this person. */
  privately(person: PersonName): string[];
  /** What the messages say by which this person was called by name. */
  calls(person: PersonName): string[];
  /** Resolves once the words are recorded. */
  answer(person: PersonName, words: string): Promise<void>;
  /** Ana says that no more answers will come. */
  finishAnswering(): Promise<void>;
  /** Ana decides at the gate that is open; the note says what is to be looked at again. */
  decide(choice: GateChoice, note?: string): Promise<void>;
  /** A person tries to settle the first difference by its first position; resolves when the click is acknowledged. */
  settle(person: PersonName): Promise<void>;
  /** Ana cancels it; resolves when she got the answer, or sees the outcome. */
  cancel(): Promise<void>;
  /** Ana wants the ended design run again; resolves once she is asked whether it is to. */
  askToRunAgain(): Promise<void>;
  /** Ana says that it is to run again; resolves once its successor is there. */
  confirmRunningAgain(): Promise<void>;
  /** The same after she has asked for it. */
  runAgain(): Promise<void>;
  /** A person asks the bot something in the thread; resolves once the words are recorded. */
  askInThread(person: PersonName, words: string): Promise<void>;
  /** A person writes in the thread after the end; resolves once that is kept. */
  sayLate(person: PersonName, words: string): Promise<void>;
  /** Ana asks how the design stands, and reads it privately. */
  look(): Promise<void>;
  /** Ana has a design follow up on the decision by the button under it; resolves once it is there. */
  followUp(topic: string): Promise<void>;
  /** Ends the process of a persona once that is at work in it, each process once. */
  crash(persona: string): Promise<void>;
  /** The newest design. */
  design(): Promise<DesignView>;
}

/** A gateway's column: how its stage is opened, and which stories it has no place for, with the reason. */
export interface Gateway {
  readonly name: string;
  readonly without: Partial<Record<StoryName, string>>;
  open(options: StageOptions): Promise<Stage>;
}

/** What people can do and read through every gateway alike. */
export function gatewayContract({ name, without, open }: Gateway): void {
  for (const story of STORIES.filter((each) => without[each.name] === undefined)) {
    test(`${name}: ${story.name}`, async () => {
      await story.tell(await open(story));
    });
  }
}

import type { Via } from '../../vocabulary/via.ts';
import { oneLine } from '../format/plain.ts';

/** An entry of the audit log. */
interface ToldAct {
  readonly who: string;
  readonly via: Via;
  readonly what: string;
  readonly outcome: 'done' | 'refused';
  readonly detail: string;
  /** Empty if the address is unknown. */
  readonly from: string;
}

/** Names the actor, the way and the address: `Ana (api, token ci) from 192.0.2.1`. */
export function actorWords({ who, via: { way, token }, from }: ToldAct): string {
  const by = token === undefined ? way : `${way}, token ${oneLine(token)}`;
  return `${oneLine(who)} (${by})${from === '' ? '' : ` from ${oneLine(from)}`}`;
}

/** Phrases for acts whose own name does not read as one. */
const ACT_WORDS: Readonly<Record<string, string>> = {
  accept: 'accept at the gate',
  accept_decision: 'accept the decision',
  add_token: 'add a token',
  again: 'try again at the gate',
  ask: 'ask the record',
  ask_starter: 'ask who started it',
  cancel: 'cancel the design',
  collect: 'remove old designs',
  correct: 'correct an answer',
  decline: 'decline the decision',
  dismiss_lesson: 'dismiss a lesson',
  done_answering: 'end answering',
  end_session: 'end a session',
  forget: 'forget the design',
  make_link: 'make a link',
  make_sign_in_link: 'make a sign-in link',
  publish: 'publish the decision',
  recheck: 'check the decision again',
  reply: 'answer',
  revoke_link: 'revoke a link',
  revoke_token: 'revoke a token',
  send_back: 'send the decision back',
  settle: 'settle a difference',
  skip: 'skip the questions',
  start: 'start a design',
  stop: 'stop at the gate',
};

/** Words an act in three parts, such as `run again`, ` refused` and `: only operators do`. The last two may be empty. */
export function actWords({ what, outcome, detail }: ToldAct): readonly [string, string, string] {
  const why = detail === '' ? '' : `: ${oneLine(detail)}`;
  return [ACT_WORDS[what] ?? what.replaceAll('_', ' '), outcome === 'done' ? '' : ' refused', why];
}

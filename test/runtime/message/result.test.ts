import { describe, expect, it } from 'vitest';
import { resultOf } from '../../../src/core/thread/result.ts';
import { resultDocument } from '../../../src/runtime/message/result.ts';
import { given } from '../../support/given.ts';
import type { Script } from '../../support/given-start.ts';
import { audit, dissent, signature } from '../../support/given-submission.ts';

describe('the notification of a result', () => {
  const one: Script = {
    signing: (_, speaker) => (speaker === 'subtractor' ? dissent('No.') : signature()),
  };
  it.each<[string, Script, string]>([
    ['nobody has signed', { signing: () => dissent('No.') }, 'Needs review: nobody has signed it'],
    ['has a blocking finding', { audit: () => audit('blocking') }, 'Needs review: a blocking finding'],
    ['one dissents from', one, 'Decision ready, with reservations'],
  ])('A5: of a decision that %s begins with that, because platforms cut it', (_, says, headline) => {
    const { design } = given({ says, settings: { gates: 'none' } }).reachEnd();
    const { notification } = resultDocument(resultOf({ ...design, rehearsal: false }));
    expect(notification.indexOf(headline)).toBe(0);
    expect(notification.endsWith('The queue moves in steps.')).toBe(true);
  });
});

import { describe, expect, it } from 'vitest';
import { isUnsupportedApproval } from '../../../../src/core/outcome/text-checks/approvals.ts';

const found = (sentence: string, brought: readonly string[] = [], speakers = ['Ana Silva', 'Outsider']) =>
  isUnsupportedApproval(sentence, { speakers, brought, everything: [sentence, ...brought] });

describe('J11: approvals of people and roles who have said nothing', () => {
  it.each([
    'Legal has approved the new vendor.',
    'The security team signed off on step 2.',
    'This was approved by the CTO.',
    'In March, Bob Smith agreed to it.',
    'Bob agreed to it.',
    'All stakeholders have agreed.',
    'Der Betriebsrat hat dem Plan zugestimmt.',
    'Le service juridique a approuvé la migration.',
    '法務が承認した。',
    'The board decided to close the shop.',
    'All six personas signed it.',
    'Everyone has signed this decision.',
    'Marta owns step 2.',
    'The platform team owns the migration.',
  ])('J11: %s', (sentence) => {
    expect(found(sentence)).toBe(true);
  });

  it.each([
    'Ana agreed to close checkout at night.',
    'Ana Silva has approved the window.',
    'Wait until Legal has approved the contract.',
    'Step 2 must be approved by the security team.',
    'Legal has not agreed.',
    'If the board agreed, step 3 is done first.',
    'Ids stay in the form that was agreed.',
    'Receipts are sent in the agreed order.',
    'The time approved by the payment provider is five minutes.',
    'Legal forbids a second vendor.',
    'The team that owns the queue decides.',
    'A signed request is taken once.',
    'Postgres owns the locks.',
  ])('J11: is silent about %s', (sentence) => {
    expect(found(sentence)).toBe(false);
  });

  it('J11: is silent about whom a person or a cited line names: whether it is true is for the auditor', () => {
    expect(found('Legal has approved it.', ['I asked legal, they are fine with it.'])).toBe(false);
    expect(found('Bob agreed to it.', ['Bob said yes on Friday.'])).toBe(false);
    expect(found('法務が承認した。', ['法務は問題ないと言っている'])).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';
import { isInOtherLanguage } from '#core/outcome/text-checks/language.ts';

const ENGLISH =
  'Receipts, invoices and refunds move to a table beside the orders; everything else stays on Redis. In March the gap between order and job swallowed receipts. Closing it costs four weeks with two paths, and stops after receipts if checkout is slower than it was in the week before.';
const GERMAN =
  'Belege, Rechnungen und Erstattungen ziehen in eine Tabelle neben den Bestellungen um; alles andere bleibt auf Redis. Im März hat die Lücke zwischen Bestellung und Auftrag Belege verschluckt. Sie zu schließen kostet vier Wochen mit zwei Wegen, und es wird angehalten, wenn die Kasse langsamer ist als in der Woche davor.';
const FRENCH =
  'Les reçus, les factures et les remboursements passent dans une table à côté des commandes; tout le reste reste sur Redis. En mars, le trou entre la commande et la tâche a avalé des reçus. Le fermer coûte quatre semaines avec deux chemins, et on arrête si la caisse est plus lente que dans la semaine qui précède.';
const JAPANESE =
  '領収書と請求書と返金は注文の横の表に移し、それ以外は Redis に残します。三月には注文とジョブの間の隙間で領収書が失われました。これを閉じるには二つの経路を四週間維持する必要があり、会計が遅くなった場合はそこで止めます。';

describe('J11: another language than the one of the question', () => {
  it.each([
    [GERMAN, 'en'],
    [ENGLISH, 'de'],
    [ENGLISH, 'de-CH'],
    [FRENCH, 'en-GB'],
    [ENGLISH, 'ja'],
    [JAPANESE, 'en'],
    [ENGLISH, 'ru'],
  ])('J11: another language than the one of the question is told: %s', (text, language) => {
    expect(isInOtherLanguage(text, language)).toBe(true);
  });

  it.each([
    [ENGLISH, 'en'],
    [GERMAN, 'de'],
    [FRENCH, 'fr'],
    [JAPANESE, 'ja'],
    [`${JAPANESE} deploy/redis.conf maxmemory-policy`, 'ja'],
    ['Receipts move to a table.', 'de'],
    [ENGLISH, ''],
    [ENGLISH, 'not a tag'],
    [ENGLISH, 'sw'],
  ])(
    'J11: another language is not told where it is the same, or one cannot tell: %s',
    (text, language) => {
      expect(isInOtherLanguage(text, language)).toBe(false);
    },
  );
});

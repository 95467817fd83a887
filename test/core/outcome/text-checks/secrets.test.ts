import { describe, expect, it } from 'vitest';
import { listSecretsAskedFor } from '#core/outcome/text-checks/secrets.ts';
import { given } from '#test/support/designs/given.ts';
import { matching, proposal, questions } from '#test/support/designs/given-submission.ts';

const asking = (text: string) => listSecretsAskedFor(questions(text)).length > 0;
const stating = (summary: string) => listSecretsAskedFor(proposal({ summary })).length > 0;

describe('D6: nobody asks people to write a secret into a thread', () => {
  it.each([
    'Could you paste the production API key here?',
    'What is the Stripe API key?',
    'Please share the database password so that I can check.',
    'Provide the staging credentials.',
    'Paste the contents of your .env file.',
    'Reply with the token.',
    'Can someone send me the deploy token?',
    'We need your database password.',
    'Which host is it? Please paste your private key.',
    'Enter your password below.',
    'Könnt ihr das Passwort hier posten?',
    'Bitte schickt uns die Zugangsdaten.',
    'Wie lautet das Passwort der Datenbank?',
    'Pouvez-vous coller le mot de passe ici ?',
    '¿Cuál es la contraseña de la base?',
  ])('D6: a question asks for one: %s', (text) => {
    expect(asking(text)).toBe(true);
  });

  it.each([
    'Which team owns the API keys?',
    'How are secrets rotated?',
    'Where are the passwords kept?',
    'Do clients send the token in a header?',
    'May workers share credentials with the web process?',
    'What is the token lifetime?',
    'What is the purpose of the API key?',
    'What is the primary key of the jobs table?',
    'Could you tell us which team owns the API keys?',
    'Could you give the number of API keys in use?',
    'How many tokens does a call take?',
    'What is the password policy?',
    'Does a person enter the password at each start?',
    'How often do you rotate your tokens?',
    'Is it acceptable that users see your token?',
  ])('D6: a question is fair: %s', (text) => {
    expect(asking(text)).toBe(false);
  });

  it.each([
    'Please paste the token into this thread.',
    'Send us your password.',
    'Post the credentials in this thread.',
    'Please DM the API key to the bot.',
    'Someone should reply with the root password for the Redis host.',
    'P l e a s e paste the pass\u00adword here.',
    'Ｐlease paste the ｔoken here.',
    'Please paste the AWS_SECRET_ACCESS_KEY here.',
    'Kindly provide the value of `DATABASE_URL` in this thread.',
    'Please reply with DATABASE_URL.',
  ])('D6: a proposal asks for one: %s', (text) => {
    expect(stating(text)).toBe(true);
  });

  it.each([
    'Give each service its own token.',
    'Set `DATABASE_URL` here before the worker starts.',
    'Please say here who holds the password and where DATABASE_URL is kept.',
    'Please rotate the API key and say here when it is done.',
    'The server should respond with the token.',
    'Write the password to Vault.',
    'Send the token in the header.',
    'Users enter their password here.',
    'Users should paste the API key into the chat.',
    'Provide the token to the worker through its environment.',
    'Never paste a token into the thread.',
    'Please rotate all passwords first.',
    'Let us give each worker a token.',
  ])('D6: a proposal speaks of them: %s', (text) => {
    expect(stating(text)).toBe(false);
  });

  it('D6: what a turn copies from people asks for nothing', () => {
    expect(listSecretsAskedFor(matching(['Q1', 'R1', 'Please paste your password here.']))).toEqual(
      [],
    );
  });

  it('D6: a question that asks for one comes back with the reason, and another is taken', () => {
    const world = given().reach('asking');
    const refusal = world.refusesSubmission(
      'subtractor',
      questions('How many?', 'What is the Redis password?'),
    );
    expect(refusal.message).toContain(
      '“What is the Redis password?” asks people to write a secret',
    );
    const events = world.submits('subtractor', questions('Which team holds the Redis password?'));
    expect(events.map(({ type }) => type)).toContain('questions_asked');
  });
});

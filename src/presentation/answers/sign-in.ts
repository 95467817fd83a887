/** Words for signing in to the console, and for links to one design. */
export const SIGN_IN = {
  title: 'Sign in',
  token: 'Token',
  tokenHint: (program: string) =>
    `Or sign in with a token, which an operator makes with ${program} token add.`,
  unsent: 'Copy what you wrote from here:',
  submit: 'Sign in',
  signOut: 'Sign out',
  byLink: 'Reading by a link',
  signedInAs: (name: string) => `Signed in as ${name}`,
  onceTitle: 'Sign in to the console',
  onceText: 'This link signs you in once, as the operator of this daemon.',
  onceAs: (name: string) =>
    `This link signs you in once, as ${name}, with the rights you have in the chat.`,
  onceOver: (program: string) =>
    `This link was used or has expired. Run ${program} sign-in for a new one, or type /design sign-in in the chat.`,
  byChat: (platforms: readonly string[]) =>
    `Type /design sign-in in ${platforms.join(' or ')}, and open the link that only you see.`,
  byCommand: (program: string) =>
    `Operators run ${program} sign-in on the machine of the daemon, and open the link that it prints.`,
  wrongToken: 'There is no such token, or it is no longer valid.',
  signInAgain: (program: string) =>
    `This needs a sign-in within the last ten minutes. Sign in again: by the link that ${program} sign-in prints, by /design sign-in in the chat, or with your token at /sign-in. Then try again.`,
  sendToken: (program: string) =>
    `A new token outlives this session, so send the admin's token again, as Authorization: Bearer, or run ${program} token add on the machine of the daemon.`,
  linkOver: 'This link is no longer valid. Ask for a new one where you got it.',
  linkWhileSignedIn: (name: string) =>
    `You are signed in as ${name}, who may not read this design. Sign out to read it by the link.`,
  onlyThere: (origin: string) =>
    `The console is at ${origin}, and browsers can sign in only there. A proxy in front of it must pass on the Host header. The API and /healthz answer here as well.`,
  elsewhere:
    'This form came from another page, or a proxy removed its Origin header. Open the page here and send it again.',
} as const;

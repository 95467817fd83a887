/** Texts of signing in to the console, and of links to read one design. */
export const SIGN_IN = {
  title: 'Sign in',
  token: 'Token',
  tokenHint: (program: string) => `An operator makes one with ${program} token add.`,
  submit: 'Sign in',
  signOut: 'Sign out',
  signedInAs: (name: string) => `Signed in as ${name}`,
  onceTitle: 'Sign in to the console',
  onceText: 'This link signs you in once, as the operator of this daemon.',
  onceAs: (name: string) => `This link signs you in once, as ${name}, with what you may do in the chat.`,
  onceOver: (program: string) =>
    `This link was used or has ended. Run ${program} sign-in for a new one, or type /design sign-in in the chat.`,
  noWays: (program: string) =>
    `Run ${program} sign-in on the machine of the daemon for a link that signs you in.`,
  wrongToken: 'There is no such token, or it does not hold any more.',
  linkOver: 'This link does not hold any more. Ask for a new one where you got it.',
  linkWhileSignedIn: (name: string) =>
    `You are signed in as ${name}, who may not read this design. Sign out to read it by the link.`,
  elsewhere: 'This form was sent from another page. Open it here and send it again.',
} as const;

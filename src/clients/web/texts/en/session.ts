export const session = {
  signInTitle: 'Sign in',
  signInIntro: 'See what became of your sealed messages, and read the answers.',
  address: 'E-mail address',
  password: 'Password',
  signIn: 'Sign in',
  forgot: 'Forgot your password?',
  stepSalt: 'Asking the server …',
  stepStretch: 'Turning your password into a key. This takes a second or two …',
  stepSignIn: 'Signing in …',
  stepUnlock: 'Opening your mailbox …',
  endedIdle: 'You were signed out because nothing happened for a while. Sign in to go on where you were.',
  endedElsewhere: 'Your session has ended. Sign in to go on where you were.',
  signedOut: 'You are signed out. Nothing readable is left in this browser.',
  recovered: 'Your new password is set. Sign in with it now.',
  passwordStays: 'Your password never leaves this device. The server only sees a proof that you know it.',
  addressMissing: 'Enter your e-mail address, such as anna@example.org.',
  passwordMissing: 'Enter your password.',
  idleTitle: 'Are you still there?',
  idleText: (seconds: number) =>
    seconds === 1
      ? 'You will be signed out in 1 second to protect your messages.'
      : `You will be signed out in ${seconds} seconds to protect your messages.`,
  stay: 'Stay signed in',
  unreachableTitle: 'The server cannot be reached',
  unreachableText: 'Check your internet connection. If it works, the server may be restarting: try again in a minute.',
}

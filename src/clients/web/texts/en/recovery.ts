export const recovery = {
  title: 'Set a new password',
  intro: 'With one of the recovery codes that you printed or saved, you get back into your mailbox.',
  code: 'Recovery code',
  codeHint: 'Eight groups of four characters. Capitals and spaces do not matter.',
  codeInvalid: 'This is not a complete recovery code. Compare it with your page, group by group.',
  submit: 'Set new password',
  opening: 'Checking the code …',
  stretching: 'Turning the new password into a key. This takes a second or two …',
  afterwards: 'The code is used up, and all sessions end.',
  revoke: 'Revoke all app passwords too',
  revokeHint:
    'Recommended: whoever knew your old password may have made one. Each mail program then needs a new app password.',
  toSignIn: 'Back to sign-in',
  noCodes: 'No code at hand?',
  noCodesText:
    'Without a code nobody can open your earlier messages. Your administrator can give you a fresh account for the same address.',
}

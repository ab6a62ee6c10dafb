/** What went wrong and what to do about it, by the code of the server's error or of the browser's own. */
export const problems = {
  title: 'That did not work',
  unknown: 'Something went wrong. Try again; if it stays, tell your administrator.',
  server: 'Something went wrong on the server. Try again in a moment.',
  offline: 'The server cannot be reached. Check your internet connection and try again.',
  lockedOut:
    'Too many wrong passwords came from your internet address, so it is locked for a while. Correct the password on all your devices; your administrator can unlock it sooner.',
  tooMany: 'Too many tries. Wait a few minutes, then try again.',
  notFound: 'This is no longer there. Reload the page to see the present state.',
  conflict: 'Somebody else changed this meanwhile. Reload the page and try again.',
  forbidden: 'Your account may not do this. Ask your administrator.',
  tooLarge: 'This is larger than the server accepts.',
  signInRefused: 'The address or the password is not correct. Check both and try again.',
  wrongPassword: 'Your present password is not correct. Try again.',
  recoveryRefused:
    'The address or the code is not correct, or the code was used before. Check both, or take another code.',
  recoveryExpired: 'This took too long. Begin again with the same recovery code.',
  numberRefused: 'This number cannot be used. Check the country code and the digits after it.',
  countryRefused: 'Your organisation sends no SMS to this country. Choose an access code, or ask your administrator.',
  expiryRefused:
    'This day is not possible: the message has expired, or the day is beyond the limit of your organisation.',
  checkChanged: 'The check of this recipient was changed meanwhile. Look at it again and send once more.',
  tooManyAppPasswords: 'There are too many app passwords. Remove those that are no longer used.',
  tooManyRules: 'There are 1,000 rules for domains already. Remove those that are no longer needed.',
  settingsRefused: 'One of the values is outside its limits. Reload the page and try again.',
  nothingToRevoke: 'There is nothing left to revoke. Reload the page to see the present state.',
  gone: 'Access to the message was revoked, or it has expired, so this is no longer possible.',
  stretch: 'This browser could not compute the key. Close other tabs, or use a newer browser.',
  keys: 'This cannot be opened with your keys. Sign out and in again; if it stays, tell your administrator.',
  content: 'The content is damaged or incomplete. Reload the page; if it stays, tell your administrator.',
  noMoreTexts:
    'Today’s text messages of your organisation are used up. Pass the password on by telephone, or try again tomorrow.',
  noTexts: 'Your organisation does not send passwords by text message. Pass it on by telephone.',
  noPasswordMails: 'Your organisation does not send passwords by e-mail. Pass it on by telephone.',
  sameMailbox: 'The message itself went to this mailbox. Choose another address, or a telephone.',
}

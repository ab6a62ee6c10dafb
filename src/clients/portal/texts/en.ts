/** The portal in English. The German table has the same shape, so that nothing can be missing in one of them. */
export const english = {
  page: {
    title: (sender: string) => `Confidential message from ${sender}`,
    plainTitle: 'Confidential message',
    language: 'Language',
    otherLanguage: 'Deutsch',
    skip: 'Skip to content',
    privacy: 'Privacy',
    terms: 'Terms of use',
    sealed: 'Encrypted. Only you and the sender can open this message.',
    starting: 'Opening your message …',
  },
  summary: {
    heading: (sender: string) => `${sender} has sent you a confidential message`,
    details: 'About this message',
    from: 'From',
    recipient: 'For',
    sent: 'Sent',
    until: 'Can be opened until',
    untilValue: (day: string, remaining: string) => `${day} (${remaining})`,
    reference: 'Reference',
    compare:
      'Compare: the same reference is in the e-mail that brought you here. If it differs, do not continue and call the sender.',
  },
  check: {
    heading: 'Confirm that it is you',
    again:
      'For your safety the page was locked after a while. Please confirm again that it is you; your message is still here.',
    smsWillBeSent: (number: string) => `A 6-digit code will be sent by SMS to ${number}.`,
    smsSent: (number: string) => `We have sent a 6-digit code by SMS to ${number}. It is valid for 10 minutes.`,
    emailWillBeSent: (address: string) => `A 6-digit code will be sent by e-mail to ${address}.`,
    emailSent: (address: string) =>
      `We have sent a 6-digit code by e-mail to ${address}. It is valid for 10 minutes. If it does not arrive, look in your spam folder.`,
    codePending: 'A code was sent to you earlier and is still valid. Enter it here, or request a new one.',
    requestCode: 'Request code',
    requestAnother: 'Request code again',
    nextIn: (seconds: string) => `You can request another code in ${seconds}.`,
    haveCode: 'Already have a code?',
    wrongNumber: 'Number not correct? Notify the sender',
    wrongNumberSent: (sender: string) =>
      `We have told ${sender} that the number is not correct. You will get a new e-mail once it has been changed.`,
    wrongNumberQuestion: (sender: string) =>
      `Shall ${sender} be told that this is not your number? The code cannot be sent to another one from here, and the note cannot be taken back.`,
    wrongNumberConfirm: 'Notify the sender',
    wrongNumberCancel: 'Cancel',
    haveCodeIntro: 'Enter the code that was sent to you.',
    code: 'Code',
    codeHint: 'The 6 digits from the message',
    codeIncomplete: 'The code has 6 digits. Please check what you entered.',
    accessIntro: (sender: string) => `This message opens with the access code that you agreed with ${sender}.`,
    accessCode: 'Access code',
    accessHint: 'Capital letters and spaces do not matter.',
    accessEmpty: 'Please enter the access code.',
    accessForgotten: (sender: string) => `Forgotten? Call ${sender}. The code cannot be looked up here.`,
    passwordIntro: (sender: string) =>
      `This message opens with the password you got for the encrypted files, by text message or from ${sender}.`,
    password: 'Password',
    passwordHint: 'Four groups of four characters: abcd-efgh-… Hyphens may be left out.',
    passwordEmpty: 'Please enter the password.',
    passwordWrong: 'This password is not correct. Please compare it character by character, or call the sender.',
    passwordMissing: (sender: string) => `No password? Call ${sender}. It cannot be looked up here.`,
    stretching: 'Checking the access code …',
    stretchingPassword: 'Checking the password …',
    trusted: 'This device is trusted, so you do not need a code.',
    trustDevice: 'Trust this device for 30 days',
    trustHint: 'No code will be needed on this device. Only choose this on a device that nobody else uses.',
    open: 'Open message',
  },
  why: {
    sms: 'Why do I need an SMS code to open my message?',
    smsText:
      'Anyone who gets hold of the e-mail could open its link. The code goes only to your phone, so the message opens only for the person who has both: you.',
    password: 'Why do I need a password to open my message?',
    passwordText:
      'Anyone who gets hold of the e-mail could open its link. The password was not in that e-mail, so the message opens only for the person who has both: you.',
    access: 'Why do I need an access code to open my message?',
    accessText:
      'Anyone who gets hold of the e-mail could open its link. The access code is known only to you and the sender. It is part of the key, so without it nobody can open the message, not even we.',
    email: 'Why do I need an e-mail code to open my message?',
    emailText:
      'The code shows that you can read this mailbox right now. It keeps the message safe if the e-mail with the link was forwarded or kept somewhere.',
    noSideEffect: 'Nothing is sent and nothing is used up until you press the button.',
  },
  message: {
    loading: 'Loading and decrypting your message …',
    preparing: 'Preparing the message …',
    again: 'Try again',
    unreadable: 'This message cannot be displayed here. You can save it as a file and open it in a mail program.',
    downloadEml: 'Download as EML',
    keepNotice: (day: string) =>
      `You can open this message here until the end of ${day}. Download what you want to keep.`,
    leave: 'Lock page',
    forget: 'Forget this device',
    forgotten: 'This device is no longer trusted. The next time you will need a code again.',
  },
  reply: {
    reply: 'Reply',
    heading: (sender: string) => `Reply to ${sender}`,
    intro: 'Your reply is encrypted in this browser. Only the sender can read it.',
    text: 'Your message',
    textEmpty: 'Please write something or attach a file.',
    attach: 'Attach files',
    dropHere: 'You can also drag files here.',
    limit: (size: string) => `Up to ${size} in total.`,
    tooLarge: (size: string) => `These files are too large. All together may have up to ${size}.`,
    attached: 'Attached files',
    remove: (name: string) => `Remove ${name}`,
    added: (count: number) => (count === 1 ? '1 file added.' : `${count} files added.`),
    removed: (name: string) => `${name} removed.`,
    send: 'Send reply',
    cancel: 'Cancel',
    encrypting: 'Encrypting your reply …',
    sending: 'Sending your reply …',
    failed: 'Your reply has not been sent. Nothing is lost: it is still here.',
    sent: (sender: string) => `Your reply has been sent to ${sender}, encrypted.`,
    again: 'Write another reply',
  },
  answers: {
    heading: 'Your replies',
    sentAt: (moment: string) => `Reply sent on ${moment}`,
    loading: 'Decrypting your reply …',
  },
  broken: {
    headings: {
      missing: 'This link is incomplete',
      damaged: 'This link is damaged',
      unknown: 'We do not know this link',
      'no-link': 'There is no message here',
    },
    missing:
      'A part of the link was lost on its way. That happens when a mail program changes links or when only a part of it was copied.',
    damaged: 'A part of the link was changed or cut off on its way.',
    unknown: 'It may have been changed on its way, or it belongs to a message that is no longer kept here.',
    noLink: 'This address does not lead to a message.',
    advice: 'Go back to the e-mail and press its button again, or copy the whole link into the address bar.',
    call: 'If that does not help, please call the sender. They can send you a new link.',
  },
  closed: {
    expired: 'This message has expired',
    expiredText: (day: string) =>
      `It could be opened until the end of ${day}. After that the key of this link was destroyed, so nobody can open the message with it any more.`,
    replaced: 'This link was replaced',
    replacedText: (moment: string) =>
      `The sender sent you a newer link on ${moment}. Please look for the later e-mail and open the message from there.`,
    lost: 'This link no longer opens the message',
    lostText:
      'The sender’s server was restored from a backup, which does not hold the key of this link. The message itself is still there: the sender can send you a new link.',
    askForLink: 'Ask the sender for a new link',
    askAgain: 'Ask the sender to send it again',
    asked: 'The sender is told by e-mail, at most once a day. If it is urgent, please call.',
    revoked: 'This message was withdrawn',
    revokedText: (moment: string) => `The sender withdrew it on ${moment}. It can no longer be opened.`,
    locked: 'This message is locked',
    lockedText:
      'A wrong code was entered too many times. The sender has been told and can unlock it; then the link in your e-mail works again.',
    contact: (sender: string) => `Please contact ${sender} if you still need it.`,
    contactLocked: (sender: string) => `If it is urgent, call ${sender}.`,
    sender: 'Sender',
  },
  left: {
    heading: 'Your message is locked again',
    leftText: 'Nothing of it is left on this page. To read it again, press the button in the e-mail.',
    idleText: 'The page was not used for half an hour, so we have locked it for your safety.',
    openAgain: 'Open again',
  },
  trouble: {
    heading: 'That did not work',
    again: 'Try again',
  },
  problems: {
    'code-wrong': 'This code is not correct or no longer valid. Please check it, or request a new one.',
    'access-code-wrong':
      'This access code is not correct. Please compare it character by character, or call the sender.',
    'too-many-codes':
      'Several codes have been sent already. Use the latest one, or wait a quarter of an hour before you request another.',
    'too-many': 'Too many attempts in a short time. Please wait a minute and try again.',
    offline: 'The server cannot be reached. Please check your internet connection and try again.',
    'session-ended': 'Your session has ended. Please confirm again that it is you.',
    'too-large': 'This is larger than the server accepts. Please remove a file and try again.',
    unopenable:
      'The message cannot be decrypted. The link may be damaged: open it again from the e-mail, or ask the sender for a new one.',
    'key-unverified':
      'No reply can be sent from here at present: the key of the sender’s mailbox could not be verified, so somebody else might read it. Please call the sender.',
    'stretch-failed':
      'This browser could not check the access code. Please close other tabs, or use a current version of Chrome, Edge, Firefox or Safari.',
    failed: 'Something went wrong on our side. Please try again in a moment.',
  },
}

export type Texts = typeof english

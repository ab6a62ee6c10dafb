import type { GatewayWording } from './gateway-wording.ts'

export const gatewayEnglish: GatewayWording = {
  fileNames: { zip: 'message.zip', pdf: 'message.pdf' },
  password: 'Password',
  linkUntil: 'Link valid until',
  recipients: 'For',
  message: {
    hiddenSubject: 'Encrypted message',
    preview: (sender) =>
      `${sender} has sent you a confidential message. Open it in your browser, or from the encrypted attachments.`,
    heading: 'You have an encrypted message',
    lead: (sender) =>
      `${sender} has sent you a confidential message. The button is the simplest way to read it; the message is attached as well, encrypted.`,
    action: 'Open message',
    passwordFact: (by, from) =>
      ({ sms: `comes ${from}`, mail: 'comes in an e-mail to another address', sender: `you get it from ${from}` })[by],
    byText: (number) => (number === null ? 'by text message to your phone' : `by text message to ${number}`),
    open: {
      title: 'The simplest way: in the browser',
      text: (check, sender) =>
        ({
          sms: 'Press the button. You then get a code by text message on your phone; type it in, and the message opens.',
          'access-code': `Press the button and type in the access code that ${sender} has given you.`,
          email: 'Press the button. You then get a code in a second e-mail; type it in, and the message opens.',
          'same-password': 'Press the button and type in the password. It is the same as for the attachments.',
        })[check],
    },
    files: {
      title: 'Or: from the attachments',
      text: 'The same password opens both files. It is never in this e-mail. Type it exactly as you get it, hyphens included.',
      pdf: 'the text of the message, to read and print',
      zip: {
        attachments: 'the complete message with all its attachments',
        original: 'the complete message as it was written',
        'nothing-more': 'the complete original; the PDF says the same',
      },
    },
    packNotes: {
      'text-only':
        'The PDF shows the plain text only. The ZIP and the page behind the button have the message as it was written.',
      'text-shortened':
        'The text is too long for the PDF, which holds its beginning. The ZIP and the page behind the button have all of it.',
      'parts-left-out':
        'Not every attachment lies in the ZIP as a file of its own. The file message.eml in it holds them all.',
      'winmail-unread': 'A file winmail.dat in the ZIP comes from Outlook and could not be taken apart.',
      'encrypted-inside':
        'The message was encrypted by its sender already (S/MIME or PGP). You need your own key to read it.',
    },
    devices: {
      title: 'Opening the attachments',
      list: [
        {
          device: 'Windows',
          lines: [
            'PDF: save it, then open it with Edge or Adobe Reader.',
            'ZIP: Windows cannot open it by itself; 7-Zip can (free).',
          ],
        },
        {
          device: 'Mac',
          lines: ['PDF: open it with Preview.', 'ZIP: a double-click is often not enough; Keka can (free).'],
        },
        {
          device: 'Linux',
          lines: ['PDF: document viewer or Okular.', 'ZIP: in the file manager or with 7-Zip; “unzip” cannot.'],
        },
        {
          device: 'Android',
          lines: ['PDF: tap it; if nothing asks for the password, use Adobe Reader.', 'ZIP: with ZArchiver (free).'],
        },
        {
          device: 'iPhone',
          lines: ['PDF: tap it and type in the password.', 'ZIP: Files often cannot; the button is easier.'],
        },
      ],
    },
    genuine: {
      title: 'Is this e-mail genuine?',
      text: (reference) =>
        `The page behind the button shows the same reference: ${reference}. Nobody ever asks you for the password of your mailbox or for bank details.`,
    },
    answer: {
      title: 'Answering',
      text: (address) =>
        `On the page behind the button, “Reply” sends a protected answer. An ordinary answer to this e-mail goes to ${address} and is not encrypted.`,
    },
    coverNote: (organisation) => `A note from ${organisation}`,
  },
  passwordMail: {
    subject: 'Password for a confidential message',
    preview: (sender) => `For a message that ${sender} sends you separately.`,
    heading: 'A password for you',
    lead: (sender) => `${sender} sends you an encrypted message, separately from this e-mail. This password opens it.`,
    keep: {
      title: 'Please keep this e-mail until the message has arrived',
      text: 'The message shows the same reference. Type the password exactly as it stands here, hyphens included.',
    },
    safety: {
      title: 'You expect no such message?',
      text: 'Then you can delete this e-mail. Without the message the password is of no use; do not forward it.',
    },
  },
  passwordReady: {
    subject: (subject, isCopy) => {
      const start = isCopy ? 'Copy of the password' : 'Please pass on the password'
      return subject === null ? start : `${start}: ${subject}`
    },
    heading: (isCopy) => (isCopy ? 'Your copy of the password' : 'The password waits for you'),
    lead: {
      'no-phone':
        'Your message has left as encrypted files. We know no mobile number for its recipients, so please pass the password on yourself.',
      partly:
        'Your message has left as encrypted files. We know no mobile number for some of its recipients: please pass the password on to them yourself. The others get it without your help.',
      plan: 'Your message has left as encrypted files. Your organisation sends no passwords by text message, so please pass the password on yourself.',
      copy: 'Your message has left as encrypted files, and its password is on the way to the recipients. You need not do anything: this is the copy that your organisation keeps for you.',
      'text-failed':
        'Your message has left as encrypted files, but the text message with the password could not be delivered. Please check the number, or pass the password on yourself.',
    },
    action: 'Show password',
    todo: {
      title: 'What to do',
      text: 'The password is kept encrypted for you in the web app. There you can copy it, read it aloud or send it on. Tell it on the phone or in person, never by e-mail to the address the message went to.',
    },
    copy: {
      title: 'If somebody asks for it',
      text: 'The password is kept encrypted for you in the web app. Tell it on the phone or in person, never by e-mail to the address the message went to.',
    },
  },
  passwordText: {
    before: (from) => (from === '' ? 'Password for your encrypted message:' : `Password for the message from ${from}:`),
    after: (reference) => `Reference ${reference}. Do not pass it on.`,
  },
}

import { gatewayEnglish } from './gateway-english.ts'
import type { Wording } from './wording.ts'

export const english: Wording = {
  language: 'en',
  from: 'From',
  to: 'To',
  subject: 'Subject',
  until: 'Available until',
  reference: 'Reference',
  message: 'Message',
  recipients: 'Waiting for',
  recipient: 'Recipient',
  terms: 'Terms of use',
  privacy: 'Privacy',
  otherwise: 'If the button does not work, copy this address into your browser:',
  via: (name, organisation) => `${name} (via ${organisation})`,
  sentTo: (to, organisation) => `This e-mail was sent to ${to} by ${organisation}.`,
  andMore: (count) => `and ${count} more`,
  noReply: {
    title: 'Please do not answer this e-mail',
    text: 'An answer by e-mail would not be protected, and nobody would read it. Open the message and choose “Reply” there.',
  },
  newMessage: {
    subject: (subject) => (subject === null ? 'New secure message' : `New secure message: ${subject}`),
    preview: (sender, until) => `${sender} has sent you a confidential message. You can open it until ${until}.`,
    heading: 'You have a secure message',
    lead: (sender) => `${sender} has sent you a confidential message. It is kept safe for you on a protected page.`,
    action: 'Open message',
    how: {
      title: 'How to open it',
      text: (check, sender) =>
        ({
          account: 'Press the button and sign in to Sealpost with your own account.',
          sms: 'Press the button. You then get a code by text message on your phone; type it in, and the message opens.',
          'access-code': `Press the button and type in the access code that ${sender} has given you.`,
          email: 'Press the button. You then get a code in a second e-mail; type it in, and the message opens.',
          'same-password': `Press the button and type in the password that you got by text message or from ${sender}.`,
        })[check],
    },
    genuine: {
      title: 'Is this e-mail genuine?',
      text: (reference) =>
        `The page that opens shows the same reference: ${reference}. It never asks for the password of your mailbox or for bank details.`,
    },
  },
  parked: {
    subject: (subject) =>
      subject === null ? 'Your message is waiting for you' : `Your message is waiting: ${subject}`,
    heading: 'One more step before we can deliver',
    lead: (count) =>
      count === 1
        ? 'Your message is stored safely. It has not been delivered to one recipient yet, because we do not know how this person proves who they are.'
        : `Your message is stored safely. It has not been delivered to ${count} recipients yet, because we do not know how they prove who they are.`,
    action: 'Complete message',
    why: {
      title: 'What to do',
      text: 'Enter a mobile number or agree on an access code. We remember it for the next time.',
    },
  },
  answer: {
    subject: (subject) => (subject === null ? 'New answer to your secure message' : `New answer: ${subject}`),
    heading: 'You have an answer',
    lead: (from) => `${from} has answered your secure message.`,
    action: 'Read answer',
  },
  notice: {
    heading: {
      'number-wrong': 'The phone number may be wrong',
      'recipient-locked': 'A recipient is locked out',
      'new-link-requested': 'A recipient asks for a new link',
      'resend-requested': 'A recipient asks for an expired message',
      'not-delivered': 'A message was not delivered',
      'sent-through-portal': 'The encrypted files were refused',
      'too-large-for-attachment': 'Too large to be attached',
      'not-packable': 'No encrypted files could be made',
      'no-verified-tls': 'Not handed over directly',
    },
    texts: {
      'number-wrong': {
        subject: 'Please check a phone number',
        lead: 'The recipient says that the phone number you entered is not correct. Please ask for the right number and enter it.',
        action: 'Check number',
      },
      'recipient-locked': {
        subject: 'A recipient is locked out',
        lead: 'Too many wrong codes were entered, so the message is locked for this recipient. Please call the person. When it was really them, you can unlock the message.',
        action: 'View message',
      },
      'new-link-requested': {
        subject: 'A recipient asks for a new link',
        lead: 'The link in the recipient’s e-mail no longer works. Confirm with one click that a new one may be sent.',
        action: 'Send new link',
      },
      'resend-requested': {
        subject: 'A recipient asks for an expired message',
        lead: 'The message has expired, and no link can open it any more. If the recipient still needs it, please send it again.',
        action: 'View message',
      },
      'not-delivered': {
        subject: 'A message was not delivered',
        lead: 'The recipient’s mail server did not accept our notification. Please check whether the address is right.',
        action: 'View message',
      },
      'sent-through-portal': {
        subject: 'Your message goes another way',
        lead: 'The recipient’s mail server refused the encrypted files. We have sent a link to the protected page instead, so the message still arrives. You need not do anything; for the next time you can choose “as a link” for this recipient.',
        action: 'View message',
      },
      'too-large-for-attachment': {
        subject: 'Your message goes another way',
        lead: 'The message is too large to be attached as encrypted files. The recipient gets a link to the protected page instead, where everything is complete. You need not do anything, unless a second e-mail asks how the recipient proves who they are.',
        action: 'View message',
      },
      'not-packable': {
        subject: 'Your message goes another way',
        lead: 'No encrypted files could be made of this message. The recipient gets a link to the protected page instead, where everything is complete. You need not do anything, unless a second e-mail asks how the recipient proves who they are.',
        action: 'View message',
      },
      'no-verified-tls': {
        subject: 'Your message goes another way',
        lead: 'The recipient’s mail server could not prove who it is, so the message was not handed to it directly. The recipient gets a link to the protected page instead. You need not do anything, unless a second e-mail asks how the recipient proves who they are.',
        action: 'View message',
      },
    },
  },
  code: {
    subject: 'Your code for opening a message',
    heading: 'Your code',
    lead: (sender) =>
      `Type this code into the page where you are opening the message from ${sender}. It is valid for ten minutes.`,
    safety: {
      title: 'You did not ask for a code?',
      text: 'Then you can ignore this e-mail. Never tell the code to anybody, not even on the phone.',
    },
  },
  gateway: gatewayEnglish,
}

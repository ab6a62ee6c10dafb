export const english = {
  title: 'Sealpost demo',
  heading: 'A doctor writes, a patient reads: try both sides',
  intro: (organisation: string) =>
    `${organisation} is an invented practice on your own machine. No mail and no text message leaves it: what would go out appears on this page.`,
  language: 'Language',
  doctorSide: 'The doctor’s side',
  patientSide: 'The patient’s side',
  steps: {
    heading: 'Three steps',
    send: {
      title: 'Send as the doctor',
      text: 'Choose below how the message travels and to whom. It is really submitted over SMTP, sealed and stored as ciphertext.',
    },
    portal: {
      open: {
        title: 'Open the patient’s mail',
        text: 'The notification appears under “Mails”. Its link opens the patient’s page in a new tab.',
      },
      read: {
        title: 'Enter the code, read, reply',
        text: 'Press “Request code” there. The text message appears here under “Text messages”. The reply waits in the doctor’s web app.',
      },
    },
    attachment: {
      open: {
        title: 'Look at the patient’s mail',
        text: 'It appears under “Mails” with an encrypted ZIP and PDF to download. Its button opens the same message without any program.',
      },
      read: {
        title: 'Type in the password',
        text: 'It appears under “Text messages”. For patients without a phone it waits in the doctor’s web app: a second mail leads there.',
      },
    },
  },
  send: {
    heading: 'Send a message as the doctor',
    route: 'How it travels',
    routes: {
      portal: { label: 'As a link', detail: 'The patient opens a protected page, with a code.' },
      attachment: {
        label: 'As encrypted files',
        detail: 'ZIP and PDF come with the mail. In a mail program: “.attachment.local” behind the address.',
      },
    },
    to: 'To',
    passwords: {
      sms: (detail: string) => `gets the password by SMS to ${detail}`,
      none: 'has no phone here: the password waits for the doctor, who passes it on',
    },
    enclosure: (name: string) => `${name} goes along.`,
    checks: {
      sms: (detail: string) => `gets a code by SMS to ${detail}`,
      'access-code': (detail: string) => `knows the access code “${detail}”`,
      none: 'has no check yet: the message waits until the doctor has chosen one',
    },
    subject: 'Subject',
    text: 'Message',
    firstSubject: 'Your laboratory results',
    firstText:
      'Dear patient,\n\nyour results are in and everything is fine. Please come for the next check in six months.\n\nKind regards\nDr. Ada Beispiel',
    button: 'Send',
    subjectMissing: 'Write a subject.',
    textMissing: 'Write a message.',
    working: 'Connecting, encrypting the connection, signing in, handing over …',
    accepted: 'The server has sealed and stored the message:',
    conversation: 'What the programs said to each other',
    waiting: 'Waiting for the mail …',
    arrived: 'The mail has arrived.',
    arrivedLink: 'Go to the mails',
    failed: 'The message was not sent.',
  },
  signIn: {
    heading: 'Sign in',
    webApp: 'Open the web app',
    webAppHint: 'to read replies and passwords, add a check, revoke or extend',
    address: 'Address',
    password: 'Password',
    copy: 'Copy',
    copied: 'Copied',
    copyOf: (what: string, name: string) => `Copy: ${what} of ${name}`,
  },
  program: {
    heading: 'Your own mail program',
    hint: 'The server’s certificate is self-signed, so the program will ask once.',
    server: 'Outgoing server',
    portStartTls: 'Port with STARTTLS',
    portTls: 'Port with TLS',
    user: 'User name',
    appPassword: 'App password',
  },
  mails: {
    heading: 'Mails',
    hint: 'What would have reached the mailboxes outside, newest first.',
    empty: 'No mail yet. Send a message as the doctor.',
    list: 'Caught mails',
    from: 'from',
    to: 'to',
    files: 'Attached files',
    filesHint: 'The same password opens both: the PDF in most PDF programs, the ZIP with 7-Zip, for example.',
    frame: (subject: string) => `Mail: ${subject}`,
    fresh: 'new',
    arrived: (subject: string) => `New mail: ${subject}`,
  },
  phone: {
    heading: 'Text messages',
    hint: 'What would have reached the phones.',
    empty: 'No text message yet. It comes when the patient asks for a code, or with the password of encrypted files.',
    copy: (number: string) => `Copy what was sent to ${number}`,
    to: (number: string) => `to ${number}`,
    arrived: 'A text message has arrived.',
  },
  unreachable: 'The demo does not answer. Is it still running in the terminal? This page tries again by itself.',
  loading: 'Loading …',
}

export type Texts = typeof english

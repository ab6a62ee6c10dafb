export const todo = {
  title: 'To do',
  intro: 'What waits for you, newest first.',
  waiting: (n: number) => (n >= 100 ? 'more than 99 wait' : n === 1 ? '1 waits' : `${n} wait`),
  more: 'Show more',
  toInbox: 'Go to the inbox',
  emptyTitle: 'Nothing to do',
  emptyText: 'Messages that wait for a check, passwords to pass on, wrong numbers and new answers appear here.',
  sent: (day: string) => `sent on ${day}`,
  readAnswer: 'Read the answer',
  things: {
    parked: { what: (who: string) => `Choose how ${who} proves who they are`, action: 'Choose a check' },
    wrongNumber: { what: (who: string) => `The mobile number of ${who} is not correct`, action: 'Correct the number' },
    newLink: { what: (who: string) => `${who} asks for a new link`, action: 'Send a new link' },
    passwordWaits: { what: (who: string) => `Pass the password on to ${who}`, action: 'Pass the password on' },
    passwordLost: { what: (who: string) => `${who} never got the password`, action: 'Send again' },
    failed: { what: (who: string) => `The message to ${who} was not delivered`, action: 'Check and send again' },
    locked: { what: (who: string) => `${who} is locked after wrong codes`, action: 'Unlock' },
  },
  codes: {
    what: (left: number) =>
      left === 0
        ? 'You have no recovery codes'
        : left === 1
          ? 'You have 1 recovery code left'
          : `You have ${left} recovery codes left`,
    about: 'Without them a forgotten password means losing what you have sent and received.',
    action: 'Make recovery codes',
  },
}

/** What stands beside the facts of an event, on paper and on the page. */
const english = {
  event: 'Event',
  invitation: 'Invitation',
  reply: 'Reply to an invitation',
  proposal: 'Proposed change of an event',
  cancellation: 'Cancelled event',
  when: 'When',
  where: 'Where',
  organiser: 'Organiser',
  repeats: 'repeats',
  allDay: 'all day',
  givenAs: 'given as',
}

export type EventTexts = typeof english

const german: EventTexts = {
  event: 'Termin',
  invitation: 'Einladung',
  reply: 'Antwort auf eine Einladung',
  proposal: 'Änderungsvorschlag zu einem Termin',
  cancellation: 'Abgesagter Termin',
  when: 'Wann',
  where: 'Wo',
  organiser: 'Organisiert von',
  repeats: 'wiederholt sich',
  allDay: 'ganztägig',
  givenAs: 'angegeben als',
}

export const eventTexts = (language: 'de' | 'en'): EventTexts => (language === 'de' ? german : english)

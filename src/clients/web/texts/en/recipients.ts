export const recipients = {
  title: 'Recipients',
  intro: 'How each outside recipient proves who they are before a message opens.',
  search: 'Search by address',
  change: 'Change check',
  changeFor: (address: string) => `Change the check for ${address}`,
  choose: 'Choose check',
  none: 'No check yet: messages wait',
  locked: (when: string) => `Locked since ${when}`,
  more: 'Show more',
  emptyTitle: 'No recipients yet',
  emptyText: 'Everybody outside to whom you send a sealed message appears here.',
  nothingFound: (search: string) => `No address contains “${search}”.`,
  endsTrust:
    'A change ends “trust this device” for this recipient. A message already sent keeps its check until you send a new link from it.',
}

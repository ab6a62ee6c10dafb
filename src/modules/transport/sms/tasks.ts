/** Names of this module's jobs; waiting jobs of an older version carry them, so they stay. */
export const sendTask = 'sms.send'
export const receiptTask = 'sms.receipt'
export const pruneTask = 'sms.prune'

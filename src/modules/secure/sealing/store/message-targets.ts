import type { TargetTable } from '../../../../platform/targets/bind-targets-once.ts'

/** For the one binding of keys that an older version stored. */
export const messageTargets: TargetTable = {
  kind: 'message',
  unbound: `select organisation_id, id, mailbox_id::text as holder, mailbox_recipient as recipient from sealpost.messages
    where mailbox_recipient_mac is null limit $1`,
  bind: `update sealpost.messages m set mailbox_recipient_mac = b.mac
    from unnest($1::uuid[], $2::uuid[], $3::bytea[]) b (organisation_id, id, mac)
    where m.organisation_id = b.organisation_id and m.id = b.id`,
}

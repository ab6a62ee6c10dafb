import { copyWrapContext } from '../../src/contract/messages.ts'
import { encodeUtf8 } from '../../src/lib/bytes/index.ts'
import type { MessageId } from '../../src/lib/id/identifiers.ts'
import { formatCopyKeys, parseCopyKeys, type LinkSecret } from '../../src/lib/split-key/index.ts'
import { decryptBytes, encryptBytes, generateIdentity, recipientOf } from '../../src/platform/age/index.ts'
import { unwrapIdentitySync, wrapIdentitySync } from '../../src/platform/split-key/index.ts'
import { envelopeText } from './open-envelope.ts'
import type { SealingWorld } from './sealing-world.ts'

/**
 * Turns a message into what the version before seeds stored: a content encrypted to the identity of its conversation, which
 * envelopes, wraps and the order hold. `link`: of its only copy with a link. Gives back that identity.
 */
export async function makeFormer(world: SealingWorld, messageId: MessageId, link?: LinkSecret): Promise<string> {
  const { ownerPool: pool } = world.deps.database
  const conversation = generateIdentity()
  const small = `select s.sealed from sealpost.small_contents s join sealpost.messages m on m.content_id = s.id where m.id = $1`
  const { rows: contents } = await pool.query<{ sealed: Buffer }>(small, [messageId])
  const plain = decryptBytes(contents[0]?.sealed ?? Buffer.alloc(0), [world.mailbox.identity])
  await pool.query(
    'update sealpost.small_contents s set sealed = $2 from sealpost.messages m where m.content_id = s.id and m.id = $1',
    [messageId, encryptBytes(plain, [conversation.recipient])],
  )
  const sealAgain = (sealed: Buffer, identity: string) => {
    const envelope: unknown = JSON.parse(envelopeText(sealed, messageId, identity))
    const former = { ...Object(envelope), conversationIdentity: conversation.identity }
    return encryptBytes(encodeUtf8(JSON.stringify(former)), [recipientOf(identity)])
  }
  for (const [table, column, identity] of [
    ['messages', 'id', world.mailbox.identity],
    ['copies', 'message_id', world.colleagueIdentity],
  ] as const) {
    const where = `sealpost.${table} where ${column} = $1 and sealed_envelope is not null`
    const { rows } = await pool.query<{ id: string; sealed: Buffer }>(
      `select id, sealed_envelope as sealed from ${where}`,
      [messageId],
    )
    for (const { id, sealed } of rows)
      await pool.query(`update sealpost.${table} set sealed_envelope = $2 where id = $1`, [
        id,
        sealAgain(sealed, identity),
      ])
  }
  if (link !== undefined) await wrapAgain(world, messageId, { link, conversation: conversation.identity })
  await orderAgain(world, messageId, conversation.identity)
  return conversation.identity
}

async function wrapAgain(
  world: SealingWorld,
  messageId: MessageId,
  { link, conversation }: { readonly link: LinkSecret; readonly conversation: string },
): Promise<void> {
  const { rows } = await world.deps.database.ownerPool.query<{ id: string; wrapped: Buffer; share: Buffer }>(
    `select id, wrapped_identity as wrapped, sealed_share as share from sealpost.copies
      where message_id = $1 and wrapped_identity is not null`,
    [messageId],
  )
  for (const { id, wrapped, share } of rows) {
    const serverShare = await world.deps.shred.open(share, `copies.share:${id}`)
    const shares = { link, serverShare, accessKey: new Uint8Array(0), context: copyWrapContext(id) }
    const keys = { ...parseCopyKeys(unwrapIdentitySync(shares, wrapped)), conversation }
    await world.deps.database.ownerPool.query('update sealpost.copies set wrapped_identity = $2 where id = $1', [
      id,
      wrapIdentitySync(shares, formatCopyKeys(keys)),
    ])
  }
}

async function orderAgain(world: SealingWorld, messageId: MessageId, conversationIdentity: string): Promise<void> {
  const { ownerPool } = world.deps.database
  const context = `dispatches.order:${messageId}`
  const { rows } = await ownerPool.query<{ sealed: Buffer }>(
    'select sealed_order as sealed from sealpost.dispatches where message_id = $1',
    [messageId],
  )
  for (const { sealed } of rows) {
    const order: unknown = JSON.parse((await world.deps.shred.open(sealed, context)).toString('utf8'))
    const former = JSON.stringify({ ...Object(order), conversationIdentity })
    await ownerPool.query('update sealpost.dispatches set sealed_order = $2 where message_id = $1', [
      messageId,
      world.deps.transit.seal(Buffer.from(former), context),
    ])
  }
}

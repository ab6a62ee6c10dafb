import { describe, expect, test } from 'vitest'
import { causeOfRefusal } from './failure-cause.ts'
import { SmtpFailure, type SmtpStage } from './smtp-failure.ts'

function causeOf(
  reply: string,
  carries: 'attachments' | 'original' | 'nothing' = 'attachments',
  stage: SmtpStage = 'content',
) {
  const { status, message: text } = new SmtpFailure({ stage, text: '', reply })
  return causeOfRefusal({ stage, status, text, carries })
}

describe('a mail with attachments whose content was refused', () => {
  test.each([
    // Google
    '552-5.7.0 This message was blocked because its content presents a potential\r\n552-5.7.0 security issue. To review our message content and attachment content\r\n552 5.7.0 guidelines, go to https://support.google.com/mail/?p=BlockedMessage a1-20si5 - gsmtp',
    '552-5.7.0 Our system detected an illegal attachment on your message. Please\r\n552 5.7.0 visit https://support.google.com/mail/?p=IllegalAttachment q7 - gsmtp',
    // Exchange, Exchange Online
    '550 5.7.1 TRANSPORT.RULES.RejectMessage; the message was rejected by organization policy',
    '550 5.7.1 Delivery not authorized, message refused',
    '550 5.7.171 DLP policy: the message was blocked',
    '550 5.7.923 encrypted files are not accepted here',
    '550 5.7.0 Message contains malware (S2017062302)',
    '554 5.6.0 STOREDRV.Submit; Corrupt message content',
    '554 5.6.211 Invalid MIME Content: Number of MIME attachments exceeds the allowed maximum',
    // Postfix checks of header and body, milters, ClamAV
    '550 5.7.1 message content rejected',
    '554 5.7.1 Error: message contains prohibited attachment',
    '554 5.7.1 virus Heuristics.Encrypted.Zip detected by ClamAV - http://www.clamav.net',
    '550 5.7.1 Command rejected',
    '554 5.7.1 Spam message rejected',
    '554 5.7.1 Message cannot be accepted, \'blocked file type "*.zip"\'',
    // amavis
    '554 5.7.0 Reject, id=05212-04 - BANNED: multipart/mixed | application/zip,.zip,message.zip | .dat,message.eml',
    '554 5.7.0 Reject, id=12345-06 - INFECTED: Encrypted.Zip',
    '554 5.7.0 Bounce, id=1-2 - UNCHECKED-ENCRYPTED',
    // Proofpoint, Mimecast, Symantec, Barracuda, Sophos, Cisco, Hornetsecurity, Exim, SpamTitan
    '554 5.7.1 Message rejected due to unscannable content: password-protected attachment',
    '554 Email rejected due to security policies - https://community.mimecast.com/docs/DOC-1369#554 [a1]',
    '550 Administrative prohibition - envelope blocked',
    '550 Denied by policy',
    '552 MS-Office file containing VBA macros found inside of the email',
    '554 rejected due to encrypted / password-protected archive',
    '550 permanent failure for one or more recipients (anna@example.org:blocked)',
    '550 5.7.1 Message rejected: encrypted attachment',
    '554 Message contains an encrypted file and was rejected by content filter',
    '550 5.7.1 Message rejected due to content restrictions',
    '554 5.5.7 e-mail Rejected Content Attachment',
    '550 This message contains a virus or other malware',
    '550 This message contains an unwanted file extension (zip)',
    '500 These attachments are not allowed -- Please compress (zip,tar..) them before mailing.',
    '552 the message was rejected because it contains prohibited virus or spam content',
    // in German
    '550 5.7.1 Nachricht abgelehnt: verschl\u00fcsselter Anhang',
    '554 Dateityp nicht erlaubt',
    // nothing but the code
    '554 5.7.1',
    '550 5.6.1 media not supported',
  ])('goes another way after "%s"', (reply) => expect(causeOf(reply)).toBe('attachment-refused'))

  test.each([
    '550 5.1.1 The email account that you tried to reach does not exist',
    '552 5.2.2 The recipient\u2019s mailbox is full and cannot take encrypted attachments',
    '552 Mailbox is full',
    '552 Requested mail action aborted: exceeded storage allocation',
    '550-5.7.26 This mail has been blocked because the sender is unauthenticated.\r\n550 5.7.26 Gmail requires all senders to authenticate with either SPF or DKIM.',
    '550 5.7.1 Unauthenticated email from clinic.test is not accepted due to domain\u2019s DMARC policy',
    '550 5.7.509 Access denied, sending domain CLINIC.TEST does not pass DMARC verification',
    '550 5.7.515 Access denied, sending domain CLINIC.TEST doesn\u2019t meet the required authentication level',
    '550 5.7.606 Access denied, banned sending IP [192.0.2.1]',
    '550-5.7.25 The IP address sending this message does not have a PTR record',
    '550-5.7.1 Our system has detected an unusual rate of messages from your IP: rate limit',
    '554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org',
    '550 5.7.1 Unable to relay',
    '554 5.4.14 Hop count exceeded - possible mail loop',
    '550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required',
    '554 Transaction failed',
    '554 5.3.0 unknown mailer error 1',
    '550 5.6.7 SMTPUTF8 is required but was not offered',
  ])('fails after "%s", which another way would not change', (reply) => expect(causeOf(reply)).toBe('other'))
})

describe('a mail', () => {
  test.each([
    '552 5.3.4 Message size exceeds fixed limit',
    '552 5.2.3 Message exceeds maximum fixed size',
    '552-5.2.3 Your message exceeded Google\u2019s message size limits. Please visit\r\n552 5.2.3 https://support.google.com/mail/?p=MaxSizeError to view our size guidelines.',
    '552 Message size exceeds fixed maximum message size',
    '552 5.5.2 Message size (content filter)',
    '554 5.3.4 Message too big for system',
    '550 5.3.0 message too large',
    '523 the message size exceeds the recipient\u2019s size limit',
    '552 Message file too big',
  ])('is too large after "%s", whenever that is said', (reply) => {
    for (const stage of ['envelope', 'content'] as const)
      for (const carries of ['attachments', 'original', 'nothing'] as const)
        expect(causeOf(reply, carries, stage)).toBe('message-too-large')
  })

  test('that carries nothing is not refused because of attachments', () => {
    expect(causeOf('552 5.7.0 illegal attachment', 'nothing')).toBe('other')
  })

  test('in its own form goes another way only when its files are named', () => {
    expect(causeOf('552-5.7.0 illegal attachment', 'original')).toBe('attachment-refused')
    expect(causeOf('550 5.7.1 message content rejected', 'original')).toBe('other')
  })

  test('whose recipient was refused was not refused because of its content', () => {
    expect(causeOf('550 5.7.1 blocked by policy: attachments', 'attachments', 'envelope')).toBe('other')
  })

  test.each(['550 5.7.30 REQUIRETLS support required', '550 5.7.10 Encryption needed'])(
    'that a later host cannot pass on over verified TLS lacks just that: "%s"',
    (reply) => {
      expect(causeOf(reply, 'original', 'content')).toBe('no-verified-tls')
      expect(causeOf(reply, 'original', 'envelope')).toBe('no-verified-tls')
    },
  )
})

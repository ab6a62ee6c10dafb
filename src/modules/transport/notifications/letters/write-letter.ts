import type { Letter } from '../letter.ts'
import type { ParamsOf, TemplateName } from '../params.ts'
import { attachmentMessage } from './attachment-letter.ts'
import { passwordMail, passwordReady } from './password-letters.ts'
import { answersGoTo, closingOf, dayText, fromFact, listed, nameOf, takesAnswers, type Setting } from './setting.ts'

type Writers = { readonly [Name in TemplateName]: (params: ParamsOf<Name>, setting: Setting) => Letter }

/** What only a mail with a link needs: how to tell a false one, and where answers go. */
function linkNotes(params: ParamsOf<'new-message'>, setting: Setting): Letter['notes'] {
  const { wording } = setting
  const { genuine } = wording.newMessage
  const { answer: words } = wording.gateway.message
  return [
    { title: genuine.title, text: genuine.text(params.reference) },
    takesAnswers(params) ? { title: words.title, text: words.text(answersGoTo(params, setting)) } : wording.noReply,
  ]
}

function newMessage(params: ParamsOf<'new-message'>, setting: Setting): Letter {
  const { wording } = setting
  const words = wording.newMessage
  const until = dayText(params.expiresOn, setting)
  const sender = nameOf(params)
  const check = params.check === 'access-code' && params.portalPassword ? 'same-password' : params.check
  return {
    subject: words.subject(params.subject),
    preview: words.preview(sender, until),
    heading: words.heading,
    lead: words.lead(sender),
    facts: [
      fromFact(params, setting),
      { label: wording.to, value: params.to },
      ...(params.subject === null ? [] : [{ label: wording.subject, value: params.subject }]),
      { label: wording.until, value: until },
      ...(params.check === 'account' ? [] : [{ label: wording.reference, value: params.reference, isReference: true }]),
    ],
    code: null,
    action: { label: words.action, url: params.link, otherwise: wording.otherwise },
    notes: [
      { title: words.how.title, text: words.how.text(check, sender) },
      ...(params.check === 'account' ? [] : linkNotes(params, setting)),
    ],
    closing: closingOf(params.to, setting),
  }
}

function parked(params: ParamsOf<'message-parked'>, setting: Setting): Letter {
  const { wording } = setting
  const words = wording.parked
  return {
    subject: words.subject(params.subject),
    preview: words.lead(params.recipients.length),
    heading: words.heading,
    lead: words.lead(params.recipients.length),
    facts: [
      ...(params.subject === null ? [] : [{ label: wording.message, value: params.subject }]),
      { label: wording.recipients, value: listed(params.recipients, setting) },
    ],
    code: null,
    action: { label: words.action, url: params.completeUrl, otherwise: wording.otherwise },
    notes: [words.why],
    closing: closingOf(params.to, setting),
  }
}

function answer(params: ParamsOf<'answer-arrived'>, setting: Setting): Letter {
  const { wording } = setting
  const words = wording.answer
  return {
    subject: words.subject(params.subject),
    preview: words.lead(params.fromAddress),
    heading: words.heading,
    lead: words.lead(params.fromAddress),
    facts: params.subject === null ? [] : [{ label: wording.message, value: params.subject }],
    code: null,
    action: { label: words.action, url: params.openUrl, otherwise: wording.otherwise },
    notes: [],
    closing: closingOf(params.to, setting),
  }
}

function notice(params: ParamsOf<'sender-notice'>, setting: Setting): Letter {
  const { wording } = setting
  const words = wording.notice.texts[params.what]
  return {
    subject: words.subject,
    preview: words.lead,
    heading: wording.notice.heading[params.what],
    lead: words.lead,
    facts: [{ label: wording.recipient, value: params.recipientAddress }],
    code: null,
    action: { label: words.action, url: params.openUrl, otherwise: wording.otherwise },
    notes: [],
    closing: closingOf(params.to, setting),
  }
}

function code(params: ParamsOf<'code'>, setting: Setting): Letter {
  const { wording } = setting
  const words = wording.code
  return {
    subject: words.subject,
    // Shown on locked screens by many phones, so the code is not in it.
    preview: words.lead(params.senderName),
    heading: words.heading,
    lead: words.lead(params.senderName),
    facts: [{ label: wording.reference, value: params.reference, isReference: true }],
    code: params.code,
    action: null,
    notes: [words.safety],
    closing: closingOf(params.to, setting),
  }
}

/** One writer per template. */
export const writeLetter: Writers = {
  'new-message': newMessage,
  'attachment-message': attachmentMessage,
  password: passwordMail,
  'password-ready': passwordReady,
  'message-parked': parked,
  'answer-arrived': answer,
  'sender-notice': notice,
  code,
}

import type { Letter } from '../letter.ts'
import type { ParamsOf } from '../params.ts'
import { closingOf, fromFact, listed, nameOf, type Setting } from './setting.ts'

/** The password to a second address. Nothing here tells where the message itself went or what it is about. */
export function passwordMail(params: ParamsOf<'password'>, setting: Setting): Letter {
  const { wording } = setting
  const words = wording.gateway.passwordMail
  const sender = nameOf(params)
  return {
    subject: words.subject,
    preview: words.preview(sender),
    heading: words.heading,
    lead: words.lead(sender),
    facts: [fromFact(params, setting), { label: wording.reference, value: params.reference, isReference: true }],
    code: params.password,
    action: null,
    notes: [words.keep, words.safety],
    closing: closingOf(params.to, setting),
  }
}

/** Tells the sender that the password waits in the web app, and why; the password itself is never in a mail to them. */
export function passwordReady(params: ParamsOf<'password-ready'>, setting: Setting): Letter {
  const { wording } = setting
  const words = wording.gateway.passwordReady
  const isCopy = params.reason === 'copy'
  return {
    subject: words.subject(params.subject, isCopy),
    preview: words.lead[params.reason],
    heading: words.heading(isCopy),
    lead: words.lead[params.reason],
    facts: [
      ...(params.subject === null ? [] : [{ label: wording.message, value: params.subject }]),
      { label: wording.gateway.recipients, value: listed(params.recipients, setting) },
    ],
    code: null,
    action: { label: words.action, url: params.openUrl, otherwise: wording.otherwise },
    notes: [isCopy ? words.copy : words.todo],
    closing: closingOf(params.to, setting),
  }
}

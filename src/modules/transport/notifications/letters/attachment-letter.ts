import type { Fact, Letter, Note } from '../letter.ts'
import type { ParamsOf } from '../params.ts'
import { packNotes, type ZipContent } from '../wording/gateway-wording.ts'
import { answersGoTo, closingOf, dayText, fromFact, nameOf, organisationOf, type Setting } from './setting.ts'

type Params = ParamsOf<'attachment-message'>

function passwordFact(params: Params, { wording }: Setting): Fact {
  const { message, password } = wording.gateway
  const number = params.isPhoneShown ? params.maskedPhone : null
  const from = params.passwordBy === 'sms' ? message.byText(number) : nameOf(params)
  return { label: password, value: message.passwordFact(params.passwordBy, from) }
}

function facts(params: Params, setting: Setting): readonly Fact[] {
  const { wording } = setting
  return [
    fromFact(params, setting),
    { label: wording.to, value: params.to },
    ...(params.subject === null ? [] : [{ label: wording.subject, value: params.subject }]),
    passwordFact(params, setting),
    { label: wording.gateway.linkUntil, value: dayText(params.expiresOn, setting) },
    { label: wording.reference, value: params.reference, isReference: true },
  ]
}

function zipContent({ hasAttachments, notes: noted }: Params): ZipContent {
  if (hasAttachments) return 'attachments'
  return noted.length > 0 ? 'original' : 'nothing-more'
}

function fileNote(params: Params, { wording }: Setting): Note {
  const { fileNames, message } = wording.gateway
  const { files, packNotes: noted } = message
  const lines = packNotes.filter((note) => params.notes.includes(note)).map((note) => noted[note])
  const rows = [
    { label: fileNames.pdf, lines: [files.pdf] },
    { label: fileNames.zip, lines: [files.zip[zipContent(params)]] },
  ]
  return { title: files.title, text: [files.text, ...lines].join('\n'), rows }
}

/** First the two ways to read, the simpler one on top; the table of devices, which few need, comes last. */
function notes(params: Params, setting: Setting): readonly Note[] {
  const { wording } = setting
  const { open, devices, genuine, answer, coverNote } = wording.gateway.message
  const check = params.check === 'access-code' && params.portalPassword ? 'same-password' : params.check
  return [
    ...(params.coverNote === null || params.coverNote === ''
      ? []
      : [{ title: coverNote(organisationOf(setting)), text: params.coverNote }]),
    { title: open.title, text: open.text(check, nameOf(params)) },
    fileNote(params, setting),
    { title: genuine.title, text: genuine.text(params.reference) },
    params.answersByMail ? { title: answer.title, text: answer.text(answersGoTo(params, setting)) } : wording.noReply,
    { title: devices.title, text: '', rows: devices.list.map(({ device, lines }) => ({ label: device, lines })) },
  ]
}

/** The mail that carries ZIP and PDF: its subject is that of the original, so that answers find their place. */
export function attachmentMessage(params: Params, setting: Setting): Letter {
  const { wording } = setting
  const words = wording.gateway.message
  const sender = nameOf(params)
  return {
    subject: params.subject ?? words.hiddenSubject,
    preview: words.preview(sender),
    heading: words.heading,
    lead: words.lead(sender),
    facts: facts(params, setting),
    code: null,
    action: { label: words.action, url: params.link, otherwise: wording.otherwise },
    notes: notes(params, setting),
    closing: closingOf(params.to, setting),
  }
}

import { askAboutLink } from '../../../contract/ask-about-link.ts'
import { sendJson, type UncheckedAnswer } from '../../../contract/send-json.ts'
import type { LinkSecret } from '../../../lib/split-key/index.ts'
import { linkProof } from '../../keys/link-proof.ts'
import { initialLanguage } from '../../ui/language-choice.ts'
import { linkMemory } from './link-memory.ts'
import { repairLink, type RepairedLink } from './repair-link.ts'

/** How the page was opened. */
export interface Arrival {
  readonly link: RepairedLink
  /** From the link, or kept by this tab; null when neither has one. */
  readonly secret: LinkSecret | null
  /** What the server says about the link, asked at once; null when there is no secret to ask with. */
  readonly answer: Promise<UncheckedAnswer> | null
}

/** Reads the link, takes its secret out of the address bar, and asks the server what it stands for. */
export function arrive(page: Window): Arrival {
  const startOver = (): void => {
    // The link was opened again in this very tab, which changes nothing but the fragment.
    if (repairLink(page.location.href).kind === 'complete') page.location.reload()
  }
  page.addEventListener('hashchange', startOver)
  const link = repairLink(page.location.href)
  if (link.kind === 'no-link') return { link, secret: null, answer: null }
  const { token } = link
  if (link.kind === 'complete') linkMemory.keep(token, link.secret)
  page.history.replaceState(null, '', `/o/${token}`)
  const secret = link.kind === 'complete' ? link.secret : linkMemory.recall(token)
  if (secret === null) return { link, secret, answer: null }
  const answer = askAbout(token, secret)
  // Whoever shows the page says what failed; until then nobody has missed it.
  answer.catch(() => undefined)
  return { link, secret, answer }
}

async function askAbout(token: string, secret: LinkSecret): Promise<UncheckedAnswer> {
  const body = { token, proof: await linkProof(secret), language: initialLanguage() }
  return sendJson({ method: askAboutLink.method, address: askAboutLink.path, body })
}

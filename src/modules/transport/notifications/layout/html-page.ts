import type { BrandingView } from '../../../../contract/branding.ts'
import type { Action, Fact, Letter } from '../letter.ts'
import { shortName } from '../safe-text.ts'
import type { Wording } from '../wording/wording.ts'
import { accentOf } from './colours.ts'
import { font } from './font.ts'
import { html, Html } from './html.ts'
import { noteSection } from './note-section.ts'

/** Content identifier of the logo part. */
export const logoCid = 'logo'

/** Dark colours, and small screens; whatever ignores it shows the light page of the inline styles. */
const style = new Html(`
:root{color-scheme:light dark;supported-color-schemes:light dark}
body{margin:0;padding:0;-webkit-text-size-adjust:100%}
a{word-break:break-word}h1,p,td{overflow-wrap:anywhere}
@media (max-width:480px){.pad{padding-left:20px!important;padding-right:20px!important}.outer{padding:0!important}
.card{border-radius:0!important;border-left:0!important;border-right:0!important}
.label,.value{display:block!important;width:auto!important}.label{padding-bottom:0!important}.value{padding-top:2px!important}
.bar{border-radius:0!important}.button{width:100%!important}.button a{display:block!important;text-align:center!important}}
@media (prefers-color-scheme:dark){.page{background:#14171c!important}.card{background:#1e2329!important;border-color:#363d47!important}
.ink{color:#eceff3!important}.soft{color:#b4bcc7!important}.panel{background:#272d35!important}.rule{border-color:#363d47!important}
.link{color:#9cc4ff!important}.button{border-color:#8b95a3!important}.logo{padding:6px 10px!important}}
[data-ogsc] .ink{color:#eceff3!important}[data-ogsc] .soft{color:#b4bcc7!important}[data-ogsc] .link{color:#9cc4ff!important}
`)

/** The tile of the pages, as far as tables draw it. */
function initialAndName(name: string, primaryColour: string): Html {
  const { fill, onFill } = accentOf(primaryColour)
  return html`<table role="presentation" cellpadding="0" cellspacing="0" border="0">
    <tr>
      <td
        aria-hidden="true"
        align="center"
        width="36"
        height="36"
        bgcolor="${fill}"
        style="width:36px;height:36px;border-radius:9px;background:${fill};font:700 18px/36px ${font};color:${onFill}"
      >
        ${[...name][0] ?? ''}
      </td>
      <td class="ink" style="padding:0 0 0 12px;font:600 18px/24px ${font};color:#1b2230">${name}</td>
    </tr>
  </table>`
}

function brand(branding: BrandingView, hasLogo: boolean): Html {
  const name = shortName(branding.displayName)
  if (!hasLogo) return initialAndName(name, branding.primaryColour)
  // On white in every mode: a dark logo with a clear background would vanish on a dark page.
  return html`<table role="presentation" cellpadding="0" cellspacing="0" border="0">
    <tr>
      <td class="logo" bgcolor="#ffffff" style="background:#ffffff;border-radius:8px;padding:6px 0">
        <img
          src="cid:${logoCid}"
          alt="${name}"
          height="44"
          style="display:block;height:44px;width:auto;max-width:240px;border:0;font:600 18px/44px ${font};color:#1b2230"
        />
      </td>
    </tr>
  </table>`
}

function factRow({ label, value, isReference = false }: Fact): Html {
  const face = isReference
    ? 'font-family:Consolas,Menlo,monospace;letter-spacing:1px;font-weight:600'
    : 'font-weight:400'
  return html`<tr>
    <td
      class="label soft"
      valign="top"
      style="padding:5px 16px 5px 0;font:400 15px/22px ${font};color:#566072;white-space:nowrap"
    >
      ${label}
    </td>
    <td
      class="value ink"
      width="100%"
      valign="top"
      style="padding:5px 0;font:400 16px/22px ${font};color:#1b2230;word-break:break-word;overflow-wrap:anywhere;${new Html(face)}"
    >
      ${value}
    </td>
  </tr>`
}

function factPanel(facts: readonly Fact[]): Html {
  if (facts.length === 0) return html``
  return html`<tr>
    <td class="pad" style="padding:20px 36px 0">
      <table
        role="presentation"
        class="panel"
        width="100%"
        cellpadding="0"
        cellspacing="0"
        border="0"
        style="background:#f3f5f8;border-radius:10px"
      >
        <tr>
          <td style="padding:13px 20px">
            <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">
              ${facts.map(factRow)}
            </table>
          </td>
        </tr>
      </table>
    </td>
  </tr>`
}

/** Six digits are set wide; a password of four groups fits on one line of a small phone. */
const codeFace = (code: string): string =>
  code.length > 10
    ? '22px/32px Consolas,Menlo,monospace;letter-spacing:0;white-space:nowrap'
    : '36px/44px Consolas,Menlo,monospace;letter-spacing:8px'

function codePanel(code: string): Html {
  return html`<tr>
    <td class="pad" style="padding:22px 36px 0">
      <table
        role="presentation"
        class="panel"
        width="100%"
        cellpadding="0"
        cellspacing="0"
        border="0"
        style="background:#f3f5f8;border-radius:10px"
      >
        <tr>
          <td class="ink" align="center" style="padding:20px 8px;font:700 ${new Html(codeFace(code))};color:#1b2230">
            ${code}
          </td>
        </tr>
      </table>
    </td>
  </tr>`
}

function button(action: Action, primaryColour: string): Html {
  const accent = accentOf(primaryColour)
  return html`<tr>
      <td class="pad" style="padding:26px 36px 0">
        <table
          role="presentation"
          class="button"
          cellpadding="0"
          cellspacing="0"
          border="0"
          style="border:1px solid ${accent.fill};border-radius:10px;border-collapse:separate;background:${accent.fill}"
        >
          <tr>
            <td
              class="button"
              bgcolor="${accent.fill}"
              style="border-radius:9px;background:${accent.fill};mso-padding-alt:15px 34px"
            >
              <a
                href="${action.url}"
                style="display:inline-block;padding:15px 34px;font:600 18px/24px ${font};color:${accent.onFill};text-decoration:none;border-radius:9px"
                >${action.label}</a
              >
            </td>
          </tr>
        </table>
      </td>
    </tr>
    <tr>
      <td class="pad soft" style="padding:16px 36px 0;font:400 14px/21px ${font};color:#566072">
        ${action.otherwise}<br /><a class="link" href="${action.url}" style="color:${accent.link};word-break:break-all"
          >${action.url}</a
        >
      </td>
    </tr>`
}

function footerLinks(branding: BrandingView, wording: Wording): Html {
  const links = [
    { url: branding.termsUrl, label: wording.terms },
    { url: branding.privacyUrl, label: wording.privacy },
  ].flatMap(({ url, label }) =>
    url === null
      ? []
      : [
          html` &nbsp;·&nbsp;
            <a class="link" href="${url}" style="color:#454f60;text-decoration:underline">${label}</a>`,
        ],
  )
  return html`${shortName(branding.displayName)}${links}`
}

export interface HtmlPageOptions {
  readonly branding: BrandingView
  readonly hasLogo: boolean
  readonly wording: Wording
}

function card(letter: Letter, { branding, hasLogo }: HtmlPageOptions): Html {
  const accent = accentOf(branding.primaryColour)
  return html`<table
    role="presentation"
    class="card"
    width="100%"
    cellpadding="0"
    cellspacing="0"
    border="0"
    style="max-width:600px;table-layout:fixed;background:#ffffff;border:1px solid #dfe3e9;border-radius:14px;border-collapse:separate"
  >
    <tr>
      <td
        class="bar"
        height="5"
        bgcolor="${accent.fill}"
        style="height:5px;font-size:0;line-height:0;background:${accent.fill};border-radius:13px 13px 0 0"
      >
        &nbsp;
      </td>
    </tr>
    <tr>
      <td class="pad" style="padding:24px 36px 0">${brand(branding, hasLogo)}</td>
    </tr>
    <tr>
      <td class="pad" style="padding:20px 36px 0">
        <h1 class="ink" style="margin:0;font:700 26px/33px ${font};color:#1b2230">${letter.heading}</h1>
        <p class="ink" style="margin:10px 0 0;font:400 17px/26px ${font};color:#1b2230">${letter.lead}</p>
      </td>
    </tr>
    ${letter.code === null ? html`` : codePanel(letter.code)}${factPanel(letter.facts)}${letter.action === null ? html`` : button(letter.action, branding.primaryColour)}${noteSection(letter.notes)}
    <tr>
      <td height="32" style="height:32px;font-size:0;line-height:0">&nbsp;</td>
    </tr>
  </table>`
}

function footer(letter: Letter, { branding, wording }: HtmlPageOptions): Html {
  return html`<table
    role="presentation"
    width="100%"
    cellpadding="0"
    cellspacing="0"
    border="0"
    style="max-width:600px"
  >
    <tr>
      <td class="pad soft" align="center" style="padding:18px 36px 28px;font:400 14px/21px ${font};color:#566072">
        ${letter.closing}<br />${footerLinks(branding, wording)}
      </td>
    </tr>
  </table>`
}

/** Tables and inline styles for programs that know nothing else, one column for phones, dark where that is wanted. */
export function htmlPage(letter: Letter, options: HtmlPageOptions): string {
  const page = html`<!DOCTYPE html>
    <html lang="${options.wording.language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>${letter.subject}</title>
        <style>
          ${style}
        </style>
      </head>
      <body class="page" style="margin:0;padding:0;background:#eceff3">
        <div
          style="display:none;max-height:0;max-width:0;overflow:hidden;opacity:0;font-size:1px;line-height:1px;color:#eceff3"
        >
          ${letter.preview}
        </div>
        <table
          role="presentation"
          class="page"
          width="100%"
          cellpadding="0"
          cellspacing="0"
          border="0"
          style="background:#eceff3"
        >
          <tr>
            <td class="outer" align="center" style="padding:28px 12px">
              <!--[if mso]><table role="presentation" width="600" align="center" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->
              ${card(letter, options)}
              <!--[if mso]></td></tr></table><![endif]-->
              ${footer(letter, options)}
            </td>
          </tr>
        </table>
      </body>
    </html> `
  return page.text
}

/** Messages for tests of the portal page, as they would have been submitted. */
import { webpDrawing } from './drawings.ts'

const crlf = (lines: readonly string[]): string => lines.join('\r\n')

const header = [
  'From: "Dr. Anna Weber" <praxis@weber.example>',
  'To: =?utf-8?q?J=C3=BCrgen_M=C3=BCller?= <juergen.mueller@example.net>',
  'Date: Sat, 21 Nov 2026 10:00:00 +0100',
  'Message-ID: <m1@weber.example>',
  'MIME-Version: 1.0',
]

/** The bytes of "Befund Müller.pdf". */
export const reportBytes = Buffer.from(Array.from({ length: 30_000 }, (_, index) => (index * 7) % 256))

export const plainMail = crlf([
  ...header,
  'Subject: =?utf-8?q?Ihr_Befund_vom_18=2E_November?=',
  'Content-Type: multipart/mixed; boundary=x',
  '',
  '--x',
  'Content-Type: text/plain; charset=utf-8',
  'Content-Transfer-Encoding: 8bit',
  '',
  'Sehr geehrter Herr Müller,',
  '',
  'Ihre Werte sind unauffällig: https://weber.example/labor?id=12.',
  'Die Rechnung über 12,50 € liegt bei.',
  '--x',
  "Content-Disposition: attachment; filename*=utf-8''Befund%20M%C3%BCller.pdf",
  'Content-Type: application/pdf',
  'Content-Transfer-Encoding: base64',
  '',
  reportBytes.toString('base64').replaceAll(/.{76}/g, '$&\r\n'),
  '--x',
  'Content-Disposition: attachment; filename="../../roentgen\u202Egnp.exe"',
  'Content-Type: application/octet-stream',
  '',
  'not a picture',
  '--x--',
  '',
])

const dot = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='

/** Eight pixels wide and high. */
export const drawing =
  'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR42mM4EaCBFTEMLQkAaplQAbIh774AAAAASUVORK5CYII='

/** HTML with everything that must not work: script, handlers, frames, forms, a tracking pixel, a hostile link. */
export const htmlMail = crlf([
  ...header,
  'Subject: Praxisbrief',
  'Content-Type: multipart/related; boundary=x',
  '',
  '--x',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<html><head><style>.box{background-color:rgb(1, 2, 3)}</style><script>parent.document.title = "taken over"</script></head>',
  '<body bgcolor="#ffffff" onload="parent.document.title = \'taken over\'">',
  '<h2>Guten Tag</h2><div class="box" style="border-top-width: 7px; border-top-style: solid">Neue Zeiten</div>',
  '<img src="cid:dot@x" alt="inside" width="9"><img src="https://tracker.example/p.gif" alt="outside" onerror="parent.document.title=1">',
  '<a href="https://weber.example/termin">Termin</a> <a href="javascript:parent.document.title=1">hostile</a>',
  '<form action="https://evil.example/"><input name="q"><button>Go</button></form>',
  '<iframe src="https://evil.example/"></iframe><meta http-equiv="refresh" content="0;url=https://evil.example/">',
  '<svg onload="parent.document.title=1"><script>parent.document.title=1</script></svg></body></html>',
  '--x',
  'Content-Type: image/png',
  'Content-ID: <dot@x>',
  'Content-Transfer-Encoding: base64',
  '',
  dot,
  '--x--',
  '',
])

/** One image that the text shows, and others that it names without showing them, or that were sent as attachments. */
export const imagesMail = crlf([
  ...header,
  'Subject: Bilder',
  'Content-Type: multipart/related; boundary=x',
  '',
  '--x',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<p>Pictures</p><img src="cid:shown@x" alt="shown" width="9"><img src="cid:sent@x" alt="sent" width="9">',
  '<!-- <img src="cid:comment@x"> --><div style="display:none"><img src="cid:hidden@x"></div>',
  '<div style="background-image:url(cid:ground@x)">over it</div><img src="cid:broken@x" alt="broken">',
  ...['shown', 'sent', 'comment', 'hidden', 'ground', 'broken'].flatMap((name) => [
    '--x',
    `Content-Type: image/png; name=${name}.png`,
    `Content-ID: <${name}@x>`,
    `Content-Disposition: ${name === 'sent' ? 'attachment' : 'inline'}; filename=${name}.png`,
    'Content-Transfer-Encoding: base64',
    '',
    name === 'broken' ? 'bm90IGFuIGltYWdl' : dot,
  ]),
  '--x--',
  '',
])

/** Images of another host, of which a style sheet hides most, and a picture of one pixel that comes with the message. */
export const hiddenImagesMail = crlf([
  ...header,
  'Subject: Bilder im Verborgenen',
  'Content-Type: multipart/related; boundary=x',
  '',
  '--x',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<style>.none{display:none} .clear{opacity:0} .dot{width:1px;height:1px} .cut{overflow:hidden;height:0} .gone{visibility:hidden}</style>',
  '<p>Pictures</p><img src="https://tracker.example/seen.gif" alt="seen">',
  '<img class="none" src="https://tracker.example/none.gif"><img class="dot" src="https://tracker.example/dot.gif">',
  '<img class="clear" src="https://tracker.example/clear.gif"><img class="gone" src="https://tracker.example/gone.gif">',
  '<div class="none"><img src="https://tracker.example/inside.gif"></div><div class="cut"><img src="https://tracker.example/cut.gif"></div>',
  '<img src="cid:pixel@x" width="1" height="1"><img src="cid:natural@x"><img src="cid:sent@x" width="1" height="1">',
  '<object data="cid:drawn@x">instead</object>',
  ...['pixel', 'natural', 'sent', 'drawn'].flatMap((name) => [
    '--x',
    `Content-Type: image/png; name=${name}.png`,
    `Content-ID: <${name.toUpperCase()}@x>`,
    `Content-Disposition: ${name === 'sent' ? 'attachment' : 'inline'}; filename=${name}.png`,
    'Content-Transfer-Encoding: base64',
    '',
    name === 'drawn' ? drawing : dot,
  ]),
  '--x--',
  '',
])

/** More files than the page is willing to list. */
export const crowdedMail = crlf([
  ...header,
  'Subject: Crowded',
  'Content-Type: multipart/mixed; boundary=x',
  '',
  '--x',
  'Content-Type: text/plain',
  '',
  'The first part',
  ...Array.from({ length: 2_600 }, () => ['--x', 'Content-Type: image/png', '', 'x']).flat(),
  '--x--',
  '',
])

/** HTML in several scripts with a table, an image inside and one that a web server has. */
export const manyScriptsMail = crlf([
  ...header,
  'Subject: =?utf-8?B?0J/RgNC40LLQtdGC?=',
  'Content-Type: multipart/related; boundary=x',
  '',
  '--x',
  'Content-Type: text/html; charset=utf-8',
  'Content-Transfer-Encoding: 8bit',
  '',
  '<h2>Привет, доктор</h2><p>สวัสดี <b>診断書</b> <code>x = 1</code> שלום</p>',
  '<table><tr><th>Wert</th><th>Ergebnis</th></tr><tr><td>Hämoglobin</td><td>14,2</td></tr></table>',
  '<img src="cid:drawing@x" alt="Röntgen"><img src="https://tracker.example/p.gif" alt="outside">',
  '--x',
  'Content-Type: image/webp',
  'Content-ID: <drawing@x>',
  'Content-Transfer-Encoding: base64',
  '',
  webpDrawing.toString('base64').replaceAll(/.{76}/g, '$&\r\n'),
  '--x--',
  '',
])

const htmlOnly = (subject: string, html: readonly string[]): string =>
  crlf([...header, `Subject: ${subject}`, 'Content-Type: text/html; charset=utf-8', '', ...html])

/** Several pages of paper: `longMailLines` paragraphs, each with a number and an end of its own. */
export const longMailLines = 160
export const longMail = htmlOnly(
  'Long',
  Array.from(
    { length: longMailLines },
    (_, index) =>
      `<p>line-${index + 1}-begins and goes on for a while so that a paragraph takes its room, end-${index + 1}.</p>`,
  ),
)

/** A table whose words need more room than a phone has, and images that are there to be loaded and not to be seen. */
export const wideMail = htmlOnly('Wide', [
  '<p>Above</p><table border="1"><tr><td>Leukozytendifferenzierung</td><td>Blutkörperchensenkung</td><td>Thrombozytenzahl</td></tr></table>',
  '<img src="https://tracker.example/a.gif" width="1" height="1"><img src="https://tracker.example/b.gif" style="width:2px;height:3px">',
  '<img src="https://tracker.example/c.gif" style="display:none"><img src="https://tracker.example/d.gif" height="1">',
  '<img src="https://tracker.example/e.gif" hidden><img src="https://tracker.example/f.gif" style="opacity:0">',
  `<img alt="spacer" src="data:image/png;base64,${dot}"><img alt="kept" width="9" src="data:image/png;base64,${dot}"><p>Below</p>`,
])

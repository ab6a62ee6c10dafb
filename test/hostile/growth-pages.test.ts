import { describe } from 'vitest'
import { linkify } from '../../src/clients/mail-view/linkify.ts'
import { hasRemoteUrl, setsColour } from '../../src/clients/mail-view/look-into-css.ts'
import { safeFileName } from '../../src/clients/mail-view/safe-file-name.ts'
import { setStylesAside } from '../../src/clients/mail-view/set-styles-aside.ts'
import { answerSubject } from '../../src/clients/portal/message/compose-answer.ts'
import { repairLink } from '../../src/clients/portal/session/repair-link.ts'
import { entryNames } from '../../src/lib/file-names/entry-names.ts'
import { parseColour } from '../../src/lib/pdf/html/colour.ts'
import { parseCss } from '../../src/lib/pdf/html/css.ts'
import { htmlBlocks } from '../../src/lib/pdf/html/html-blocks.ts'
import { isWholeJpeg } from '../../src/lib/pdf/images/check-jpeg.ts'
import { readGif } from '../../src/lib/pdf/images/read-gif.ts'
import { readWebp } from '../../src/lib/pdf/images/read-webp.ts'
import { findWordStarts } from '../../src/lib/pdf/layout/word-starts.ts'
import { textBlocks } from '../../src/lib/pdf/text-blocks.ts'
import { noImages, pdfTools } from '../harness/pdf-tools.ts'
import { expectLinearReaders } from '../harness/growth.ts'

const bytes = (text: string) => Buffer.from(text, 'latin1')
const pixels = 1_000_000
const gif = 'GIF89a\x10\0\x10\0\x80\0\0\0\0\0\xff\xff\xff'
const toThai = (character: string): string => String.fromCharCode(0x0e01 + (character.charCodeAt(0) % 0x2e))

/** What a stranger wrote and a page, a PDF or a file name shows; a new reader is one line more. */
describe('the work of a reader for pages grows as its text does', () => {
  expectLinearReaders({
    'style sheets set aside': setStylesAside,
    'addresses in style sheets': hasRemoteUrl,
    'colours in style sheets': setsColour,
    'web addresses in text': linkify,
    'the name of a file': (text) => safeFileName(text, 'file'),
    'names in a ZIP': (text) => entryNames([text, text.slice(1)], { neutral: false }),
    'many names in a ZIP': (text) => entryNames(text.match(/.{1,20}/gs) ?? [], { neutral: false }),
    'the subject of an answer': answerSubject,
    'a link that was rewritten': (text) => repairLink(`https://x.example/o/${encodeURI(text.toWellFormed())}`),
    'plain text in the PDF': textBlocks,
    'HTML in the PDF': (text) =>
      htmlBlocks(
        text,
        noImages(() => ''),
      ),
    'blocks of a GIF': (text) => readGif(bytes(`${gif}${text}`), pixels),
    'pixels of a GIF': (text) => readGif(bytes(`${gif},\0\0\0\0\x10\0\x10\0\0\x08${text}`), pixels),
    'a WebP': (text) => readWebp(bytes(`RIFF\xff\xff\xff\x00WEBP${text}`), pixels, pdfTools.images),
    'a JPEG': (text) => isWholeJpeg(bytes(`\xff\xd8${text}`)),
    'words without spaces': (text) => findWordStarts(text.replaceAll(/[^]/g, toThai)),
    'styles in the PDF': parseCss,
    'colours in the PDF': parseColour,
  })
})
